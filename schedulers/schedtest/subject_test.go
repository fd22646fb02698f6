package schedtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// subject is a policy written to be broken: round-robin without looking for
// room, on the bare contract. With bug "" it is correct; every other bug is one
// mistake that an author could make.
type subject struct {
	bug    string
	cursor models.NodeID // the node chosen last
	plan   schedulers.Plan
	kept   *schedulers.Snapshot // only with bugs
	shared *int                 // only with bugs: common to all instances
}

// saved is a subject that saves its state.
type saved struct{ *subject }

func (s saved) MarshalBinary() ([]byte, error) {
	switch s.bug {
	case "saves nothing":
		return nil, nil
	case "saves another state than it restores":
		return []byte{byte(s.cursor) + 1}, nil
	}
	return []byte{byte(s.cursor)}, nil
}

func (s saved) UnmarshalBinary(state []byte) error {
	if s.bug == "saves nothing" {
		return nil
	}
	if s.bug != "panics on damaged state" && (len(state) != 1 || state[0] > 100) {
		return errors.New("bad state")
	}
	s.cursor = models.NodeID(state[0])
	return nil
}

func (s *subject) is(bug string) bool { return s.bug == bug }

// Plan implements schedulers.Scheduler.
func (s *subject) Plan(ctx context.Context, snap *schedulers.Snapshot) (*schedulers.Plan, error) {
	if err := ctx.Err(); err != nil {
		switch s.bug {
		case "nil plan when cancelled":
			return nil, nil //nolint:nilnil // the mistake
		case "error of its own when cancelled":
			return nil, errors.New("stopped")
		}
		return nil, fmt.Errorf("plan: %w", err)
	}
	s.begin(snap)
	d := new(schedulers.Draft)
	d.Reset(snap)
	for i := range snap.Pending {
		if s.is("forgets all tasks after the third") && i >= 3 {
			break
		}
		t := &snap.Pending[i]
		n := s.choose(d, t)
		if n == models.NoNode {
			if s.is("error when no node fits") {
				return nil, errors.New("no node fits")
			}
			if s.is("waits behind the first that does not fit") {
				break
			}
			s.plan.Add(schedulers.Action{Op: schedulers.Defer, Task: t.Task, Node: models.NoNode})
			continue
		}
		s.place(d, t, n)
	}
	s.end(snap)
	return &s.plan, nil
}

func (s *subject) begin(snap *schedulers.Snapshot) {
	switch s.bug {
	case "answers for version 0":
		s.plan.Reset(&schedulers.Snapshot{})
		return
	case "keeps old actions":
		s.plan.Version = snap.Version
		return
	case "sorts the pending tasks in place":
		slices.SortFunc(snap.Pending, func(a, b schedulers.Pending) int { return int(a.Task - b.Task) })
	case "strikes failed nodes off the list":
		for i := range snap.Eligible {
			snap.Eligible[i] = slices.DeleteFunc(snap.Eligible[i], func(n models.NodeID) bool { return snap.Nodes[n].Status != models.Active })
		}
	case "takes failed nodes out of the routes":
		for i := range snap.Nodes {
			if snap.Nodes[i].Status == models.Failed {
				snap.Routes.SetNode(models.NodeID(i), false)
			}
		}
	case "corrects a spec":
		for i := range snap.System.Specs {
			snap.System.Specs[i].Demand.CPU = max(snap.System.Specs[i].Demand.CPU, 1)
		}
	case "believes the first snapshot for ever":
		if s.kept == nil {
			s.kept = snap
		}
	case "looks at the node it used last":
		_ = snap.Nodes[max(s.cursor, 0)]
	case "looks at the first task":
		_ = snap.Pending[0]
	case "counts calls in a global", "resets a global in its constructor":
		*s.shared++
		s.cursor = models.NodeID(*s.shared % 4)
	case "starts at a random node":
		s.cursor = models.NodeID(rand.IntN(8))
	case "starts at a node given by the clock":
		s.cursor = models.NodeID(time.Now().Nanosecond() / 64 % 8)
	}
	s.plan.Reset(snap)
}

// choose goes round the nodes that may take t, starting after the cursor.
func (s *subject) choose(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
	nodes := d.Eligible(t)
	switch s.bug {
	case "asks every node, eligible or not":
		nodes = nil
		for i := range d.Nodes {
			nodes = append(nodes, models.NodeID(i))
		}
	case "leaves out the last node":
		nodes = nodes[:max(0, len(nodes)-1)]
	case "goes through a map":
		set := map[models.NodeID]bool{}
		for _, n := range nodes {
			set[n] = true
		}
		for n := range set {
			if d.Admits(t, n) {
				return n
			}
		}
		return models.NoNode
	}
	start, _ := slices.BinarySearch(nodes, s.cursor+1)
	for i := range nodes {
		if n := nodes[(start+i)%len(nodes)]; s.admits(d, t, n) {
			s.cursor = n
			return n
		}
	}
	return models.NoNode
}

// ignored maps bugs to the predicate that they leave out.
func ignored(bug string) models.Reason {
	return map[string]models.Reason{
		"ignores the status":            models.NotActive,
		"ignores memory":                models.MemoryFull,
		"ignores storage":               models.StorageFull,
		"ignores bandwidth":             models.BandwidthFull,
		"ignores accelerators":          models.AcceleratorFull,
		"ignores the over-commit limit": models.CPUFull,
		"ignores cut paths":             models.Unreachable,
		"ignores the latency bound":     models.TooFar,
		"ignores encryption":            models.Unencrypted,
		"ignores the protocol":          models.WrongProtocol,
	}[bug]
}

// admits is d.Admits with predicates left out or made up.
func (s *subject) admits(d *schedulers.Draft, t *schedulers.Pending, n models.NodeID) bool {
	fits, reaches := d.Fits(t, n), d.Reaches(t, n)
	if why := ignored(s.bug); why != models.OK {
		return (fits == models.OK || fits == why) && (reaches == models.OK || reaches == why)
	}
	switch {
	case s.is("never over-commits"):
		return d.HasRoom(t, n) && fits == models.OK && reaches == models.OK
	case s.is("takes an exact fit for none"):
		return d.Node(n).Free.Memory > d.Spec(t).Demand.Memory && fits == models.OK && reaches == models.OK
	case s.is("gives each node one task"):
		return d.Node(n).Tasks == d.Nodes[n].Tasks && fits == models.OK && reaches == models.OK
	case s.is("believes the first snapshot for ever"):
		return s.kept.Nodes[n].Status == models.Active && fits == models.OK && reaches == models.OK
	case s.is("forgets nodes that were down"):
		if fits == models.NotActive {
			s.kept = &schedulers.Snapshot{Nodes: make([]models.Allocation, n+1)}
		}
		return (s.kept == nil || int(n) >= len(s.kept.Nodes)) && fits == models.OK && reaches == models.OK
	}
	return fits == models.OK && reaches == models.OK
}

func (s *subject) place(d *schedulers.Draft, t *schedulers.Pending, n models.NodeID) {
	a := schedulers.Action{Op: schedulers.Place, Task: t.Task, Node: n}
	switch s.bug {
	case "counts nodes from one":
		a.Node++
	case "takes the position for the task":
		a.Task = models.TaskID(slices.IndexFunc(d.Pending, func(p schedulers.Pending) bool { return p.Task == t.Task }))
	case "forgets to say what to do":
		a.Op = 0
	case "promises a generation to come":
		a.Generation = d.Nodes[n].Generation + 1
	case "places and defers":
		s.plan.Add(schedulers.Action{Op: schedulers.Defer, Task: t.Task, Node: models.NoNode})
	case "reserves in the snapshot":
		d.Nodes[n].Free = d.Nodes[n].Free.Sub(d.Spec(t).Demand)
		s.plan.Add(a)
		return
	case "shares the devices of the snapshot":
		shallow := d.Nodes[n]
		s.plan.Add(a)
		if shallow.Fits(&d.System.Nodes[n], d.Spec(t)) == models.OK {
			shallow.Reserve(&d.System.Nodes[n], d.Spec(t), nil)
		}
	}
	if !s.is("shares the devices of the snapshot") {
		s.plan.Add(a)
	}
	if !s.is("forgets its own placements") && d.Admits(t, n) {
		d.Reserve(t, n)
	}
}

func (s *subject) end(snap *schedulers.Snapshot) {
	switch s.bug {
	case "leaves the last transaction open":
		s.plan.Ends = s.plan.Ends[:max(0, len(s.plan.Ends)-1)]
	case "writes empty transactions":
		s.plan.Ends = append(s.plan.Ends, int32(len(s.plan.Actions)))
	case "draws from the old stream":
		if s.kept != nil {
			s.kept.Rand.Uint64()
		}
		s.kept = snap
	}
}
