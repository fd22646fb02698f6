package sim

import (
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/relocation"
	"github.com/littoral-sim/littoral/sim/trace"
)

// live returns a service whose instances move live: a gigabyte, of which 12.5 MB change
// in a second, at 1 Gbit/s over two links of a second each. The rounds take 10 s,
// 3 s and 2.3 s; at the end of the third 28.75 MB are dirty.
func live(nodes int, edit func(*Service)) *Config {
	return serviced(nodes, 1, func(s *Service) {
		s.State = 1e9
		s.Live = &relocation.Config{
			Strategy: relocation.PreCopy, State: 1e9, Dirty: 12_500_000, Threshold: 30e6, RoundsMax: 9, Steer: 50 * time.Millisecond,
		}
		s.Migrations = []Migration{{At: 60 * sec, From: 1, To: 2, Live: true}}
		if edit != nil {
			edit(s)
		}
	})
}

const (
	liveStops = 60 + 10 + 3 + 2.3              // when the instance stops, in seconds
	liveDown  = 2 + 0.23 + 0.05                // how long, without requests
	liveBytes = 1e9 + 125e6 + 37.5e6 + 28.75e6 // that are moved
)

// The room on the target is taken from the beginning, the instance serves until the
// last round, and its twin from when the rest has arrived and traffic goes there.
func TestALiveMigrationIsAGeometricSeries(t *testing.T) {
	c := live(2, nil)
	c.Workloads[1].Arrivals.At = atSeconds(61, 77)
	use, tasks, _ := runService(t, c)
	if use.Moves != 1 || use.Arrived != 1 || use.MovedBytes != liveBytes || use.Downtime != liveDown*1e9 || use.Stopped != 1 || use.Left != 1 {
		t.Errorf("%+v", use)
	}
	if lost := use.Wanted - use.Ready; lost != 4e9+liveDown*1e9 {
		t.Errorf("%d ns without an instance", lost)
	}
	if i := tasks[1]; i.Node != 2 || i.Placed != 60e9 || i.Started != (liveStops+liveDown)*1e9 {
		t.Errorf("the twin: %+v", i)
	}
	if r := tasks[2]; r.Node != 1 || r.Attempts != 1 || r.Finished != 73e9 {
		t.Errorf("the first request: %+v", r)
	}
	if r := tasks[3]; r.Node != 2 || r.Placed != (liveStops+liveDown)*1e9 {
		t.Errorf("the second request: %+v", r)
	}
}

// A request that runs when the instance stops goes on, and more becomes dirty. It is
// back at 86 s, so that the rest is what changes in 10.7 s and 2.3 s.
func TestTheRestOfALiveMigrationWaitsForRequests(t *testing.T) {
	c := live(2, func(s *Service) { s.Drain = time.Minute })
	c.Workloads[1].Arrivals.At = atSeconds(75)
	use, tasks, _ := runService(t, c)
	const ran = 75 + 1 + 10
	rest := 12.5e6 * (ran - liveStops + 2.3)
	if want := units.Bytes(1e9 + 125e6 + 37.5e6 + rest); use.MovedBytes != int64(want) {
		t.Errorf("%d bytes, want %d", use.MovedBytes, want)
	}
	if want := int64((ran-liveStops+2+0.05)*1e9 + 8*rest); use.Downtime != want {
		t.Errorf("down for %d ns, want %d", use.Downtime, want)
	}
	if r := tasks[2]; r.Node != 1 || r.Attempts != 1 {
		t.Errorf("%+v", r)
	}
}

// Whatever fails before the rest has arrived, the instance is where it was, and its
// twin is gone.
func TestALiveMigrationFallsBack(t *testing.T) {
	for _, x := range []struct {
		name  string
		fault Fault
		ready int64 // time without an instance
	}{
		{"target in a round", Fault{At: 65 * sec, On: OnNode(2)}, 4e9},
		{"target during the rest", Fault{At: 76 * sec, On: OnNode(2)}, 4e9 + 0.7e9},
		{"path in a round", Fault{At: 72 * sec, For: time.Second, On: OnLink(1)}, 4e9},
		{"path during the rest", Fault{At: 76 * sec, On: OnLink(1)}, 4e9 + 0.7e9},
	} {
		c := live(2, nil)
		c.Faults = []Fault{x.fault}
		c.Workloads[1].Arrivals.At = atSeconds(80)
		use, tasks, _ := runService(t, c)
		if use.Moves != 1 || use.Arrived != 0 || use.MovedBytes != 0 || use.Left != 1 || use.Started != 1 || use.Wanted-use.Ready != x.ready {
			t.Errorf("%s: %+v, %d ns without an instance", x.name, use, use.Wanted-use.Ready)
		}
		if i, twin := tasks[0], tasks[1]; i.Node != 1 || i.Attempts != 1 || i.State != trace.StateRunning || twin.State != trace.StateDeclined {
			t.Errorf("%s: %+v, twin %+v", x.name, i, twin)
		}
		if r := tasks[2]; r.Node != 1 || r.State != trace.StateFinished || r.Placed != 80e9 {
			t.Errorf("%s: request %+v", x.name, r)
		}
	}
}

// When the node of the instance goes down, the state is lost, and it is made anew.
func TestALiveMigrationEndsWithItsSource(t *testing.T) {
	for _, at := range []units.Time{65 * sec, 76 * sec} {
		c := live(2, nil)
		c.Faults = []Fault{{At: at, On: OnNode(1)}}
		use, tasks, _ := runService(t, c)
		if i := tasks[0]; use.Arrived != 0 || use.Left != 1 || i.Node != 2 || i.Attempts != 2 || i.Started != int64(at)+4e9 {
			t.Errorf("%+v, %+v", use, i)
		}
	}
}

// With live migration from a node that leaves, the service is down for the rest only.
func TestStateLeavesANodeLive(t *testing.T) {
	c := live(2, func(s *Service) { s.Migrations, s.LeavesLive = nil, true })
	c.Members = []Membership{{Node: 1, Leaves: 100 * sec, Drain: 40 * time.Second}}
	use, tasks, _ := runService(t, c)
	if i := tasks[1]; i.Node != 2 || use.Arrived != 1 || use.Downtime != liveDown*1e9 || use.Moves != 1 {
		t.Errorf("%+v, %+v", i, use)
	}
}

// The instance serves on while its twin waits for an image that takes 20 s and more,
// and then what has changed meanwhile is sent.
func TestALiveMigrationWaitsForTheImage(t *testing.T) {
	c := live(2, nil)
	c.Workloads[0].Image, c.Images = 1, []Image{{Name: "v1", Size: 2_500_000_000}}
	use, tasks, _ := runService(t, c)
	if use.Arrived != 1 || use.Downtime > liveDown*1e9+8*30e6 || use.MovedBytes < 1e9+20*12.5e6 {
		t.Errorf("%+v", use)
	}
	if i := tasks[1]; i.Node != 2 || i.Started < (60+1+20)*1e9 {
		t.Errorf("%+v", i)
	}
}
