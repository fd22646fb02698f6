package models

// WayIn asks for the constraints on the way of an input, from its source to the node:
// OK, Unencrypted or PathOutsideRegion. It returns OK when there is no path.
func (y *System) WayIn(r *Routes, source, n NodeID, s *Spec) Reason {
	return y.way(r, source, n, s.Constraints.Regions, s.Constraints.Encrypted)
}

// WayOut asks for the constraints on the way of an output, from the node to the target.
func (y *System) WayOut(r *Routes, n, target NodeID, s *Spec) Reason {
	return y.way(r, n, target, s.Constraints.Regions, s.Constraints.EncryptedBack)
}

// complies asks for the constraints on the ways of input and output.
func (y *System) complies(r *Routes, source, n NodeID, s *Spec) Reason {
	if why := y.WayIn(r, source, n, s); why != OK {
		return why
	}
	target := source
	if s.Target != nil {
		target = *s.Target
	}
	return y.WayOut(r, n, target, s)
}

// way asks for both ends of a route, and each link and node on it.
func (y *System) way(r *Routes, from, to NodeID, regions RegionSet, encrypted bool) Reason {
	if !regions.Allows(y.Nodes[from].Region) || !regions.Allows(y.Nodes[to].Region) {
		return PathOutsideRegion
	}
	why := OK
	r.walk(from, to, func(l *Link, at NodeID) {
		switch {
		case why != OK:
		case encrypted && !l.Encrypted:
			why = Unencrypted
		case !regions.Allows(l.Region) || !regions.Allows(y.Nodes[at].Region):
			why = PathOutsideRegion
		}
	})
	return why
}
