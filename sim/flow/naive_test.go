package flow

import (
	"slices"

	"github.com/littoral-sim/littoral/models/units"
)

// naive is a Network without any structure: after every change it fills all constraints from nothing, and in every
// interval it reduces what remains of each flow.
type naive struct {
	nowNs      int64
	capacities []units.BitsPerSecond
	flows      []*drip
	changed    bool
}

// drip is a flow of the naive network.
type drip struct {
	Flow
	left, level  amount // per weight
	frozen, free bool
}

func simple(capacities []units.BitsPerSecond) machine { return &naive{capacities: capacities} }

func (n *naive) find(id ID) int {
	return slices.IndexFunc(n.flows, func(f *drip) bool { return f.ID == id })
}

// dueNs returns how long the flow needs.
func (f *drip) dueNs() int64 {
	early := grace(f.level)
	switch {
	case f.free || f.left.zero() || (!f.level.zero() && !early.less(f.left)):
		return 0
	case f.level.zero():
		return never
	}
	span, ok := f.left.minus(early).over(f.level)
	if !ok {
		return never
	}
	return span
}

func (f *drip) leftAt(spanNs int64) amount {
	if f.dueNs() <= spanNs {
		return amount{}
	}
	return f.left.minus(f.level.scaled(uint64(spanNs)))
}

func (n *naive) progress(nowNs int64) {
	for _, f := range n.flows {
		f.left = f.leftAt(nowNs - n.nowNs)
	}
	n.nowNs = nowNs
}

func (n *naive) SetCapacity(nowNs int64, c ConstraintID, capacity units.BitsPerSecond) {
	n.progress(nowNs)
	n.changed = true
	n.capacities[c] = capacity
}

func (n *naive) Start(nowNs int64, f *Flow) {
	n.progress(nowNs)
	n.changed = true
	g := &drip{Flow: *f, left: volume(int64(f.Size)).per(uint64(f.Weight))}
	g.Uses = slices.Clone(f.Uses)
	n.flows = append(n.flows, g)
}

func (f *drip) report(spanNs int64) Left {
	left := min(bytes(f.leftAt(spanNs).scaled(uint64(f.Weight))), int64(f.Size))
	return Left{Sent: f.Size - units.Bytes(left), Remaining: units.Bytes(left)}
}

func (n *naive) Stop(nowNs int64, id ID) (Left, bool) {
	n.progress(nowNs)
	n.changed = true
	i := n.find(id)
	left := n.flows[i].report(0)
	n.flows = slices.Delete(n.flows, i, i+1)
	return left, true
}

func (n *naive) Reroute(nowNs int64, id ID, uses []Use) bool {
	n.progress(nowNs)
	n.changed = true
	f := n.flows[n.find(id)]
	f.Uses, f.level = slices.Clone(uses), amount{}
	return true
}

func (n *naive) Peek(nowNs int64, id ID) (Left, bool) {
	return n.flows[n.find(id)].report(nowNs - n.nowNs), true
}

func (n *naive) Next() (int64, bool) {
	if n.changed {
		return n.nowNs, true
	}
	next := int64(never)
	for _, f := range n.flows {
		if due := f.dueNs(); due < never-n.nowNs {
			next = min(next, n.nowNs+due)
		}
	}
	return next, next != never
}

func (n *naive) Advance(nowNs int64) []ID {
	n.progress(nowNs)
	gone := make(map[ID]bool)
	order := make([]ID, len(n.flows))
	for i, f := range n.flows {
		order[i] = f.ID
	}
	take := func() (some bool) {
		n.flows = slices.DeleteFunc(n.flows, func(f *drip) bool {
			if f.dueNs() == 0 {
				gone[f.ID], some = true, true
				return true
			}
			return false
		})
		return some
	}
	take()
	for n.fill(); take(); n.fill() {
	}
	n.changed = false
	return slices.DeleteFunc(order, func(id ID) bool { return !gone[id] })
}

// fill freezes, again and again, the flows of the constraint that saturates at the lowest level.
func (n *naive) fill() {
	for _, f := range n.flows {
		f.frozen, f.free = false, false
	}
	for {
		used := make([]amount, len(n.capacities))
		open := make([]uint64, len(n.capacities))
		least, found := amount{}, false
		lower := func(level amount) {
			if !found || level.less(least) {
				least, found = level, true
			}
		}
		for _, f := range n.flows {
			for _, u := range f.Uses {
				weight := uint64(u.Coefficient) * uint64(f.Weight)
				if f.frozen {
					used[u.Constraint] = used[u.Constraint].plus(f.level.scaled(weight))
				} else {
					open[u.Constraint] += weight
				}
			}
			if !f.frozen && f.capped() {
				lower(levelOf(int64(f.Cap), f.Weight))
			}
		}
		levels := make([]amount, len(n.capacities))
		for c, capacity := range n.capacities {
			levels[c] = amount{1<<64 - 1, 0}
			if room := capacityOf(capacity); capacity != units.Unlimited && open[c] > 0 {
				levels[c] = amount{}
				if used[c].less(room) {
					levels[c] = room.minus(used[c]).per(open[c])
				}
				lower(levels[c])
			}
		}
		for _, f := range n.flows {
			f.free = !f.frozen && !found
			held := f.capped() && !least.less(levelOf(int64(f.Cap), f.Weight))
			for _, u := range f.Uses {
				held = held || !least.less(levels[u.Constraint])
			}
			if found && held && !f.frozen {
				f.frozen, f.level = true, least
			}
		}
		if !found {
			return
		}
	}
}

// Rate returns the rate as Network does.
func (n *naive) Rate(id ID) units.BitsPerSecond {
	i := n.find(id)
	if i < 0 {
		return 0
	}
	f := n.flows[i]
	return units.BitsPerSecond(f.level.scaled(uint64(f.Weight)).plus(amount{0, fine / 1024}).per(fine).lo)
}

func (n *naive) Load(c ConstraintID) units.BitsPerSecond {
	sum := amount{}
	for _, f := range n.flows {
		for _, u := range f.Uses {
			if u.Constraint == c {
				sum = sum.plus(f.level.scaled(uint64(f.Weight) * uint64(u.Coefficient)))
			}
		}
	}
	return units.BitsPerSecond(sum.shifted(16).plus(amount{0, fine/2 + fine/1024}).per(fine).lo)
}

func (n *naive) Len() int { return len(n.flows) }
