package results

import (
	"fmt"

	"github.com/littoral-sim/littoral/results/stats"
	"github.com/littoral-sim/littoral/sim/trace"
)

// Belief holds how far what the observer believed was from the truth, over the whole
// run.
type Belief struct {
	Observer   string `json:"observer"`
	Heartbeats int64  `json:"heartbeats"` // that had a path

	// Lost counts how often a node was taken for lost, FalseLost how often one that
	// was up and had a path.
	Lost      int64 `json:"lost"`
	FalseLost int64 `json:"false_lost"`
	// Detection is how long the other nodes had been silent. The interval takes them
	// for independent, which nodes that are cut off together are not.
	Detection    stats.Estimate `json:"detection_mean_ns"`
	DetectionMax *int64         `json:"detection_max_ns"`
	Tainted      int64          `json:"tainted"`

	// Evictions counts instances given up, FalseEvictions those on nodes that were up.
	Evictions      int64 `json:"evictions"`
	FalseEvictions int64 `json:"false_evictions"`
	Stopped        int64 `json:"copies_stopped"`    // evicted instances that their node stopped when it heard of it
	Discarded      int64 `json:"results_discarded"` // results of tasks that were done already
	// Duplicate is the time of instances beyond the one that a task needs.
	Duplicate int64 `json:"duplicate_ns"`

	// Refused counts placements that their node did not take, because the observer was
	// wrong about it, and Undelivered those that did not find it at first.
	Refused     int64 `json:"stale_refused"`
	Undelivered int64 `json:"stale_undelivered"`
	Restarted   int64 `json:"restarted_locally"` // by nodes after a crash

	// AgeMean is the age of what the observer knew of a node, over nodes and time.
	AgeMean int64 `json:"age_mean_ns"`
	AgeMax  int64 `json:"age_max_ns"`
}

// beliefOf turns the totals about the observer into numbers, or nil without one.
func beliefOf(o *trace.Outcome) *Belief {
	b := o.Belief
	if b == nil {
		return nil
	}
	out := &Belief{
		Observer: o.Names.Nodes[b.Observer], Heartbeats: b.Heartbeats, Lost: b.Lost, FalseLost: b.FalseLost, Tainted: b.Tainted,
		Evictions: b.Evicted, FalseEvictions: b.FalseEvicted, Stopped: b.Stopped, Discarded: b.Discarded, Duplicate: b.Duplicate,
		Refused: b.Refused, Undelivered: b.Undelivered, Restarted: b.Restarted, AgeMean: b.AgeMean, AgeMax: b.AgeMax,
	}
	var xs []float64
	most := int64(0)
	for _, d := range b.Detections {
		xs = append(xs, float64(d))
		most = max(most, d)
	}
	out.Detection = stats.Mean(xs)
	if len(xs) > 0 {
		out.DetectionMax = &most
	}
	return out
}

// lines writes the observer for people.
func (b *Belief) lines(line func(name, text string)) {
	text := fmt.Sprintf("%s nodes taken for lost", grouped(b.Lost))
	if b.DetectionMax != nil {
		text += fmt.Sprintf(" after %s of silence (longest %s)", withHalf(&b.Detection), Duration(float64(*b.DetectionMax)))
	}
	if b.FalseLost > 0 {
		text += fmt.Sprintf(", %s of them wrongly", grouped(b.FalseLost))
	}
	line("belief", fmt.Sprintf("%s; what %s knew was %s old on average (oldest %s)",
		text, label(b.Observer), Duration(float64(b.AgeMean)), Duration(float64(b.AgeMax))))
	line("", fmt.Sprintf("%s evictions, %s of nodes that were up; duplicates ran for %s, %s were stopped, %s results thrown away",
		grouped(b.Evictions), grouped(b.FalseEvictions), Duration(float64(b.Duplicate)), grouped(b.Stopped), grouped(b.Discarded)))
	line("", fmt.Sprintf("%s stale decisions refused, %s not delivered at first; %s restarts by nodes on their own",
		grouped(b.Refused), grouped(b.Undelivered), grouped(b.Restarted)))
}
