package arrivals

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Every is an arrival at each multiple of a period, counted from the instant at which the source begins, that instant included.
type Every struct {
	period time.Duration
}

// NewEvery returns arrivals with this period, at least one nanosecond.
func NewEvery(period time.Duration) (*Every, error) {
	var p problems
	if period <= 0 {
		p.addf("a period must be at least 1 ns, got %d ns", int64(period))
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	return &Every{period: period}, nil
}

// Start implements [Spec]. The process draws nothing and asks for no stream.
func (e *Every) Start(func(purpose string) rng.Stream) Process {
	return &ticker{period: int64(e.period)}
}

// MeanRate implements [Spec].
func (e *Every) MeanRate() (perSecond float64, known bool) { return inverse(float64(e.period)) }

// ticker is the state of a source of Every.
type ticker struct {
	period int64
	begun  bool
}

// Next implements [Process].
func (t *ticker) Next(afterNs, endNs int64) (atNs int64, ok bool) {
	checkTimes(afterNs, endNs)
	if !t.begun {
		t.begun = true
		return within(afterNs, 0, endNs)
	}
	return within(afterNs, t.period, endNs)
}

// List is arrivals at given instants.
type List struct {
	at []units.Time
}

// NewList returns arrivals at these instants, which are not negative and do not decrease; an instant given twice means two arrivals. The
// instants are counted from the start of the run, not from that of the source. NewList keeps the slice, which must not be changed.
func NewList(at []units.Time) (*List, error) {
	var p problems
	last := units.Time(0)
	for i, t := range at {
		if t < last {
			p.addf("instant %d of a list is %d ns, before %d ns", i, int64(t), int64(last))
			break // What follows is mostly wrong for the same reason.
		}
		last = t
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	return &List{at: at}, nil
}

// Start implements [Spec]. The process draws nothing and asks for no stream.
func (l *List) Start(func(purpose string) rng.Stream) Process { return &reader{at: l.at} }

// MeanRate implements [Spec]: a list has no long run.
func (*List) MeanRate() (perSecond float64, known bool) { return 0, false }

// reader is the state of a source of a List: what is still to come.
type reader struct {
	at []units.Time
}

// Next implements [Process]. Listed instants before the begin of the source are passed over.
func (r *reader) Next(afterNs, endNs int64) (atNs int64, ok bool) {
	checkTimes(afterNs, endNs)
	for len(r.at) > 0 {
		t := int64(r.at[0])
		r.at = r.at[1:]
		if t >= afterNs {
			return t, t < endNs
		}
	}
	return 0, false
}
