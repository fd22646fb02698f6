package scenarios

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/sim"
)

// changes bounds how often links, nodes, domains and sources change their state
// in a run, before any of it happens.
func (c *checker) changes() {
	if !c.file.Duration.IsSet() || c.list.Count() > 0 {
		return
	}
	t := changeTally{checker: c, run: float64(c.file.Duration.V), known: map[any]float64{}}
	for i := range c.file.Nodes {
		n := &c.file.Nodes[i]
		t.failures(n.Failures, n.at("failures"))
		t.attempts(n)
	}
	for i := range c.file.Domains {
		x := &c.file.Domains[i]
		t.failures(x.Failures, x.at("failures"))
	}
	for i := range c.file.Links {
		l := &c.file.Links[i]
		t.failures(l.Failures, l.at("failures"))
		t.outages(l)
		t.profile(l)
	}
	for i := range c.file.Mobility {
		t.legs(&c.file.Mobility[i])
	}
	for i := range c.file.Workloads {
		t.phases(&c.file.Workloads[i])
	}
	for i := range c.file.Services {
		t.looks(&c.file.Services[i])
	}
	for i := range c.file.Streams {
		t.phases(c.file.Streams[i].asWorkload())
	}
}

// changeTally counts expected changes.
type changeTally struct {
	*checker
	run   float64 // length of the run in nanoseconds
	total float64
	// known are the changes of parts that instances of a template share.
	known map[any]float64
	full  bool
}

// add counts the changes of a part of something, which count computes once.
func (t *changeTally) add(part any, w where, pos Pos, count func() float64) {
	n, ok := t.known[part]
	if !ok {
		n = count()
		t.known[part] = n
	}
	if t.total += n; t.total <= ChangesMax || t.full {
		return
	}
	t.full = true
	t.report(w, pos, func() (string, string) {
		return fmt.Sprintf("about %.3g changes of state come from here, %.3g with those before; a run may have %d", n, t.total, int64(ChangesMax)),
			"lengthen the times, or shorten the duration"
	})
}

// cycles returns how many changes fit in the run when each two take that long.
func (t *changeTally) cycles(a, b *Distribution[time.Duration]) float64 {
	return 2 * t.run / max(1, meanOf(a)+meanOf(b))
}

// meanOf returns the mean of a well-formed distribution, and 0 of none.
func meanOf(d *Distribution[time.Duration]) float64 {
	if d == nil {
		return 0
	}
	made, err := d.make()
	if err != nil {
		return 0
	}
	return made.Mean()
}

func (t *changeTally) failures(list Few[Failure], w where) {
	for i := range list {
		f := &list[i]
		t.add(f, part(list, w, i), f.Pos, func() float64 {
			if f.Trace != nil {
				return float64(2 * len(f.Trace.Outages))
			}
			return 2 * t.run / max(1, meanOf(f.Up)+meanOf(f.Down)+float64(f.Downtime.V))
		})
	}
}

// attempts bounds the attempts to renew what vouches for a node.
func (t *changeTally) attempts(n *Node) {
	x := n.Trust
	if x == nil {
		return
	}
	often := func(c *sim.Credential) func() float64 {
		return func() float64 { return t.run / float64(max(1, min(c.Retry, c.Renew))) }
	}
	if c := x.Credential; c != nil {
		t.add(c, n.at("trust.credential"), c.Pos, often(credentialOf(c)))
	}
	if c := x.Token; c != nil {
		t.add(c, n.at("trust.token"), c.Pos, often(credentialOf(c)))
	}
	if a := x.Attestation; a != nil {
		t.add(a, n.at("trust.attestation"), a.Pos, often(attestationOf(a)))
	}
}

func (t *changeTally) outages(l *Link) {
	for i := range l.Outages {
		o := &l.Outages[i]
		t.add(o, part(l.Outages, l.at("outages"), i), o.Pos, func() float64 { return t.cycles(o.Good, o.Bad) })
	}
}

func (t *changeTally) profile(l *Link) {
	p := l.Profile
	if p == nil {
		return
	}
	t.add(p, l.at("profile"), l.Pos, func() float64 {
		steps := float64(len(p.Steps))
		if p.Trace != nil {
			steps = float64(len(p.Trace.Bandwidth) + len(p.Trace.Latency))
		}
		if p.Every.IsSet() {
			steps *= t.run/float64(p.Every.V) + 1
		}
		return steps
	})
}

// phases counts the states that the sources of a workload pass through.
func (t *changeTally) phases(w *Workload) {
	a := w.Arrivals
	one := 0.0
	switch {
	case a.OnOff != nil:
		one = t.cycles(a.OnOff.On, a.OnOff.Off)
	case a.MMPP != nil:
		least := t.run
		for _, s := range a.MMPP.States {
			least = min(least, float64(s.Stay.V))
		}
		one = t.run / least
	case a.Daily != nil:
		one = float64(len(a.Daily.Steps)) * (t.run/float64(a.Daily.Every.V) + 1)
	default:
		return
	}
	t.add(w, w.at("arrivals"), a.Pos, func() float64 { return one * float64(len(w.Source.Nodes)) })
}

// looks counts how often a scaler looks at a service.
func (t *changeTally) looks(s *Service) {
	if s.Scale == nil {
		return
	}
	t.add(s.Scale, s.at("scale"), s.Scale.Pos, func() float64 { return t.run / float64(s.Scale.policy().Period) })
}
