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
	if err := n.checkBundles(); err != nil {
		return err
	}
	sums := make([]sum, len(n.busies))
	for k := range n.bundles {
		if n.bundles[k].count > 0 {
			n.tally(int32(k), sums)
		}
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
	for k := range n.bundles {
		if n.bundles[k].count > 0 {
			if err := n.checkBundle(int32(k), sums); err != nil {
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

// checkBundles compares the bundles with their flows.
func (n *Network) checkBundles() error {
	sums, present := make([]bundle, len(n.bundles)), 0
	for i := range n.flows {
		if n.flows[i].stage() == absent {
			continue
		}
		present++
		k := n.targets[i].of
		b := &n.bundles[k]
		if n.flows[i].stage() != moving || b.count == 0 || b.home == limbo || b.home == none {
			return fmt.Errorf("flow: flow %d has no bottleneck", i)
		}
		if first := &n.targets[b.first]; n.targets[i].key.before(first.key) || n.firsts[k].key != first.key.minus(b.clock) {
			return fmt.Errorf("flow: flow %d of bundle %d, due at %v, comes behind %d", i, k, n.targets[i].key, b.first)
		}
		sums[k].count++
		sums[k].weight += n.flows[i].weight()
	}
	if present != n.length {
		return fmt.Errorf("flow: %d flows are present, %d counted", present, n.length)
	}
	for k := range n.bundles {
		if b, t := &n.bundles[k], &sums[k]; b.count != t.count || (t.count > 0 && b.weight != t.weight) {
			return fmt.Errorf("flow: bundle %d keeps %d flows of weight %d; they are %d, %d", k, b.count, b.weight, t.count, t.weight)
		}
	}
	return nil
}

// tally adds a bundle to the sums.
func (n *Network) tally(k int32, sums []sum) {
	s := &n.bundles[k]
	level := n.busies[s.home].level
	for u := s.uses; u != none; u = n.uses[u].after {
		p := &n.uses[u]
		t, weight := &sums[p.of], uint64(p.coefficient)*s.weight
		t.uses++
		if t.top.less(level) {
			t.top = level
		}
		if p.of == s.home {
			t.weight += weight
			continue
		}
		t.foreign += weight
		t.others = t.others.plus(level.scaled(weight))
	}
}

// checkBusy compares the sums of a constraint with what it keeps, and its load with its capacity.
func (n *Network) checkBusy(at int32, t *sum) error {
	b := &n.busies[at]
	if t.uses == 0 {
		return nil
	}
	if n.due.places[at] > 0 && b.early != grace(b.level) {
		return fmt.Errorf("flow: constraint %d (%d in use) has %v for a grace of %v", b.id, at, b.early, grace(b.level))
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

// checkBundle verifies that the flows of a bundle have a reason not to be faster.
func (n *Network) checkBundle(k int32, sums []sum) error {
	s := &n.bundles[k]
	b := &n.busies[s.home]
	for u := s.uses; u != none; u = n.uses[u].after {
		c := &n.busies[n.uses[u].of]
		if c.fixed && c.level.plus(slack(c.level)).less(b.level) {
			return fmt.Errorf("flow: bundle %d has level %v above its cap at %v", k, b.level, c.level)
		}
	}
	if b.fixed {
		return nil
	}
	t := &sums[s.home]
	if b.unlimited || t.weight == 0 {
		return fmt.Errorf("flow: bundle %d is held by constraint %d, which holds nobody", k, b.id)
	}
	if b.level.plus(slack(t.top)).less(t.top) {
		return fmt.Errorf("flow: bundle %d is held by constraint %d at level %v, where another has %v", k, b.id, b.level, t.top)
	}
	if least := b.capacity.minus(slack(t.top).plus(amount{0, 1}).scaled(t.weight + t.foreign)); n.load(b).before(least) {
		return fmt.Errorf("flow: bundle %d is held by constraint %d, loaded with only %v of %v", k, b.id, n.load(b), b.capacity)
	}
	return nil
}
