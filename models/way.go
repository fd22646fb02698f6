package models

// Along asks, for data that goes from a node over links, whether both ends and each
// link and node between are in the regions, and each link is encrypted where that is
// required. It returns OK, PathOutsideRegion or Unencrypted.
func (y *System) Along(from NodeID, path []LinkID, regions RegionSet, encrypted bool) Reason {
	at := from
	if !regions.Allows(y.Nodes[at].Region) {
		return PathOutsideRegion
	}
	for _, id := range path {
		l := &y.Links[id]
		at = l.Other(at)
		switch {
		case encrypted && !l.Encrypted:
			return Unencrypted
		case !regions.Allows(l.Region) || !regions.Allows(y.Nodes[at].Region):
			return PathOutsideRegion
		}
	}
	return OK
}

// complies asks for the constraints on the ways of input and output. Where there is
// no way out, the output waits for one, and is asked then.
func (y *System) complies(r *Routes, source, n NodeID, s *Spec) Reason {
	c, target := &s.Constraints, source
	if s.Target != nil {
		target = *s.Target
	}
	if !c.Regions.Allows(y.Nodes[target].Region) {
		return PathOutsideRegion
	}
	var few [16]LinkID
	path, _ := r.Path(source, n, few[:0])
	if why := y.Along(source, path, c.Regions, c.Encrypted); why != OK {
		return why
	}
	path, _ = r.Path(n, target, path[:0])
	return y.Along(n, path, c.Regions, c.EncryptedBack)
}
