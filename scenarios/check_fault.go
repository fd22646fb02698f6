package scenarios

import (
	"fmt"
	"time"
)

// faults checks the scripted faults against each other and against the horizon.
func (c *checker) faults() {
	// open are the crashes without end: until a repair.
	open := map[string]time.Duration{}
	for i := range c.file.Faults {
		f := &c.file.Faults[i]
		if f.Crash.IsSet() && !f.For.IsSet() {
			if at, ok := open[f.Crash.Name]; !ok || f.At.V < at {
				open[f.Crash.Name] = f.At.V
			}
		}
	}
	for i := range c.file.Faults {
		f := &c.file.Faults[i]
		c.beforeEnd(f.at("at"), f.At)
		if !f.Repair.IsSet() {
			continue
		}
		if f.For.IsSet() {
			c.report(f.at("for"), f.For.Pos, say("a repair has no length", "remove this key"))
		}
		crash, ok := open[f.Repair.Name]
		if f.Repair.Index >= 0 && c.complete("faults") && (!ok || crash >= f.At.V) {
			c.report(f.at("repair"), f.Repair.Pos, func() (string, string) {
				return fmt.Sprintf("there is no earlier crash of %s that lasts until a repair", quote(f.Repair.Name)),
					"add one: {at: …, crash: " + abbreviate(f.Repair.Name) + "} without for"
			})
		}
	}
	for i := range c.file.Transfers {
		t := &c.file.Transfers[i]
		c.beforeEnd(t.at("at"), t.At)
		if t.From.Name == t.To.Name {
			c.report(t.at("to"), t.To.Pos, say("the transfer leads from a node to itself", "name two different nodes"))
		}
	}
}

// beforeEnd warns of an instant that the run does not reach.
func (c *checker) beforeEnd(w where, at Value[time.Duration]) {
	if end := c.file.Duration; end.IsSet() && at.V >= end.V {
		c.warn(w, at.Pos, fmt.Sprintf("the run ends at %s, before this happens", span(end.V)), "move it, or lengthen the duration")
	}
}
