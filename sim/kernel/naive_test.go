package kernel

import (
	"cmp"
	"slices"
)

// naive is the oracle of Engine: the same contract with the pending events in a sorted slice and nothing packed.
type naive struct {
	handler   func(now Time, p int)
	now       Time
	round     int
	phase     Phase
	seq       int
	steps     uint64
	list      []naiveEvent // by order of dispatch, parked events last
	byPayload map[int]naiveEvent
	roundsMax int
	ids       int // events ever scheduled by the caller
}

type naiveEvent struct {
	at      Time
	round   int
	phase   Phase
	seq     int
	payload int
}

func (a naiveEvent) compare(b naiveEvent) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.round, b.round), cmp.Compare(a.phase, b.phase), cmp.Compare(a.seq, b.seq))
}

func (n *naive) schedule(t Time, ph Phase, p int) {
	n.seq++
	e := naiveEvent{at: t, phase: ph, seq: n.seq, payload: p}
	if t == n.now {
		e.round = n.round
		if ph < n.phase {
			e.round++
		}
	}
	i, _ := slices.BinarySearchFunc(n.list, e, naiveEvent.compare)
	n.list = slices.Insert(n.list, i, e)
	n.byPayload[p] = e
}

// find returns where the event with the payload p is in the list, or -1.
func (n *naive) find(p int) int {
	e, ok := n.byPayload[p]
	if !ok {
		return -1
	}
	i, _ := slices.BinarySearchFunc(n.list, e, naiveEvent.compare)
	return i
}

func (n *naive) cancel(p int) bool {
	i := n.find(p)
	if i >= 0 {
		n.list = slices.Delete(n.list, i, i+1)
		delete(n.byPayload, p)
	}
	return i >= 0
}

func (n *naive) move(p int, t Time) bool {
	i := n.find(p)
	if i < 0 {
		return false
	}
	ph := n.list[i].phase
	n.list = slices.Delete(n.list, i, i+1)
	n.schedule(t, ph, p)
	return true
}

func (n *naive) next() (Time, bool) {
	if len(n.list) == 0 || n.list[0].at == Never {
		return Never, false
	}
	return n.list[0].at, true
}

// step reports whether an event was dispatched and whether the instant did not settle.
func (n *naive) step() (stepped, livelock bool) {
	if _, ok := n.next(); !ok {
		return false, false
	}
	e := n.list[0]
	if e.round > n.roundsMax {
		return false, true
	}
	n.list = n.list[1:]
	delete(n.byPayload, e.payload)
	n.now, n.round, n.phase = e.at, e.round, e.phase
	n.steps++
	n.handler(e.at, e.payload)
	return true, false
}

func (n *naive) runUntil(t Time) (livelock bool) {
	for {
		at, ok := n.next()
		if !ok || at > t {
			if t > n.now && t != Never {
				n.now, n.round, n.phase = t, 0, 0
			}
			return false
		}
		if _, livelock := n.step(); livelock {
			return true
		}
	}
}
