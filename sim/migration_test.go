package sim

import (
	"testing"
	"time"
)

// A migration waits for the request to end at 66 s, moves a gigabyte at 1 Gbit/s over
// two links of a second each, and starts in 3 s.
func TestAMigrationMovesTheState(t *testing.T) {
	c := serviced(2, 1, func(s *Service) {
		s.State, s.Drain = 1e9, time.Minute
		s.Migrations = []Migration{{At: 60 * sec, From: 1, To: 2}, {At: 61 * sec, From: 2, To: 1}}
	})
	c.Workloads[1].Arrivals.At = atSeconds(55, 70)
	use, tasks, _ := runService(t, c)
	const served = 66 + 2 + 8 + 3
	if use.Moves != 1 || use.Arrived != 1 || use.MovedBytes != 1e9 || use.Downtime != (served-60)*1e9 || use.Stopped != 1 || use.Left != 1 {
		t.Errorf("%+v", use)
	}
	if r := tasks[1]; r.Node != 1 || r.Attempts != 1 {
		t.Errorf("the first request: %+v", r)
	}
	if r := tasks[3]; r.Node != 2 || r.Placed != served*1e9 {
		t.Errorf("the second request: %+v", r)
	}
	if lost := use.Wanted - use.Ready; lost != 4e9+(served-60)*1e9 {
		t.Errorf("%d s without an instance", lost/1e9)
	}
}

// When the node to which it moves goes down, the state is lost, and the instance is
// made anew, on the other node.
func TestAMigrationThatIsLost(t *testing.T) {
	c := serviced(2, 1, func(s *Service) {
		s.State = 1e9
		s.Migrations = []Migration{{At: 60 * sec, From: 1, To: 2}}
	})
	c.Faults = []Fault{{At: 65 * sec, On: OnNode(2)}}
	use, tasks, _ := runService(t, c)
	if use.Moves != 1 || use.Arrived != 0 || use.MovedBytes != 0 || use.Left != 1 {
		t.Errorf("%+v", use)
	}
	if i := tasks[1]; i.Node != 1 || i.Attempts != 2 || i.Source != 0 || i.Started != 69e9 {
		t.Errorf("%+v", i)
	}
}

// An instance with state takes it along from a node that leaves, wherever it goes.
func TestStateLeavesANodeBeforeItGoes(t *testing.T) {
	c := serviced(2, 1, func(s *Service) { s.State = 1e9 })
	c.Members = []Membership{{Node: 1, Leaves: 100 * sec, Drain: 40 * time.Second}}
	use, tasks, _ := runService(t, c)
	if i := tasks[1]; i.Node != 2 || i.Started != (60+2+8+3)*1e9 || use.Arrived != 1 || use.Downtime != 13e9 {
		t.Errorf("%+v, %+v", i, use)
	}
}
