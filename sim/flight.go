package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/flow"
	"github.com/littoral-sim/littoral/sim/kernel"
)

// cargo names data that is to be moved.
type cargo struct {
	index int32 // of the task, the transfer or the pull
	kind  cargoKind
}

// cargoKind tells what a piece of cargo is.
type cargoKind uint8

const (
	taskCargo   cargoKind = iota // the input or the output of a task, as its status says
	plainCargo                   // a transfer
	imageCargo                   // an image that a node pulls
	streamCargo                  // a batch of items of streams
	stateCargo                   // the state of a source that is being relocated
)

// flight is data under way. It spends the latency of its path first, and then
// takes its share of everything on it until all of it has arrived.
type flight struct {
	size    units.Bytes
	ticket  kernel.Ticket // of the end of its latency
	hops    int32         // the first hop of its path, or none; the next handle that is free
	parts   int32         // of it that do not flow yet; see next
	index   int32         // of its cargo, or none while the handle is free
	kind    cargoKind     // of its cargo
	flowing bool          // its latency is over
	lost    bool          // noted by breakFlights, to be dealt with once
}

func (f *flight) cargo() cargo { return cargo{index: f.index, kind: f.kind} }

// partsOf returns in how many parts data goes, because a flow cannot be larger
// than flow.SizeMax. The first part is what is over; nothing is one part.
func partsOf(size units.Bytes) int32 {
	return int32((max(int64(size), 1)-1)/flow.SizeMax + 1)
}

// rest returns how much does not flow yet.
func (f *flight) rest() units.Bytes {
	if f.parts == partsOf(f.size) {
		return f.size
	}
	return units.Bytes(f.parts) * flow.SizeMax
}

// next takes off the part that is to flow next, and returns its size.
func (f *flight) next() units.Bytes {
	before := f.rest()
	f.parts--
	return before - units.Bytes(f.parts)*flow.SizeMax
}

// way is a link in one direction: twice its ID, and one more from B to A.
type way int32

func (w way) link() models.LinkID { return models.LinkID(w >> 1) }

// leg is a link on the way to be, and the loss that was drawn for it.
type leg struct {
	way  way
	loss channel.Loss
}

// hop is a link on the path of a flight.
type hop struct {
	way        way
	loss       channel.Loss // that this flight meets there, whatever else does
	flight     int32
	prev, next int32 // flights over the same link, latest first
	then       int32 // the next hop of the flight, or among the free ones
}

// none stands for no flight and no hop among their indices.
const none int32 = -1

// flights holds what is under way, by handle, and finds it by link. Handles and
// hops are used again, the one freed last first.
type flights struct {
	table   []flight
	hops    []hop
	free    int32 // handles
	freeHop int32
	count   int     // under way
	onLink  []int32 // the first hop over each link
}

func newFlights(links int) flights {
	f := flights{free: none, freeHop: none, onLink: make([]int32, links)}
	for i := range f.onLink {
		f.onLink[i] = none
	}
	return f
}

func (s *flights) at(id int32) *flight { return &s.table[id] }

// add puts data on its way over a path and returns its handle.
func (s *flights) add(f flight, path []leg) int32 {
	id := s.free
	if id != none {
		s.free = s.table[id].hops
	} else {
		id = int32(len(s.table))
		s.table = lengthened(s.table)
	}
	f.hops, f.parts = none, partsOf(f.size)
	for _, l := range slices.Backward(path) {
		f.hops = s.addHop(id, l, f.hops)
	}
	s.table[id] = f
	s.count++
	return id
}

// addHop puts a link in front of the hops that follow it.
func (s *flights) addHop(flight int32, l leg, then int32) int32 {
	h := s.freeHop
	if h != none {
		s.freeHop = s.hops[h].then
	} else {
		h = int32(len(s.hops))
		s.hops = lengthened(s.hops)
	}
	link := l.way.link()
	first := s.onLink[link]
	s.hops[h] = hop{way: l.way, loss: l.loss, flight: flight, prev: none, next: first, then: then}
	if first != none {
		s.hops[first].prev = h
	}
	s.onLink[link] = h
	return h
}

// remove takes data off its path and frees its handle.
func (s *flights) remove(id int32) {
	for h := s.table[id].hops; h != none; {
		x := &s.hops[h]
		if x.prev == none {
			s.onLink[x.way.link()] = x.next
		} else {
			s.hops[x.prev].next = x.next
		}
		if x.next != none {
			s.hops[x.next].prev = x.prev
		}
		following := x.then
		x.then, s.freeHop = s.freeHop, h
		h = following
	}
	s.table[id] = flight{index: none, hops: s.free}
	s.free = id
	s.count--
}

// flying reports whether a handle is in use.
func (s *flights) flying(id int32) bool { return s.table[id].index != none }
