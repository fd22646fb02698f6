package scenarios

import (
	"fmt"
	"strings"
)

// failures checks the random and recorded failures of one thing.
func (c *checker) failures(list Few[Failure], w where) {
	if len(list) == 0 || !c.once(&list[0]) {
		return
	}
	names := map[Name]bool{}
	var trace *Failure
	for i := range list {
		f, at := &list[i], part(list, w, i)
		switch {
		case f.Trace != nil && trace != nil:
			c.report(at.at("trace"), f.Trace.Path.Pos, say("a second trace: one thing has one record of outages", "put all outages into one file"))
		case f.Trace != nil:
			trace = f
			c.recorded(f, at)
		default:
			if names[f.Name.V] {
				c.sameName(f, at)
			}
			names[f.Name.V] = true
			c.renewal(f, at)
		}
		c.mode(f, at)
	}
}

// sameName reports that a failure is called like one before it.
func (c *checker) sameName(f *Failure, w where) {
	if f.Name.IsSet() {
		c.report(w.at("name"), f.Name.Pos, say(fmt.Sprintf("another failure here is called %s, too", quote(string(f.Name.V))), "choose another name"))
		return
	}
	c.report(w.at("name"), f.Pos, say("several failures of one thing need names", "add name: disk, for example"))
}

// recorded checks that a trace has nothing of what random failures have.
func (c *checker) recorded(f *Failure, w where) {
	for _, k := range []struct {
		key string
		pos Pos
	}{
		{"up", posOf(f.Up)},
		{"down", posOf(f.Down)},
		{"downtime", f.Downtime.Pos},
		{"crew", f.Crew.Pos},
		{"priority", f.Priority.Pos},
		{"clock", f.Clock.Pos},
	} {
		if !k.pos.IsZero() {
			c.report(w.at(k.key), k.pos, say(fmt.Sprintf("trace and %s cannot both be given: the file says when each outage begins and ends", k.key), "keep one of them"))
		}
	}
	if f.Mode.V == ModeReboot {
		c.report(w.at("mode"), f.Mode.Pos, say("recorded outages have their own length, so they cannot be reboots", "write mode: crash"))
	}
}

// posOf returns where a distribution is written, if it is.
func posOf[Q ~int64](d *Distribution[Q]) Pos {
	if d == nil {
		return Pos{}
	}
	return d.Pos
}

// renewal checks the times of a random failure.
func (c *checker) renewal(f *Failure, w where) {
	if f.Up != nil {
		up, ok := checkDistribution(c, f.Up, w.at("up"))
		if ok && up.Mean() < 1 {
			c.report(w.at("up"), f.Up.Pos, say(fmt.Sprintf("the %s would fail again at the instant of its repair", strings.TrimSuffix(w.list, "s")), "write an up time above zero"))
		}
	}
	if f.Down != nil {
		checkDistribution(c, f.Down, w.at("down"))
	}
	reboots := f.Mode.V == ModeReboot
	switch {
	case reboots && f.Down != nil:
		c.report(w.at("down"), f.Down.Pos, say("a reboot takes a fixed time: downtime", "write downtime: 90s instead"))
	case !reboots && f.Downtime.IsSet() && f.Down == nil:
		c.report(w.at("downtime"), f.Downtime.Pos, func() (string, string) {
			return fmt.Sprintf("only a reboot has a downtime, but the mode is %s", f.Mode.V), "write down instead, or mode: reboot"
		})
	case !reboots && f.Downtime.IsSet():
		c.report(w.at("downtime"), f.Downtime.Pos, say("down and downtime cannot both be given", "keep down, or downtime with mode: reboot"))
	}
	switch {
	case reboots && f.Crew.IsSet():
		c.report(w.at("crew"), f.Crew.Pos, say("a reboot needs no crew", "remove this key, or choose another mode"))
	case f.Priority.IsSet() && !f.Crew.IsSet():
		c.report(w.at("priority"), f.Priority.Pos, say("without a crew there is no queue to have a priority in", "add crew, or remove this key"))
	}
}

// mode checks the speed of a failure against its mode.
func (c *checker) mode(f *Failure, w where) {
	switch {
	case f.Mode.V == ModeSlow && !f.Speed.IsSet():
		c.report(w.at("speed"), f.Mode.Pos, say("mode slow needs the key speed: what is left of it", "add speed: 0.25"))
	case f.Mode.V == ModeSlow:
		c.slower(w.at("speed"), f.Speed)
	case f.Speed.IsSet():
		c.report(w.at("speed"), f.Speed.Pos, func() (string, string) {
			return fmt.Sprintf("mode %s has no speed", f.Mode.V), "remove this key, or write mode: slow"
		})
	}
}

// domainRules checks the failure domains.
func (c *checker) domainRules() {
	for i := range c.file.Domains {
		x := &c.file.Domains[i]
		known := make(map[string]bool, len(x.Links))
		for k, l := range x.Links {
			if known[l.Name] {
				c.report(x.at(fmt.Sprintf("links.%d", k)), l.Pos, say(fmt.Sprintf("%s occurs twice", quote(l.Name)), "remove one of them"))
			}
			known[l.Name] = true
		}
		c.failures(x.Failures, x.at("failures"))
	}
	c.domainCycles()
}

// domainCycles reports domains that are within each other, and prints the cycle.
func (c *checker) domainCycles() {
	domains := c.file.Domains
	// reached[i] is the number of the walk that came to domain i first, from 1.
	reached := make([]int32, len(domains))
	for start := range domains {
		at := start
		for at < len(domains) && reached[at] == 0 {
			reached[at] = int32(start + 1)
			outer := &domains[at].Within
			if !outer.IsSet() || outer.Index < 0 {
				break
			}
			at = outer.Index // One that only nodes name is within nothing.
			if at < len(domains) && reached[at] == int32(start+1) {
				c.reportDomainCycle(at)
				break
			}
		}
	}
}

// reportDomainCycle reports the cycle that the domain is part of.
func (c *checker) reportDomainCycle(at int) {
	domains := c.file.Domains
	first := &domains[at]
	c.report(first.at("within"), first.Within.Pos, func() (string, string) {
		const namesMax = 20
		names := []string{string(first.Name.V)}
		for i := first.Within.Index; i != at && len(names) < namesMax; i = domains[i].Within.Index {
			names = append(names, string(domains[i].Name.V))
		}
		names = append(names, string(first.Name.V))
		return "a domain cannot be within itself: " + strings.Join(names, " → "), "remove one of these keys within"
	})
}
