package scenarios

import (
	"fmt"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
)

// placementChecksMax bounds how often a workload is held against a node. What
// is beyond is not checked here; the run reports such tasks as never placed.
const placementChecksMax = 20_000_000

// placement checks that each workload has a node that could run it and a path
// to that node. It asks the same predicates that the referee of a run asks, so
// it needs nodes and links without fault.
func (c *checker) placement() {
	if c.systemBad || !c.complete("nodes") || !c.complete("links") {
		return
	}
	b := builder{file: c.file, sys: &models.System{}}
	b.nodes()
	b.links()
	p := placer{
		checker: c, sys: b.sys, parts: partsOf(b.sys), left: placementChecksMax,
		canRun: make([]int32, len(b.sys.Nodes)), canReach: make([]int32, len(b.sys.Nodes)),
	}
	for i := range c.file.Workloads {
		w := &c.file.Workloads[i]
		if c.badWorkloads[w.origin] || c.untabled(w) {
			continue
		}
		if p.left -= len(b.sys.Nodes); p.left < 0 {
			return
		}
		p.workload(w, b.specOf(w))
	}
	p.services(&b)
	for i := range c.file.Transfers {
		p.transfer(&c.file.Transfers[i])
	}
	p.load()
}

// services checks the instances of services like tasks of workloads.
func (p *placer) services(b *builder) {
	if p.servicesBad {
		return
	}
	for i := range p.file.Services {
		if p.left -= len(p.sys.Nodes); p.left < 0 {
			return
		}
		b.sys.Specs = b.sys.Specs[:0]
		b.service(&p.file.Services[i], models.ServiceID(i+1))
		p.workload(p.file.Services[i].asWorkload(), &b.sys.Specs[0])
	}
}

// specOf returns the kind of task that a workload makes.
func (b *builder) specOf(w *Workload) *models.Spec {
	// Arrivals and sources do not matter, and may be many.
	bare := *w
	bare.Arrivals = &Arrivals{Every: &Value[time.Duration]{V: time.Second}}
	bare.Source = Source{}
	b.sys.Specs = b.sys.Specs[:0]
	b.workload(&bare)
	return &b.sys.Specs[0]
}

// placer checks where workloads can run.
type placer struct {
	*checker
	sys *models.System
	// parts numbers the connected parts of the network by node.
	parts []int32
	left  int
	// eligible are the nodes that can run the workload at hand, and canRun[n]
	// and canReach[part] tell by the number of that workload, counted from 1,
	// that node n is one of them or the part has one.
	eligible         []models.NodeID
	canRun, canReach []int32
	number           int32
	// used are the nodes that can run some workload; offered is the work of all
	// workloads, in nanoseconds of the reference core.
	used    []bool
	offered float64
	// overloaded tells that one workload alone is too much.
	overloaded bool
	// latency is the smallest of the links of each node, made when needed.
	latency []time.Duration
}

// workload checks one workload.
func (p *placer) workload(w *Workload, s *models.Spec) {
	p.number++
	p.eligible = p.eligible[:0]
	farthest := models.OK
	for i := range p.sys.Nodes {
		why := p.sys.Static(models.NodeID(i), s)
		if why == models.OK {
			p.eligible = append(p.eligible, models.NodeID(i))
			p.canRun[i] = p.number
			p.canReach[p.parts[i]] = p.number
		}
		farthest = max(farthest, why)
	}
	if len(p.eligible) == 0 {
		p.reportMisfit(w, s, farthest)
		return
	}
	if int64(len(p.eligible)) < w.Replicas.V {
		p.report(w.at("replicas"), w.Replicas.Pos, func() (string, string) {
			return fmt.Sprintf("%d replicas need as many nodes, but %d can run this", w.Replicas.V, len(p.eligible)), "lower the number, or relax what the workload requires"
		})
	}
	p.paths(w, s)
	p.image(w)
	if w.list != "services" && w.Work.onReference() != nil {
		p.compare(w, s)
	}
}

// reportUntimed says that nobody knows how long a workload takes on the nodes that
// could run it.
func (p *placer) reportUntimed(w *Workload) {
	at, pos := w.at("work"), w.Work.Pos
	if w.Work.Table.IsSet() {
		p.report(at.at("table"), w.Work.Table.Pos, func() (string, string) {
			return fmt.Sprintf("no node that meets the other requirements has a class for which the table %s has a time", quote(string(w.Work.Table.V))),
				"give nodes such a class, or add to a table of the file what was measured on theirs"
		})
		return
	}
	p.report(at, pos, say("no node that meets the other requirements has a speed, because no class of devices gives one", "add speed to the nodes, or use a table of work"))
}

// image checks that one of the eligible nodes can get the image of a workload,
// and has room for it.
func (p *placer) image(w *Workload) {
	if !w.Image.IsSet() || w.Image.Index < 0 {
		return
	}
	image := &p.file.Images[w.Image.Index]
	if image.Registry.Index < 0 {
		return
	}
	fits, joined := false, false
	for _, n := range p.eligible {
		near := p.parts[n] == p.parts[image.Registry.Index]
		room := p.sys.Nodes[n].ImageCache == 0 || p.sys.Nodes[n].ImageCache >= image.Size.V
		if near && room {
			return
		}
		fits, joined = fits || room, joined || near
	}
	p.report(w.at("image"), w.Image.Pos, func() (string, string) {
		switch {
		case !fits:
			return fmt.Sprintf("the image %s has %s, for which no node that can run this has room", w.Image.Name, quantity.Size.Format(int64(image.Size.V))),
				"raise the image-cache of a node, or make the image smaller"
		case !joined:
			return fmt.Sprintf("no path of links leads from the registry %s to a node that can run this", image.Registry.Name), "add a link that joins them"
		default:
			return fmt.Sprintf("no node that can run this has both room for the image %s and a path to its registry %s", w.Image.Name, image.Registry.Name),
				"raise the image-cache of a node, or add a link"
		}
	})
}

// reportMisfit says why no node can run a workload: it names the requirement at
// which the nodes that came farthest failed. A requirement that no node meets
// may be meant, to see what is declined; a demand beyond all capacity is not.
func (p *placer) reportMisfit(w *Workload, s *models.Spec, farthest models.Reason) {
	d, r := w.Demand, w.Requires
	const never = "its tasks will never run; "
	switch farthest {
	case models.OK:
		return // There are no nodes at all, which is complained about already.
	case models.WrongTier:
		p.warn(w.at("requires.tier"), r.Tier[0].Pos, "no node has such a tier", never+"allow the tier of a node that is there")
	case models.WrongNode:
		p.warn(w.at("requires.nodes"), r.Nodes[0].Pos, "none of these nodes has a required tier", never+"name others, or allow their tier")
	case models.WrongLabel:
		p.warn(w.at("requires.labels"), r.Labels[0].Key.Pos, "no node that meets the other requirements has these labels", never+"change the labels here or on the nodes")
	case models.Untrusted:
		key, pos := r.security()
		p.warn(w.at("requires."+key), pos, "no node that meets the other requirements offers this security", never+"set trusted or security on a node, or require less")
	case models.NoEnclave, models.OutsideRegion:
		p.reportNowhere(w, farthest)
	case models.NotMeasured:
		p.reportUntimed(w)
	case models.AcceleratorCapacity:
		p.report(w.at("demand.accelerators.count"), d.Accelerators.Count.Pos, say(
			fmt.Sprintf("no eligible node has %d accelerators%s", d.Accelerators.Count.V, ofModel(d.Accelerators)), "demand fewer or others, or add accelerators to a node"))
	default:
		p.reportTooLarge(w, s, farthest)
	}
}

func ofModel(a *AcceleratorDemand) string {
	if len(a.Model) == 0 {
		return ""
	}
	models := make([]string, len(a.Model))
	for i, m := range a.Model {
		models[i] = string(m.V)
	}
	return " of model " + abbreviate(strings.Join(models, " or "))
}

// security returns the first requirement of security that is written.
func (r *Requires) security() (key string, pos Pos) {
	for _, s := range []struct {
		key string
		pos Pos
	}{{"trusted", r.Trusted.Pos}, {"tls", r.TLS.Pos}, {"token", r.Token.Pos}, {"attested", r.Attested.Pos}} {
		if !s.pos.IsZero() {
			return s.key, s.pos
		}
	}
	return "", Pos{}
}

// reportTooLarge reports a demand that exceeds the capacity of all nodes that
// come far enough to be asked for it, and prints the largest.
func (p *placer) reportTooLarge(w *Workload, s *models.Spec, farthest models.Reason) {
	dimension, pos := "cpu", w.Demand.CPU.Pos
	amount := func(r models.Resources) (int64, string) { return int64(r.CPU), r.CPU.String() + " cores" }
	if farthest == models.MemoryCapacity {
		dimension, pos = "memory", w.Demand.Memory.Pos
		amount = func(r models.Resources) (int64, string) {
			return int64(r.Memory), quantity.Size.Format(int64(r.Memory))
		}
	}
	if farthest == models.StorageCapacity {
		dimension, pos = "storage", w.Demand.Storage.Pos
		amount = func(r models.Resources) (int64, string) {
			return int64(r.Storage), quantity.Size.Format(int64(r.Storage))
		}
	}
	if farthest == models.BandwidthCapacity {
		dimension, pos = "bandwidth", w.Demand.Bandwidth.Pos
		amount = func(r models.Resources) (int64, string) {
			return int64(r.Bandwidth), quantity.BitRate.Format(int64(r.Bandwidth))
		}
	}
	p.report(w.at("demand."+dimension), pos, func() (string, string) {
		best, bestName, bestText := int64(-1), "", ""
		for i := range p.sys.Nodes {
			n := &p.sys.Nodes[i]
			if p.sys.Static(n.ID, s) != farthest {
				continue
			}
			if v, text := amount(n.Capacity); v > best {
				best, bestName, bestText = v, n.Name, text
			}
		}
		_, demand := amount(s.Demand)
		return fmt.Sprintf("%s fit on no node that has the rest; the largest has %s (%s)", demand, bestText, bestName), "demand less, or give a node more"
	})
}

// paths checks that each source has a path to a node that can run its tasks,
// and to the target.
func (p *placer) paths(w *Workload, s *models.Spec) {
	for _, i := range w.Source.Nodes {
		source := models.NodeID(i)
		name := p.sys.Nodes[i].Name
		switch {
		case p.canReach[p.parts[i]] != p.number:
			p.report(w.at("source"), w.Source.Pos, func() (string, string) {
				return fmt.Sprintf("no path of links leads from %s to a node that can run this, such as %s", name, p.sys.Nodes[p.eligible[0]].Name),
					"add a link that joins them"
			})
		case w.Target.IsSet() && p.parts[w.Target.Index] != p.parts[i]:
			p.report(w.at("target"), w.Target.Pos, func() (string, string) {
				return fmt.Sprintf("no path of links joins %s and the source %s", w.Target.Name, name), "add a link, or choose another target"
			})
		case s.Constraints.MaxLatency > 0 && p.canRun[i] != p.number && p.nearest(source) > s.Constraints.MaxLatency:
			p.report(w.at("requires.max-latency"), w.Requires.MaxLatency.Pos, func() (string, string) {
				return fmt.Sprintf("even the nearest neighbour of %s is %s away", name, span(p.nearest(source))), fmt.Sprintf("allow at least %s, or add a faster link", span(p.nearest(source)))
			})
		default:
			continue
		}
		return
	}
}

// nearest returns the smallest latency of the links of a node.
func (p *placer) nearest(n models.NodeID) time.Duration {
	if p.latency == nil {
		p.latency = make([]time.Duration, len(p.sys.Nodes))
		for i := range p.latency {
			p.latency[i] = units.Unlimited
		}
		for i := range p.sys.Links {
			l, least := &p.sys.Links[i], p.file.Links[i].leastLatency()
			p.latency[l.A] = min(p.latency[l.A], least)
			p.latency[l.B] = min(p.latency[l.B], least)
		}
	}
	return p.latency[n]
}

// leastLatency returns the smallest latency that a link ever has.
func (l *Link) leastLatency() time.Duration {
	least := l.Latency.V
	if l.Profile == nil {
		return least
	}
	for _, s := range l.Profile.Steps {
		if s.Latency.IsSet() {
			least = min(least, s.Latency.V)
		}
	}
	if t := l.Profile.Trace; t != nil {
		for _, s := range t.Latency {
			least = min(least, s.Latency)
		}
	}
	return least
}

// transfer checks that a path joins the ends of a transfer.
func (p *placer) transfer(t *Transfer) {
	if !t.From.IsSet() || !t.To.IsSet() || t.From.Index < 0 || t.To.Index < 0 || p.parts[t.From.Index] == p.parts[t.To.Index] {
		return
	}
	p.report(t.at("to"), t.To.Pos, func() (string, string) {
		return fmt.Sprintf("no path of links leads from %s to %s", t.From.Name, t.To.Name), "add a link that joins them"
	})
}

// compare warns when a workload alone brings more work than the nodes that can
// run it can do, and adds it to the total.
func (p *placer) compare(w *Workload, s *models.Spec) {
	if p.used == nil {
		p.used = make([]bool, len(p.sys.Nodes))
	}
	cores := 0.0
	for _, n := range p.eligible {
		p.used[n] = true
		cores += speedOf(&p.sys.Nodes[n])
	}
	work := float64(p.tasks(w)) * float64(s.ExpectedWork)
	p.offered += work
	if can := cores * float64(p.file.Duration.V); work > can && can > 0 {
		p.overloaded = true
		p.warn(w.at("arrivals"), w.Arrivals.Pos, fmt.Sprintf("the tasks bring %.2g times the work that the nodes which can run them can do", work/can), "queues will grow without end; expect no steady state")
	}
}

// speedOf returns how many reference cores a node is worth.
func speedOf(n *models.Node) float64 {
	return n.Capacity.CPU.Cores() * float64(n.Speed) / float64(units.ReferenceSpeed)
}

// load warns when all workloads together are too much.
func (p *placer) load() {
	if p.overloaded || len(p.file.Workloads) == 0 {
		return
	}
	cores := 0.0
	for i, used := range p.used {
		if used {
			cores += speedOf(&p.sys.Nodes[i])
		}
	}
	if can := cores * float64(p.file.Duration.V); p.offered > can && can > 0 {
		p.warn(where{list: "workloads"}, p.file.Workloads[0].Pos, fmt.Sprintf("all workloads together bring %.2g times the work that the nodes which can run them can do", p.offered/can), "queues will grow without end; expect no steady state")
	}
}

// partsOf numbers the connected parts of the network: two nodes have the same
// number if a path of links joins them.
func partsOf(sys *models.System) []int32 {
	parent := make([]int32, len(sys.Nodes))
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, l := range sys.Links {
		a, b := find(int32(l.A)), find(int32(l.B))
		parent[max(a, b)] = min(a, b)
	}
	for i := range parent {
		parent[i] = find(int32(i))
	}
	return parent
}
