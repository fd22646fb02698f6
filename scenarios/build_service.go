package scenarios

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/autoscale"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/rollout"
)

// services makes the services: workloads, after the others, whose tasks are
// instances.
func (b *builder) services(cfg *sim.Config) {
	for i := range b.file.Services {
		s := &b.file.Services[i]
		cfg.Workloads = append(cfg.Workloads, b.service(s, models.ServiceID(i+1)))
	}
}

func (b *builder) service(s *Service, id models.ServiceID) sim.Workload {
	out := b.workload(s.asWorkload())
	out.Arrivals = sim.Arrivals{At: [][]units.Time{{}}}
	if len(b.classes) > 0 {
		b.anywhere(&out)
	}
	out.Service = &sim.Service{
		ID: id, Instances: int32(s.Replicas.V), Slots: int32(s.Slots.V), Drain: s.Drain.V,
		Start: dist(b, s.Start, "services."+string(s.Name.V)+".start"),
	}
	if s.Scale != nil {
		p := s.Scale.policy()
		out.Service.Scale = &p
	}
	out.Service.State = s.State.V
	for i := range s.Migrations {
		m := &s.Migrations[i]
		out.Service.Migrations = append(out.Service.Migrations, sim.Migration{At: units.Time(m.At.V), From: nodeID(m.From), To: nodeID(m.To)})
	}
	s.liveMigration(out.Service)
	image := out.Image
	for i := range s.Upgrades {
		u := &s.Upgrades[i]
		if u.Image.IsSet() {
			image = sim.ImageID(u.Image.Index + 1)
		}
		out.Service.Upgrades = append(out.Service.Upgrades, sim.Upgrade{
			At: units.Time(u.At.V), Image: image,
			Plan: rollout.Plan{Wave: int32(u.Wave.V), MaxUnavailable: int32(u.MaxUnavailable.V), Pause: u.Pause.V},
		})
	}
	return out
}

// anywhere lets instances, which have no work, run on nodes whose speed is not known.
func (b *builder) anywhere(out *sim.Workload) {
	out.Work, out.Times = rng.Dist{}, make([]rng.Dist, len(b.classes)+1)
	for i := range out.Times {
		out.Times[i] = rng.Must(rng.Deterministic(0))
	}
	b.sys.Specs[out.Spec].Times = expectedTimes(out.Times)
}

// from returns the profile, or an empty one.
func (x *Scale) from() profiles.Scaler {
	if x.profile == nil {
		return profiles.Scaler{}
	}
	return *x.profile
}

// policy returns what is written and, where nothing is, what the profile says.
func (x *Scale) policy() autoscale.Policy {
	from := x.from()
	p := autoscale.Policy{
		Min: from.Min.V, Max: int32(x.Max.V), TargetPermille: int32(x.Target.V / perMille), TolerancePermille: from.Tolerance.V,
		Period: from.Period.V, Window: from.Window.V,
	}
	if x.Min.IsSet() {
		p.Min = int32(x.Min.V)
	}
	if x.Tolerance.IsSet() {
		p.TolerancePermille = int32(x.Tolerance.V / perMille)
	}
	set(x.Period, &p.Period)
	set(x.Window, &p.Window)
	if x.Cooldown != nil {
		p.UpCooldown, p.DownCooldown = x.Cooldown.Up.V, x.Cooldown.Down.V
	}
	if x.Step != nil {
		p.UpStep, p.DownStep = int32(x.Step.Up.V), int32(x.Step.Down.V)
	}
	return p
}
