package flow

// stepsMax bounds the local repair.
const stepsMax = 0

// settled takes the mark from a constraint, and frees it when no flow uses it.
func (n *Network) settled(at int32) {
	n.dirty.remove(at)
	b := &n.busies[at]
	b.dirty = false
	if b.uses == 0 {
		n.release(at)
	}
}

// repair finds the new bottlenecks.
func (n *Network) repair() {
	if len(n.dirty.entries) > 0 || n.busies[limbo].first != none {
		n.refill()
	}
}

// admit gives a flow its first home.
func (n *Network) admit(i int32, left amount) {
	n.attach(i, limbo, left)
	for u := n.flows[i].uses; u != none; u = n.uses[u].after {
		n.mark(n.uses[u].of)
	}
}
