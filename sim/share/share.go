package share

import "fmt"

// ID is the caller's handle for a job. Handles are dense (the memory of a Pool grows with the largest one), unique
// among the jobs present in all stations of one Pool, and free for reuse as soon as the job has been finished or
// removed.
type ID int32

// Bounds of what a station accepts. They keep every product inside 128 bits and every difference of clocks inside 63.
const (
	// CapacityMax bounds the capacity of a station and the demand of a job, in millicores: two million cores.
	CapacityMax = 1<<31 - 1
	// WorkMax bounds the work of one job, in millicore-nanoseconds: 106 core-days.
	WorkMax = 1<<63 - 1<<32
	// PlacesMax bounds the places of a station, and is their number unless SetPlaces is called.
	PlacesMax = 1<<31 - 1
)

// Job is a piece of work offered to a station.
type Job struct {
	ID ID
	// Demand is the most the job can use at one time, in millicores, 1 to CapacityMax. It may exceed the capacity of
	// the station; the job then behaves as if it asked for all of it.
	Demand int64
	// Work is the service the job needs, in millicore-nanoseconds, 0 to WorkMax. The speed of the node is already
	// divided out.
	Work int64
	// Priority decides who is served first where the station knows priorities: the higher number. Elsewhere it means
	// nothing.
	Priority int32
}

// Left says how far a job has come. Attained + Remaining is the Work it came with.
type Left struct {
	// Attained is the service received, in millicore-nanoseconds, rounded down and never above the Work of the job.
	Attained int64
	// Remaining is the service still missing, in millicore-nanoseconds.
	Remaining int64
	// Started is false for a job that has not been served yet: it waits in a queue, or Advance has not been called
	// since Add. It is true for a job that was preempted.
	Started bool
}

// Kind tells the events of a station apart.
type Kind uint8

// What happens to a job inside a station.
const (
	// Started: the job receives service from this instant on.
	Started Kind = iota + 1
	// Finished: the job has received all its work and has left the station; its ID is free.
	Finished
	// Preempted: the job stops, because one of higher priority takes its cores. It keeps the service it has had and
	// waits in the place of the queue that its Add gave it.
	Preempted
	// Resumed: a job that was preempted receives service again, and goes on where it was.
	Resumed
)

// String names the kind in lower case.
func (k Kind) String() string {
	switch k {
	case Started:
		return "started"
	case Finished:
		return "finished"
	case Preempted:
		return "preempted"
	case Resumed:
		return "resumed"
	default:
		return fmt.Sprintf("kind %d", uint8(k))
	}
}

// Event is one effect of Advance. It happens at the instant given to Advance.
type Event struct {
	ID   ID
	Kind Kind
}

// Station is a node's processor as a state machine. Inputs are Add, Remove, SetCapacity and SetPlaces; Advance hands out
// the effects; Next says when to call Advance again if no input comes first. Times are nanoseconds since the start of
// the run.
//
// The caller follows three rules, and a station panics with the numbers when one is broken: time never runs backwards;
// after the inputs of an instant comes an Advance at that instant; no call carries a time later than Next. Within one
// instant the order of inputs and Advance is free, so a fault may remove a job in the very nanosecond in which it would
// have finished.
//
// Peek, Busy, Next and the counts change nothing: observing a station never alters what it does.
type Station interface {
	// Add offers a job. It is served or queued by the next Advance, which must come at the same instant. Jobs are
	// ordered by their Add; that order breaks every tie. When all places are taken, Add returns false and has changed
	// nothing: the job is lost or the caller's to offer elsewhere, and its ID is free.
	Add(nowNs int64, j Job) bool
	// Remove takes a job out, finished or not, and returns how far it came; false when the job is not here.
	Remove(nowNs int64, id ID) (Left, bool)
	// SetCapacity changes the capacity, 0 to CapacityMax millicores. At 0 the station is paused: no job makes progress.
	SetCapacity(nowNs, millicores int64)
	// SetPlaces changes how many jobs may be present at one time, served and waiting together: 1 to PlacesMax, the K
	// of M/M/c/K. It concerns later Adds only, so jobs beyond a lowered number stay. A job holds its place from its Add
	// until it is removed or Advance hands out its Finished; one that is due at this very nanosecond still holds it.
	SetPlaces(n int)
	// Advance performs what is due at this instant and returns it: jobs that finish in the order of their Add, then
	// jobs that start, or resume, in the order in which the station serves them, a job without work finishing right
	// after its start, and one that takes the cores of others right after these are preempted. When nothing is due it
	// returns an empty slice and changes nothing. The slice is shared by all stations of a Pool and is valid until the
	// next Advance of any.
	Advance(nowNs int64) []Event
	// Next returns the instant at which Advance has something to do; false, with the largest int64, when nothing will
	// happen without a new input or not before the end of representable time.
	Next() (atNs int64, ok bool)
	// Peek returns how far a job has come; false when the job is not here.
	Peek(nowNs int64, id ID) (Left, bool)
	// Busy returns the integral of InUse over time since the start of the run.
	Busy(nowNs int64) Integral
	// InUse returns the millicores being consumed at the moment.
	InUse() int64
	// Capacity returns the capacity in millicores.
	Capacity() int64
	// Places returns how many jobs may be present at one time.
	Places() int
	// Len returns the number of jobs present, Queued the number of those that wait because they have not started or
	// were preempted.
	Len() int
	Queued() int
}

var (
	_ Station = (*Processor)(nil)
	_ Station = (*Slots)(nil)
)

// check panics unless the job is within the documented bounds.
func (j Job) check() {
	switch {
	case j.ID < 0:
		panic(fmt.Sprintf("share: job id %d is negative", j.ID))
	case j.Demand < 1 || j.Demand > CapacityMax:
		panic(fmt.Sprintf("share: job %d demands %d millicores, outside 1 to %d", j.ID, j.Demand, CapacityMax))
	case j.Work < 0 || j.Work > WorkMax:
		panic(fmt.Sprintf("share: job %d has %d millicore-ns of work, outside 0 to %d", j.ID, j.Work, int64(WorkMax)))
	}
}

// checkCapacity panics unless the capacity is within the documented bounds.
func checkCapacity(millicores int64) {
	if millicores < 0 || millicores > CapacityMax {
		panic(fmt.Sprintf("share: capacity of %d millicores is outside 0 to %d", millicores, CapacityMax))
	}
}

// checkPlaces panics unless the number of places is within the documented bounds.
func checkPlaces(n int) {
	if n < 1 || n > PlacesMax {
		panic(fmt.Sprintf("share: %d places are outside 1 to %d", n, int32(PlacesMax)))
	}
}

// checkNow panics when time runs backwards or past an instant at which Advance had something to do.
func checkNow(nowNs, sinceNs, nextNs int64) {
	if nowNs < sinceNs {
		panic(fmt.Sprintf("share: time runs backwards, from %d ns to %d ns", sinceNs, nowNs))
	}
	if nowNs > nextNs {
		panic(fmt.Sprintf("share: call at %d ns skips the advance that was due at %d ns", nowNs, nextNs))
	}
}
