package scenarios

import (
	"fmt"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/detector"
	"github.com/littoral-sim/littoral/sim/reaction"
)

// ofControl is the place of a key of the observer.
func ofControl(key string) where {
	if key == "" {
		return where{list: "control"}
	}
	return where{list: "control." + key}
}

// control checks who watches the nodes.
func (c *checker) control() {
	x := c.file.Control
	if x == nil {
		for i := range c.file.Workloads {
			if w := &c.file.Workloads[i]; w.Toleration.IsSet() {
				c.report(w.at("toleration"), w.Toleration.Pos, say(
					"the workload tolerates lost nodes, but there is no observer that could lose them", "add control, or leave toleration out"))
			}
		}
		return
	}
	if len(c.file.Mobility) > 0 || len(c.file.Services) > 0 {
		c.report(ofControl(""), x.Pos, say("an observer cannot watch nodes that move, or services, yet", "leave out control, or mobility and services"))
	}
	if x.Profile.IsSet() {
		if _, ok := profiles.LookupPlatform(string(x.Profile.V)); !ok {
			c.report(ofControl("profile"), x.Profile.Pos, func() (string, string) {
				return fmt.Sprintf("there is no platform %s", quote(string(x.Profile.V))), c.meant(string(x.Profile.V), platformNames(), "platforms")
			})
			return
		}
	}
	if b := x.Heartbeat; b != nil {
		c.thousandths(ofControl("heartbeat.jitter"), b.Jitter)
	}
	if e := x.Eviction; e != nil {
		c.thousandths(ofControl("eviction.unhealthy"), e.Unhealthy)
		c.zoneLabel(e)
	}
	c.controlNumbers(x)
}

// controlNumbers checks what a file and its profile say together.
func (c *checker) controlNumbers(x *Control) {
	s, missing := x.resolve()
	if len(missing) > 0 {
		c.report(ofControl(""), x.Pos, func() (string, string) {
			problem := fmt.Sprintf("these keys are missing: %s", strings.Join(missing, ", "))
			if x.Profile.IsSet() {
				return problem, fmt.Sprintf("write them: no published value is known for %s", x.Profile.V)
			}
			return problem, "write them, or name a profile"
		})
		return
	}
	if s.Detector.Grace/detector.PassesMax >= s.Detector.Monitor || s.Detector.Startup/detector.PassesMax >= s.Detector.Monitor {
		pos := x.Monitor.Pos
		if !x.Monitor.IsSet() {
			pos = x.Pos
		}
		c.report(ofControl("monitor"), pos, say(
			fmt.Sprintf("the grace is %d times as long as monitor (%s), or longer", detector.PassesMax, span(s.Detector.Monitor)), "look less often, or lower the grace"))
	}
	c.controlSpans(x, s)
	if s.BackoffMost < s.Backoff {
		pos := x.Pos
		if x.Backoff != nil {
			pos = x.Backoff.Max.Pos
			if !x.Backoff.Max.IsSet() {
				pos = x.Backoff.Initial.Pos
			}
		}
		c.report(ofControl("backoff.max"), pos, say(
			fmt.Sprintf("the longest delay (%s) is less than the first one (%s)", span(s.BackoffMost), span(s.Backoff)), "raise max, or lower initial"))
	}
}

// controlSpans checks that no number is larger than the simulator can count.
func (c *checker) controlSpans(x *Control, s *sim.Control) {
	long := func(key string, d time.Duration, times int64) {
		if d == reaction.Forever || d <= reaction.SpanMax/time.Duration(times) {
			return
		}
		c.report(ofControl(key), x.Pos, say("the time that follows from "+key+" is more than 73 years", "shorten it, or raise the rate"))
	}
	r := &s.Reaction
	long("heartbeat.period", s.Heartbeat.Period, 2)
	long("reconcile", s.Reconcile, 1)
	long("termination-grace", s.TerminationGrace, 1)
	long("backoff.max", s.BackoffMost, 1)
	long("eviction.pass", r.Pass, 1)
	long("eviction.delay", r.Wait, 1)
	long("eviction.rate", r.Every, r.Burst)
	if r.Algorithm == reaction.Zoned {
		long("eviction.secondary-rate", r.SecondaryEvery, r.Burst)
	}
}

// zoneLabel checks that some node has a zone.
func (c *checker) zoneLabel(e *Eviction) {
	if !e.Zones.IsSet() || !c.complete("nodes") {
		return
	}
	for i := range c.file.Nodes {
		for _, l := range c.file.Nodes[i].Labels {
			if l.Key.V == string(e.Zones.V) {
				return
			}
		}
	}
	c.report(ofControl("eviction.zones"), e.Zones.Pos, say(
		fmt.Sprintf("no node has the label %s", quote(string(e.Zones.V))), "give nodes that label, or leave zones out for a single zone"))
}

func platformNames() []string {
	var names []string
	for _, p := range profiles.Platforms() {
		names = append(names, p.Name)
	}
	return names
}
