package results

import (
	"github.com/littoral-sim/littoral/results/stats"
	"github.com/littoral-sim/littoral/sim/trace"
)

// curvePoints bounds the points of a drawn distribution function.
const curvePoints = 800

// curve is the distribution of the latency of one workload, or of all together
// (name "").
type curve struct {
	name  string
	steps []stats.Step // finished tasks by latency
}

func (y *tally) curve(name string) curve {
	return curve{name: name, steps: stats.Thin(y.durations.Steps(), curvePoints)}
}

// counts holds the counters of one workload per span of time.
type counts [counterCount][]int64

// gone returns the tasks that left the system per span.
func (c *counts) gone() []int64 {
	out := make([]int64, len(c[countFinished]))
	for i := range out {
		out[i] = c[countFinished][i] + c[countDeclined][i]
	}
	return out
}

// inSystem returns the number of tasks in the system at the end of each span.
func (c *counts) inSystem() []int64 {
	out := make([]int64, len(c[countArrived]))
	n := int64(0)
	for i := range out {
		n += c[countArrived][i] - c[countFinished][i] - c[countDeclined][i]
		out[i] = n
	}
	return out
}

// timeline is the course of a run in spans of equal width, the last of which may
// end after the horizon.
type timeline struct {
	width     int64
	workloads []counts
	levels    [levelCount][]int64
}

// spans returns the course of the run up to its horizon.
func (r *Recorder) spans(o *trace.Outcome) *timeline {
	r.time.End(o.Horizon)
	t := &timeline{width: r.time.Width(), workloads: make([]counts, len(r.names.Workloads))}
	for w := range t.workloads {
		for k := range counterCount {
			t.workloads[w][k] = r.time.Counts(counterCount*w + k)
		}
	}
	for k := range levelCount {
		t.levels[k] = r.time.Highest(k)
	}
	return t
}

// all returns the counts of all workloads together.
func (t *timeline) all() counts {
	var c counts
	for k := range c {
		c[k] = make([]int64, len(t.levels[0]))
		for w := range t.workloads {
			for i, n := range t.workloads[w][k] {
				c[k][i] += n
			}
		}
	}
	return c
}
