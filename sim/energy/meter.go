package energy

import (
	"fmt"
	"math/big"

	"github.com/littoral-sim/littoral/models/units"
)

// Meter integrates a power that is constant between the instants at which it is
// set. The zero value has drawn nothing since instant 0, and knows no grid.
type Meter struct {
	grid     *Steps // carbon intensity in milligrams per kilowatt-hour, or nil
	since    int64
	power    int64
	energy   units.Wide
	emission units.Wide
}

// Reading is what a Meter shows.
type Reading struct {
	Energy   units.Wide // attojoules
	Emission units.Wide // milligrams · nW · ns / kWh; see PerMilligram
}

// PerMilligram returns how many units of emission are a milligram: nanowatts times
// nanoseconds in a kilowatt-hour.
func PerMilligram() *big.Int {
	x := big.NewInt(1000 * Watt)
	return x.Mul(x, big.NewInt(3600*1_000_000_000))
}

// NewMeter returns a meter that reads nothing at instant 0. Its power comes from a
// grid with this carbon intensity, or from one of which nothing is known.
func NewMeter(grid *Steps, power int64) Meter {
	m := Meter{grid: grid}
	m.Set(0, power)
	return m
}

// Power returns the power since the last change, in nanowatts.
func (m *Meter) Power() int64 { return m.power }

// Set changes the power, in nanowatts. It panics when time runs backwards or the
// power is negative.
func (m *Meter) Set(now, power int64) {
	if power < 0 {
		panic(fmt.Sprintf("energy: a power of %d nW is negative", power))
	}
	r := m.Read(now)
	m.energy, m.emission, m.since, m.power = r.Energy, r.Emission, now, power
}

// Read returns what has been drawn until an instant. It panics when that is before
// the last change.
func (m *Meter) Read(now int64) Reading {
	if now < m.since {
		panic(fmt.Sprintf("energy: time runs backwards, from %d ns to %d ns", m.since, now))
	}
	r := Reading{m.energy.PlusProduct(m.power, now-m.since), m.emission}
	if m.grid != nil && m.power > 0 && now > m.since {
		r.Emission = r.Emission.PlusWide(m.grid.Between(m.since, now).Times(m.power))
	}
	return r
}
