package battery

import (
	"errors"
	"fmt"
	"math"

	"github.com/littoral-sim/littoral/models/units"
)

// Config is what a Battery is made of, in attojoules (nanowatt-nanoseconds).
type Config struct {
	Capacity units.Wide // above 0
	Charge   units.Wide // at instant 0, at most Capacity
	// Cutoff is the charge at which the load is disconnected, and Restart, above it and
	// at most Capacity, that at which it comes back.
	Cutoff, Restart units.Wide
}

// CapacityMax returns the largest capacity: 10²⁹ aJ, or 28 GWh.
func CapacityMax() units.Wide { return units.Wide{}.PlusProduct(1e18, 1e11) }

// Validate reports everything that is wrong.
func (c *Config) Validate() error {
	var problems []error
	add := func(text string) { problems = append(problems, errors.New("battery: "+text)) }
	if c.Capacity == (units.Wide{}) || c.Capacity.Cmp(CapacityMax()) > 0 {
		add(fmt.Sprintf("a capacity of %v aJ is outside 1 to %v", c.Capacity, CapacityMax()))
	}
	if c.Charge.Cmp(c.Capacity) > 0 {
		add(fmt.Sprintf("a charge of %v aJ exceeds the capacity of %v aJ", c.Charge, c.Capacity))
	}
	if c.Restart.Cmp(c.Capacity) > 0 {
		add(fmt.Sprintf("a restart at %v aJ exceeds the capacity of %v aJ", c.Restart, c.Capacity))
	}
	if c.Restart.Cmp(c.Cutoff) <= 0 {
		add(fmt.Sprintf("a restart at %v aJ is not above the cut-off at %v aJ", c.Restart, c.Cutoff))
	}
	return errors.Join(problems...)
}

// Change is what Advance tells.
type Change uint8

// The changes.
const (
	Nothing  Change = iota
	Emptied         // the load is disconnected
	Restored        // the load is connected again
)

// Account is what has become of all energy so far, in attojoules:
// Start + Harvested + Overdrawn = Charge + Drawn + Spilled.
type Account struct {
	Start     units.Wide // the charge at instant 0
	Harvested units.Wide // what the harvester gave
	Overdrawn units.Wide // what was drawn beyond the last charge; see the package
	Charge    units.Wide // at present
	Drawn     units.Wide // by the load
	Spilled   units.Wide // harvested when there was no room for it
}

// Battery is a store of energy between a harvester and a load.
type Battery struct {
	config        Config
	account       Account
	since         int64
	draw, harvest int64 // in nanowatts
	empty         bool
}

// New returns a battery whose load draws nothing, at instant 0, or what is wrong
// with its configuration. One that begins at or below its cut-off is due at once.
func New(c Config) (*Battery, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Battery{config: c, account: Account{Start: c.Charge, Charge: c.Charge}}, nil
}

// Empty reports whether the load is disconnected.
func (b *Battery) Empty() bool { return b.empty }

// load returns the power that the battery gives.
func (b *Battery) load() int64 {
	if b.empty {
		return 0
	}
	return b.draw
}

// Set changes what the load draws, while it is connected, and what is harvested, in
// nanowatts. It panics when time runs backwards or past Next, or a power is negative.
func (b *Battery) Set(now, draw, harvest int64) {
	if draw < 0 || harvest < 0 {
		panic(fmt.Sprintf("battery: a power is negative: %d nW drawn, %d nW harvested", draw, harvest))
	}
	b.settle(now)
	b.draw, b.harvest = draw, harvest
}

// Advance disconnects or connects the load when that is due at this instant.
func (b *Battery) Advance(now int64) Change {
	b.settle(now)
	switch {
	case !b.empty && b.account.Charge.Cmp(b.config.Cutoff) <= 0:
		b.empty = true
		return Emptied
	case b.empty && b.account.Charge.Cmp(b.config.Restart) >= 0:
		b.empty = false
		return Restored
	default:
		return Nothing
	}
}

// Next returns the instant at which Advance has something to tell; false when that
// will not be unless a power changes.
func (b *Battery) Next() (int64, bool) {
	var way units.Wide
	var rate int64
	charge, load := b.account.Charge, b.load()
	switch {
	case b.empty:
		way, rate = b.config.Restart.MinusWide(charge), b.harvest-load
	default:
		way, rate = charge.MinusWide(b.config.Cutoff), load-b.harvest
	}
	switch {
	case way == (units.Wide{}):
		return b.since, true
	case rate <= 0:
		return 0, false
	}
	span := way.Plus(rate - 1).Over(rate)
	if span > math.MaxInt64-b.since {
		return 0, false
	}
	return b.since + span, true
}

// Read returns the account at an instant, and panics like Set.
func (b *Battery) Read(now int64) Account {
	x := *b
	x.settle(now)
	return x.account
}

// settle books what has flowed since the last change.
func (b *Battery) settle(now int64) {
	if next, ok := b.Next(); now < b.since || ok && now > next {
		panic(fmt.Sprintf("battery: %d ns is before the last change at %d ns or skips what is due at %d ns", now, b.since, next))
	}
	a, span := &b.account, now-b.since
	in, out := units.Wide{}.PlusProduct(b.harvest, span), units.Wide{}.PlusProduct(b.load(), span)
	a.Harvested, a.Drawn = a.Harvested.PlusWide(in), a.Drawn.PlusWide(out)
	have := a.Charge.PlusWide(in)
	a.Overdrawn = a.Overdrawn.PlusWide(out.MinusWide(have))
	have = have.MinusWide(out)
	over := have.MinusWide(b.config.Capacity)
	a.Spilled = a.Spilled.PlusWide(over)
	a.Charge = have.MinusWide(over)
	b.since = now
}
