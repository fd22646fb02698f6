package channel

import (
	"fmt"
	"math"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Nominal is what a link offers when nothing varies.
type Nominal struct {
	Bandwidth units.BitsPerSecond // above 0
	Latency   time.Duration       // one way, not negative
	Loss      Loss                // at most LossMax
}

// Quality is what a link offers at an instant. A link that is down offers nothing: all other fields are zero then.
type Quality struct {
	Up        bool
	Bandwidth units.BitsPerSecond // 1 or more when up
	Latency   time.Duration       // one way
	Loss      Loss
}

// Link is one link as a state machine. Its inputs are Cut and Restore; times are nanoseconds since the start of the run.
//
// The caller follows three rules, and a Link panics with the numbers when one is broken: time never runs backwards; after the inputs of an instant
// comes an Advance at that instant; no call carries a time later than Next. Within one instant the order of inputs and Advance is free.
//
// Quality and Next change nothing. A Link draws from streams of its own alone, and what it draws does not depend on cuts.
type Link struct {
	nominal   Nominal
	spec      *Variation
	processes []process
	now       Quality
	since     int64 // of the last call
	next      int64 // of the next change by itself
	cuts      int32
	dirty     bool // there were inputs since the last Advance
}

// NewLink returns a link at instant 0, where it has no cut. It asks for the stream of each process once, by its purpose. It panics when
// nominal is out of range or spec is nil.
func NewLink(nominal Nominal, spec *Variation, stream func(purpose string) rng.Stream) *Link {
	if nominal.Bandwidth < 1 || nominal.Latency < 0 || nominal.Loss > LossMax || spec == nil {
		panic(fmt.Sprintf("channel: a link needs a variation, a bandwidth above 0, a latency of at least 0 and a loss of at most %d, got %v and %+v",
			LossMax, spec, nominal))
	}
	l := &Link{nominal: nominal, spec: spec, next: math.MaxInt64}
	for i := range spec.processes {
		p := &spec.processes[i]
		l.processes = append(l.processes, startProcess(p, stream("channel/"+p.Name)))
	}
	l.now = l.compose(0)
	return l
}

// compose returns what the link offers, and sets when that changes next.
func (l *Link) compose(nowNs int64) Quality {
	base := step{bandwidth: unset, latency: unset}
	l.next = math.MaxInt64
	if l.spec.profile != nil {
		base, l.next = l.spec.profile.at(nowNs)
	}
	if base.bandwidth == unset {
		base.bandwidth = int64(l.nominal.Bandwidth)
	}
	if base.latency == unset {
		base.latency = int64(l.nominal.Latency)
	}
	up := l.cuts == 0 && base.bandwidth > 0
	shares := [processesMax]Share{ShareAll, ShareAll, ShareAll}
	losses := [lossesMax]Loss{l.nominal.Loss}
	latency := time.Duration(base.latency)
	for i := range l.processes {
		p := &l.processes[i]
		c := p.condition()
		l.next = min(l.next, p.until)
		up = up && !c.Down
		shares[i], losses[1+i] = c.Share, c.Loss
		latency = units.Add(latency, c.Extra)
	}
	if !up {
		return Quality{}
	}
	return Quality{Up: true, Bandwidth: scale(units.BitsPerSecond(base.bandwidth), shares), Latency: latency, Loss: compose(losses)}
}

// check panics when the caller breaks the protocol.
func (l *Link) check(nowNs int64) {
	switch {
	case nowNs < l.since:
		panic(fmt.Sprintf("channel: time runs backwards, from %d ns to %d ns", l.since, nowNs))
	case nowNs > l.next:
		panic(fmt.Sprintf("channel: call at %d ns skips the advance that was due at %d ns", nowNs, l.next))
	case l.dirty && nowNs > l.since:
		panic(fmt.Sprintf("channel: call at %d ns, and no advance after the inputs at %d ns", nowNs, l.since))
	}
	l.since = nowNs
}

// Cut takes the link down until Restore. Cuts add up: a link that is cut twice needs two calls of Restore.
func (l *Link) Cut(nowNs int64) {
	l.check(nowNs)
	l.cuts++
	l.dirty = true
}

// Restore ends one cut. It panics when there is none.
func (l *Link) Restore(nowNs int64) {
	l.check(nowNs)
	if l.cuts == 0 {
		panic(fmt.Sprintf("channel: restore at %d ns of a link that is not cut", nowNs))
	}
	l.cuts--
	l.dirty = true
}

// Advance performs what is due at this instant and returns what the link offers from now on, and whether that differs from what it offered after
// the last Advance, or at the start.
func (l *Link) Advance(nowNs int64) (q Quality, changed bool) {
	l.check(nowNs)
	for i := range l.processes {
		l.processes[i].advance(nowNs)
	}
	l.dirty = false
	before := l.now
	l.now = l.compose(nowNs)
	return l.now, l.now != before
}

// Quality returns what the link offers since the last Advance.
func (l *Link) Quality() Quality { return l.now }

// Next returns the instant at which Advance has something to do; false, with the largest int64, when nothing will happen without an input. At that
// instant Quality need not change: another cause may hide it.
func (l *Link) Next() (atNs int64, ok bool) {
	if l.dirty {
		return l.since, true
	}
	return l.next, l.next < math.MaxInt64
}
