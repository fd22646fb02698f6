package models

import "slices"

// System is what does not change during a run: the nodes N, the links between
// them, and the kinds of tasks. It must not be modified once it is in use.
type System struct {
	Nodes   []Node // indexed by NodeID
	Links   []Link // indexed by LinkID
	Specs   []Spec // indexed by SpecID
	Domains []string
}

// Behind returns the nodes connected through a gateway, in ID order. It looks at
// every node.
func (y *System) Behind(gateway NodeID) []NodeID {
	var out []NodeID
	for i := range y.Nodes {
		if y.Nodes[i].Via == gateway {
			out = append(out, NodeID(i))
		}
	}
	return out
}

// Static is the part of R(n, t) that depends neither on time nor on where the
// data comes from: tier, named nodes, labels, security, sheer capacity, whether
// it is known how long the task takes there, enclave and region. It returns OK or
// the first predicate that fails.
func (y *System) Static(n NodeID, s *Spec) Reason {
	node, c := &y.Nodes[n], &s.Constraints
	switch {
	case !c.Tiers.Allows(node.Tier):
		return WrongTier
	case len(c.Nodes) > 0 && !slices.Contains(c.Nodes, n):
		return WrongNode
	case !c.matches(node.Labels):
		return WrongLabel
	case !node.Security.Meets(c.Security):
		return Untrusted
	}
	if why := node.holds(s); why != OK {
		return why
	}
	switch {
	case !s.timedOn(node):
		return NotMeasured
	case c.Enclave && node.Enclave == nil:
		return NoEnclave
	case !c.Regions.Allows(node.Region):
		return OutsideRegion
	}
	return OK
}

func (c *Constraints) matches(l Labels) bool {
	for i := range c.Labels {
		if !c.Labels[i].Matches(l) {
			return false
		}
	}
	return true
}

// holds asks whether the node could take one task of kind s while it is empty.
// Over-commitment is for the sum of tasks: it lets no single task have more CPU
// than there is.
func (n *Node) holds(s *Spec) Reason {
	d := &s.Demand
	switch {
	case d.CPU > min(n.Capacity.CPU, n.CPULimit):
		return CPUCapacity
	case d.Memory > n.Capacity.Memory:
		return MemoryCapacity
	case d.Storage > n.Capacity.Storage:
		return StorageCapacity
	case d.Bandwidth > n.Capacity.Bandwidth:
		return BandwidthCapacity
	}
	if s.Accelerators.Count > 0 && !s.Accelerators.ownedBy(n.Accelerators) {
		return AcceleratorCapacity
	}
	return OK
}

// Eligible returns the nodes that pass Static for s, in ID order. It looks at
// every node.
func (y *System) Eligible(s *Spec) []NodeID {
	var out []NodeID
	for i := range y.Nodes {
		if y.Static(NodeID(i), s) == OK {
			out = append(out, NodeID(i))
		}
	}
	return out
}

// Carries reports whether the data of s can leave its source at all: OK, or
// WrongProtocol when the gateway in front of the source does not speak it.
func (y *System) Carries(source NodeID, s *Spec) Reason {
	via := y.Nodes[source].Via
	if s.Protocol == "" || via == NoNode || y.Nodes[via].Gateway == nil {
		return OK
	}
	if !y.Nodes[via].Gateway.Speaks(s.Protocol) {
		return WrongProtocol
	}
	return OK
}

// Reaches is the part of R(n, t) about the way from the data source to the
// node, and from there to the target: the protocol is spoken, a path exists, it is
// short enough, encrypted where that is required, and stays in the regions where the
// data must be. A node is always within reach of itself.
func (y *System) Reaches(r *Routes, source, n NodeID, s *Spec) Reason {
	if why := y.reaches(r, source, n, s); why != OK {
		return why
	}
	if c := &s.Constraints; c.Regions != 0 || c.EncryptedBack {
		return y.complies(r, source, n, s)
	}
	return OK
}

func (y *System) reaches(r *Routes, source, n NodeID, s *Spec) Reason {
	if source == n {
		return OK
	}
	if why := y.Carries(source, s); why != OK {
		return why
	}
	latency, ok := r.Latency(source, n)
	switch {
	case !ok:
		return Unreachable
	case s.Constraints.MaxLatency > 0 && latency > s.Constraints.MaxLatency:
		return TooFar
	case s.Constraints.Encrypted && !r.Encrypted(source, n):
		return Unencrypted
	}
	return OK
}

// Relation is R(n, t) as a whole, for a task of kind s with data at source: OK,
// or the first predicate that fails, in the order in which Reason lists them.
func (y *System) Relation(r *Routes, a *Allocation, source, n NodeID, s *Spec) Reason {
	if a.Status != Active {
		return NotActive
	}
	if why := y.Static(n, s); why != OK {
		return why
	}
	if why := y.Reaches(r, source, n, s); why != OK {
		return why
	}
	return a.Fits(&y.Nodes[n], s)
}
