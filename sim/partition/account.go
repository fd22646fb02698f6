package partition

import "github.com/littoral-sim/littoral/models/units"

// Account is what has been counted from instant 0 on. States that last no time do not count, so that the order in which
// things happen within an instant makes no difference.
type Account struct {
	Whole     int        // islands when everything works
	Max       int        // the most islands at one time
	Area      units.Wide // the integral of the number of islands over time, in nanoseconds
	Parted    int64      // nanoseconds during which the network was parted
	CutOff    units.Wide // node-nanoseconds cut off
	Connected units.Wide // node-nanoseconds up and not cut off
}

// counts are the present numbers, and their integrals over time.
type counts struct {
	islands int64
	whole   int64 // islands when everything works
	up      int64 // nodes
	cut     int64 // nodes
	apart   int64 // islands beside the first in each part that is connected when everything works
	since   units.Time
	max     int64
	parted  int64

	area, cutOff, connected units.Wide
}

// advance counts the present state until now.
func (c *counts) advance(now units.Time) {
	c.check(now)
	if now == c.since {
		return
	}
	ns := int64(now - c.since)
	c.since = now
	c.max = max(c.max, c.islands)
	c.area = c.area.PlusProduct(c.islands, ns)
	c.cutOff = c.cutOff.PlusProduct(c.cut, ns)
	c.connected = c.connected.PlusProduct(c.up-c.cut, ns)
	if c.apart > 0 {
		c.parted += ns
	}
}

// Account returns what has been counted until now.
func (p *Network) Account(now units.Time) Account {
	c := &p.counts
	c.advance(now)
	return Account{
		Whole: int(c.whole), Max: int(c.max), Area: c.area, Parted: c.parted, CutOff: c.cutOff, Connected: c.connected,
	}
}
