package sim

import (
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/retry"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// rename puts a prefix in front of every name, so that two systems can be one.
func rename(c *Config, prefix string) {
	y := c.System
	for i := range y.Nodes {
		y.Nodes[i].Name = prefix + y.Nodes[i].Name
	}
	for i := range y.Links {
		y.Links[i].Name = prefix + y.Links[i].Name
	}
	for i := range y.Domains {
		y.Domains[i] = prefix + y.Domains[i]
	}
	for i := range c.Workloads {
		c.Workloads[i].Name = prefix + c.Workloads[i].Name
	}
	for i := range c.Images {
		c.Images[i].Name = prefix + c.Images[i].Name
	}
	for i := range c.Crews {
		c.Crews[i].Name = prefix + c.Crews[i].Name
	}
	for i := range c.Failures {
		if c.Failures[i].Crew != "" {
			c.Failures[i].Crew = prefix + c.Failures[i].Crew
		}
	}
}

// shift is by how much the numbers of a part grow in a union.
type shift struct {
	node   models.NodeID
	link   models.LinkID
	spec   models.SpecID
	domain models.DomainID
	image  ImageID
	load   int32
	moved  int32 // plain transfers
}

func sizesOf(c *Config) shift {
	y := c.System
	return shift{
		models.NodeID(len(y.Nodes)), models.LinkID(len(y.Links)), models.SpecID(len(y.Specs)), models.DomainID(len(y.Domains)),
		ImageID(len(c.Images)), int32(len(c.Workloads)), int32(len(c.Transfers)),
	}
}

func (s shift) target(t Target) Target {
	switch t.Kind {
	case TargetNode:
		t.Index += int32(s.node)
	case TargetLink:
		t.Index += int32(s.link)
	default:
		t.Index += int32(s.domain)
	}
	return t
}

// union returns two systems side by side, in one configuration that has the times
// and the seed of the first.
func union(a, b *Config) *Config {
	c, s := clone(a), sizesOf(a)
	y := c.System
	y.Domains = slices.Concat(a.System.Domains, b.System.Domains)
	c.Images, c.Channels = slices.Clone(a.Images), slices.Clone(a.Channels)
	c.Domains, c.Crews = slices.Clone(a.Domains), slices.Concat(a.Crews, b.Crews)
	for _, n := range b.System.Nodes {
		n.ID += s.node
		if n.Via != models.NoNode {
			n.Via += s.node
		}
		if n.Domain != models.NoDomain {
			n.Domain += s.domain
		}
		y.Nodes = append(y.Nodes, n)
	}
	for _, l := range b.System.Links {
		l.ID, l.A, l.B = l.ID+s.link, l.A+s.node, l.B+s.node
		y.Links = append(y.Links, l)
	}
	for _, x := range b.System.Specs {
		x.ID += s.spec
		y.Specs = append(y.Specs, x)
	}
	s.addLoads(c, b)
	for _, d := range b.Domains {
		d.ID += s.domain
		d.Links, d.Domains = slices.Clone(d.Links), slices.Clone(d.Domains)
		for i := range d.Links {
			d.Links[i] += s.link
		}
		for i := range d.Domains {
			d.Domains[i] += s.domain
		}
		c.Domains = append(c.Domains, d)
	}
	for _, x := range b.Faults {
		x.On = s.target(x.On)
		c.Faults = append(c.Faults, x)
	}
	for _, x := range b.Failures {
		x.On = s.target(x.On)
		c.Failures = append(c.Failures, x)
	}
	for _, x := range b.Outages {
		x.On = s.target(x.On)
		c.Outages = append(c.Outages, x)
	}
	return c
}

// addLoads adds what a part of a union has to do.
func (s shift) addLoads(c, b *Config) {
	for _, w := range b.Workloads {
		w.Spec += s.spec
		w.Sources = slices.Clone(w.Sources)
		for i := range w.Sources {
			w.Sources[i] += s.node
		}
		if w.Target != models.NoNode {
			w.Target += s.node
		}
		if w.Image != NoImage {
			w.Image += s.image
		}
		c.Workloads = append(c.Workloads, w)
	}
	for _, x := range b.Transfers {
		x.From, x.To = x.From+s.node, x.To+s.node
		c.Transfers = append(c.Transfers, x)
	}
	for _, m := range b.Images {
		m.Registry += s.node
		c.Images = append(c.Images, m)
	}
	for _, x := range b.Channels {
		x.Link += s.link
		c.Channels = append(c.Channels, x)
	}
}

// records are what a run says of tasks and transfers, by number.
type records struct {
	Tasks     []trace.Task
	Transfers []trace.Transfer
}

func recordsOf(t *rapid.T, l *log) records { return records{l.byNumber(t), l.transfers} }

// part returns the records of a part of a union with the numbers that they have
// when it is alone.
func (r records) part(from, until shift) records {
	var out records
	for _, x := range r.Tasks {
		if x.Workload < from.load || x.Workload >= until.load {
			continue
		}
		x.Number = int64(len(out.Tasks) + 1)
		x.Workload -= from.load
		x.Source -= int32(from.node)
		if x.Node != int32(models.NoNode) {
			x.Node -= int32(from.node)
		}
		out.Tasks = append(out.Tasks, x)
	}
	for _, x := range r.Transfers {
		if x.Index < from.moved || x.Index >= until.moved {
			continue
		}
		x.Index, x.From, x.To = x.Index-from.moved, x.From-int32(from.node), x.To-int32(from.node)
		out.Transfers = append(out.Transfers, x)
	}
	return out
}

func (r records) must(t *rapid.T, got records, what string) {
	if !slices.Equal(r.Tasks, got.Tasks) || !slices.Equal(r.Transfers, got.Transfers) {
		t.Fatalf("%s:\n%s", what, gocmp.Diff(r, got))
	}
}

// Two systems between which there is no path know nothing of each other, although
// they share a scheduler, as long as that takes no time and is called at once: within
// a period it is called again for the sake of either. Nor do their links vary:
// a change of a link and a fault that meet in one instant have no order but that in
// which they were scheduled, and all faults together are one event.
func TestTwoSystemsSideBySideDoWhatEachDoesAlone(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		a, b := drawConfig(t), drawConfig(t)
		a.DecisionLatency, a.Period, b.DecisionLatency = 0, 0, 0
		b.Seed, b.Horizon, b.Warmup, b.Period = a.Seed, a.Horizon, a.Warmup, a.Period
		a.Channels, b.Channels = nil, nil
		rename(b, "b-")
		both := union(a, b)
		all := recordsOf(t, logs(t, both, firstFit()))
		recordsOf(t, logs(t, a, firstFit())).must(t, all.part(shift{}, sizesOf(a)), "the first of two systems, alone (-) and not (+)")
		recordsOf(t, logs(t, b, firstFit())).must(t, all.part(sizesOf(a), sizesOf(both)), "the second of two systems, alone (-) and not (+)")
	})
}

// Numbers of nodes, links, specs and so on mean nothing but an order: all of them
// grow when an idle system comes first.
func TestNumbersMeanNothingButAnOrder(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := drawConfig(t)
		idle := &Config{System: &models.System{Domains: []string{"idle"}}, Images: []Image{{Name: "idle"}}}
		for range rapid.IntRange(1, 3).Draw(t, "idle nodes") {
			addNode(idle.System, func(n *models.Node) { n.Capacity.CPU, n.Tier = 0, models.TierGateway })
		}
		addSpec(idle.System, nil)
		rename(idle, "idle-")
		idle.Seed, idle.Horizon, idle.Warmup, idle.Period, idle.DecisionLatency = c.Seed, c.Horizon, c.Warmup, c.Period, c.DecisionLatency
		both := union(idle, c)
		all := recordsOf(t, logs(t, both, firstFit()))
		recordsOf(t, logs(t, c, firstFit())).must(t, all.part(sizesOf(idle), sizesOf(both)), "with low numbers (-) and high ones (+)")
	})
}

// stretch makes all times of a configuration k times as long. Its distributions are
// of one value, and nothing in it takes a time that is rounded.
func stretch(c *Config, k int64) *Config {
	out, y := clone(c), clone(c).System
	out.System = y
	far := func(d *time.Duration) { *d *= time.Duration(k) }
	for i := range y.Links {
		far(&y.Links[i].Latency)
	}
	for i := range y.Specs {
		far(&y.Specs[i].Deadline)
		far(&y.Specs[i].ExpectedWork)
		far(&y.Specs[i].Constraints.MaxLatency)
	}
	out.Horizon, out.Warmup = c.Horizon*units.Time(k), c.Warmup*units.Time(k)
	far(&out.Period)
	far(&out.DecisionLatency)
	for i := range out.Workloads {
		stretchLoad(&out.Workloads[i], k)
	}
	for i := range out.Transfers {
		out.Transfers[i].At *= units.Time(k)
	}
	for i := range out.Faults {
		f := &out.Faults[i]
		f.At *= units.Time(k)
		far(&f.For)
		far(&f.Mode.Downtime)
	}
	for i := range out.Failures {
		f := &out.Failures[i]
		far(&f.Mode.Downtime)
		f.Up = times1(f.Up, k)
		f.Down = times1(f.Down, k)
	}
	for i := range out.Outages {
		x := &out.Outages[i].Trace
		x.Outages = slices.Clone(x.Outages)
		for j := range x.Outages {
			x.Outages[j].From *= units.Time(k)
			if x.Outages[j].Until != units.Never {
				x.Outages[j].Until *= units.Time(k)
			}
		}
	}
	return out
}

func stretchLoad(w *Workload, k int64) {
	w.Work = times1(w.Work, k)
	w.Times = slices.Clone(w.Times)
	for i := range w.Times {
		w.Times[i] = times1(w.Times[i], k)
	}
	w.From, w.Until = w.From*units.Time(k), w.Until*units.Time(k)
	w.Arrivals.Every *= time.Duration(k)
	if !w.Arrivals.Gap.IsZero() {
		w.Arrivals.Gap = times1(w.Arrivals.Gap, k)
	}
	if w.Arrivals.At != nil {
		lists := make([][]units.Time, len(w.Arrivals.At))
		for i, list := range w.Arrivals.At {
			for _, at := range list {
				lists[i] = append(lists[i], at*units.Time(k))
			}
		}
		w.Arrivals.At = lists
	}
	w.Checkpoint.Every *= k
	w.Checkpoint.Restart *= time.Duration(k)
	if w.Retry != nil {
		p := *w.Retry
		p.Initial *= time.Duration(k)
		if p.Most != units.Unlimited {
			p.Most *= time.Duration(k)
		}
		w.Retry = &p
	}
}

// times1 multiplies a distribution of one value.
func times1(d rng.Dist, k int64) rng.Dist {
	if d.IsZero() {
		return d
	}
	return fixed(int64(d.Mean()) * k)
}

// steady makes everything in a configuration last a whole number of nanoseconds:
// links have no limit, nodes serve in order at speeds that divide all work, and
// nothing is random.
func steady(c *Config) {
	y := c.System
	for i := range y.Links {
		y.Links[i].Bandwidth, y.Links[i].BandwidthBack = units.Unlimited, 0
	}
	for i := range y.Nodes {
		n := &y.Nodes[i]
		n.Capacity.Bandwidth = units.Unlimited
		if n.Discipline == models.ProcessorSharing {
			n.Discipline = models.FIFO
		}
		n.Speed = units.ReferenceSpeed
		n.Capacity.CPU -= n.Capacity.CPU % 1000
	}
	for i := range y.Specs {
		y.Specs[i].Demand.CPU = 1000
	}
	one := func(d *rng.Dist) { *d = times1(*d, 1) }
	c.Channels = nil
	for i := range c.Workloads {
		w := &c.Workloads[i]
		one(&w.Work)
		for k := range w.Times {
			one(&w.Times[k])
		}
		one(&w.Input)
		one(&w.Output)
		if !w.Arrivals.Gap.IsZero() {
			w.Arrivals.Gap = fixed(max(1, int64(w.Arrivals.Gap.Mean())))
		}
		if w.Arrivals.Process != nil {
			w.Arrivals = Arrivals{Every: 40}
		}
		if w.Retry != nil {
			p := *w.Retry
			p.JitterPermille, p.FactorPermille = 0, p.FactorPermille/1000*1000
			w.Retry = &p
		}
		w.Checkpoint.ResumePermille = w.Checkpoint.ResumePermille / 1000 * 1000
		if len(w.Times) > 0 {
			w.Checkpoint = retry.Checkpoint{Restart: w.Checkpoint.Restart} // work of one class is rounded to that of another
		}
	}
	pauses := func(m *failure.Mode) {
		if m.Kind == failure.Slow {
			*m = failure.Mode{Kind: failure.Pause}
		}
	}
	for i := range c.Faults {
		pauses(&c.Faults[i].Mode)
	}
	for i := range c.Failures {
		f := &c.Failures[i]
		pauses(&f.Mode)
		one(&f.Up)
		one(&f.Down)
	}
	for i := range c.Outages {
		pauses(&c.Outages[i].Trace.Mode)
	}
}

// Time has no scale: when everything takes k times as long, everything happens k
// times as late.
func TestTimeHasNoScale(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := drawConfig(t)
		steady(c)
		k := rapid.SampledFrom([]int64{2, 3, 7, 1000, 999_983}).Draw(t, "k")
		l := logs(t, c, firstFit())
		want := slices.Clone(l.events)
		for i := range want {
			want[i].At *= k
			if want[i].Kind == trace.TaskFinished {
				want[i].Value *= k
			}
		}
		got := logs(t, stretch(c, k), firstFit()).events
		if !slices.Equal(want, got) {
			t.Fatalf("%d times as late (-), and stretched (+):\n%s", k, gocmp.Diff(want, got))
		}
	})
}

// Work that is added, and cores that are taken away, let no task start earlier on a
// node that serves in order.
func TestMoreWorkAndFewerCoresLetNobodyStartEarlier(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		visits := drawVisits(t, 1000)
		cores := rapid.IntRange(1, 5).Draw(t, "cores")
		starts := func(cores int) []int64 {
			c := &Config{System: &models.System{}, Horizon: 1e12}
			n := addNode(c.System, func(n *models.Node) {
				n.Discipline, n.Capacity.CPU = models.FIFO, units.MilliCPU(1000*cores)
			})
			for i := range visits {
				visits[i].add(c, n, models.NoNode)
			}
			var out []int64
			for _, r := range logs(t, c, firstFit()).byNumber(t) {
				out = append(out, r.Started)
			}
			return out
		}
		before := starts(cores)
		if rapid.Bool().Draw(t, "fewer cores") && cores > 1 {
			cores--
		}
		for i := range visits {
			visits[i].work += rapid.SampledFrom([]int64{0, 0, 1, 50}).Draw(t, "more work")
		}
		after := starts(cores)
		for i := range before {
			if after[i] < before[i] {
				t.Fatalf("task %d started at %d and now starts at %d", i+1, before[i], after[i])
			}
		}
	})
}
