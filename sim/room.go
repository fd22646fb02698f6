package sim

import "github.com/littoral-sim/littoral/models"

// room says where something has become free, or reachable, that no decision has
// known of. Only tasks that can run there have a chance that they did not have
// before, so only these are shown to the scheduler again.
type room struct {
	everywhere bool
	nodes      []models.NodeID // each once, in the order in which it was found
	known      []bool          // for each node: it is among nodes

	pass    uint64            // counts the questions asked together
	asked   []uint64          // for each spec: the pass in which fitting was found
	fitting [][]models.NodeID // for each spec: nodes with room for it
}

func newRoom(y *models.System) room {
	return room{
		known: make([]bool, len(y.Nodes)),
		asked: make([]uint64, len(y.Specs)), fitting: make([][]models.NodeID, len(y.Specs)),
	}
}

func (r *room) any() bool { return r.everywhere || len(r.nodes) > 0 }

// clear forgets all rooms.
func (r *room) clear() {
	for _, n := range r.nodes {
		r.known[n] = false
	}
	r.nodes, r.everywhere = r.nodes[:0], false
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
	for _, n := range w.fitting(c.spec) {
		if w.sys.Reaches(w.driver.snapshot.Routes, c.source, n, s) == models.OK {
			return true
		}
	}
	return false
}

// fitting returns the nodes with new room that would do for a spec if they can be
// reached.
func (w *world) fitting(id models.SpecID) []models.NodeID {
	r, s := &w.driver.room, &w.sys.Specs[id]
	if r.asked[id] == r.pass {
		return r.fitting[id]
	}
	r.asked[id] = r.pass
	r.fitting[id] = r.fitting[id][:0]
	from := r.nodes
	if r.everywhere {
		from = w.driver.snapshot.Eligible[id]
	}
	for _, n := range from {
		if w.driver.snapshot.Nodes[n].Fits(&w.sys.Nodes[n], s) == models.OK && (r.everywhere || w.sys.Static(n, s) == models.OK) {
			r.fitting[id] = append(r.fitting[id], n)
		}
	}
	return r.fitting[id]
}
