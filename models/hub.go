package models

// Version counts the changes in the core. As long as it stays the same, so do
// the routes between any two hubs, and whether there is one.
func (r *Routes) Version() uint64 { return r.version }

// Hub returns the node through which n talks to the rest, and the link to it: the
// other end of its only link for a node outside the core, n itself and NoLink for
// all others. It is the same whatever fails. A route to or from n is the link and
// then a route to or from its hub, but for the route of n to itself.
func (r *Routes) Hub(n NodeID) (NodeID, LinkID) {
	l := r.exit[n]
	if l == NoLink {
		return n, NoLink
	}
	return r.sys.Links[l].Other(n), l
}
