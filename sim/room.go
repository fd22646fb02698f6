package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
)

// room says where something has become free, or reachable, that no decision has
// known of. Only tasks that can run there have a chance that they did not have
// before, so only these are shown to the scheduler again.
type room struct {
	everywhere bool
	nodes      []models.NodeID // each once, in the order in which it was found
	known      []bool          // for each node: it is among nodes
	sources    []models.NodeID // data sources from which any node may have become reachable

	pass uint64    // counts the questions asked together
	near []fitting // for each spec: the nodes with new room that fit
	all  []fitting // for each spec: all nodes that fit
}

// fitting is the nodes that would do for a spec if they can be reached, as found in
// a pass.
type fitting struct {
	pass  uint64
	nodes []models.NodeID
}

func newRoom(y *models.System) room {
	return room{
		known: make([]bool, len(y.Nodes)),
		near:  make([]fitting, len(y.Specs)), all: make([]fitting, len(y.Specs)),
	}
}

func (r *room) any() bool { return r.everywhere || len(r.nodes) > 0 || len(r.sources) > 0 }

// clear forgets all rooms.
func (r *room) clear() {
	for _, n := range r.nodes {
		r.known[n] = false
	}
	r.nodes, r.sources, r.everywhere = r.nodes[:0], r.sources[:0], false
}

// stir notes that a node has got room in truth, of which an observer does not know.
func (w *world) stir(n models.NodeID) {
	if w.follows != nil {
		w.wakeAt(n)
	}
	if w.belief == nil {
		w.offer(n)
	}
}

// stirAll notes that in truth any node may have become reachable.
func (w *world) stirAll() {
	if w.belief == nil {
		w.offerAll()
	}
}

// stirSource notes that in truth any node may have become reachable from one, and
// that one from any.
func (w *world) stirSource(n models.NodeID) {
	w.stir(n)
	if w.belief == nil && w.driver.queue.size > 0 && !slices.Contains(w.driver.room.sources, n) {
		w.driver.room.sources = append(w.driver.room.sources, n)
	}
}

// offer notes that a node has room for those that wait. It does nothing when no
// task waits for that.
func (w *world) offer(n models.NodeID) {
	d := &w.driver
	if d.queue.size == 0 {
		return
	}
	d.queue.rewind()
	if !d.room.known[n] {
		d.room.known[n] = true
		d.room.nodes = append(d.room.nodes, n)
	}
}

// offerAll notes that any node may have become reachable.
func (w *world) offerAll() {
	w.driver.room.everywhere = true
	w.driver.queue.rewind()
}

// admits reports whether a task of a class can run where room has been found.
func (w *world) admits(c classKey) bool {
	s := &w.sys.Specs[c.spec]
	routes := w.driver.snapshot.Routes
	nodes := w.fitting(c)
	if w.alone(c.source) {
		return slices.Contains(nodes, c.source) && w.sys.Reaches(routes, c.source, c.source, s) == models.OK
	}
	for _, n := range nodes {
		if w.sys.Reaches(routes, c.source, n, s) == models.OK {
			return true
		}
	}
	return false
}

// alone reports whether a node has no link that works to a node that does. It is
// only asked of the truth: what an observer believes may connect it.
func (w *world) alone(n models.NodeID) bool {
	if w.belief != nil {
		return false
	}
	works := func(id models.LinkID) bool {
		return w.routes.LinkUp(id) && w.routes.NodeUp(w.sys.Links[id].Other(n))
	}
	return !slices.ContainsFunc(w.linksOf(n), works) && !slices.ContainsFunc(w.linksAt(n), works)
}

// fitting returns the nodes that would do for a class of tasks if they can be
// reached, and that have new room or may have become reachable.
func (w *world) fitting(c classKey) []models.NodeID {
	r := &w.driver.room
	if r.everywhere || slices.Contains(r.sources, c.source) {
		return w.fill(&r.all[c.spec], w.driver.snapshot.Eligible[c.spec], c.spec, false)
	}
	return w.fill(&r.near[c.spec], r.nodes, c.spec, true)
}

// fill finds the nodes among some that a task fits on, once in a pass. Of those that
// are known to be eligible, only what changes is asked.
func (w *world) fill(f *fitting, from []models.NodeID, id models.SpecID, ask bool) []models.NodeID {
	s := &w.sys.Specs[id]
	if f.pass == w.driver.room.pass {
		return f.nodes
	}
	f.pass, f.nodes = w.driver.room.pass, f.nodes[:0]
	for _, n := range from {
		if w.driver.snapshot.Nodes[n].Fits(&w.sys.Nodes[n], s) == models.OK && (!ask || w.sys.Static(n, s) == models.OK) {
			f.nodes = append(f.nodes, n)
		}
	}
	return f.nodes
}
