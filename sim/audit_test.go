package sim

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/share"
	"github.com/littoral-sim/littoral/sim/trace"
)

// busy is a run that ends amid everything: finished and interrupted tasks, and
// others in every state, on nodes of both disciplines.
func busy(t *testing.T) *world {
	t.Helper()
	c := &Config{System: &models.System{}, Horizon: 1000}
	y := c.System
	device := addNode(y, func(n *models.Node) { n.Tier = models.TierDevice })
	shared := addNode(y, func(n *models.Node) {
		n.Capacity.Memory, n.Accelerators = 5, []models.Accelerator{{Model: "a"}}
	})
	fifo := addNode(y, func(n *models.Node) { n.Discipline, n.Tier = models.FIFO, models.TierCloud })
	addLink(y, device, shared, 8e10, 10)
	addLink(y, shared, fifo, 8e10, 10)
	for i := range y.Nodes {
		y.Nodes[i].Capacity.Bandwidth = 1e10
	}
	edge := addSpec(y, func(s *models.Spec) {
		s.Demand.Memory, s.Accelerators = 1, models.AcceleratorDemand{Count: 1, Share: 100}
	})
	cloud := addSpec(y, func(s *models.Spec) { s.Constraints.Tiers = models.NewTierSet(models.TierCloud) })
	for i := range 8 {
		at := units.Time(50 * i)
		once(c, edge, device, models.NoNode, at, 60, 20, 20)
		once(c, cloud, device, fifo, at+400, 150, 20, 20)
	}
	c.Transfers = []Transfer{{Name: "done", From: device, To: fifo, Size: 100}, {Name: "late", From: fifo, To: device, Size: 100, At: 990}}
	c.Faults = []Fault{{At: 120, On: OnNode(fifo), For: 100}, {At: 200, On: OnNode(shared), For: 50}}
	w := newWorld(context.Background(), c, firstFit(), discard{})
	if err := w.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return w
}

// Every audit holds on an honest run, and fails for a lie told in one place: the
// smallest that the law forbids.
func TestEveryAuditCatchesALie(t *testing.T) {
	names := func(audits []trace.Audit, broken bool) []string {
		var out []string
		for _, a := range audits {
			if !broken || !a.OK {
				out = append(out, a.Name)
			}
		}
		return out
	}
	honest := busy(t).end()
	if broken := names(honest.Audits, true); broken != nil {
		t.Fatalf("without a lie, %v are broken: %+v", broken, honest.Audits)
	}
	first := func(w *world, status models.TaskStatus) models.TaskID {
		for id := range models.TaskID(w.tasks.count) {
			if w.tasks.holds(id) && w.tasks.at(id).status == status {
				return id
			}
		}
		t.Fatalf("no task is %v at the end", status)
		return models.NoTask
	}
	var caught []string
	for name, lie := range map[string]struct {
		tell   func(w *world)
		breaks []string
	}{
		"a task-nanosecond too many": {func(w *world) { w.ledger.area = w.ledger.area.Plus(1) }, []string{"little"}},
		"a sojourn forgotten":        {func(w *world) { w.ledger.inSystem-- }, []string{"little"}},
		"an arrival moved":           {func(w *world) { w.tasks.at(first(w, models.TaskRunning)).arrived-- }, []string{"little", "latency"}},
		"a nanosecond counted twice": {func(w *world) { w.tasks.at(first(w, models.TaskRunning)).transfer++ }, []string{"latency"}},
		"an arrival not counted":     {func(w *world) { w.counts[0].arrived-- }, []string{"tasks"}},
		"a finish counted twice":     {func(w *world) { w.counts[0].finished++ }, []string{"tasks", "placements"}},
		"a placement not counted":    {func(w *world) { w.ledger.placed-- }, []string{"placements"}},
		"an interruption made up":    {func(w *world) { w.counts[1].interrupted++ }, []string{"placements"}},
		"work that nobody did":       {func(w *world) { w.nodes[1].work = w.nodes[1].work.Plus(int64(100_000)) }, []string{"work"}},
		"work done for nobody": {func(w *world) {
			s := w.nodes[0].station
			s.Add(1000, share.Job{ID: 999, Demand: 1000, Work: 1e6})
			s.Advance(1000)
			w.nodes[0].station = lateStation{s}
		}, []string{"work"}},
		"memory that got lost":           {func(w *world) { w.truth[1].Free.Memory-- }, []string{"resources"}},
		"a core promised to nobody":      {func(w *world) { w.truth[2].Free.CPU-- }, []string{"resources"}},
		"a part of a device lost":        {func(w *world) { w.truth[1].Devices[0]-- }, []string{"resources"}},
		"a reservation forgotten":        {func(w *world) { w.tasks.at(first(w, models.TaskRunning)).holds = false }, []string{"resources"}},
		"a nanosecond without status":    {func(w *world) { w.nodes[0].since++ }, []string{"time", "paths"}},
		"a crash that paths do not feel": {func(w *world) { w.parts.SetNode(999, 0, false) }, []string{"paths"}},
		"a link that is up twice":        {func(w *world) { w.links[1].up++ }, []string{"time"}},
		"a byte lost on a link":          {func(w *world) { w.links[0].bytes[1] = w.links[0].bytes[1].Plus(1) }, []string{"bytes"}},
		"a delivery over no link":        {func(w *world) { w.ledger.carried = w.ledger.carried.Plus(1) }, []string{"bytes"}},
		"a flight that never landed":     {func(w *world) { w.ledger.tookOff = w.ledger.tookOff.Plus(1) }, []string{"flights"}},
		"a byte sent to nobody":          {func(w *world) { w.nodes[0].sent = w.nodes[0].sent.Plus(1) }, []string{"delivery"}},
		"a byte from nowhere":            {func(w *world) { w.nodes[2].gotten = w.nodes[2].gotten.Plus(1) }, []string{"delivery"}},
	} {
		w := busy(t)
		lie.tell(w)
		broken := names(w.end().Audits, true)
		if diff := gocmp.Diff(lie.breaks, broken); diff != "" {
			t.Errorf("%s breaks other laws (-want +got):\n%s", name, diff)
		}
		caught = append(caught, broken...)
	}
	for _, name := range names(honest.Audits, false) {
		if !slices.Contains(caught, name) {
			t.Errorf("no lie was told about %q", name)
		}
	}
}

// lateStation has consumed a nanosecond more than it says.
type lateStation struct{ share.Station }

func (s lateStation) Busy(nowNs int64) share.Integral { return s.Station.Busy(nowNs + 1) }

// cheat is a sink that lies to the world as soon as it is told that the warm-up
// is over.
type cheat struct {
	discard
	lie func()
}

func (c *cheat) Event(e *trace.Event) error {
	if e.Kind == trace.WarmupEnded {
		c.lie()
	}
	return nil
}

func TestABrokenLawIsAnErrorWithItsNumbers(t *testing.T) {
	c := &Config{System: &models.System{}, Horizon: 1000, Warmup: 10}
	addNode(c.System, nil)
	s := &cheat{}
	w := newWorld(context.Background(), c, firstFit(), s)
	s.lie = func() { w.nodes[0].since += 7 }
	out, err := w.runToEnd(context.Background())
	var broken *AuditError
	if out == nil || !errors.As(err, &broken) || len(broken.Broken) != 2 || broken.Broken[0].Name != "time" {
		t.Fatalf("Run returned %v, %v", out, err)
	}
	if !strings.HasSuffix(err.Error(), "\n  time: Σ time in each status = entities · horizon: got 993, want 1000 … 1000"+
		"\n  paths: Σ time up = ∫ nodes connected dt + Σ time cut off: got 1000, want 993 … 993") {
		t.Errorf("the error reads %q", err)
	}
}
