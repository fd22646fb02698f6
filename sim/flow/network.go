package flow

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/littoral-sim/littoral/models/units"
)

// Network is a set of constraints and the flows that share them. Create it with New; it must not be copied and serves
// one goroutine.
//
// The caller follows three rules, and a Network panics with the numbers when one is broken: time never runs backwards;
// after the inputs of an instant comes an Advance at that instant; no call carries a time later than Next. Within one
// instant the order of inputs and Advance is free, so a flow can be stopped in the very nanosecond in which it would
// have finished. Peek, Rate, Load, Next, Len and Check change nothing.
type Network struct {
	nowNs int64
	// started counts the flows ever started; it is the order in which they finish in one instant.
	started uint64
	length  int
	// links is indexed by ConstraintID.
	links []link
	// busies are the constraints that flows use, and the classes of flows with equal caps. The first is limbo, the
	// bottleneck of flows for which none has been found yet.
	busies   []busy
	freeBusy []int32
	classes  table

	// flows and targets are indexed by ID. A target is the finish of a flow on the clock of its bundle, of; while the
	// flow waits to be let in, it is what remains of it, and next and prev link the flows that wait.
	flows   []state
	targets []node

	// bundles and firsts are indexed alike. The key of a first is the first target of the bundle on the clock of its home.
	bundles     []bundle
	firsts      []node
	freeBundles []int32
	byUses      directory
	uses        []use
	freeUse     int32

	groups     []group
	ranks      []node
	freeGroups []int32
	byPair     table

	// waiting is the first flow to be let in by the next Advance, waitingLast the last.
	waiting, waitingLast int32
	// dirty holds the busy constraints that have to be looked at again, by level.
	dirty agenda
	// due holds the bottlenecks by the instant of their next completion; stale lists those whose instant has changed.
	due   agenda
	stale []int32
	// tired lists the constraints that may fall asleep at the end of the Advance.
	tired []int32

	// bound limits the local repair after a change, and refills counts how often the limit was hit, see repair.
	bound   bound
	refills int
	// crowd is the number of groups outside a bottleneck from which they fall asleep.
	crowd    int
	finished []ID
	region   region
}

// link is a constraint as long as nobody uses it.
type link struct {
	capacity int64
	// busy is its index in busies, none when no flow uses it.
	busy int32
}

// state is what a Network knows of a flow besides its target.
type state struct {
	// order is the number of the start, and below that the stage.
	order uint64
	// load is the size, and below that the weight.
	load uint64
}

const (
	stageBits  = 2
	weightBits = 16
)

func newState(seq uint64, size int64, weight uint32) state {
	return state{order: seq << stageBits, load: uint64(size)<<weightBits | uint64(weight)}
}

func (s *state) size() int64    { return int64(s.load >> weightBits) }
func (s *state) weight() uint64 { return s.load & (1<<weightBits - 1) }
func (s *state) stage() stage   { return stage(s.order & (1<<stageBits - 1)) }

// become changes the stage.
func (s *state) become(to stage) { s.order = s.order&^(1<<stageBits-1) | uint64(to) }

// stage is where a flow is in its life.
type stage uint8

const (
	absent stage = iota
	waiting
	moving
	// done: nothing remains, the next Advance hands it out.
	done
)

// New returns a Network with one constraint per capacity, numbered from 0. A capacity is 0 to CapacityMax bit/s or
// units.Unlimited; one that is unlimited never binds, one of 0 stalls its flows.
func New(capacities []units.BitsPerSecond) *Network {
	n := &Network{
		links: make([]link, 0, len(capacities)), freeUse: none, waiting: none, waitingLast: none,
		bound: usualBound(), crowd: usualCrowd,
	}
	for _, c := range capacities {
		n.Add(c)
	}
	n.acquire(ConstraintID(none))
	return n
}

// Add adds a constraint and returns its number, which is the number of constraints so far.
func (n *Network) Add(capacity units.BitsPerSecond) ConstraintID {
	checkCapacity(capacity)
	n.links = append(n.links, link{capacity: int64(capacity), busy: none})
	return ConstraintID(len(n.links) - 1)
}

// SetCapacity changes the capacity of a constraint, from the Advance on that must follow at the same instant.
func (n *Network) SetCapacity(nowNs int64, c ConstraintID, capacity units.BitsPerSecond) {
	checkCapacity(capacity)
	n.checkNow(nowNs)
	n.checkConstraint(c)
	n.nowNs = nowNs
	l := &n.links[c]
	if l.capacity == int64(capacity) {
		return
	}
	l.capacity = int64(capacity)
	if l.busy != none {
		n.busies[l.busy].limit(capacity)
		n.mark(l.busy)
	}
}

// Start lets a flow in. It is served from the Advance on that must follow at the same instant.
func (n *Network) Start(nowNs int64, f *Flow) {
	f.check()
	n.checkNow(nowNs)
	n.nowNs = nowNs
	n.flows = reaching(n.flows, int(f.ID))
	n.targets = reaching(n.targets, int(f.ID))
	i := int32(f.ID)
	if n.flows[i].stage() != absent {
		panic(fmt.Sprintf("flow: flow %d is started while a flow with this id is present", i))
	}
	class := none
	if f.capped() {
		class = n.classOf(int64(f.Cap), f.Weight)
	}
	n.targets[i] = node{of: n.bundleOf(i, class, f.Uses), key: volume(int64(f.Size)).per(uint64(f.Weight))}
	n.flows[i] = newState(n.started, int64(f.Size), f.Weight)
	n.started++
	n.length++
	n.wait(i)
}

// Stop takes a flow out, finished or not, and returns how far it came; false when it is not here.
func (n *Network) Stop(nowNs int64, id ID) (Left, bool) {
	left, ok := n.Peek(nowNs, id)
	if !ok {
		return Left{}, false
	}
	n.nowNs = nowNs
	n.withdraw(int32(id))
	n.disuse(n.targets[id].of)
	n.forget(int32(id))
	return left, true
}

// Reroute gives a flow other constraints, and returns false when it is not here. What remains of the flow is kept
// exactly, and so are its weight, its cap and its place in the order of starts. A flow that has nothing left to send at
// this instant finishes at the Advance whatever the new constraints are.
func (n *Network) Reroute(nowNs int64, id ID, uses []Use) bool {
	n.checkNow(nowNs)
	if !n.present(id) {
		return false
	}
	n.nowNs = nowNs
	i := int32(id)
	left, old := n.withdraw(i), n.targets[i].of
	n.targets[i] = node{of: n.bundleOf(i, n.classIn(old), uses), key: left}
	n.disuse(old)
	n.wait(i)
	return true
}

// Advance brings the network to an instant and returns the flows that finish at it, in the order of their Start. When
// nothing is due it returns an empty slice and changes nothing. The slice is valid until the next Advance.
func (n *Network) Advance(nowNs int64) []ID {
	n.checkNow(nowNs)
	n.finished = n.finished[:0]
	if next, _ := n.Next(); next != nowNs {
		return nil
	}
	n.nowNs = nowNs
	// A raised rate may bring a flow that is all but done to its end at once, so this goes round until nothing is due.
	for {
		n.complete()
		n.letIn()
		n.repair()
		n.retime()
		if next, _ := n.Next(); next != nowNs {
			break
		}
	}
	n.doze()
	if len(n.finished) > 1 {
		n.sortFinished()
	}
	for _, id := range n.finished {
		n.forget(int32(id))
	}
	return n.finished
}

// sortFinished brings the finished flows into the order of their starts.
func (n *Network) sortFinished() {
	slices.SortFunc(n.finished, func(a, b ID) int { return cmp.Compare(n.flows[a].order, n.flows[b].order) })
}

// Next returns the instant at which Advance has something to do; false, with the largest int64, when nothing will
// happen without a new input or not before the end of representable time.
func (n *Network) Next() (atNs int64, ok bool) {
	switch {
	case n.waiting != none || len(n.dirty.entries) > 0:
		return n.nowNs, true
	case len(n.due.entries) > 0:
		return int64(n.due.entries[0].key), true
	default:
		return never, false
	}
}

// Peek returns how far a flow has come; false when it is not here.
func (n *Network) Peek(nowNs int64, id ID) (Left, bool) {
	n.checkNow(nowNs)
	if !n.present(id) {
		return Left{}, false
	}
	s := &n.flows[id]
	remaining := bytes(n.remaining(int32(id), nowNs).scaled(s.weight()))
	remaining = min(remaining, s.size())
	return Left{Sent: units.Bytes(s.size() - remaining), Remaining: units.Bytes(remaining)}, true
}

// Rate returns the rate of a flow since the last Advance, rounded down; a bit per second that lacks less than a
// thousandth counts. It is 0 for a flow that is not here or has not been let in.
func (n *Network) Rate(id ID) units.BitsPerSecond {
	if !n.present(id) || n.flows[id].stage() != moving {
		return 0
	}
	rate := n.paceOf(int32(id)).scaled(n.flows[id].weight()).plus(amount{0, fine / 1024})
	return units.BitsPerSecond(rate.per(fine).lo)
}

// Load returns how much of a constraint is in use since the last Advance, rounded to the nearest bit per second; halves,
// and what lacks less than a thousandth of a bit per second to a half, are rounded up.
func (n *Network) Load(c ConstraintID) units.BitsPerSecond {
	n.checkConstraint(c)
	b := n.links[c].busy
	if b == none {
		return 0
	}
	load := n.load(&n.busies[b]).shifted(16).plus(amount{0, fine/2 + fine/1024})
	return units.BitsPerSecond(load.per(fine).lo)
}

// Len returns the number of flows present.
func (n *Network) Len() int { return n.length }

// present reports whether there is a flow with this ID.
func (n *Network) present(id ID) bool {
	return id >= 0 && int(id) < len(n.flows) && n.flows[id].stage() != absent
}

// checkConstraint panics unless there is a constraint with this number.
func (n *Network) checkConstraint(c ConstraintID) {
	if c < 0 || int(c) >= len(n.links) {
		panic(fmt.Sprintf("flow: constraint %d is outside 0 to %d", c, len(n.links)-1))
	}
}

// wait puts a flow at the end of those that the next Advance lets in.
func (n *Network) wait(i int32) {
	n.flows[i].become(waiting)
	n.targets[i].next, n.targets[i].prev = none, n.waitingLast
	if n.waitingLast == none {
		n.waiting = i
	} else {
		n.targets[n.waitingLast].next = i
	}
	n.waitingLast = i
}

// unwait takes a flow out of those that wait.
func (n *Network) unwait(i int32) {
	next, prev := n.targets[i].next, n.targets[i].prev
	if prev == none {
		n.waiting = next
	} else {
		n.targets[prev].next = next
	}
	if next == none {
		n.waitingLast = prev
	} else {
		n.targets[next].prev = prev
	}
}

// withdraw takes a flow out of wherever it is and returns what remains of it per weight, nothing when it is due.
func (n *Network) withdraw(i int32) amount {
	left := n.remaining(i, n.nowNs)
	if n.flows[i].stage() == waiting {
		n.unwait(i)
	} else {
		n.part(i)
	}
	return left
}

// remaining returns what remains of a flow per weight, zero when the flow is due.
func (n *Network) remaining(i int32, nowNs int64) amount {
	t := &n.targets[i]
	if n.flows[i].stage() == waiting {
		return t.key
	}
	left := t.key.minus(n.clockOf(&n.bundles[t.of], nowNs))
	if left.negative() || !grace(n.paceOf(i)).less(left) {
		return amount{}
	}
	return left
}

// paceOf returns the level of a flow that moves.
func (n *Network) paceOf(i int32) amount { return n.busies[n.bundles[n.targets[i].of].home].level }

// forget frees the ID of a flow that is in no bundle and not waiting.
func (n *Network) forget(i int32) {
	n.flows[i].become(absent)
	n.length--
}

// complete takes out every flow that is due.
func (n *Network) complete() {
	for len(n.due.entries) > 0 && n.due.entries[0].key <= uint64(n.nowNs) {
		at := n.due.entries[0].busy
		b := &n.busies[at]
		reach := b.clockAt(n.nowNs).plus(b.early)
		for b.first != none && !reach.before(n.firsts[b.first].key) {
			i := n.bundles[b.first].first
			n.part(i)
			n.finish(i)
		}
		n.due.remove(at)
		n.spoil(at)
	}
}

// finish hands a flow out. Its ID is freed at the end of the Advance, what it uses at once.
func (n *Network) finish(i int32) {
	n.flows[i].become(done)
	n.disuse(n.targets[i].of)
	n.finished = append(n.finished, ID(i))
}

// finishAll hands out all flows of a bundle that has no home.
func (n *Network) finishAll(k int32) {
	b := &n.bundles[k]
	for i := b.first; i != none; i = b.first {
		n.part(i)
		n.finish(i)
	}
}

// letIn gives every flow that waits a bottleneck, or finishes it when it needs none.
func (n *Network) letIn() {
	for n.waiting != none {
		i := n.waiting
		n.unwait(i)
		left := n.targets[i].key
		if left.zero() {
			n.finish(i)
			continue
		}
		n.join(i, left)
	}
}

// retime finds the next completion of every bottleneck that has changed.
func (n *Network) retime() {
	for _, at := range n.stale {
		b := &n.busies[at]
		b.stale = false
		if b.first == none {
			n.due.remove(at)
			continue
		}
		// The clock moves to now, because a target may be nearly 2¹²⁷ ahead of it.
		b.touch(n.nowNs)
		dueNs, ok := b.dueNs(n.firsts[b.first].key)
		if !ok {
			n.due.remove(at)
			continue
		}
		n.due.set(at, uint64(max(dueNs, n.nowNs)))
	}
	n.stale = n.stale[:0]
}
