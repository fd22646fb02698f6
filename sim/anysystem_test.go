package sim

import (
	"context"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/rng"
)

// drawConfig draws a small system and all that can happen to it. Times come from
// a coarse grid, so that completions, arrivals, decisions and faults meet in one
// instant, and capacities are so small that tasks have to wait.
func drawConfig(t *rapid.T) *Config {
	y := &models.System{}
	c := &Config{
		System: y, Seed: rng.Seed(rapid.Uint64Range(0, 1000).Draw(t, "seed")),
		Horizon:         one[units.Time](t, "horizon", 3000, 1000, 12_345),
		Warmup:          one[units.Time](t, "warm-up", 0, 500, 1000),
		Period:          one[time.Duration](t, "period", 0, 0, 100),
		DecisionLatency: one[time.Duration](t, "decision latency", 0, 0, 30),
		Audit:           true,
	}
	for i := range one(t, "domains", 0, 1, 2) {
		y.Domains = append(y.Domains, fmt.Sprintf("d%d", i))
	}
	for range rapid.IntRange(1, 6).Draw(t, "nodes") {
		addNode(y, func(n *models.Node) { drawNode(t, y, n) })
	}
	for i := 1; i < len(y.Nodes); i++ {
		for range one(t, "links", 1, 1, 2, 0) {
			other := models.NodeID(rapid.IntRange(0, i-1).Draw(t, "to"))
			l := addLink(y, models.NodeID(i), other, one[units.BitsPerSecond](t, "rate", 8e9, 16e9, 1e9), one[time.Duration](t, "latency", 10, 0, 50))
			y.Links[l].Encrypted = rapid.Bool().Draw(t, "encrypted")
			y.Links[l].HalfDuplex = one(t, "half duplex", false, false, true)
			y.Links[l].BandwidthBack = one[units.BitsPerSecond](t, "rate back", 0, 0, 4e9)
			if y.Links[l].HalfDuplex {
				y.Links[l].BandwidthBack = 0
			}
		}
	}
	drawChannels(t, c)
	drawDomains(t, c)
	drawImages(t, c)
	for range rapid.IntRange(1, 3).Draw(t, "workloads") {
		c.Workloads = append(c.Workloads, drawWorkload(t, c))
	}
	if one(t, "crowd", false, false, false, true) {
		drawCrowd(t, y)
	}
	drawTransfers(t, c)
	drawFaults(t, c)
	return c
}

// drawCrowd makes the workloads compete: what keeps most tasks of a random system
// from ever meeting another one is left out. Preemption and refusals for the last
// resource that is left are rare otherwise.
func drawCrowd(t *rapid.T, y *models.System) {
	storage := one[units.Bytes](t, "crowd storage", 60, units.Bytes(1)<<40)
	for i := range y.Nodes {
		n := &y.Nodes[i]
		n.Discipline, n.CPULimit, n.SpeedUnknown = models.PreemptivePriority, units.Unlimited, false
		n.Capacity.CPU, n.Capacity.Memory, n.Capacity.Storage = max(n.Capacity.CPU, 1000), 1<<40, storage
	}
	for i := range y.Specs {
		s := &y.Specs[i]
		s.Priority, s.Constraints = int32(i), models.Constraints{}
		s.Demand.CPU, s.Demand.Bandwidth = 1000, 0
	}
}

// one draws an element of a short list. The dullest comes first: shrinking goes
// there.
func one[T any](t *rapid.T, label string, of ...T) T { return rapid.SampledFrom(of).Draw(t, label) }

func anyNode(t *rapid.T, y *models.System, label string) models.NodeID {
	return models.NodeID(rapid.IntRange(0, len(y.Nodes)-1).Draw(t, label))
}

func drawNode(t *rapid.T, y *models.System, n *models.Node) {
	n.Tier = one(t, "tier", models.TierEdge, models.TierEdge, models.TierDevice, models.TierGateway, models.TierCloud)
	n.Discipline = one(t, "discipline", models.ProcessorSharing, models.FIFO, models.PriorityQueue, models.PreemptivePriority)
	n.Places = one[int32](t, "places", 0, 0, 1, 3)
	n.ImageCache = one[units.Bytes](t, "image cache", 0, 100, 160, 30)
	if len(y.Domains) > 0 && rapid.Bool().Draw(t, "in domain") {
		n.Domain = models.DomainID(rapid.IntRange(0, len(y.Domains)-1).Draw(t, "domain"))
	}
	n.Speed = one(t, "speed", units.ReferenceSpeed, 300_000, 2_500_000)
	n.Class = one[models.ClassID](t, "class", 0, 1, 2)
	n.SpeedUnknown = n.Class > 0 && rapid.Bool().Draw(t, "speed unknown")
	n.Capacity = models.Resources{
		CPU:       one[units.MilliCPU](t, "cores", 1000, 2000, 3500, 0),
		Memory:    one[units.Bytes](t, "memory", 100, 200, 1000, 50),
		Storage:   one[units.Bytes](t, "storage", 100, 1000, 40),
		Bandwidth: one[units.BitsPerSecond](t, "nic", 8e9, 2e9, units.Unlimited),
	}
	n.CPULimit = one(t, "limit", units.Unlimited, max(n.Capacity.CPU, 1), 2*n.Capacity.CPU+1)
	for range one(t, "accelerators", 0, 1, 2) {
		n.Accelerators = append(n.Accelerators, models.Accelerator{Model: one(t, "model", "a", "b")})
	}
	if n.Tier == models.TierGateway {
		n.Gateway = &models.Gateway{Protocols: one(t, "protocols", nil, []string{"mqtt"})}
	} else if len(y.Nodes) > 0 && y.Nodes[0].Gateway != nil {
		n.Via = 0
	}
	if rapid.Bool().Draw(t, "power") {
		n.Power = &models.Power{IdleMilliwatt: 1000, BusyMilliwatt: 3000}
	}
}

func drawSpec(t *rapid.T, s *models.Spec) {
	s.Demand = models.Resources{
		CPU:       one[units.MilliCPU](t, "cpu", 1000, 500, 2000),
		Memory:    one[units.Bytes](t, "memory", 0, 60, 100),
		Storage:   one[units.Bytes](t, "storage", 0, 50, 30),
		Bandwidth: one[units.BitsPerSecond](t, "bandwidth", 0, 1.5e9, 3e9),
	}
	s.Priority = one[int32](t, "priority", 0, 7, -1)
	s.Deadline = one[time.Duration](t, "deadline", 0, 100)
	s.Protocol = one(t, "protocol", "", "mqtt", "modbus")
	s.Constraints = models.Constraints{
		Tiers:      one(t, "tiers", 0, models.NewTierSet(models.TierEdge), models.NewTierSet(models.TierCloud, models.TierEdge)),
		MaxLatency: one[time.Duration](t, "latency bound", 0, 0, 20),
		Encrypted:  one(t, "encrypted", false, false, false, true),
	}
	if n := one[int32](t, "accelerators", 0, 0, 1, 2); n > 0 {
		s.Accelerators = models.AcceleratorDemand{Count: n, Share: one[int32](t, "share", 1000, 400, 1), Models: one(t, "models", nil, []string{"a"})}
	}
}

func drawWorkload(t *rapid.T, c *Config) Workload {
	y := c.System
	w := Workload{
		Name:   fmt.Sprintf("w%d", len(c.Workloads)),
		Spec:   addSpec(y, func(s *models.Spec) { drawSpec(t, s) }),
		Target: models.NoNode,
		Work:   drawDist(t, "work", 0, 100, 500), Input: drawDist(t, "input", 0, 10, 100), Output: drawDist(t, "output", 0, 10, 100),
		From: one[units.Time](t, "from", 0, 100), Until: one[units.Time](t, "until", 0, 2000),
		CountMax: rapid.Int64Range(1, 8).Draw(t, "count"),
		OnCut:    one(t, "on cut", Restart, Stall, Reroute, Abort),
	}
	if rapid.Bool().Draw(t, "has target") {
		w.Target = anyNode(t, y, "target")
	}
	for i := range y.Nodes {
		if len(w.Sources) == 0 || one(t, "source", false, false, true) {
			w.Sources = append(w.Sources, models.NodeID((i+len(c.Workloads))%len(y.Nodes)))
		}
	}
	drawAttempts(t, c, &w)
	drawTimes(t, &w, &y.Specs[w.Spec])
	switch rapid.IntRange(0, 3).Draw(t, "arrivals") {
	case 0:
		w.Arrivals.Gap = drawDist(t, "gap", 1, 50, 200)
	case 1:
		w.Arrivals.Every = one[time.Duration](t, "every", 100, 50, 1)
	case 2:
		w.Arrivals.Process = drawProcess(t)
	default:
		w.Arrivals.At = [][]units.Time{}
		for range w.Sources {
			w.Arrivals.At = append(w.Arrivals.At, drawInstants(t, w.From))
		}
	}
	return w
}

// drawTimes makes some workloads take other times on other classes.
func drawTimes(t *rapid.T, w *Workload, s *models.Spec) {
	if !one(t, "timed", false, false, true) {
		return
	}
	w.Work, w.Times = rng.Dist{}, []rng.Dist{{}, {}, {}}
	s.Times = models.Times{0, 0, 0}
	for i := range w.Times {
		if one(t, "measured", true, false) {
			w.Times[i], s.Times[i] = drawDist(t, "time", 100, 0, 500), time.Duration(one(t, "expected", 100, 1))
		}
	}
}

func drawInstants(t *rapid.T, from units.Time) []units.Time {
	list := []units.Time{}
	for range rapid.IntRange(0, 6).Draw(t, "instants") {
		from += one[units.Time](t, "gap", 0, 50, 100, 1)
		list = append(list, from)
	}
	return list
}

func drawDist(t *rapid.T, label string, values ...int64) rng.Dist {
	v := rapid.SampledFrom(values).Draw(t, label)
	switch one(t, label+" kind", "fixed", "fixed", "exponential", "uniform") {
	case "exponential":
		return rng.Must(rng.Exponential(float64(v + 1)))
	case "uniform":
		return rng.Must(rng.Uniform(0, float64(2*v)))
	default:
		return fixed(v)
	}
}

func drawTransfers(t *rapid.T, c *Config) {
	for i := range rapid.IntRange(0, 3).Draw(t, "transfers") {
		c.Transfers = append(c.Transfers, Transfer{
			Name: fmt.Sprintf("t%d", i), From: anyNode(t, c.System, "from"), To: anyNode(t, c.System, "to"),
			Size: one[units.Bytes](t, "size", 100, 0, 1000), At: one[units.Time](t, "at", 100, 0, 500, 5000),
			OnCut: one(t, "on cut", Restart, Stall, Reroute, Abort),
		})
	}
}

func drawFaults(t *rapid.T, c *Config) {
	y := c.System
	for range rapid.IntRange(0, 6).Draw(t, "faults") {
		f := Fault{
			At:   units.Time(50 * rapid.IntRange(0, 30).Draw(t, "fault at")),
			For:  one[time.Duration](t, "for", 100, 50, 400, 0),
			Mode: drawMode(t),
		}
		if f.Mode.Kind == failure.Reboot {
			f.For = 0
		}
		switch what := one(t, "what", "node", "link", "domain"); {
		case what == "link" && len(y.Links) > 0:
			f.On = OnLink(models.LinkID(rapid.IntRange(0, len(y.Links)-1).Draw(t, "link")))
		case what == "domain" && len(y.Domains) > 0:
			f.On = OnDomain(models.DomainID(rapid.IntRange(0, len(y.Domains)-1).Draw(t, "domain")))
		default:
			f.On = OnNode(anyNode(t, y, "node"))
		}
		c.Faults = append(c.Faults, f)
	}
	drawFailures(t, c)
}

// drawMode draws a way to fail.
func drawMode(t *rapid.T) failure.Mode {
	switch kind := one(t, "mode", failure.Crash, failure.Crash, failure.Pause, failure.Slow, failure.Reboot); kind {
	case failure.Slow:
		return failure.Mode{Kind: kind, SpeedPermille: one[int64](t, "speed", 500, 999, 1)}
	case failure.Reboot:
		return failure.Mode{Kind: kind, Downtime: one[time.Duration](t, "downtime", 50, 1, 300)}
	default:
		return failure.Mode{Kind: kind}
	}
}

// anyPolicy returns a maker of one of the policies of the catalog, or of the
// chaotic one.
func anyPolicy(t *rapid.T) (name string, start func() schedulers.Scheduler) {
	name = rapid.SampledFrom(append(catalog.Names(), "chaotic", "chaotic", "chaotic", "chaotic")).Draw(t, "policy")
	if name == "chaotic" {
		return name, func() schedulers.Scheduler { return new(chaotic) }
	}
	return name, func() schedulers.Scheduler {
		p, err := catalog.New(name)
		if err != nil {
			t.Fatalf("policy: %v", err)
		}
		return p
	}
}

// chaotic is a policy that answers with anything, valid or not.
type chaotic struct{ plan schedulers.Plan }

func (p *chaotic) Plan(_ context.Context, s *schedulers.Snapshot) (*schedulers.Plan, error) {
	p.plan.Reset(s)
	below := func(n int) int { return schedulers.IntN(s.Rand, n) }
	for range below(2 * (len(s.Pending) + 1)) {
		a := schedulers.Action{
			Op: schedulers.Op(below(5)), Reason: models.Reason(below(256)), Score: int64(s.Rand.Uint64()),
			Task: models.TaskID(below(20) - 3), Node: models.NodeID(below(len(s.Nodes)+4) - 2),
		}
		if below(3) > 0 { // mostly something that makes sense
			a.Op, a.Task = schedulers.Place, s.Pending[below(len(s.Pending))].Task
		}
		if a.Node >= 0 && int(a.Node) < len(s.Nodes) && below(2) == 0 {
			a.Generation = s.Nodes[a.Node].Generation - uint64(below(2))
		}
		if below(3) == 0 { // together with the last one
			p.plan.Actions = append(p.plan.Actions, a)
			continue
		}
		p.plan.Add(a)
	}
	if below(8) == 0 {
		p.plan.Ends = append(p.plan.Ends, int32(below(100)-50))
	}
	return &p.plan, nil
}
