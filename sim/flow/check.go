package flow

import "fmt"

// Check verifies the bottleneck certificate, which makes an allocation the one and only max–min fair one: no constraint
// is loaded beyond its capacity, and every flow is at its cap, or has a saturated constraint on which no other flow has
// a higher level. It recomputes all sums from the flows. It must be called after an Advance and before the next input,
// and costs O(m + c) for m uses and c constraints.
func (n *Network) Check() error {
	if n.waiting != none || len(n.dirty.entries) > 0 {
		return fmt.Errorf("flow: check at %d ns between an input and its advance", n.nowNs)
	}
	sums := make([]sum, len(n.busies))
	present := 0
	for i := range n.flows {
		if n.flows[i].stage == absent {
			continue
		}
		present++
		if err := n.tally(int32(i), sums); err != nil {
			return err
		}
	}
	if present != n.length {
		return fmt.Errorf("flow: %d flows are present, %d counted", present, n.length)
	}
	for at := range n.busies {
		if err := n.checkBusy(int32(at), &sums[at]); err != nil {
			return err
		}
	}
	for c, l := range n.links {
		if l.busy != none && n.busies[l.busy].id != ConstraintID(c) {
			return fmt.Errorf("flow: constraint %d leads to %d", c, n.busies[l.busy].id)
		}
	}
	for i := range n.flows {
		if n.flows[i].stage != absent {
			if err := n.checkFlow(int32(i), sums); err != nil {
				return err
			}
		}
	}
	return nil
}

// sum is what Check adds up for a constraint.
type sum struct {
	others, top     amount
	weight, foreign uint64
	uses            int32
}

// tally adds a flow to the sums.
func (n *Network) tally(i int32, sums []sum) error {
	s := &n.flows[i]
	if s.stage != moving || s.home == limbo || s.home == none {
		return fmt.Errorf("flow: flow %d has no bottleneck", i)
	}
	level := n.busies[s.home].level
	for u := s.uses; u != none; u = n.uses[u].after {
		p := &n.uses[u]
		t := &sums[p.of]
		t.uses++
		if t.top.less(level) {
			t.top = level
		}
		if p.of == s.home {
			t.weight += p.weight
			continue
		}
		t.foreign += p.weight
		t.others = t.others.plus(level.scaled(p.weight))
	}
	return nil
}

// checkBusy compares the sums of a constraint with what it keeps, and its load with its capacity.
func (n *Network) checkBusy(at int32, t *sum) error {
	b := &n.busies[at]
	if t.uses == 0 {
		return nil
	}
	if b.fixed {
		t.others = b.others // Nobody asks for the load of a class.
	}
	if t.uses != b.uses || t.weight != b.weight || t.foreign != b.foreign || t.others != n.loadOfOthers(b) {
		return fmt.Errorf("flow: constraint %d (%d in use) keeps uses %d, weights %d and %d, others %v; they are %d, %d, %d, %v",
			b.id, at, b.uses, b.weight, b.foreign, b.others, t.uses, t.weight, t.foreign, t.others)
	}
	if b.fixed || b.unlimited {
		return nil
	}
	if most := b.capacity.plus(slack(t.top).scaled(t.weight + t.foreign)); most.less(n.load(b)) {
		return fmt.Errorf("flow: constraint %d is loaded with %v of %v", b.id, n.load(b), b.capacity)
	}
	return nil
}

// checkFlow verifies that a flow has a reason not to be faster.
func (n *Network) checkFlow(i int32, sums []sum) error {
	s := &n.flows[i]
	b := &n.busies[s.home]
	for u := s.uses; u != none; u = n.uses[u].after {
		c := &n.busies[n.uses[u].of]
		if c.fixed && c.level.plus(slack(c.level)).less(b.level) {
			return fmt.Errorf("flow: flow %d has level %v above its cap at %v", i, b.level, c.level)
		}
	}
	if b.fixed {
		return nil
	}
	t := &sums[s.home]
	if b.unlimited || t.weight == 0 {
		return fmt.Errorf("flow: flow %d is held by constraint %d, which holds nobody", i, b.id)
	}
	if b.level.plus(slack(t.top)).less(t.top) {
		return fmt.Errorf("flow: flow %d is held by constraint %d at level %v, where another has %v", i, b.id, b.level, t.top)
	}
	if least := b.capacity.minus(slack(t.top).plus(amount{0, 1}).scaled(t.weight + t.foreign)); n.load(b).before(least) {
		return fmt.Errorf("flow: flow %d is held by constraint %d, loaded with only %v of %v", i, b.id, n.load(b), b.capacity)
	}
	return nil
}
