package sim

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/arrivals"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/retry"
	"github.com/littoral-sim/littoral/sim/rng"
)

// The parts of a random system that most scenarios leave out: links that vary,
// images, retries and checkpoints, processes of arrivals, and random failures of
// anything.

// must1 returns a value that a constructor has accepted.
func must1[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func drawImages(t *rapid.T, c *Config) {
	for i := range one(t, "images", 0, 0, 1, 2, 3) {
		c.Images = append(c.Images, Image{
			Name: fmt.Sprintf("i%d", i), Size: one[units.Bytes](t, "image size", 100, 0, 60, 500), Registry: anyNode(t, c.System, "registry"),
		})
	}
}

// drawAttempts draws what happens when an attempt of a task is lost, and what has
// to be there before one can run.
func drawAttempts(t *rapid.T, c *Config, w *Workload) {
	if one(t, "bounded", false, false, true) {
		w.Retry = &retry.Policy{
			Attempts: one[int64](t, "attempts", 2, 1, 5, units.Unlimited), Initial: one[time.Duration](t, "back-off", 50, 0, 1, 333),
			FactorPermille: one[int64](t, "factor", 2000, 1000, 1500), Most: one[time.Duration](t, "most", 400, units.Unlimited),
			JitterPermille: one[int64](t, "jitter", 0, 0, 500, 1000),
		}
	}
	switch one(t, "leaves", "nothing", "checkpoints", "a part") {
	case "checkpoints":
		w.Checkpoint.Every = one[int64](t, "every", 50, 1, 1000)
	case "a part":
		w.Checkpoint.ResumePermille = one[int64](t, "resume", 500, 1000, 1)
	}
	w.Checkpoint.Restart = one[time.Duration](t, "restart", 0, 0, 50, 7)
	w.Image = ImageID(rapid.IntRange(0, len(c.Images)).Draw(t, "image"))
}

// drawProcess draws a process of arrivals with some tasks in a run.
func drawProcess(t *rapid.T) arrivals.Spec {
	const each100ns = 10_000_000 * arrivals.RatePerSecond
	switch one(t, "process", "on/off", "sine", "steps") {
	case "on/off":
		return must1(arrivals.NewOnOff(drawDist(t, "on", 100, 500), drawDist(t, "off", 100, 300), drawDist(t, "gap", 50, 10)))
	case "sine":
		return must1(arrivals.NewSine(arrivals.SineSpec{Mean: each100ns, Swing: one(t, "swing", 1, 0.5), Period: 1000, Peak: 300}))
	default:
		return must1(arrivals.NewSteps([]arrivals.Step{{At: 0, Rate: each100ns}, {At: 200}, {At: 500, Rate: 3 * each100ns}}, 700))
	}
}

func drawChannels(t *rapid.T, c *Config) {
	for i := range c.System.Links {
		if one(t, "varies", false, false, true) {
			c.Channels = append(c.Channels, drawChannel(t, models.LinkID(i)))
		}
	}
}

func drawChannel(t *rapid.T, link models.LinkID) Channel {
	ch := Channel{Link: link, Loss: channel.LossOf(one(t, "loss", 0, 0.5, 0.99, 0.1))}
	var profile *channel.Profile
	if rapid.Bool().Draw(t, "profile") {
		profile = must1(channel.NewProfile(channel.ProfileSpec{
			Bandwidth: []channel.BandwidthStep{{At: 0, Bandwidth: 8e9}, {At: 200, Bandwidth: one[units.BitsPerSecond](t, "lower", 4e9, 0, 1, 3e10)}},
			Latency:   []channel.LatencyStep{{At: 0, Latency: 10}, {At: 300, Latency: one[time.Duration](t, "longer", 20, 0)}},
			Period:    one[time.Duration](t, "period of the profile", 0, 500),
		}))
	}
	var processes []channel.GilbertElliott
	for i := range one(t, "processes", 0, 1, 2) {
		bad := channel.Condition{Stay: drawDist(t, "bad", 50, 100), Down: one(t, "outage", true, false)}
		if !bad.Down {
			bad.Share, bad.Extra, bad.Loss = channel.ShareOf(one(t, "share", 0.5, 1, 1e-4)), one[time.Duration](t, "extra", 0, 10), channel.LossOf(one(t, "bad loss", 0, 0.5))
		}
		processes = append(processes, channel.GilbertElliott{
			Name: fmt.Sprintf("p%d", i), Good: channel.Condition{Stay: drawDist(t, "good", 200, 100), Share: channel.ShareAll}, Bad: bad,
		})
	}
	if profile != nil || len(processes) > 0 {
		ch.Variation = must1(channel.NewVariation(profile, processes...))
	}
	if one(t, "jitters", false, true) {
		ch.Scatter.Jitter = drawDist(t, "jitter", 10, 50)
	}
	if one(t, "scatters", false, true) {
		ch.Scatter.Loss = rng.Must(rng.Uniform(0, 0.5))
	}
	return ch
}

// drawDomains lets links and domains fail together with the nodes of a domain.
func drawDomains(t *rapid.T, c *Config) {
	for i := range c.System.Domains {
		d := Domain{ID: models.DomainID(i)}
		if i > 0 && rapid.Bool().Draw(t, "contains") {
			d.Domains = []models.DomainID{0}
		}
		for l := range c.System.Links {
			if one(t, "link in domain", false, false, true) {
				d.Links = append(d.Links, models.LinkID(l))
			}
		}
		c.Domains = append(c.Domains, d)
	}
}

// drawFailures draws failures that come again and again, of anything.
func drawFailures(t *rapid.T, c *Config) {
	c.Crews = []failure.Crew{{Name: "one", Members: 1}, {Name: "two", Members: 2}}
	renewal := func(on Target) {
		if one(t, "fails", true, true, true, false) {
			return
		}
		r := Renewal{
			On: on, Up: drawDist(t, "up", 400, 100), Mode: drawMode(t),
			Clock: one(t, "clock", failure.Calendar, failure.Operating),
		}
		if r.Mode.Kind != failure.Reboot {
			r.Down = drawDist(t, "down", 100, 50, 0)
			r.Crew, r.Priority = one(t, "crew", "", "", "one", "two"), one[int32](t, "urgency", 0, 1)
		}
		c.Failures = append(c.Failures, r)
	}
	each(c, renewal)
	outages := func(on Target) {
		if one(t, "has a record", false, false, false, false, true) {
			c.Outages = append(c.Outages, Outages{On: on, Trace: failure.Trace{
				Outages: []failure.Outage{{From: 50, Until: 100}, {From: 100, Until: 150}, {From: 700, Until: one[units.Time](t, "until", 900, units.Never)}},
				Mode:    one(t, "recorded", failure.Mode{}, failure.Mode{Kind: failure.Pause}, failure.Mode{Kind: failure.Slow, SpeedPermille: 250}),
			}})
		}
	}
	each(c, outages)
}

// each calls f for everything that can fail.
func each(c *Config, f func(on Target)) {
	for i := range c.System.Nodes {
		f(OnNode(models.NodeID(i)))
	}
	for i := range c.System.Links {
		f(OnLink(models.LinkID(i)))
	}
	for i := range c.System.Domains {
		f(OnDomain(models.DomainID(i)))
	}
}

// withoutFaults returns a configuration in which nothing fails.
func withoutFaults(c *Config) *Config {
	out := clone(c)
	out.Faults, out.Failures, out.Outages, out.Members = nil, nil, nil, nil
	return out
}
