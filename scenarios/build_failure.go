package scenarios

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/failure"
)

// domains says what is in the failure domains besides their nodes.
func (b *builder) domains() []sim.Domain {
	if len(b.file.Domains) == 0 {
		return nil
	}
	all := make([]sim.Domain, len(b.sys.Domains))
	for i := range all {
		all[i].ID = models.DomainID(i)
	}
	for i := range b.file.Domains {
		x := &b.file.Domains[i]
		for _, l := range x.Links {
			all[i].Links = append(all[i].Links, models.LinkID(l.Index))
		}
		if x.Within.IsSet() {
			outer := &all[x.Within.Index]
			outer.Domains = append(outer.Domains, models.DomainID(i))
		}
	}
	return slices.DeleteFunc(all, func(d sim.Domain) bool { return len(d.Links)+len(d.Domains) == 0 })
}

// failures collects what fails at random, and what has recorded outages.
func (b *builder) failures(cfg *sim.Config) {
	add := func(list Few[Failure], on sim.Target, path string) {
		for i := range list {
			f, at := &list[i], path
			if len(list) > 1 {
				at += "." + strconv.Itoa(i)
			}
			if f.Trace != nil {
				cfg.Outages = append(cfg.Outages, sim.Outages{On: on, Trace: recordOf(f)})
				continue
			}
			cfg.Failures = append(cfg.Failures, b.renewal(f, on, at))
		}
	}
	for i := range b.file.Nodes {
		n := &b.file.Nodes[i]
		add(n.Failures, sim.OnNode(models.NodeID(i)), "nodes."+string(n.Name.V)+".failures")
	}
	for i := range b.file.Links {
		l := &b.file.Links[i]
		add(l.Failures, sim.OnLink(models.LinkID(i)), "links."+string(l.Name.V)+".failures")
	}
	for i := range b.file.Domains {
		x := &b.file.Domains[i]
		add(x.Failures, sim.OnDomain(models.DomainID(i)), "domains."+string(x.Name.V)+".failures")
	}
}

func (b *builder) renewal(f *Failure, on sim.Target, path string) sim.Renewal {
	r := sim.Renewal{
		On: on, Label: string(f.Name.V), Up: dist(b, f.Up, path+".up"), Mode: modeOf(f),
		Crew: f.Crew.Name, Priority: int32(f.Priority.V),
	}
	if f.Mode.V != ModeReboot {
		r.Down = dist(b, f.Down, path+".down")
	}
	if f.Clock.V == ClockOperating {
		r.Clock = failure.Operating
	}
	return r
}

func modeOf(f *Failure) failure.Mode {
	switch f.Mode.V {
	case ModePause:
		return failure.Mode{Kind: failure.Pause}
	case ModeSlow:
		return failure.Mode{Kind: failure.Slow, SpeedPermille: int64(f.Speed.V / perMille)}
	case ModeReboot:
		return failure.Mode{Kind: failure.Reboot, Downtime: f.Downtime.V}
	default:
		return failure.Mode{Kind: failure.Crash}
	}
}

// recordOf returns the recorded outages of a failure.
func recordOf(f *Failure) failure.Trace {
	t := failure.Trace{Mode: modeOf(f)}
	for _, o := range f.Trace.Outages {
		until := units.Time(o.Until)
		if o.Until < 0 {
			until = units.Never
		}
		t.Outages = append(t.Outages, failure.Outage{From: units.Time(o.From), Until: until})
	}
	return t
}

// faults pairs each fault without an end with the next repair of the same thing.
func (b *builder) faults() []sim.Fault {
	repairs := map[victim][]time.Duration{}
	for i := range b.file.Faults {
		f := &b.file.Faults[i]
		if v, _ := f.verb(); v.deed == doRepair {
			on := victim{v.thing, v.ref.Index}
			repairs[on] = append(repairs[on], f.At.V)
		}
	}
	for _, at := range repairs {
		slices.Sort(at)
	}
	var out []sim.Fault
	for i := range b.file.Faults {
		f := &b.file.Faults[i]
		v, _ := f.verb()
		if v.deed == doRepair {
			continue
		}
		s := sim.Fault{At: units.Time(f.At.V), For: f.For.V, On: targetOf(v)}
		switch v.deed {
		case doPause:
			s.Mode.Kind = failure.Pause
		case doSlow:
			s.Mode = failure.Mode{Kind: failure.Slow, SpeedPermille: int64(f.Speed.V / perMille)}
		case doReboot:
			s.Mode, s.For = failure.Mode{Kind: failure.Reboot, Downtime: f.For.V}, 0
		case doCrash, doRepair:
		}
		if !f.For.IsSet() {
			s.For = until(repairs[victim{v.thing, v.ref.Index}], f.At.V)
		}
		out = append(out, s)
	}
	return out
}

func targetOf(v verb) sim.Target {
	switch v.thing {
	case aLink:
		return sim.OnLink(models.LinkID(v.ref.Index))
	case aDomain:
		return sim.OnDomain(models.DomainID(v.ref.Index))
	default:
		return sim.OnNode(models.NodeID(v.ref.Index))
	}
}

// until returns the time from an instant to the first of the ascending instants
// after it, or 0.
func until(ascending []time.Duration, from time.Duration) time.Duration {
	i, _ := slices.BinarySearchFunc(ascending, from+1, func(at, t time.Duration) int { return cmp.Compare(at, t) })
	if i == len(ascending) {
		return 0
	}
	return ascending[i] - from
}

// crews returns who repairs.
func (b *builder) crews() []failure.Crew {
	var out []failure.Crew
	for i := range b.file.Crews {
		out = append(out, failure.Crew{Name: string(b.file.Crews[i].Name.V), Members: int32(b.file.Crews[i].Size.V)})
	}
	return out
}
