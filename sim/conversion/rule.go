package conversion

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Protocol is the number of a protocol, which the caller chooses; 0 stands for none in particular.
type Protocol uint16

// None is data of which nobody has said what protocol it is in. It meets no rule.
const None Protocol = 0

// Rule is the conversion from one protocol into another. Costs are per message but for the delay.
type Rule struct {
	From, To Protocol
	// Work is the processor time of one message on the reference core, 0 or more.
	Work time.Duration
	// Delay is what a piece of data waits besides, whatever the number of its messages, 0 or more.
	Delay time.Duration
	// Overhead is by how much a message on its way in the new protocol is larger than its payload, 0 or more.
	Overhead units.Bytes
}

// Validate reports every problem with a rule.
func (r *Rule) Validate() error {
	var errs []error
	if r.From == None || r.To == None || r.From == r.To {
		errs = append(errs, fmt.Errorf("a rule must lead from one protocol to another, not from %d to %d", r.From, r.To))
	}
	if r.Work < 0 || r.Delay < 0 || r.Overhead < 0 {
		errs = append(errs, fmt.Errorf("work %v, delay %v and overhead %v must not be negative", r.Work, r.Delay, r.Overhead))
	}
	return errors.Join(errs...)
}

// WorkFor returns the processor time of messages on the reference core, at most the largest time.
func (r *Rule) WorkFor(messages int64) time.Duration {
	return units.Mul(r.Work, time.Duration(messages))
}

// OverheadFor returns by how much messages in the new protocol are larger than their payload, at most the largest size.
func (r *Rule) OverheadFor(messages int64) units.Bytes {
	return units.Mul(r.Overhead, units.Bytes(messages))
}

// Table holds the rules of one gateway. The zero value has none.
type Table struct{ rules []Rule }

// New returns a table of rules, in the order in which they are preferred. It reports every problem: rules that are not valid, and a pair of
// protocols that occurs twice.
func New(rules []Rule) (*Table, error) {
	var errs []error
	for i := range rules {
		r := &rules[i]
		if err := r.Validate(); err != nil {
			errs = append(errs, fmt.Errorf("rule %d: %w", i, err))
		}
		if slices.ContainsFunc(rules[:i], func(x Rule) bool { return x.From == r.From && x.To == r.To }) {
			errs = append(errs, fmt.Errorf("rule %d: from %d to %d occurs twice", i, r.From, r.To))
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return &Table{slices.Clone(rules)}, nil
}

// Wish is what data may be converted into. The zero value lets the gateway choose.
type Wish struct {
	// Near is the protocol on the side of the source, Far that beyond the gateway; Far None stands for any.
	Near, Far Protocol
}

// allows reports whether data may be in a protocol.
func (w Wish) allows(p Protocol) bool { return w.Far == None || p == w.Far || p == w.Near }

// Find returns the first rule for data in a protocol that leads to what is wished for; false when the data passes as it is. It takes time in
// proportion to the number of rules.
func (t *Table) Find(from Protocol, w Wish) (*Rule, bool) {
	if from == None {
		return nil, false
	}
	for i := range t.rules {
		if r := &t.rules[i]; r.From == from && w.allows(r.To) {
			return r, true
		}
	}
	return nil, false
}

// Data is a payload in messages.
type Data struct {
	Payload units.Bytes // 0 or more
	// Message is the largest payload of one message; 0 is no bound, so that the data is one message.
	Message units.Bytes
}

// Messages returns in how many messages the data goes, the last of which may be smaller. Nothing is one message.
func (d Data) Messages() int64 {
	if d.Message <= 0 || d.Payload <= d.Message {
		return 1
	}
	return int64((d.Payload-1)/d.Message + 1)
}
