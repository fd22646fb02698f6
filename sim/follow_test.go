package sim

import (
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim/relocation"
	"github.com/littoral-sim/littoral/sim/trace"
)

// followed is the walk past three access points, with a task every second whose
// state follows the device. Between neighbours there is 8 Gbit/s, and 10 ns over
// the cloud: 900 MB take 0.9 s and 10 ns.
func followed(s relocation.Strategy) (*Config, models.NodeID) {
	c, d := walk()
	spec := addSpec(c.System, nil)
	for i := range c.System.Nodes {
		c.System.Nodes[i].Capacity.Bandwidth = units.Unlimited
	}
	c.Workloads = append(c.Workloads, Workload{
		Name: "assist", Spec: spec, Sources: []models.NodeID{d}, Target: models.NoNode,
		Arrivals: Arrivals{Every: time.Second}, Work: fixed(1000), Input: fixed(10), Output: fixed(0),
		Following: &Following{
			Config: relocation.Config{
				Strategy: s, State: 9e8, Dirty: 1e8, Threshold: 1e6, RoundsMax: 10, Steer: 50 * time.Millisecond,
			},
			FartherBy: 5,
		},
	})
	return c, d
}

// The anchor is what the first task chose; after each handover the state follows
// to the next access point, and tasks wait while nobody serves.
func TestStateFollowsADevice(t *testing.T) {
	const transfer, steer = int64(900*time.Millisecond) + 10, int64(50 * time.Millisecond)
	for strategy, want := range map[relocation.Strategy]trace.FollowUse{
		// All of it while nobody serves.
		relocation.StopAndCopy: {Transfers: 2, Bytes: 18e8, Down: 2 * (transfer + steer), DownMax: transfer + steer},
		// All of it, a tenth of that, and so on; the last 0.9 MB while nobody serves.
		// The latency of 10 ns makes a byte more dirty each time.
		relocation.PreCopy: {Transfers: 8, Bytes: 2 * (9e8 + 90_000_001 + 9_000_002 + 900_002), Down: 2 * (900_012 + steer), DownMax: 900_012 + steer},
		// Always somebody serves.
		relocation.DualAnchor: {Transfers: 4, Bytes: 2 * (9e8 + 90_000_001)},
	} {
		c, d := followed(strategy)
		policy, _ := catalog.New("nearest")
		l, out := mustRun(t, c, policy)
		got := out.Following[0]
		if got.Source != int32(d) || got.Anchor != 3 || got.Relocations != 2 || got.Done != 2 || got.Failed+got.Lost != 0 {
			t.Errorf("strategy %d: %+v", strategy, got)
		}
		if got.Transfers != want.Transfers || got.Bytes != want.Bytes || got.Down != want.Down || got.DownMax != want.DownMax {
			t.Errorf("strategy %d: %+v, want %+v", strategy, got, want)
		}
		for _, task := range l.byNumber(t) {
			place := int32(1)
			switch arrived := units.Time(task.Arrived); {
			case arrived > 158*second:
				place = 3
			case arrived > 58*second && arrived < 155*second:
				place = 2
			case arrived > 54*second:
				continue
			}
			if task.Node != place && task.State == trace.StateFinished {
				t.Errorf("strategy %d: %+v ran away from its state", strategy, task)
			}
		}
	}
}

// A task that comes while the service is stopped waits for its end.
func TestTasksWaitForTheirState(t *testing.T) {
	c, _ := followed(relocation.StopAndCopy)
	policy, _ := catalog.New("nearest")
	l, _ := mustRun(t, c, policy)
	// Stopped from 56 s + 1 ns on, for 0.95 s + 10 ns.
	got := l.byNumber(t)[56]
	if got.Arrived != int64(56*second) || got.Placed != int64(56*second+1)+int64(950*time.Millisecond)+10 || got.Node != 2 {
		t.Errorf("%+v", got)
	}
}

// When its anchor crashes the state is lost, and the next task chooses another one.
func TestACrashLosesTheState(t *testing.T) {
	c, _ := followed(relocation.PreCopy)
	c.Faults = []Fault{{At: 20 * second, On: OnNode(1), For: 5 * time.Second}}
	c.System.Nodes[1].AccessPoint = true
	policy, _ := catalog.New("nearest")
	_, out := mustRun(t, c, policy)
	if got := out.Following[0]; got.Lost != 1 || got.Unanchored < int64(5*second) || got.Unanchored > int64(6*second) {
		t.Errorf("%+v", got)
	}
	// The target crashes while the state is on its way there.
	c, _ = followed(relocation.StopAndCopy)
	c.Faults = []Fault{{At: 56*second + 500_000_000, On: OnNode(2), For: time.Second}}
	_, out = mustRun(t, c, policy)
	if got := out.Following[0]; got.Failed != 1 || got.Lost != 0 || got.DownMax < int64(second/2)-1 {
		t.Errorf("%+v", got)
	}
}
