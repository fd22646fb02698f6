package models

// Version counts the changes in the core. As long as it stays the same, so do
// the routes between any two hubs, and whether there is one.
func (r *Routes) Version() uint64 { return r.version }

// Hub returns the node through which n talks to the rest, and the link to it: the
// other end of its only link for a node outside the core, n itself and NoLink for
// all others. It is the same whatever fails, and for a mobile node until Rehome. A
// route to or from n is the link and then a route to or from its hub, but for the
// route of n to itself.
func (r *Routes) Hub(n NodeID) (NodeID, LinkID) {
	l := r.exit[n]
	if l == NoLink {
		return n, NoLink
	}
	return r.sys.Links[l].Other(n), l
}

// Rehome attaches a mobile node to another access point: its link, which roams,
// leads there from now on. It changes the link in the System, and no other route.
// Whether the link works stays as it is. It takes O(1) time.
func (r *Routes) Rehome(l LinkID, to NodeID) {
	r.sys.Links[l].B = to
	r.homes++
}

// Homes counts the calls of Rehome.
func (r *Routes) Homes() uint64 { return r.homes }

// Roams reports whether n is a mobile node.
func (r *Routes) Roams(n NodeID) bool {
	l := r.exit[n]
	return l != NoLink && r.sys.Links[l].Roams
}
