package results

import (
	"fmt"
	"math"

	"github.com/littoral-sim/littoral/results/stats"
	"github.com/littoral-sim/littoral/sim/trace"
)

// The parts of a latency, in the order of every table and picture.
const (
	partQueue = iota
	partDecision
	partTransfer
	partConvert
	partRun
	partCount
)

// partNames are the words for the parts.
func partNames() [partCount]string {
	return [partCount]string{"queue", "decision", "transfer", "convert", "run"}
}

// The counters that a timeline keeps for each workload.
const (
	countArrived  = iota // tasks that arrived
	countFinished        // tasks that finished
	countDeclined        // tasks given up
	countMeasured        // tasks that finished and arrived after the warm-up
	counterCount
)

// The step functions of the timeline.
const (
	levelNodes = iota // nodes down
	levelLinks        // links cut
	levelCount
)

// tally gathers what the summary says of one workload, or of all together, from
// the tasks that arrived after the warm-up. Its size does not depend on their
// number.
type tally struct {
	states       [trace.StateRunning + 1]int64
	latency      stats.Series
	parts        [partCount]stats.Series
	durations    stats.Histogram // of finished tasks
	ages         stats.Histogram // of those that are unfinished at the end
	missed       stats.Share
	deadlineLow  int64 // shortest and longest deadline; None without any
	deadlineHigh int64
	replacements int64 // placements after the first of a task
}

func newTally() *tally { return &tally{deadlineLow: trace.None, deadlineHigh: trace.None} }

func (y *tally) add(t *trace.Task) {
	y.states[t.State]++
	y.replacements += int64(max(0, t.Attempts-1))
	if t.Deadline != trace.None {
		y.deadline(t)
	}
	switch t.State {
	case trace.StateFinished:
	case trace.StateDeclined:
		return
	default:
		y.ages.Add(t.Sum())
		return
	}
	sojourn := t.Finished - t.Arrived
	y.latency.Add(sojourn)
	y.durations.Add(sojourn)
	y.parts[partQueue].Add(t.Queue)
	y.parts[partDecision].Add(t.Decision)
	y.parts[partTransfer].Add(t.Transfer)
	y.parts[partConvert].Add(t.Convert)
	y.parts[partRun].Add(t.Run)
}

// deadline counts a task that has one. A task that was declined, or is still
// unfinished after its deadline, has missed it as surely as one that finished
// late; an unfinished one whose deadline lies ahead is undecided and not counted.
func (y *tally) deadline(t *trace.Task) {
	if y.deadlineLow == trace.None || t.Deadline < y.deadlineLow {
		y.deadlineLow = t.Deadline
	}
	y.deadlineHigh = max(y.deadlineHigh, t.Deadline)
	late := t.Sum() > t.Deadline
	switch t.State {
	case trace.StateFinished:
		y.missed.Add(t.Missed())
	case trace.StateDeclined:
		y.missed.Add(true)
	default:
		if late {
			y.missed.Add(true)
		}
	}
}

// arrived returns how many tasks were counted.
func (y *tally) arrived() int64 {
	n := int64(0)
	for _, c := range y.states {
		n += c
	}
	return n
}

// unstable returns why a workload has no steady state, or "". arrived and gone
// are its arrivals and departures per span of the given width; the window runs
// from the warm-up to the horizon. The rule: the number of tasks in the system
// grew over the first and over the second half of the window, and is at the end
// more than 3.5 times the square root of the arrivals in it. A queue in balance
// hardly ever gets there, a growing one does sooner or later; how often is written
// at TestUnstableQueuesAreTold.
func unstable(arrived, gone []int64, width, from, to int64) string {
	first, last := int(from/width), min(int((to+width-1)/width), len(arrived))
	if last-first < 4 {
		return ""
	}
	var start, middle, level, came int64
	for i := range last {
		switch i {
		case first:
			start = level
		case (first + last) / 2:
			middle = level
		}
		level += arrived[i] - gone[i]
		if i >= first {
			came += arrived[i]
		}
	}
	if middle <= start || level <= middle || float64(level) <= 3.5*math.Sqrt(float64(came)) {
		return ""
	}
	return fmt.Sprintf("unstable: the tasks in the system grow from %d after the warm-up to %d at half time and %d at the end",
		start, middle, level)
}
