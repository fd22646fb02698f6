package share

import (
	"cmp"
	"fmt"
	"slices"
)

// Pool holds the jobs of many stations, so that a station without jobs is a few words and a station with jobs allocates
// nothing of its own. A world has one Pool. The zero value is ready; a Pool must not be copied and serves one
// goroutine.
//
// It keeps 64 bytes per ID up to the largest ever used, 104 per class (a demand that occurs among the jobs of a
// Processor) and 96 per station with jobs, and in a Pool with preemptive slots 32 more per ID. Memory is reused; what more than
// keepMax IDs have needed is given back when the last job has gone.
type Pool struct {
	// jobs and facts are indexed by ID.
	jobs  []node
	facts []fact
	// ranks is as long as jobs when a station of the pool is preemptive, and empty otherwise.
	ranks  []rank
	ranked bool
	// added counts the jobs ever added; it is the arrival sequence.
	added uint64
	live  int // jobs present

	// classes and groups are indexed by class, levels and queues by the busy Processor and the busy Slots. Those not in
	// use are on the free lists.
	classes     []node
	groups      []group
	levels      []level
	queues      []queue
	freeClasses []int32
	freeLevels  []int32
	freeQueues  []int32

	events []Event
	due    []ID
}

// fact is what a pool knows of a job besides its place in a heap.
type fact struct {
	work int64
	// owner identifies the station; even for a Processor, odd for Slots.
	owner int32
	stage stage
}

// stage is where a job is in its life.
type stage uint8

const (
	absent stage = iota
	waiting
	// stopped jobs wait, too, but have been served before.
	stopped
	running
)

// Grow makes room for IDs below n, so that no later Add with such an ID allocates for the job.
func (p *Pool) Grow(n int) {
	for len(p.jobs) < n {
		p.jobs = append(p.jobs, node{})
		p.facts = append(p.facts, fact{})
	}
	for p.ranked && len(p.ranks) < len(p.jobs) {
		p.ranks = append(p.ranks, rank{})
	}
}

// claim enters a job as waiting and gives it the next place in the arrival sequence.
func (p *Pool) claim(j Job, owner int32) {
	p.Grow(int(j.ID) + 1)
	f := &p.facts[j.ID]
	if f.stage != absent {
		panic(fmt.Sprintf("share: job %d is added while a job with this id is present", j.ID))
	}
	*f = fact{work: j.Work, owner: owner, stage: waiting}
	p.jobs[j.ID] = node{tie: p.added, child: none, next: none, prev: none, home: int32(j.Demand)}
	p.added++
	p.live++
}

// find returns the stage of a job at the station with this owner number, absent when it is elsewhere or nowhere.
func (p *Pool) find(id ID, owner int32) stage {
	if id < 0 || int(id) >= len(p.facts) || p.facts[id].owner != owner {
		return absent
	}
	return p.facts[id].stage
}

// forget frees the ID of a job.
func (p *Pool) forget(id ID) {
	p.facts[id] = fact{}
	p.live--
}

// keepMax is for how many jobs a pool without any keeps memory.
const keepMax = 4096

// begin returns an empty list of events to fill.
func (p *Pool) begin() []Event {
	if cap(p.events) > keepMax {
		return nil
	}
	return p.events[:0]
}

// rest gives memory back when there are no jobs.
func (p *Pool) rest() {
	if p.live == 0 && cap(p.jobs) > keepMax {
		p.jobs, p.facts, p.ranks, p.due = nil, nil, nil, nil
	}
}

// finishDue appends a Finished event for every job in p.due, in arrival order, and frees their IDs.
func (p *Pool) finishDue() {
	slices.SortFunc(p.due, func(a, b ID) int { return cmp.Compare(p.jobs[a].tie, p.jobs[b].tie) })
	for _, id := range p.due {
		p.forget(id)
		p.events = append(p.events, Event{ID: id, Kind: Finished})
	}
	p.due = p.due[:0]
}

// list is a doubly linked list of jobs in arrival order.
type list struct {
	head, tail, length int32
}

// emptyList is a list without jobs.
func emptyList() list { return list{head: none, tail: none} }

// append adds a job at the end.
func (l *list) append(ns []node, i int32) {
	ns[i].prev, ns[i].next = l.tail, none
	if l.tail == none {
		l.head = i
	} else {
		ns[l.tail].next = i
	}
	l.tail = i
	l.length++
}

// remove takes a job out.
func (l *list) remove(ns []node, i int32) {
	prev, next := ns[i].prev, ns[i].next
	if prev == none {
		l.head = next
	} else {
		ns[prev].next = next
	}
	if next == none {
		l.tail = prev
	} else {
		ns[next].prev = prev
	}
	l.length--
}
