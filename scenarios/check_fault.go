package scenarios

import (
	"fmt"
	"time"
)

// victim is what a fault concerns.
type victim struct {
	thing thing
	index int
}

// faults checks the scripted faults against each other and against the horizon.
func (c *checker) faults() {
	// open are the begins of the first faults without end: until a repair.
	open := map[victim]time.Duration{}
	for i := range c.file.Faults {
		f := &c.file.Faults[i]
		v, _ := f.verb()
		if v.ref == nil || v.deed == doRepair || v.deed == doReboot || f.For.IsSet() {
			continue
		}
		on := victim{v.thing, v.ref.Index}
		if at, ok := open[on]; !ok || f.At.V < at {
			open[on] = f.At.V
		}
	}
	for i := range c.file.Faults {
		f := &c.file.Faults[i]
		c.beforeEnd(f.at("at"), f.At)
		v, ok := f.verb()
		if !ok {
			continue
		}
		c.fault(f, v)
		begin, begun := open[victim{v.thing, v.ref.Index}]
		if v.deed == doRepair && v.ref.Index >= 0 && c.complete("faults") && (!begun || begin >= f.At.V) {
			c.report(f.at(v.key), v.ref.Pos, func() (string, string) {
				return fmt.Sprintf("there is no earlier fault of %s that lasts until a repair", quote(v.ref.Name)),
					fmt.Sprintf("add one: {at: …, %s: %s} without for", crashOf(v.thing), abbreviate(v.ref.Name))
			})
		}
	}
}

// fault checks the keys of one fault against what it does.
func (c *checker) fault(f *Fault, v verb) {
	switch {
	case v.deed == doRepair && f.For.IsSet():
		c.report(f.at("for"), f.For.Pos, say("a repair has no length", "remove this key"))
	case v.deed == doReboot && !f.For.IsSet():
		c.report(f.at("for"), v.ref.Pos, say("a reboot needs the key for: how long the node is down", "add for: 90s"))
	}
	switch {
	case v.deed == doSlow && !f.Speed.IsSet():
		c.report(f.at("speed"), v.ref.Pos, func() (string, string) {
			return fmt.Sprintf("%s needs the key speed: what is left of it", v.key), "add speed: 0.5"
		})
	case v.deed == doSlow:
		c.slower(f.at("speed"), f.Speed)
	case f.Speed.IsSet():
		c.report(f.at("speed"), f.Speed.Pos, func() (string, string) {
			return fmt.Sprintf("%s has no speed", v.key), "remove this key, or use slow, slow-link or slow-domain"
		})
	}
}

// slower checks a speed that is left.
func (c *checker) slower(w where, speed Value[Ratio]) {
	if speed.V >= RatioOne {
		c.report(w, speed.Pos, say("at a speed of 1 nothing is slow", "write a number below 1, such as 0.5"))
		return
	}
	c.thousandths(w, speed)
}

// thousandths checks that a number has no more than three decimals.
func (c *checker) thousandths(w where, v Value[Ratio]) {
	if v.V%perMille != 0 {
		c.report(w, v.Pos, say(fmt.Sprintf("%v is not a whole number of thousandths", v.V.Float()), "round it: nothing finer is kept"))
	}
}

// perMille is a thousandth.
const perMille = RatioOne / 1000

// transfers checks the plain movements of data.
func (c *checker) transfers() {
	for i := range c.file.Transfers {
		t := &c.file.Transfers[i]
		c.beforeEnd(t.at("at"), t.At)
		if t.From.Name == t.To.Name {
			c.report(t.at("to"), t.To.Pos, say("the transfer leads from a node to itself", "name two different nodes"))
		}
		c.uplink(t.at("uplink-protocol"), t.Protocol, t.Uplink)
	}
}

// beforeEnd warns of an instant that the run does not reach.
func (c *checker) beforeEnd(w where, at Value[time.Duration]) {
	if end := c.file.Duration; end.IsSet() && at.V >= end.V {
		c.warn(w, at.Pos, fmt.Sprintf("the run ends at %s, before this happens", span(end.V)), "move it, or lengthen the duration")
	}
}
