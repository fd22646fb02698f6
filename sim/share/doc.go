// Package share decides who runs on a node's processor, and finds the nanosecond in which each job is done.
//
// A Station is the processor of one node as a pure state machine: jobs go in with the current time, starts and
// completions come out, and Next says when to come back. It knows no clock, no node and no world. Processor shares the
// capacity among all jobs present; Slots gives each job its cores and lets the others queue, first in first out or by
// priority, with or without preemption. Capacity for c jobs makes c servers, and SetPlaces bounds the jobs present, so
// all of M/G/c/K are at hand. The jobs of all stations live in one Pool.
//
//	var pool share.Pool
//	node := share.NewProcessor(&pool, 4000)
//	accepted := node.Add(now, share.Job{ID: id, Demand: 1000, Work: work})
//	for _, event := range node.Advance(now) { … } // Started id
//	due, ok := node.Next()                        // set the node's one timer to due
//
// # Work
//
// Capacity and demand are in millicores, work is in millicore-nanoseconds: a job that needs one core for one second on
// this node has 10¹² of it. The caller divides by the speed of the node and rounds up before it calls Add.
//
// All changes happen at whole nanoseconds. A job that would finish at the real instant τ, given all changes so far,
// finishes at ⌈τ⌉ and consumes its share until then. So the integral of what is consumed exceeds the work done, but by
// less than the demand of each job in millicore-nanoseconds. Preemption loses nothing: a job stops at a whole nanosecond,
// having had exactly what it held times the nanoseconds it ran.
//
// # Exactness of a Processor
//
// Jobs of equal demand progress alike and form a class with one clock of attained service. Classes whose demand is at
// most the water level λ run at an integer rate. The others run at λ, an integer over the number n of jobs that share,
// and follow one level clock. It is kept as an integer and a fraction in units of u = 1/(radixHigh·radixLow) < 2⁻¹²⁵, a
// fixed point whose denominator is a multiple of every number up to 88.
//
// While n divides the denominator, which holds for n ≤ 88 and for many numbers above, such as 100 and 1000, the clock
// gains an exact multiple of u in every interval. Then every completion is that of exact rational arithmetic, for any
// number of changes.
//
// For other n the gain of an interval is rounded up to a multiple of u, so that after k such intervals the attained
// service of a job is too high by less than k·u, and never too low. Therefore no job is ever late; in particular a job
// that finishes exactly at a whole nanosecond finishes there. A job could only be early, by one nanosecond, if at a
// whole nanosecond it still missed a positive amount below k·u. That amount is a multiple of 1/d, where d is the least
// common denominator of the levels during the life of the job, so it cannot happen while k·d < 2¹²⁵. Beyond, it would
// take a coincidence of 125 bits: with a million changes during the life of each job, once in 2¹⁰⁵ completions if the
// fractions were random.
//
// # What it does not do
//
// It does not model context switches, caches or weights, and no preemption that loses work; memory and accelerators are
// somebody else's. A change of speed is the caller's: take the job out and add what remains at the new speed. That makes
// it the last of its priority in the queue of Slots.
package share
