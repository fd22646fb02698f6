package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/conversion"
	"github.com/littoral-sim/littoral/sim/kernel"
)

// journey is data under way that stops at gateways. It is either on a leg, which is
// a flight from one stop to the next, or inside the gateway at its node.
type journey struct {
	cargo
	stage     stage
	protected bool // the leg under way, or the one that led here
	done      bool // inside, and converted
	protocol  conversion.Protocol
	at, to    models.NodeID // the ends of the leg; inside, at is the node
	came      models.NodeID // where the last leg began, or NoNode
	payload   units.Bytes
	extra     units.Bytes // of each message, besides its payload, in the present protocol
	opens     units.Time  // when the handshake is over that is made on this leg, or None
	entered   units.Time  // the gateway that it is inside
	rule      *conversion.Rule
	work      int64         // of its job, in millicore-nanoseconds
	job       models.TaskID // handle of its job on the station, or NoTask
	ticket    kernel.Ticket // of the end of a stage that takes a known time
	next      int32         // inside the same gateway, or among the free ones
	prev      int32
}

// stage is where a journey stands.
type stage uint8

const (
	onLeg    stage = iota
	waits          // inside, for its token, its turn to begin, or the delay of its rule
	serving        // its job is on the station
	halted         // inside a gateway that is down
	stranded       // inside, without a path to go on or to ask about its token
)

// journeys holds the journeys under way, and finds them by their cargo.
type journeys struct {
	table []journey
	free  int32
	of    map[cargo]int32
}

func newJourneys() journeys { return journeys{free: none, of: map[cargo]int32{}} }

func (s *journeys) at(id int32) *journey { return &s.table[id] }

// find returns the journey of a piece of cargo, or none.
func (s *journeys) find(c cargo) int32 {
	if id, ok := s.of[c]; ok {
		return id
	}
	return none
}

// add stores a journey and returns its handle.
func (s *journeys) add(j *journey) int32 {
	id := s.free
	if id != none {
		s.free = s.table[id].next
	} else {
		id = int32(len(s.table))
		s.table = append(s.table, journey{})
	}
	s.table[id] = *j
	s.of[j.cargo] = id
	return id
}

// remove forgets a journey.
func (s *journeys) remove(id int32) {
	delete(s.of, s.table[id].cargo)
	s.table[id] = journey{next: s.free}
	s.free = id
}

// enter puts a journey into the list of a gateway.
func (s *journeys) enter(g *gateway, id int32) {
	j := s.at(id)
	j.prev, j.next = none, g.first
	if g.first != none {
		s.at(g.first).prev = id
	}
	g.first = id
}

// leave takes a journey out of the list of a gateway.
func (s *journeys) leave(g *gateway, id int32) {
	j := s.at(id)
	if j.prev == none {
		g.first = j.next
	} else {
		s.at(j.prev).next = j.next
	}
	if j.next != none {
		s.at(j.next).prev = j.prev
	}
	j.prev, j.next = none, none
}
