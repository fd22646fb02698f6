package flow

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/littoral-sim/littoral/models/units"
)

// oracle is a Network in exact rational arithmetic: after every change it fills all constraints anew, and it keeps what
// remains of each flow by itself.
type oracle struct {
	nowNs      int64
	capacities []units.BitsPerSecond
	// flows are in the order of their start.
	flows []*fluid
	// changed is set between an input and its Advance.
	changed bool
	started int
}

// fluid is a flow of the oracle.
type fluid struct {
	Flow
	left *big.Rat // nanobits
	rate *big.Rat // bit/s
	// free says that nothing limits it.
	free bool
	seq  int
}

// early is δ in nanoseconds.
func early() *big.Rat { return big.NewRat(graceParts, graceWhole) }

// ceiling returns ⌈x⌉, or never when that does not fit.
func ceiling(x *big.Rat) int64 {
	n := new(big.Int).Add(x.Num(), x.Denom())
	n.Sub(n, big.NewInt(1)).Div(n, x.Denom())
	if !n.IsInt64() {
		return never
	}
	return n.Int64()
}

func integer(x int64) *big.Rat { return new(big.Rat).SetInt64(x) }

func (o *oracle) find(id ID) int {
	return slices.IndexFunc(o.flows, func(f *fluid) bool { return f.ID == id })
}

// progress lets the flows move until now.
func (o *oracle) progress(nowNs int64) {
	for _, f := range o.flows {
		f.left = f.leftAt(nowNs - o.nowNs)
	}
	o.nowNs = nowNs
}

// leftAt returns what remains after a span, zero when the flow is due.
func (f *fluid) leftAt(spanNs int64) *big.Rat {
	if f.dueNs() <= spanNs {
		return new(big.Rat)
	}
	moved := new(big.Rat).Mul(f.rate, integer(spanNs))
	return moved.Sub(f.left, moved)
}

// dueNs returns how long the flow needs.
func (f *fluid) dueNs() int64 {
	switch {
	case f.left.Sign() <= 0 || f.free:
		return 0
	case f.rate.Sign() == 0:
		return never
	}
	x := new(big.Rat).Quo(f.left, f.rate)
	return max(0, ceiling(x.Sub(x, early())))
}

func (o *oracle) SetCapacity(nowNs int64, c ConstraintID, capacity units.BitsPerSecond) {
	o.progress(nowNs)
	o.changed = o.changed || capacity != o.capacities[c]
	o.capacities[c] = capacity
}

func (o *oracle) Start(nowNs int64, f *Flow) {
	o.progress(nowNs)
	o.changed = true
	g := &fluid{Flow: *f, left: integer(int64(f.Size)), rate: new(big.Rat), seq: o.started}
	o.started++
	g.Uses = slices.Clone(f.Uses)
	g.left.Mul(g.left, integer(8_000_000_000))
	o.flows = append(o.flows, g)
}

func (o *oracle) Stop(nowNs int64, id ID) (Left, bool) {
	o.progress(nowNs)
	i := o.find(id)
	if i < 0 {
		return Left{}, false
	}
	left := o.flows[i].report(0)
	o.flows = slices.Delete(o.flows, i, i+1)
	o.changed = true
	return left, true
}

func (o *oracle) Reroute(nowNs int64, id ID, uses []Use) bool {
	o.progress(nowNs)
	i := o.find(id)
	if i < 0 {
		return false
	}
	o.flows[i].Uses = slices.Clone(uses)
	o.flows[i].rate.SetInt64(0)
	o.changed = true
	return true
}

// report returns what remains after a span in bytes.
func (f *fluid) report(spanNs int64) Left {
	x := f.leftAt(spanNs)
	x.Quo(x, integer(8_000_000_000))
	left := max(0, ceiling(x.Sub(x, early())))
	return Left{Sent: f.Size - units.Bytes(left), Remaining: units.Bytes(left)}
}

func (o *oracle) Peek(nowNs int64, id ID) (Left, bool) {
	i := o.find(id)
	if i < 0 {
		return Left{}, false
	}
	return o.flows[i].report(nowNs - o.nowNs), true
}

func (o *oracle) Next() (int64, bool) {
	if o.changed {
		return o.nowNs, true
	}
	next := int64(never)
	for _, f := range o.flows {
		if due := f.dueNs(); due < never-o.nowNs {
			next = min(next, o.nowNs+due)
		}
	}
	return next, next != never
}

func (o *oracle) Advance(nowNs int64) []ID {
	o.progress(nowNs)
	var finished []*fluid
	take := func() {
		o.flows = slices.DeleteFunc(o.flows, func(f *fluid) bool {
			if f.dueNs() == 0 {
				finished = append(finished, f)
				return true
			}
			return false
		})
	}
	take()
	for {
		before := len(finished)
		o.fill()
		take()
		if len(finished) == before {
			break
		}
	}
	o.changed = false
	slices.SortFunc(finished, func(a, b *fluid) int { return cmp.Compare(a.seq, b.seq) })
	ids := make([]ID, len(finished))
	for i, f := range finished {
		ids[i] = f.ID
	}
	return ids
}

// fill raises all levels together from 0, and freezes flows where a constraint saturates or a cap is reached.
func (o *oracle) fill() {
	frozen := make([]bool, len(o.flows))
	for {
		least := (*big.Rat)(nil)
		consider := func(x *big.Rat) {
			if least == nil || x.Cmp(least) < 0 {
				least = x
			}
		}
		used := make([]*big.Rat, len(o.capacities))
		open := make([]*big.Rat, len(o.capacities))
		for c := range o.capacities {
			used[c], open[c] = new(big.Rat), new(big.Rat)
		}
		for i, f := range o.flows {
			for _, u := range f.Uses {
				coefficient := big.NewRat(int64(u.Coefficient), Unit)
				if frozen[i] {
					used[u.Constraint].Add(used[u.Constraint], coefficient.Mul(coefficient, f.rate))
				} else {
					open[u.Constraint].Add(open[u.Constraint], coefficient.Mul(coefficient, integer(int64(f.Weight))))
				}
			}
			if !frozen[i] && f.capped() {
				consider(big.NewRat(int64(f.Cap), int64(f.Weight)))
			}
		}
		levels := make([]*big.Rat, len(o.capacities))
		for c, capacity := range o.capacities {
			if capacity != units.Unlimited && open[c].Sign() > 0 {
				levels[c] = integer(int64(capacity))
				levels[c].Sub(levels[c], used[c]).Quo(levels[c], open[c])
				consider(levels[c])
			}
		}
		for i, f := range o.flows {
			if frozen[i] {
				continue
			}
			f.free = least == nil
			held := f.capped() && least != nil && least.Cmp(big.NewRat(int64(f.Cap), int64(f.Weight))) == 0
			for _, u := range f.Uses {
				held = held || (levels[u.Constraint] != nil && levels[u.Constraint].Cmp(least) == 0)
			}
			if held {
				frozen[i] = true
				f.rate = new(big.Rat).Mul(least, integer(int64(f.Weight)))
			}
		}
		if least == nil {
			return
		}
	}
}

// Rate returns the rate as Network does.
func (o *oracle) Rate(id ID) units.BitsPerSecond {
	i := o.find(id)
	if i < 0 {
		return 0
	}
	x := new(big.Rat).Add(o.flows[i].rate, big.NewRat(1, 1024))
	return units.BitsPerSecond(new(big.Int).Div(x.Num(), x.Denom()).Int64())
}

func (o *oracle) Load(c ConstraintID) units.BitsPerSecond {
	sum := big.NewRat(513, 1024)
	for _, f := range o.flows {
		for _, u := range f.Uses {
			if u.Constraint == c {
				x := big.NewRat(int64(u.Coefficient), Unit)
				sum.Add(sum, x.Mul(x, f.rate))
			}
		}
	}
	return units.BitsPerSecond(new(big.Int).Div(sum.Num(), sum.Denom()).Int64())
}

func (o *oracle) Len() int { return len(o.flows) }
