package scenarios

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/scenarios/profiles"
)

func (s *Service) at(key string) where { return where{"services", &s.origin, key} }
func (s *Service) from() *origin       { return &s.origin }

// asWorkload returns a workload whose tasks are the instances. It has no arrivals.
func (s *Service) asWorkload() *Workload {
	if s.load == nil {
		s.load = &Workload{
			Pos: s.Pos, Name: s.Name, Demand: s.Instance, Image: s.Image, Requires: s.Requires, Priority: s.Priority, From: s.From,
			Source:   Source{Pos: s.Home.Pos, Nodes: []int{s.Home.Index}},
			Arrivals: &Arrivals{Pos: s.Pos, At: []Value[time.Duration]{}}, Work: &Work{Pos: s.Pos, Constant: &Value[time.Duration]{}},
			Replicas: Value[int64]{V: 1}, OnCut: Value[OnCut]{V: CutRestart}, origin: s.origin, list: "services",
		}
	}
	return s.load
}

// serviceKey returns how a service calls what a workload calls by that key.
func serviceKey(key string) string {
	if key == "source" {
		return "home"
	}
	if rest, ok := strings.CutPrefix(key, "demand"); ok {
		return "instance" + rest
	}
	return key
}

// serviceReferences finds what a service refers to.
func (c *checker) serviceReferences(s *Service) {
	c.toNode(&s.Home, s.at("home"))
	c.toNamed(&s.Image, s.at("image"), "image", c.images, c.imageNames)
	for i := range s.Upgrades {
		c.toNamed(&s.Upgrades[i].Image, s.at(fmt.Sprintf("upgrades.%d.image", i)), "image", c.images, c.imageNames)
	}
	for i := range s.Migrations {
		c.toNode(&s.Migrations[i].From, s.at(fmt.Sprintf("migrations.%d.from", i)))
		c.toNode(&s.Migrations[i].To, s.at(fmt.Sprintf("migrations.%d.to", i)))
	}
	c.requiredNodes(s.Requires, s.at("requires"))
}

// migrations checks the migrations of a service.
func (c *checker) migrations(s *Service) {
	for i := range s.Migrations {
		m := &s.Migrations[i]
		w := s.at(fmt.Sprintf("migrations.%d", i))
		if s.State.V == 0 {
			c.report(w, m.Pos, say("the service has no state to move", "add state: 200MB"))
			return
		}
		if m.From.Index >= 0 && m.From.Index == m.To.Index {
			c.report(w.at("to"), m.To.Pos, say("the instance is there already", "name another node"))
		}
		if end := c.file.Duration; end.IsSet() && m.At.V >= end.V {
			c.warn(w.at("at"), m.At.Pos, fmt.Sprintf("the run ends at %s, before this migration", span(end.V)), "remove it, or lengthen the duration")
		}
	}
}

// requiredNodes finds the nodes that something requires.
func (c *checker) requiredNodes(r *Requires, w where) {
	if r == nil {
		return
	}
	for i := range r.Nodes {
		c.toNode(&r.Nodes[i], w.at(fmt.Sprintf("nodes.%d", i)))
	}
}

// services checks all services.
func (c *checker) services() {
	workloads := map[Name]Pos{}
	for i := range c.file.Workloads {
		workloads[c.file.Workloads[i].Name.V] = c.file.Workloads[i].Name.Pos
	}
	for i := range c.file.Services {
		s := &c.file.Services[i]
		if first, taken := workloads[s.Name.V]; taken {
			c.report(s.at("name"), s.Name.Pos, say(
				fmt.Sprintf("the name %s is taken by a workload", quote(string(s.Name.V))), fmt.Sprintf("choose another; the workload is on line %d", first.Line)))
		}
		c.service(s)
	}
}

func (c *checker) service(s *Service) {
	if c.once(s.Start) {
		checkDistribution(c, s.Start, s.at("start"))
	}
	if a := s.Instance.Accelerators; a != nil && a.Share.V < RatioOne && a.Count.V > 1 {
		c.report(s.at("instance.accelerators.share"), a.Share.Pos, say(
			fmt.Sprintf("a share below 1 lives on a single device, but count is %d", a.Count.V), "write count: 1, or leave the share out"))
	}
	if end := c.file.Duration; s.From.IsSet() && end.IsSet() && s.From.V >= end.V {
		c.warn(s.at("from"), s.From.Pos, fmt.Sprintf("the run ends at %s, so no instance is made", span(end.V)), "lower it, or lengthen the duration")
	}
	c.scale(s)
	c.upgrades(s)
	c.migrations(s)
	c.liveMigration(s)
	most := s.Replicas.V
	if s.Scale != nil {
		most = max(most, s.Scale.Max.V)
	}
	if most*s.Slots.V > math.MaxInt32 {
		c.report(s.at("slots"), s.Slots.Pos, say(
			fmt.Sprintf("%d instances have %d slots together; %d are possible", most, most*s.Slots.V, math.MaxInt32), "use fewer slots or instances"))
	}
}

// scale checks how the number of instances follows the load.
func (c *checker) scale(s *Service) {
	x, w := s.Scale, s.at("scale")
	if x == nil || !c.once(x) {
		return
	}
	if x.Profile.IsSet() {
		p, known := profiles.LookupScaler(string(x.Profile.V))
		if !known {
			c.report(w.at("profile"), x.Profile.Pos, func() (string, string) {
				return fmt.Sprintf("there is no profile %s of scaling", quote(string(x.Profile.V))), c.meant(string(x.Profile.V), profiles.ScalerNames(), "profiles of scaling")
			})
			return
		}
		x.profile = &p
	}
	from := x.from()
	for _, k := range []struct {
		key, eg string
		known   bool
	}{
		{"min", "min: 1", x.Min.IsSet() || from.Min.Known()},
		{"tolerance", "tolerance: 0.1", x.Tolerance.IsSet() || from.Tolerance.Known()},
		{"period", "period: 15s", x.Period.IsSet() || from.Period.Known()},
		{"window", "window: 5m", x.Window.IsSet() || from.Window.Known()},
	} {
		if !k.known {
			c.report(w, x.Pos, say("scaling needs "+k.key, "add "+k.eg+", or a profile such as kubernetes-hpa"))
			return
		}
	}
	thousandths(c, x.Target, w.at("target"))
	thousandths(c, x.Tolerance, w.at("tolerance"))
	if p := x.policy(); p.Min > p.Max {
		c.report(w.at("max"), x.Max.Pos, say(fmt.Sprintf("the greatest number, %d, is less than the least, %d", p.Max, p.Min), "exchange them, or raise max"))
	}
}

// thousandths reports a ratio that is not a whole number of thousandths.
func thousandths(c *checker, v Value[Ratio], w where) {
	if v.V%perMille != 0 {
		c.report(w, v.Pos, say("it is not a whole number of thousandths", "round it: nothing finer is kept"))
	}
}

// upgrades checks the upgrades of a service.
func (c *checker) upgrades(s *Service) {
	for i := range s.Upgrades {
		u := &s.Upgrades[i]
		w := s.at(fmt.Sprintf("upgrades.%d.at", i))
		if i > 0 && u.At.V < s.Upgrades[i-1].At.V {
			c.report(w, u.At.Pos, say(fmt.Sprintf("%s comes after %s", span(u.At.V), span(s.Upgrades[i-1].At.V)), "put the upgrades in the order of their instants"))
		}
		if u.At.V < s.From.V {
			c.report(w, u.At.Pos, say(fmt.Sprintf("there are no instances before %s", span(s.From.V)), "begin the upgrade later, or the service earlier"))
		}
		if end := c.file.Duration; end.IsSet() && u.At.V >= end.V {
			c.warn(w, u.At.Pos, fmt.Sprintf("the run ends at %s, before this upgrade", span(end.V)), "remove it, or lengthen the duration")
		}
	}
}
