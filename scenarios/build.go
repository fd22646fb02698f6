package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/arrivals"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Build turns a loaded file into what the simulator runs. Indices stay what they
// are: node i of the file is models.NodeID(i). Its error lists the problems that
// only show when numbers become distributions, as diagnostics.Errors; a file
// that Load accepts seldom has any.
func (f *File) Build() (*sim.Config, error) {
	b := builder{file: f, sys: &models.System{}}
	b.nodes()
	b.links()
	cfg := &sim.Config{
		System: b.sys, Seed: rng.Seed(f.Seed.V),
		Horizon: units.Time(f.Duration.V), Warmup: units.Time(f.Warmup.V),
		Policy: string(f.Scheduler.Policy.V), Period: f.Scheduler.Period.V,
		DecisionLatency: f.Scheduler.DecisionLatency.V,
		Channels:        b.channels(), Images: b.images(),
		Domains: b.domains(), Crews: b.crews(),
	}
	cfg.Mobility = b.mobility()
	b.failures(cfg)
	b.footprint(cfg)
	b.members(cfg)
	for i := range f.Workloads {
		cfg.Workloads = append(cfg.Workloads, b.workload(&f.Workloads[i]))
	}
	b.services(cfg)
	for _, t := range f.Transfers {
		cfg.Transfers = append(cfg.Transfers, sim.Transfer{
			Name: string(t.Name.V), From: nodeID(t.From), To: nodeID(t.To), Size: t.Size.V, At: units.Time(t.At.V), OnCut: onCut(t.OnCut.V),
			Protocol: string(t.Protocol.V), Uplink: string(t.Uplink.V), Message: t.Message.V,
		})
	}
	b.streams(cfg)
	cfg.Gateways = b.gateways()
	cfg.Trust = b.trust()
	cfg.Faults = b.faults()
	cfg.Control = b.control()
	if err := b.problems.Err(); err != nil {
		return nil, err
	}
	return cfg, nil
}

// builder carries what Build has made so far.
type builder struct {
	file     *File
	sys      *models.System
	problems diagnostics.List
	// processes are those that instances of a template share.
	processes map[*Arrivals]arrivals.Spec
	// classes are the numbers of the classes of devices that nodes have.
	classes map[Name]models.ClassID
	// regions are the numbers of the labels of residency.
	regions map[Name]models.Region
}

func (b *builder) problem(at Pos, path, what, fix string) {
	b.problems.Add(at, b.file.Diagnose(at, path, what, fix))
}

// nodeID returns the node that a reference means, or NoNode.
func nodeID(r Ref) models.NodeID {
	if !r.IsSet() {
		return models.NoNode
	}
	return models.NodeID(r.Index)
}

func (b *builder) nodes() {
	b.sys.Domains = b.file.DomainNames()
	domains := make(map[string]models.DomainID, len(b.sys.Domains))
	for i, name := range b.sys.Domains {
		domains[name] = models.DomainID(i)
	}
	b.classes = map[Name]models.ClassID{}
	for i := range b.file.Nodes {
		n := &b.file.Nodes[i]
		m := models.Node{
			ID: models.NodeID(i), Name: string(n.Name.V), Tier: tierOf(n.Tier.V), Speed: n.Speed.V,
			Capacity: capacityOf(n.Capacity), Discipline: disciplineOf(n.Discipline.V), CPULimit: units.Unlimited,
			Security: n.Trust.vouched(securityOf(n)), Enclave: enclaveOf(n.Trust), Region: b.region(n.Residency), Domain: models.NoDomain, Via: nodeID(n.Gateway),
		}
		m.Class, m.SpeedUnknown = b.classOf(n)
		m.Places, m.ImageCache = int32(n.Places.V), n.ImageCache.V
		if n.Overcommit.IsSet() {
			m.CPULimit = units.MilliCPU(units.MulDivCeil(int64(m.Capacity.CPU), int64(n.Overcommit.V), int64(RatioOne)))
		}
		for _, a := range n.Accelerators {
			for range a.Count.V {
				m.Accelerators = append(m.Accelerators, models.Accelerator{Model: string(a.Model.V)})
			}
		}
		if n.Domain.IsSet() {
			m.Domain = domains[string(n.Domain.V)]
		}
		m.Labels = labelsOf(n.Labels)
		b.extras(n, &m)
		b.sys.Nodes = append(b.sys.Nodes, m)
	}
}

// extras fills in what most nodes do not have.
func (b *builder) extras(n *Node, m *models.Node) {
	if m.Tier == models.TierGateway {
		g := &models.Gateway{Security: m.Security}
		for _, p := range n.Protocols {
			g.Protocols = append(g.Protocols, string(p.V))
		}
		slices.Sort(g.Protocols)
		m.Gateway = g
	}
	if n.At != nil {
		const nano = 1000 // billionths of a degree in a microdegree
		m.At = &models.Location{
			LatMicrodegrees: int32(n.At.Lat.V / nano),
			LonMicrodegrees: int32(n.At.Lon.V / nano),
		}
	}
	if n.Power != nil {
		m.Power = powerOf(n.Power)
	}
}

func tierOf(t Tier) models.Tier {
	switch t {
	case TierEdge:
		return models.TierEdge
	case TierGateway:
		return models.TierGateway
	case TierCloud:
		return models.TierCloud
	default:
		return models.TierDevice
	}
}

func disciplineOf(d Discipline) models.Discipline {
	switch d {
	case DisciplineFIFO:
		return models.FIFO
	case DisciplinePriority:
		return models.PriorityQueue
	case DisciplinePreemptive:
		return models.PreemptivePriority
	default:
		return models.ProcessorSharing
	}
}

func capacityOf(c *Capacity) models.Resources {
	r := models.Resources{CPU: c.CPU.V, Memory: c.Memory.V, Storage: c.Storage.V, Bandwidth: units.Unlimited}
	if c.Bandwidth.IsSet() {
		r.Bandwidth = c.Bandwidth.V
	}
	return r
}

func tlsOf(v TLS) models.TLS {
	switch v {
	case TLS12:
		return models.TLS12
	case TLS13:
		return models.TLS13
	default:
		return models.NoTLS
	}
}

func securityOf(n *Node) models.Security {
	s := models.Security{Trusted: n.Trusted.V}
	if n.Security != nil {
		s.TLS, s.Token, s.Attested = tlsOf(n.Security.TLS.V), n.Security.Token.V, n.Security.Attested.V
	}
	return s
}

func labelsOf(l Labels) models.Labels {
	var pairs []models.Label
	for _, x := range l {
		pairs = append(pairs, models.Label{Key: x.Key.V, Value: x.Value.V})
	}
	return models.NewLabels(pairs...)
}

func (b *builder) workload(w *Workload) sim.Workload {
	path := cmp.Or(w.list, "workloads") + "." + string(w.Name.V)
	work, times := b.work(w, path+".work")
	spec := models.Spec{
		ID: models.SpecID(len(b.sys.Specs)), Name: string(w.Name.V), Protocol: string(w.Protocol.V),
		Demand: models.Resources{
			CPU: w.Demand.CPU.V, Memory: w.Demand.Memory.V, Storage: w.Demand.Storage.V, Bandwidth: w.Demand.Bandwidth.V,
		},
		Priority: int32(w.Priority.V), Deadline: w.Deadline.V, Replicas: int32(w.Replicas.V),
	}
	spec.Times = expectedTimes(times)
	if !work.IsZero() {
		spec.ExpectedWork = time.Duration(rng.Round(work.Mean()))
	}
	if a := w.Demand.Accelerators; a != nil {
		const perMille = int64(RatioOne) / models.WholeDevice
		spec.Accelerators = models.AcceleratorDemand{
			Count: int32(a.Count.V),
			Share: int32(units.MulDivCeil(int64(a.Share.V), 1, perMille)),
		}
		for _, m := range a.Model {
			spec.Accelerators.Models = append(spec.Accelerators.Models, string(m.V))
		}
	}
	if w.Requires != nil {
		spec.Constraints = constraintsOf(w.Requires)
	}
	if w.Replicas.V != 1 {
		b.problem(w.Replicas.Pos, path+".replicas", fmt.Sprintf("%d replicas are not supported by this version", w.Replicas.V), "write 1, or leave it out")
	}
	b.restrict(w, &spec)
	if w.Service.IsSet() {
		spec.Calls = models.ServiceID(w.Service.Index + 1)
	}
	b.sys.Specs = append(b.sys.Specs, spec)
	out := sim.Workload{
		Name: string(w.Name.V), Spec: spec.ID, Target: nodeID(w.Target), Work: work, Times: times,
		Input: dist(b, w.Input, path+".input"), Output: dist(b, w.Output, path+".output"),
		From: units.Time(w.From.V), Until: units.Time(w.Until.V), CountMax: w.Count.V,
		Uplink: string(w.Uplink.V), Message: w.Message.V,
	}
	for _, i := range w.Source.Nodes {
		out.Sources = append(out.Sources, models.NodeID(i))
	}
	out.Arrivals = b.arrivals(w, path)
	out.Following = w.Session.following()
	resilience(w, &out)
	return out
}

func constraintsOf(r *Requires) models.Constraints {
	c := models.Constraints{
		Security: models.Security{
			TLS: tlsOf(r.TLS.V), Token: r.Token.V, Attested: r.Attested.V, Trusted: r.Trusted.V,
		},
		MaxLatency: r.MaxLatency.V,
	}
	for _, t := range r.Tier {
		c.Tiers |= models.NewTierSet(tierOf(t.V))
	}
	for _, m := range r.Labels {
		s := models.Selector{Key: m.Key.V}
		for _, v := range m.Values {
			s.Values = append(s.Values, v.V)
		}
		c.Labels = append(c.Labels, s)
	}
	for _, n := range r.Nodes {
		c.Nodes = append(c.Nodes, nodeID(n))
	}
	slices.Sort(c.Nodes)
	return c
}
