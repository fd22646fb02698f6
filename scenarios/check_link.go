package scenarios

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/sim/channel"
)

// outagesMax is how many alternations of good and bad times a link may have.
const outagesMax = 3

// link checks the values of a link against each other.
func (c *checker) link(l *Link) {
	if l.Between[0].Name == l.Between[1].Name {
		c.report(l.at("between.1"), l.Between[1].Pos, func() (string, string) {
			return fmt.Sprintf("the link joins %s with itself", quote(l.Between[1].Name)), "name two different nodes"
		})
	}
	if l.BandwidthBack.IsSet() && l.Duplex.V == DuplexHalf {
		c.report(l.at("bandwidth-back"), l.BandwidthBack.Pos, say("both directions of a half-duplex link share one bandwidth", "remove this key, or write duplex: full"))
	}
	c.class(l)
	if l.Jitter != nil && c.once(l.Jitter) {
		checkDistribution(c, l.Jitter, l.at("jitter"))
	}
	if l.Loss != nil && c.once(l.Loss) {
		c.loss(l.Loss, l.at("loss"))
	}
	if l.Profile != nil && c.once(l.Profile) {
		c.profile(l.Profile, l.at("profile"))
	}
	if len(l.Outages) > 0 && c.once(&l.Outages[0]) {
		c.outages(l)
	}
	c.linkFootprint(l)
	c.failures(l.Failures, l.at("failures"))
}

// classOf returns the link class with a name, or nil.
func (c *checker) classOf(name Name) *profiles.Class {
	if c.classes == nil {
		c.classes = map[string]*profiles.Class{}
		for _, class := range profiles.List() {
			c.classes[class.Name] = &class
			c.classNames = append(c.classNames, class.Name)
		}
	}
	return c.classes[string(name)]
}

// class gives a link what its class has and the file does not say.
func (c *checker) class(l *Link) {
	if !l.Class.IsSet() {
		return
	}
	l.class = c.classOf(l.Class.V)
	if l.class == nil {
		c.report(l.at("class"), l.Class.Pos, func() (string, string) {
			return fmt.Sprintf("there is no link class %s", quote(string(l.Class.V))), c.meant(string(l.Class.V), c.classNames, "link classes")
		})
		return
	}
	c.classRates(l)
	c.classLatency(l)
	if len(l.Outages) > 0 || !c.once(classDoubt{l.origin.entry, l.class}) {
		return
	}
	for _, o := range l.class.Outages {
		if o.V.Lasts == 0 {
			c.warn(l.at("class"), l.Class.Pos, fmt.Sprintf("no source says how long an outage of the class %s lasts (%v), so it is left out", l.class.Name, o.V), "write outages, if it matters")
		}
	}
}

// classDoubt is the doubt about the class of the links of one entry.
type classDoubt struct {
	entry int32
	class *profiles.Class
}

// classRates gives a link the data rates of its class.
func (c *checker) classRates(l *Link) {
	up, down := l.class.Uplink.Bandwidth, l.class.Downlink.Bandwidth
	half := l.Duplex.V == DuplexHalf
	lacks := func(key, way string, from, to int) {
		c.report(l.at(key), l.Class.Pos, func() (string, string) {
			return fmt.Sprintf("the class %s has no bandwidth of the %s", l.class.Name, way),
				fmt.Sprintf("add %s: 50Mbit/s, the data rate from %s to %s", key, abbreviate(l.Between[from].Name), abbreviate(l.Between[to].Name))
		})
	}
	switch {
	case l.Bandwidth.IsSet():
	case !up.Known():
		lacks("bandwidth", "uplink", 0, 1)
	case half && down.Known() && up.V != down.V:
		c.report(l.at("bandwidth"), l.Class.Pos, func() (string, string) {
			return fmt.Sprintf("the class %s has %s up and %s down, but both directions of a half-duplex link share one bandwidth", l.class.Name, bitRate(up.V), bitRate(down.V)),
				"add bandwidth, or write duplex: full"
		})
	default:
		l.Bandwidth.V = up.V
	}
	switch {
	case half || l.BandwidthBack.IsSet():
	case !down.Known():
		lacks("bandwidth-back", "downlink", 1, 0)
	default:
		l.BandwidthBack.V = down.V
	}
}

func bitRate(v BitsPerSecond) string { return quantity.BitRate.Format(int64(v)) }

// classLatency gives a link the latency of its class.
func (c *checker) classLatency(l *Link) {
	up, down := l.class.Uplink.Delay, l.class.Downlink.Delay
	switch {
	case l.Latency.IsSet():
	case !up.Known() || !down.Known():
		c.report(l.at("latency"), l.Class.Pos, func() (string, string) {
			return fmt.Sprintf("the class %s has no latency", l.class.Name), "add latency: 30ms"
		})
	case up.V.Base != down.V.Base || !up.V.Jitter.Equal(down.V.Jitter):
		c.report(l.at("latency"), l.Class.Pos, func() (string, string) {
			return fmt.Sprintf("the class %s has a latency of %v up and %v down, but a link has one", l.class.Name, up.V, down.V),
				"add latency: " + span((up.V.Mean()+down.V.Mean())/2) + ", their mean"
		})
	default:
		l.Latency.V = up.V.Base
	}
}

// lossRatioMax is the largest loss.
const lossRatioMax = 99 * RatioOne / 100

// loss checks the loss of a link.
func (c *checker) loss(d *RatioDistribution, w where) {
	if *d == (RatioDistribution{Pos: d.Pos}) {
		return // It could not be read.
	}
	if d.Uniform != nil && d.Uniform.Max.V < d.Uniform.Min.V {
		c.report(w.at("uniform.max"), d.Uniform.Max.Pos, say("max is less than min", "exchange the two values"))
		return
	}
	made, err := d.make()
	switch {
	case err != nil:
		c.report(w, d.Pos, say(err.Error(), "choose parameters in the range of the distribution"))
	case made.Mean() > lossRatioMax.Float():
		c.report(w, d.Pos, say(fmt.Sprintf("the loss is %.6g on average; with more than 0.99 a link is as good as down", made.Mean()), "write a smaller loss, or outages"))
	}
}

// profile checks that the steps of a profile are in order and within its period.
func (c *checker) profile(p *Profile, w where) {
	last := time.Duration(-1)
	for i := range p.Steps {
		s, at := &p.Steps[i], w.at(fmt.Sprintf("steps.%d", i))
		switch {
		case s.At.V <= last:
			c.report(at.at("at"), s.At.Pos, say(fmt.Sprintf("%s does not come after %s", span(s.At.V), span(last)), "put the steps in the order of time, each at another instant"))
		case i == 0 && s.At.V > 0 && p.Every.IsSet():
			c.report(at.at("at"), s.At.Pos, say("the first step of a profile that repeats must be at 0s", "write at: 0s, or leave every out"))
		case p.Every.IsSet() && s.At.V >= p.Every.V:
			c.report(at.at("at"), s.At.Pos, say(fmt.Sprintf("the profile begins again at %s, before this step", span(p.Every.V)), "move the step, or lengthen every"))
		}
		last = s.At.V
		if !s.Bandwidth.IsSet() && !s.Latency.IsSet() {
			c.report(at, s.Pos, say("the step changes nothing", "add bandwidth, latency or both"))
		}
		if i == 0 && p.Every.IsSet() {
			c.wholePeriod(p, at)
		}
	}
	if t := p.Trace; t != nil && p.Every.IsSet() {
		c.tracePeriod(t, p.Every, w)
	}
}

// wholePeriod checks that what a repeating profile sets at all it sets at 0.
func (c *checker) wholePeriod(p *Profile, w where) {
	for _, s := range p.Steps[1:] {
		if s.Bandwidth.IsSet() && !p.Steps[0].Bandwidth.IsSet() {
			c.report(w.at("bandwidth"), p.Steps[0].Pos, say("a later step sets the bandwidth, so that it is unknown at the begin of each period", "add bandwidth to this step"))
			return
		}
		if s.Latency.IsSet() && !p.Steps[0].Latency.IsSet() {
			c.report(w.at("latency"), p.Steps[0].Pos, say("a later step sets the latency, so that it is unknown at the begin of each period", "add latency to this step"))
			return
		}
	}
}

// tracePeriod checks that the rows of a trace fit the period.
func (c *checker) tracePeriod(t *ProfileTrace, every Value[time.Duration], w where) {
	check := func(column string, first, last time.Duration) {
		switch {
		case first > 0:
			c.report(w.at("trace"), t.Path.Pos, say(fmt.Sprintf("the first %s of the file is at %s, but that of a profile that repeats must be at 0s", column, span(first)), "begin the file with a row at 0s, or leave every out"))
		case last >= every.V:
			c.report(w.at("every"), every.Pos, say(fmt.Sprintf("the file has a %s at %s, after the profile has begun again", column, span(last)), "write more than "+span(last)))
		}
	}
	if n := len(t.Bandwidth); n > 0 {
		check("bandwidth", t.Bandwidth[0].At, t.Bandwidth[n-1].At)
	}
	if n := len(t.Latency); n > 0 {
		check("latency", t.Latency[0].At, t.Latency[n-1].At)
	}
}

// outages checks the good and bad times of a link.
func (c *checker) outages(l *Link) {
	w := l.at("outages")
	if len(l.Outages) > outagesMax {
		c.report(w, l.Outages[outagesMax].Pos, say(fmt.Sprintf("a link has at most %d alternations of good and bad times", outagesMax), "leave some out"))
		return
	}
	names := map[string]bool{}
	for i := range l.Outages {
		o, at := &l.Outages[i], part(l.Outages, w, i)
		switch {
		case names[o.label()] && o.Name.IsSet():
			c.report(at.at("name"), o.Name.Pos, say(fmt.Sprintf("other outages here are called %s, too", quote(string(o.Name.V))), "choose another name"))
		case names[o.label()]:
			c.report(at.at("name"), o.Pos, say("several outages of one link need names", "add name: fading, for example"))
		}
		names[o.label()] = true
		for _, d := range []struct {
			key  string
			stay *Distribution[time.Duration]
		}{{"good", o.Good}, {"bad", o.Bad}} {
			if stay, ok := checkDistribution(c, d.stay, at.at(d.key)); ok && stay.Mean() < 1 {
				c.report(at.at(d.key), d.stay.Pos, say(fmt.Sprintf("the %s time is zero on average", d.key), "write a longer time"))
			}
		}
		if o.Bandwidth.IsSet() && channel.ShareOf(o.Bandwidth.V.Float()) == 0 {
			c.report(at.at("bandwidth"), o.Bandwidth.Pos, say("nothing of the bandwidth is left", "leave this key out, so that the link is down in bad times"))
		}
		if o.Loss.V > lossRatioMax {
			c.report(at.at("loss"), o.Loss.Pos, say("more than 0.99 of the bytes are lost", "write at most 0.99, or leave this key out, so that the link is down in bad times"))
		}
	}
}
