package cut

import "github.com/littoral-sim/littoral/sim/trace"

// Point is a value that holds from an instant, in nanoseconds, until the next one.
type Point struct {
	At    int64
	Value float64
}

// Story is what happened in one of the scenarios.
type Story struct {
	Name   string
	Copies []Point // instances of tasks that run
	Wasted []Point // core-hours of instances that were stopped, or whose result was not needed
	Held   []Point // readings that wait for the cloud
	Missed []Point // readings given up so far

	Cut, Restored int64 // the time without an uplink
	Lost          int64 // when the observer took the first node for lost
	Evicted       int64 // when it gave the first instance up, or 0
	Evictions     int64
	Duplicate     int64 // ∫ instances beyond one per task dt, in nanoseconds
	Results       int64 // when the last result was there
	Drained       int64 // when no more readings waited than before the cut
	Made          int64 // readings
	Rejected      int64
}

// copyOf names an instance: a task may have several, on different nodes.
type copyOf struct {
	task int64
	node int32
}

// teller is a sink that follows the instances of tasks.
type teller struct {
	Story
	started map[copyOf]int64
	wasted  float64
}

// Event keeps what the story tells.
func (s *teller) Event(e *trace.Event) error {
	c := copyOf{e.Task, e.Node}
	switch e.Kind {
	case trace.TaskStarted:
		s.started[c] = e.At
		s.count(e.At)
	case trace.TaskRan:
		s.end(e.At, c, 0)
	case trace.TaskStopped:
		s.end(e.At, c, e.At-s.started[c])
	case trace.LinkCut:
		s.Cut = e.At
	case trace.LinkRestored:
		s.Restored = e.At
	case trace.NodeLost:
		s.Lost = first(s.Lost, e.At)
	case trace.TaskEvicted:
		s.Evicted = first(s.Evicted, e.At)
	case trace.TaskFinished:
		s.Results = e.At
	default: // not part of it
	}
	return nil
}

// Task and Transfer make a teller a sink of records.
func (*teller) Task(*trace.Task) error { return nil }

// Transfer does nothing: the scenarios have no transfers of their own.
func (*teller) Transfer(*trace.Transfer) error { return nil }

func first(known, at int64) int64 {
	if known != 0 {
		return known
	}
	return at
}

// end notes that an instance does not run any more, and what of its time on one
// core was for nothing.
func (s *teller) end(at int64, c copyOf, wasted int64) {
	if _, runs := s.started[c]; !runs {
		return
	}
	delete(s.started, c)
	s.count(at)
	s.wasted += float64(wasted) / 3.6e12
	s.Wasted = append(s.Wasted, Point{at, s.wasted})
}

func (s *teller) count(at int64) {
	s.Copies = append(s.Copies, Point{at, float64(len(s.started))})
}

// finish takes over what the outcome of the run says.
func (s *teller) finish(out *trace.Outcome) Story {
	s.Evictions, s.Duplicate = out.Belief.Evicted, out.Belief.Duplicate
	u := &out.Streams[0]
	s.Made, s.Rejected = u.Made, u.Rejected
	before := int64(0)
	for _, p := range u.Series {
		s.Held = append(s.Held, Point{p.At, float64(p.Left)})
		s.Missed = append(s.Missed, Point{p.At, float64(p.Made - p.Delivered - p.Left)})
		switch {
		case p.At <= s.Cut:
			before = max(before, p.Left)
		case s.Drained == 0 && p.At >= s.Restored && p.Left <= before:
			s.Drained = p.At
		}
	}
	s.Wasted = append(s.Wasted, Point{out.Horizon, s.wasted})
	s.count(out.Horizon)
	return s.Story
}
