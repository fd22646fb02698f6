package arrivals

import (
	"math"
	"math/bits"
	"slices"

	"github.com/littoral-sim/littoral/sim/rng"
)

// State is one of the states of a Modulated source.
type State struct {
	// Gap is the time in nanoseconds from the begin of a stay, or from the last arrival, to the next arrival. It begins anew with each stay; an
	// arrival that would come at the end of the stay or later does not come. The zero Dist is silence.
	Gap rng.Dist
	// Stay is how many nanoseconds the source stays in the state. A stay lasts one nanosecond at least, whatever is drawn. The zero Dist is a
	// stay without end.
	Stay rng.Dist
	// Next has a weight for each state: that of moving there when the stay is over. Weights are not negative, add up to at least 1 and
	// at most 2⁶³-1. Nil stands for the next state in order, and for the first after the last.
	Next []int64
}

// Modulated is a source whose gaps depend on a state that changes by itself, a semi-Markov process. With exponential gaps and stays it is the
// Markov-modulated Poisson process (W. Fischer, K. Meier-Hellstern, The Markov-modulated Poisson process cookbook, Performance Evaluation 18,
// 1993).
type Modulated struct {
	states  []State
	totals  []int64 // sum of Next; 0 when there is nothing to draw
	initial []int64 // nil for the first state
	total   int64   // sum of initial
}

// NewModulated returns the process with these states. It begins with a whole stay in the first state or, if initial is not nil, in one that
// is drawn with these weights. To begin in equilibrium, pass the long-run shares of the states as weights; for exponential stays that is all
// it takes.
func NewModulated(states []State, initial []int64) (*Modulated, error) {
	var p problems
	m := &Modulated{initial: slices.Clone(initial)}
	if len(states) == 0 {
		p.addf("a modulated source needs at least one state")
	}
	speaks := false
	for i, s := range states {
		speaks = speaks || !s.Gap.IsZero()
		if !s.Gap.IsZero() && !(s.Gap.Mean() > 0) {
			p.addf("the mean gap in state %d must be above 0, got %v", i, s.Gap)
		}
		if !s.Stay.IsZero() && !(s.Stay.Mean() > 0) {
			p.addf("the mean stay in state %d must be above 0, got %v", i, s.Stay)
		}
		total, single := p.weights(s.Next, len(states))
		s.Next = slices.Clone(s.Next)
		if single {
			total = 0
		}
		m.states, m.totals = append(m.states, s), append(m.totals, total)
	}
	if len(states) > 0 && !speaks {
		p.addf("a modulated source needs a state with arrivals")
	}
	m.total, _ = p.weights(initial, len(states))
	if err := p.err(); err != nil {
		return nil, err
	}
	return m, nil
}

// weights checks weights for n states and returns their sum, and whether they leave no choice. Nil is no choice.
func (p *problems) weights(w []int64, n int) (total int64, single bool) {
	if w == nil {
		return 0, true
	}
	if len(w) != n {
		p.addf("want a weight for each of %d states, got %d", n, len(w))
	}
	positive := 0
	for _, x := range w {
		switch {
		case x < 0:
			p.addf("weights are not negative, got %d", x)
		case x > math.MaxInt64-total:
			p.addf("weights add up to more than 2⁶³-1: %v", w)
			return 0, false
		case x > 0:
			positive++
			total += x
		}
	}
	if positive == 0 {
		p.addf("one of the weights %v must be above 0", w)
	}
	return total, positive == 1
}

// NewOnOff returns a source that alternates between on and off stays, beginning with on, and has arrivals with these gaps while it is on; each
// on stay begins with a gap. With exponential gaps and stays it is the interrupted Poisson process (A. Kuczura, The interrupted Poisson
// process as an overflow process, Bell System Technical Journal 52, 1973).
func NewOnOff(on, off, gap rng.Dist) (*Modulated, error) {
	var p problems
	if on.IsZero() || off.IsZero() || gap.IsZero() {
		p.addf("an on/off source needs distributions of on, off and gap, got %v, %v and %v", on, off, gap)
		return nil, p.err()
	}
	return NewModulated([]State{{Gap: gap, Stay: on}, {Stay: off}}, nil)
}

// NewMMPP returns the Markov-modulated Poisson process with this arrival rate in each state, and these rates of change: change[i][j] from state i
// to state j, zero on the diagonal. All rates are 0 to RateMax; initial is as for NewModulated.
func NewMMPP(arrive []Rate, change [][]Rate, initial []int64) (*Modulated, error) {
	var p problems
	if len(change) != len(arrive) {
		p.addf("want a row of rates of change for each of %d states, got %d", len(arrive), len(change))
		return nil, p.err()
	}
	states := make([]State, len(arrive))
	for i, row := range change {
		states[i].Gap = p.exponential(arrive[i])
		if len(row) != len(arrive) {
			p.addf("row %d of the rates of change needs %d elements, got %d", i, len(arrive), len(row))
			continue
		}
		sum, weights := Rate(0), make([]int64, len(row))
		for j, r := range row {
			if r < 0 || r > RateMax-sum || (i == j && r != 0) {
				p.addf("the rate of change from state %d to %d must be 0 to %d in sum, and 0 on the diagonal, got %d", i, j, RateMax, r)
				continue
			}
			sum += r
			weights[j] = int64(r)
		}
		if states[i].Stay = p.exponential(sum); sum > 0 {
			states[i].Next = weights
		}
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	return NewModulated(states, initial)
}

// exponential returns the gap of a Poisson process; none for the rate 0.
func (p *problems) exponential(r Rate) rng.Dist {
	if r < 0 || r > RateMax {
		p.addf("a rate must be 0 to %d millionths per hour, got %d", RateMax, r)
	}
	if r <= 0 {
		return rng.Dist{}
	}
	d, err := rng.Exponential(r.meanGap())
	if err != nil {
		*p = append(*p, err)
	}
	return d
}

// Start implements [Spec]. The process takes one draw of the stream "arrivals" for each gap, and of the stream "phases" one for each stay and
// one for each choice among several next states.
func (m *Modulated) Start(stream func(purpose string) rng.Stream) Process {
	return &modulated{spec: m, gaps: stream(PurposeArrivals), phases: stream(PurposePhases), state: -1}
}

// modulated is the state of a source of Modulated.
type modulated struct {
	spec   *Modulated
	gaps   rng.Stream
	phases rng.Stream
	until  int64 // end of the stay
	state  int32 // -1 before the first stay
}

// Next implements [Process]. It takes a step for each stay without an arrival; stays last at least a nanosecond, so it passes the end.
func (p *modulated) Next(afterNs, endNs int64) (atNs int64, ok bool) {
	checkTimes(afterNs, endNs)
	t := afterNs
	if p.state < 0 {
		p.state = 0
		if p.spec.initial != nil {
			p.state = draw(p.spec.initial, p.spec.total, &p.phases)
		}
		p.enter(t)
	}
	for {
		if gap := p.spec.states[p.state].Gap; !gap.IsZero() {
			if at, in := within(t, gap.SampleInt64(&p.gaps), p.until); in {
				return at, at < endNs
			}
		}
		if p.until >= endNs {
			return 0, false
		}
		t = p.until
		p.leave()
		p.enter(t)
	}
}

// enter begins a stay in the current state.
func (p *modulated) enter(nowNs int64) {
	stay := p.spec.states[p.state].Stay
	if stay.IsZero() {
		p.until = math.MaxInt64
		return
	}
	p.until, _ = within(nowNs, max(1, stay.SampleInt64(&p.phases)), math.MaxInt64)
}

// leave moves on to the next state.
func (p *modulated) leave() {
	next := p.spec.states[p.state].Next
	switch total := p.spec.totals[p.state]; {
	case next == nil:
		p.state = (p.state + 1) % int32(len(p.spec.states))
	case total == 0:
		p.state = int32(slices.IndexFunc(next, func(w int64) bool { return w > 0 }))
	default:
		p.state = draw(next, total, &p.phases)
	}
}

// draw returns an index with a probability in proportion to its weight, within 2⁻⁶⁴. It takes one draw.
func draw(weights []int64, total int64, s *rng.Stream) int32 {
	hi, _ := bits.Mul64(s.Uint64(), uint64(total))
	left := int64(hi)
	for i, w := range weights {
		if left < w {
			return int32(i)
		}
		left -= w
	}
	panic("arrivals: weights add up to less than their sum")
}
