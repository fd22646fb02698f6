package sim

import (
	"errors"
	"fmt"
	"math"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/autoscale"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/relocation"
	"github.com/littoral-sim/littoral/sim/share"
)

// validator gathers every problem with a configuration.
type validator struct {
	*Config
	errs []error
}

// validate reports every problem with c. What it lets pass can be run without a
// panic, whatever the policy answers.
func (c *Config) validate() error {
	v := validator{Config: c}
	if c.System == nil || len(c.System.Nodes) == 0 {
		return errors.New("a run needs a system with nodes")
	}
	v.times()
	v.nodes()
	v.links()
	v.specs()
	v.workloads()
	v.transfers()
	v.gateways()
	v.channels()
	v.images()
	v.mobility()
	v.streams()
	v.services()
	v.faults()
	v.members()
	v.trust()
	v.footprint()
	v.control()
	return errors.Join(v.errs...)
}

// check notes a problem unless ok.
func (v *validator) check(ok bool, format string, args ...any) {
	if !ok {
		v.errs = append(v.errs, fmt.Errorf(format, args...))
	}
}

func (v *validator) isNode(n models.NodeID) bool { return n >= 0 && int(n) < len(v.System.Nodes) }
func (v *validator) isLink(l models.LinkID) bool { return l >= 0 && int(l) < len(v.System.Links) }

func (v *validator) times() {
	v.check(v.Horizon > 0 && v.Horizon < units.Never, "horizon %v is not a positive time", v.Horizon)
	v.check(v.Warmup >= 0 && v.Warmup <= v.Horizon, "warm-up %v does not lie between 0 and the horizon %v", v.Warmup, v.Horizon)
	v.check(v.Period >= 0 && v.DecisionLatency >= 0,
		"period %v and decision latency %v must not be negative", v.Period, v.DecisionLatency)
}

func (v *validator) nodes() {
	known := make(map[string]bool, len(v.System.Nodes))
	for i := range v.System.Nodes {
		n := &v.System.Nodes[i]
		v.check(n.ID == models.NodeID(i), "node %q has ID %d at index %d", n.Name, n.ID, i)
		v.check(!known[n.Name], "node name %q is taken twice; random streams bear it", n.Name)
		known[n.Name] = true
		v.check(n.Speed > 0 && n.Capacity.Bandwidth > 0 && !n.Capacity.Negative(),
			"node %q needs a positive speed and bandwidth, and a capacity that is not negative", n.Name)
		v.check(n.Capacity.CPU <= share.CapacityMax, "node %q has %v cores; at most %v are possible",
			n.Name, n.Capacity.CPU, units.MilliCPU(share.CapacityMax))
		v.check(n.CPULimit > 0 || n.Capacity.CPU == 0, "node %q needs a positive limit of promised CPU, or units.Unlimited", n.Name)
		v.check(n.Places >= 0 && n.ImageCache >= 0, "node %q has a negative number of places or room for images", n.Name)
		v.check(n.Discipline <= models.PreemptivePriority, "node %q has the unknown discipline %d", n.Name, n.Discipline)
		v.check(n.Via == models.NoNode || v.isNode(n.Via), "node %q lies behind node %d, which does not exist", n.Name, n.Via)
	}
}

func (v *validator) links() {
	for i := range v.System.Links {
		l := &v.System.Links[i]
		v.check(l.ID == models.LinkID(i), "link %q has ID %d at index %d", l.Name, l.ID, i)
		v.check(l.BandwidthBack >= 0 && (l.BandwidthBack == 0 || !l.HalfDuplex),
			"link %q needs a bandwidth back that is not negative, and none when it is half duplex", l.Name)
		v.check(l.Bandwidth > 0 && l.Latency >= 0, "link %q needs a positive bandwidth and a latency that is not negative", l.Name)
		v.check(v.isNode(l.A) && v.isNode(l.B) && l.A != l.B, "link %q must join two nodes, not %d and %d", l.Name, l.A, l.B)
	}
}

func (v *validator) specs() {
	for i := range v.System.Specs {
		s := &v.System.Specs[i]
		v.check(s.ID == models.SpecID(i), "spec %q has ID %d at index %d", s.Name, s.ID, i)
		v.check(s.Demand.CPU > 0 && !s.Demand.Negative(), "spec %q needs a positive CPU demand, and none that is negative", s.Name)
		a := &s.Accelerators
		v.check(a.Count == 0 || (a.Count > 0 && a.Share > 0 && a.Share <= models.WholeDevice),
			"spec %q asks for %d accelerators with %d/1000 of each", s.Name, a.Count, a.Share)
	}
}

func (v *validator) workloads() {
	known := make(map[string]bool, len(v.Workloads))
	for i := range v.Workloads {
		w := &v.Workloads[i]
		v.check(!known[w.Name], "workload name %q is taken twice; random streams bear it", w.Name)
		known[w.Name] = true
		v.check((!w.Work.IsZero() || w.Times != nil) && !w.Input.IsZero() && !w.Output.IsZero(),
			"workload %q needs distributions of work, input and output", w.Name)
		v.check(w.Work.IsZero() || w.Times == nil, "workload %q has both a distribution of work and times", w.Name)
		v.check(w.From >= 0 && w.Until >= 0 && w.CountMax >= 0,
			"workload %q has a negative start %v, end %v or count %d", w.Name, w.From, w.Until, w.CountMax)
		v.check(w.Target == models.NoNode || v.isNode(w.Target), "workload %q sends to node %d, which does not exist", w.Name, w.Target)
		v.check(w.OnCut < onCutEnd, "workload %q has the unknown cut policy %d", w.Name, w.OnCut)
		v.workloadSpec(w)
		v.following(w)
		v.sources(w)
		v.arrivals(w)
	}
}

func (v *validator) workloadSpec(w *Workload) {
	if w.Spec < 0 || int(w.Spec) >= len(v.System.Specs) {
		v.check(false, "workload %q is of spec %d, which does not exist", w.Name, w.Spec)
		return
	}
	v.check(w.timesAgree(v.System.Specs[w.Spec].Times), "workload %q needs distributions for exactly the classes for which its spec has times", w.Name)
	replicas := v.System.Specs[w.Spec].Replicas
	v.check(replicas == 1, "workload %q asks for %d replicas; one is supported", w.Name, replicas)
}

// timesAgree reports whether a workload has a distribution wherever its spec has an
// expected time, and nowhere else.
func (w *Workload) timesAgree(expected models.Times) bool {
	if len(expected) != len(w.Times) {
		return false
	}
	for i, d := range w.Times {
		if d.IsZero() != (expected[i] <= 0) {
			return false
		}
	}
	return true
}

func (v *validator) sources(w *Workload) {
	known := make(map[models.NodeID]bool, len(w.Sources))
	for _, n := range w.Sources {
		v.check(v.isNode(n), "workload %q has source %d, which does not exist", w.Name, n)
		v.check(!known[n], "workload %q has source %d twice", w.Name, n)
		known[n] = true
	}
}

func (v *validator) arrivals(w *Workload) {
	a := &w.Arrivals
	kinds := 0
	for _, set := range []bool{!a.Gap.IsZero(), a.Every != 0, a.At != nil, a.Process != nil} {
		if set {
			kinds++
		}
	}
	v.check(kinds == 1, "workload %q needs exactly one kind of arrivals", w.Name)
	v.check(a.Every >= 0, "workload %q has the negative period %v", w.Name, a.Every)
	v.check(a.Gap.IsZero() || w.CountMax > 0 || a.Gap.Mean() >= 1,
		"workload %q has a mean gap below 1ns between arrivals and no bound on their number", w.Name)
	v.check(a.At == nil || len(a.At) == len(w.Sources),
		"workload %q has %d lists of arrivals for %d sources", w.Name, len(a.At), len(w.Sources))
	for k, list := range a.At {
		if k > 0 && len(list) > 0 && len(list) == len(a.At[k-1]) && &list[0] == &a.At[k-1][0] {
			continue // the list of the source before
		}
		v.ascending(w, k, list)
	}
}

// ascending checks one list of arrivals.
func (v *validator) ascending(w *Workload, k int, list []units.Time) {
	last := w.From
	for _, t := range list {
		if t < last {
			v.check(false, "workload %q: list %d has an arrival at %v, before the start or the one at %v", w.Name, k, t, last)
			return
		}
		last = t
	}
}

func (v *validator) transfers() {
	for i := range v.Transfers {
		t := &v.Transfers[i]
		v.check(v.isNode(t.From) && v.isNode(t.To), "transfer %q goes from node %d to node %d", t.Name, t.From, t.To)
		v.check(t.OnCut < onCutEnd, "transfer %q has the unknown cut policy %d", t.Name, t.OnCut)
		v.check(t.At >= 0 && t.Size >= 0, "transfer %q has the negative start %v or size %v", t.Name, t.At, t.Size)
	}
}

// isTarget reports whether a target exists.
func (v *validator) isTarget(t Target) bool {
	switch t.Kind {
	case TargetNode:
		return v.isNode(models.NodeID(t.Index))
	case TargetLink:
		return v.isLink(models.LinkID(t.Index))
	case TargetDomain:
		return t.Index >= 0 && int(t.Index) < len(v.System.Domains)
	default:
		return false
	}
}

func (v *validator) faults() {
	before := len(v.errs)
	for i, f := range v.Faults {
		v.check(v.isTarget(f.On), "fault %d must concern a node, a link or a domain that exists, not %+v", i, f.On)
	}
	for i := range v.Failures {
		f := &v.Failures[i]
		v.check(v.isTarget(f.On), "failures of %+v, which does not exist", f.On)
		v.check(f.Up.IsZero() || f.Down.IsZero() || f.Up.Mean()+f.Down.Mean() >= 1, "failures of %+v have a mean cycle below 1ns", f.On)
	}
	known := make(map[Target]bool, len(v.Outages))
	for i := range v.Outages {
		on := v.Outages[i].On
		v.check(v.isTarget(on), "outages of %+v, which does not exist", on)
		v.check(!known[on], "outages of %+v are given twice", on)
		known[on] = true
	}
	v.domains()
	if len(v.errs) > before {
		return
	}
	if err := v.failures().Validate(); err != nil {
		v.errs = append(v.errs, fmt.Errorf("failures: %w", err))
	}
}

func (v *validator) domains() {
	for i := range v.System.Nodes {
		d := v.System.Nodes[i].Domain
		v.check(d == models.NoDomain || v.isTarget(OnDomain(d)), "node %q is in domain %d, which does not exist", v.System.Nodes[i].Name, d)
	}
	known := make(map[models.DomainID]bool, len(v.Domains))
	for _, d := range v.Domains {
		v.check(v.isTarget(OnDomain(d.ID)), "domain %d does not exist", d.ID)
		v.check(!known[d.ID], "domain %d is given twice", d.ID)
		known[d.ID] = true
		for _, l := range d.Links {
			v.check(v.isLink(l), "domain %d has link %d, which does not exist", d.ID, l)
		}
		for _, inner := range d.Domains {
			v.check(v.isTarget(OnDomain(inner)), "domain %d has domain %d in it, which does not exist", d.ID, inner)
		}
	}
}

func (v *validator) channels() {
	known := make(map[models.LinkID]bool, len(v.Channels))
	for i := range v.Channels {
		c := &v.Channels[i]
		v.check(v.isLink(c.Link), "a channel varies link %d, which does not exist", c.Link)
		v.check(!known[c.Link], "the channel of link %d is given twice", c.Link)
		v.check(c.Loss <= channel.LossMax, "link %d loses %v of its bytes; at most %v are possible", c.Link, c.Loss.Ratio(), channel.LossMax.Ratio())
		known[c.Link] = true
	}
}

func (v *validator) images() {
	known := make(map[string]bool, len(v.Images))
	for i := range v.Images {
		m := &v.Images[i]
		v.check(!known[m.Name], "image name %q is taken twice", m.Name)
		known[m.Name] = true
		v.check(m.Size >= 0 && v.isNode(m.Registry), "image %q needs a size that is not negative and a registry that exists", m.Name)
	}
	for i := range v.Workloads {
		w := &v.Workloads[i]
		v.check(w.Image >= 0 && int(w.Image) <= len(v.Images), "workload %q needs image %d, which does not exist", w.Name, w.Image)
		if w.Retry != nil {
			if err := w.Retry.Validate(); err != nil {
				v.errs = append(v.errs, fmt.Errorf("retries of workload %q: %w", w.Name, err))
			}
		}
		if err := w.Checkpoint.Validate(); err != nil {
			v.errs = append(v.errs, fmt.Errorf("checkpoints of workload %q: %w", w.Name, err))
		}
	}
}

// services checks the workloads whose tasks are instances, and those that call them.
func (v *validator) services() {
	count := models.NoService
	for i := range v.Workloads {
		if v.Workloads[i].Service == nil {
			continue
		}
		count++
		v.service(&v.Workloads[i], count)
	}
	for i := range v.System.Specs {
		s := &v.System.Specs[i]
		v.check(s.Calls >= 0 && s.Calls <= count, "spec %q calls service %d, which does not exist", s.Name, s.Calls)
	}
}

func (v *validator) service(w *Workload, id models.ServiceID) {
	s := w.Service
	v.check(s.ID == id, "service %q has ID %d, but is number %d", w.Name, s.ID, id)
	v.check(s.Slots >= 1, "service %q needs instances with at least one slot, not %d", w.Name, s.Slots)
	v.check(s.Instances >= 0 && s.Instances <= autoscale.InstancesMax,
		"service %q begins with %d instances, outside 0 to %d", w.Name, s.Instances, autoscale.InstancesMax)
	most := int64(s.Instances)
	if s.Scale != nil {
		most = max(most, int64(s.Scale.Max))
	}
	v.check(units.Mul(max(most, 0), int64(max(s.Slots, 0))) <= math.MaxInt32, "service %q has %d instances with %d slots each, more than %d together", w.Name, most, s.Slots, math.MaxInt32)
	v.check(!s.Start.IsZero() && s.Drain >= 0, "service %q needs a distribution of starts, and a time to drain that is not negative", w.Name)
	v.check(w.OnCut == Restart, "service %q has the cut policy %d; the state of instances starts again", w.Name, w.OnCut)
	v.check(len(w.Sources) == 1 && w.Arrivals.At != nil && w.Retry == nil,
		"service %q needs one source, lists of arrivals that are empty, and no bound on attempts", w.Name)
	for _, list := range w.Arrivals.At {
		v.check(len(list) == 0, "service %q has arrivals", w.Name)
	}
	if int(w.Spec) < len(v.System.Specs) && w.Spec >= 0 {
		v.check(v.System.Specs[w.Spec].Calls == models.NoService, "instances of service %q call a service", w.Name)
	}
	if s.Scale != nil {
		if err := s.Scale.Validate(); err != nil {
			v.errs = append(v.errs, fmt.Errorf("scaling of service %q: %w", w.Name, err))
		}
	}
	v.check(s.State >= 0 && (s.State > 0 || len(s.Migrations) == 0), "service %q needs a state that is not negative, and one to migrate", w.Name)
	for k, m := range s.Migrations {
		v.check(m.At >= 0 && v.isNode(m.From) && v.isNode(m.To) && m.From != m.To, "migration %d of service %q goes from node %d to node %d", k, w.Name, m.From, m.To)
		v.check(!m.Live || s.Live != nil, "migration %d of service %q is live, but nothing says how", k, w.Name)
	}
	v.check(s.Live != nil || !s.LeavesLive, "service %q leaves nodes live, but nothing says how", w.Name)
	if x := s.Live; x != nil {
		v.check(x.Strategy == relocation.PreCopy && x.State == s.State && s.State > 0 && v.Control == nil,
			"live migrations of service %q need pre-copy of its state, and no observer", w.Name)
		if err := x.Validate(); err != nil {
			v.errs = append(v.errs, fmt.Errorf("live migrations of service %q: %w", w.Name, err))
		}
	}
	for k, u := range s.Upgrades {
		v.check(u.At >= 0 && (k == 0 || u.At >= s.Upgrades[k-1].At), "upgrade %d of service %q begins before the one before it", k, w.Name)
		v.check(u.Image >= 0 && int(u.Image) <= len(v.Images), "upgrade %d of service %q is to image %d, which does not exist", k, w.Name, u.Image)
		if err := u.Plan.Validate(); err != nil {
			v.errs = append(v.errs, fmt.Errorf("upgrade %d of service %q: %w", k, w.Name, err))
		}
	}
}
