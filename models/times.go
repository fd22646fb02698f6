package models

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Times says how long a kind of task is expected to run on a node of each class of
// devices when it gets the CPU that it demands, indexed by ClassID. Where it is 0
// or below, or the list has ended, nobody has measured it. Index 0 stands for a core
// of the reference speed: with it, nodes of all other classes take that time over
// their speed; without, they do not run such tasks. The empty list means that the
// speed of a node tells how long everything takes there.
type Times []time.Duration

// on returns the time on a class, or 0.
func (t Times) on(c ClassID) time.Duration {
	if int(c) >= len(t) {
		return 0
	}
	return max(t[c], 0)
}

// ByClass reports whether the time that tasks take on a node follows from its class
// alone, and not from its speed.
func (s *Spec) ByClass(n *Node) bool { return n.Class > 0 && s.Times.on(n.Class) > 0 }

// timedOn reports whether it is known how long such a task takes on the node.
func (s *Spec) timedOn(n *Node) bool {
	switch {
	case s.ByClass(n):
		return true
	case len(s.Times) > 0 && s.Times.on(0) == 0:
		return false
	default:
		return !n.SpeedUnknown
	}
}

// Pace is what decides how long tasks of one kind take on a node: where it is the
// same, so is the time.
type Pace struct {
	Class ClassID     // 0 where only the speed counts
	Speed units.Speed // 0 where it does not count
	// Enclave is the one in which they run, or zero.
	Enclave Enclave
}

// Pace returns what decides how long such tasks take on the node.
func (s *Spec) Pace(n *Node) Pace {
	var p Pace
	if s.ByClass(n) {
		p.Class = n.Class
	} else {
		p.Speed = n.Speed
	}
	if s.enclosed(n) {
		p.Enclave = *n.Enclave
	}
	return p
}

// enclosed reports whether such tasks run in the enclave of the node.
func (s *Spec) enclosed(n *Node) bool { return s.Constraints.Enclave && n.Enclave != nil }

// RunTime returns how long such a task is expected to run on the node when it gets
// the CPU that it demands, rounded up, in the enclave if it needs one. A task that asks for no CPU, and a node
// without speed, are taken to crawl.
func (s *Spec) RunTime(n *Node) time.Duration {
	run := s.runTime(n)
	if s.enclosed(n) {
		return n.Enclave.enclosed(run)
	}
	return run
}

func (s *Spec) runTime(n *Node) time.Duration {
	switch {
	case s.ByClass(n):
		return s.Times.on(n.Class)
	case len(s.Times) > 0:
		return time.Duration(units.MulDivCeil(int64(s.Times.on(0)), int64(units.ReferenceSpeed), int64(max(n.Speed, 1))))
	}
	work := units.CoreWork(s.ExpectedWork, max(n.Speed, 1))
	return time.Duration(units.MulDivCeil(work, 1, int64(max(s.Demand.CPU, 1))))
}
