package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/rng"
)

func (b *builder) links() {
	for k := range b.file.Mobility {
		for _, i := range b.file.Mobility[k].AccessPoints.Nodes {
			b.sys.Nodes[i].AccessPoint = true
		}
	}
	for i := range b.file.Links {
		l := &b.file.Links[i]
		m := models.Link{
			ID: models.LinkID(i), Name: string(l.Name.V),
			A: nodeID(l.Between[0]), B: nodeID(l.Between[1]),
			Bandwidth: l.Bandwidth.V, Latency: l.Latency.V,
			HalfDuplex: l.Duplex.V == DuplexHalf, Encrypted: l.Encrypted.V, Roams: l.air != nil,
			Region: b.region(l.Residency),
		}
		if l.BandwidthBack.V != l.Bandwidth.V {
			m.BandwidthBack = l.BandwidthBack.V
		}
		b.sys.Links = append(b.sys.Links, m)
	}
}

// variety is what varies on a link; instances of a template share it.
type variety struct {
	profile *Profile
	outages *LinkOutages // the first
	class   *profiles.Class
}

// channels returns the links that vary.
func (b *builder) channels() []sim.Channel {
	var out []sim.Channel
	made := map[variety]*channel.Variation{}
	for i := range b.file.Links {
		l := &b.file.Links[i]
		ch := sim.Channel{Link: models.LinkID(i)}
		path := "links." + string(l.Name.V)
		b.scatter(l, &ch, path)
		key := variety{profile: l.Profile, class: l.class}
		if len(l.Outages) > 0 {
			key.outages = &l.Outages[0]
		}
		v, ok := made[key]
		if !ok {
			v = b.variation(l, path)
			made[key] = v
		}
		ch.Variation = v
		if v != nil || ch.Loss > 0 || !ch.Scatter.Jitter.IsZero() || !ch.Scatter.Loss.IsZero() {
			out = append(out, ch)
		}
	}
	return out
}

// scatter fills in the loss of a link and what differs between transfers. A
// latency that is written stands for all of that of the class, jitter included.
func (b *builder) scatter(l *Link, ch *sim.Channel, path string) {
	switch {
	case l.Jitter != nil:
		ch.Scatter.Jitter = dist(b, l.Jitter, path+".jitter")
	case l.class != nil && !l.Latency.IsSet():
		ch.Scatter.Jitter = l.class.Uplink.Scatter().Jitter
	}
	switch {
	case l.Loss == nil:
	case l.Loss.Constant != nil:
		ch.Loss = channel.LossOf(l.Loss.Constant.V.Float())
	default:
		made, err := l.Loss.make()
		if err != nil {
			b.problem(l.Loss.Pos, path+".loss", err.Error(), "choose parameters in the range of the distribution")
		}
		ch.Scatter.Loss = made
	}
}

// variation returns what changes on a link with time, or nil.
func (b *builder) variation(l *Link, path string) *channel.Variation {
	var profile *channel.Profile
	if l.Profile != nil {
		made, err := channel.NewProfile(l.Profile.spec())
		if err != nil {
			b.problem(l.Pos, path+".profile", err.Error(), "correct the steps")
			return nil
		}
		profile = made
	}
	processes := b.fades(l, path)
	if profile == nil && len(processes) == 0 {
		return nil
	}
	v, err := channel.NewVariation(profile, processes...)
	if err != nil {
		b.problem(l.Pos, path+".outages", err.Error(), "choose values in range")
		return nil
	}
	return v
}

// spec returns the profile as package channel wants it.
func (p *Profile) spec() channel.ProfileSpec {
	spec := channel.ProfileSpec{Period: p.Every.V}
	if p.Trace != nil {
		spec.Bandwidth, spec.Latency = p.Trace.Bandwidth, p.Trace.Latency
	}
	for _, s := range p.Steps {
		if s.Bandwidth.IsSet() {
			spec.Bandwidth = append(spec.Bandwidth, channel.BandwidthStep{At: s.At.V, Bandwidth: s.Bandwidth.V})
		}
		if s.Latency.IsSet() {
			spec.Latency = append(spec.Latency, channel.LatencyStep{At: s.At.V, Latency: s.Latency.V})
		}
	}
	return spec
}

// fades returns the outages of a link: its own, else those of its class whose
// length is known.
func (b *builder) fades(l *Link, path string) []channel.GilbertElliott {
	var out []channel.GilbertElliott
	for i := range l.Outages {
		o := &l.Outages[i]
		out = append(out, channel.GilbertElliott{
			Name: o.label(),
			Good: channel.Condition{Stay: dist(b, o.Good, path+".outages.good"), Share: channel.ShareAll},
			Bad:  o.condition(dist(b, o.Bad, path+".outages.bad")),
		})
	}
	if len(out) > 0 || l.class == nil {
		return out
	}
	for _, o := range l.class.Outages {
		if o.V.Lasts == 0 {
			continue
		}
		p, err := o.V.Process(time.Duration(0))
		if err != nil {
			b.problem(l.Class.Pos, path+".class", err.Error(), "write outages")
			continue
		}
		out = append(out, p)
	}
	return out
}

// label returns the name of the process.
func (o *LinkOutages) label() string {
	if o.Name.IsSet() {
		return string(o.Name.V)
	}
	return "outages"
}

// condition returns what holds in bad times.
func (o *LinkOutages) condition(stay rng.Dist) channel.Condition {
	if !o.Bandwidth.IsSet() && !o.Latency.IsSet() && !o.Loss.IsSet() {
		return channel.Condition{Stay: stay, Down: true}
	}
	c := channel.Condition{Stay: stay, Share: channel.ShareAll, Extra: o.Latency.V, Loss: channel.LossOf(o.Loss.V.Float())}
	if o.Bandwidth.IsSet() {
		c.Share = channel.ShareOf(o.Bandwidth.V.Float())
	}
	return c
}
