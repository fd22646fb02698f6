package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/retry"
)

// resilience fills in what becomes of lost attempts and of data on the way.
func resilience(w *Workload, out *sim.Workload) {
	out.OnCut = onCut(w.OnCut.V)
	if w.Toleration.IsSet() {
		d := time.Duration(w.Toleration.V)
		out.Toleration = &d
	}
	if w.Image.IsSet() {
		out.Image = sim.ImageID(w.Image.Index + 1)
	}
	if w.Retry != nil {
		policy := w.Retry.policy()
		out.Retry = &policy
	}
	if k := w.Checkpoint; k != nil {
		out.Checkpoint.Restart = k.Restart.V
		if k.Every != nil {
			out.Checkpoint.Every = int64(k.Every.V)
		}
		if k.Resume != nil {
			out.Checkpoint.ResumePermille = int64(k.Resume.V / perMille)
		}
	}
}

func (r *Retry) policy() retry.Policy {
	p := retry.Policy{Attempts: units.Unlimited, FactorPermille: 1000}
	if r.Attempts.IsSet() {
		p.Attempts = r.Attempts.V
	}
	if b := r.Backoff; b != nil {
		p.Initial, p.Most = b.Initial.V, units.Unlimited
		p.FactorPermille, p.JitterPermille = int64(b.Factor.V/perMille), int64(b.Jitter.V/perMille)
		if b.Max.IsSet() {
			p.Most = b.Max.V
		}
	}
	return p
}

func onCut(o OnCut) sim.OnCut {
	switch o {
	case CutStall:
		return sim.Stall
	case CutReroute:
		return sim.Reroute
	case CutAbort:
		return sim.Abort
	default:
		return sim.Restart
	}
}

// images returns the software that tasks need.
func (b *builder) images() []sim.Image {
	var out []sim.Image
	for i := range b.file.Images {
		m := &b.file.Images[i]
		out = append(out, sim.Image{Name: string(m.Name.V), Size: m.Size.V, Registry: models.NodeID(m.Registry.Index)})
	}
	return out
}
