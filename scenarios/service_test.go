package scenarios

import (
	"context"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/autoscale"
	"github.com/littoral-sim/littoral/sim/relocation"
	"github.com/littoral-sim/littoral/sim/rollout"
)

func TestServicesAreBuiltAsWritten(t *testing.T) {
	_, cfg := good(t, "services")
	w := &cfg.Workloads[2]
	s := w.Service
	if w.Name != "detector" || s.ID != 1 || s.Instances != 3 || s.Slots != 4 || s.Drain != 30*time.Second || w.Image != 1 || w.Sources[0] != 0 {
		t.Errorf("%+v, %+v", w, s)
	}
	scale := autoscale.Policy{
		Min: 1, Max: 10, TargetPermille: 700, TolerancePermille: 100, Period: 15 * time.Second, Window: 5 * time.Minute,
		UpCooldown: 10 * time.Second, UpStep: 4,
	}
	if diff := gocmp.Diff(&scale, s.Scale); diff != "" {
		t.Errorf("scaling (-want +got):\n%s", diff)
	}
	upgrades := []sim.Upgrade{
		{At: units.Time(20 * time.Minute), Image: 2, Plan: rollout.Plan{Wave: 2, MaxUnavailable: 1, Pause: 30 * time.Second}},
		{At: units.Time(40 * time.Minute), Image: 2, Plan: rollout.Plan{Wave: 4, MaxUnavailable: 2}},
	}
	if diff := gocmp.Diff(upgrades, s.Upgrades); diff != "" {
		t.Errorf("upgrades (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff([]sim.Migration{
		{At: units.Time(10 * time.Minute), From: 1, To: 4, Live: true}, {At: units.Time(15 * time.Minute), From: 4, To: 1},
	}, s.Migrations); diff != "" || s.State != 20e6 {
		t.Errorf("a state of %v, migrations (-want +got):\n%s", s.State, diff)
	}
	live := relocation.Config{Strategy: relocation.PreCopy, State: 20e6, Dirty: 1e6, Threshold: 100e3, RoundsMax: 10, Steer: 50 * time.Millisecond}
	if diff := gocmp.Diff(&live, s.Live); diff != "" || !s.LeavesLive {
		t.Errorf("live migration (-want +got):\n%s", diff)
	}
	demand := models.Resources{CPU: 100, Memory: 512 << 20}
	if got := cfg.System.Specs[w.Spec]; got.Demand != demand || got.Calls != models.NoService || got.Constraints.Tiers != models.NewTierSet(models.TierEdge) {
		t.Errorf("%+v", got)
	}
	store := &cfg.Workloads[4]
	if store.Name != "store-2" || store.Service.ID != 3 || store.From != units.Time(time.Minute) || store.Service.Scale.Min != 0 {
		t.Errorf("%+v, %+v", store, store.Service)
	}
	if frames, writes := cfg.System.Specs[0], cfg.System.Specs[1]; frames.Calls != 1 || writes.Calls != 3 {
		t.Errorf("calls %d and %d", frames.Calls, writes.Calls)
	}
}

// The instances have no work, so they run on nodes whose speed nobody knows.
func TestServicesOfFilesRun(t *testing.T) {
	_, cfg := good(t, "services")
	if why := cfg.System.Static(5, &cfg.System.Specs[2]); why != models.OK {
		t.Errorf("an instance on a node without a speed: %v", why)
	}
	out, err := sim.Run(context.Background(), cfg, firstfit.New(), ignore{})
	if err != nil {
		t.Fatal(err)
	}
	if !out.AuditsOK() {
		t.Error("audits failed")
	}
	if u := out.Services[0]; u.Replaced < 6 || u.Scaled == 0 || u.Most < 3 || u.Most > 10 || u.Ready <= 0 || u.Ready > u.Wanted {
		t.Errorf("%+v", u)
	}
	for _, u := range out.Workloads[:2] {
		if u.Finished < u.Arrived-50 {
			t.Errorf("%+v", u)
		}
	}
}

func TestNodesJoinAndLeaveAsWritten(t *testing.T) {
	_, cfg := good(t, "members")
	want := []sim.Membership{
		{Node: 1, Joins: units.Time(10 * time.Minute)},
		{Node: 2, Joins: units.Time(5 * time.Minute), Leaves: units.Time(50 * time.Minute), Drain: 2 * time.Minute},
	}
	if diff := gocmp.Diff(want, cfg.Members); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	out, err := sim.Run(context.Background(), cfg, firstfit.New(), ignore{})
	if err != nil {
		t.Fatal(err)
	}
	const minute = int64(time.Minute)
	if late, spot := out.NodeUse[1], out.NodeUse[2]; late.Active != 50*minute || spot.Active != 45*minute || spot.Error != 0 || !out.AuditsOK() {
		t.Errorf("%+v, %+v", late, spot)
	}
	if u := out.Workloads[0]; u.Interrupted != 0 || u.Left > 20 {
		t.Errorf("%+v", u)
	}
}
