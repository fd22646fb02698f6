// Package energy holds what is needed to account for power, and for what follows
// from it, in integers.
//
// A [Curve] says what a node draws at a utilisation: linear between idle and busy,
// cubic, or a table as SPECpower has it. A [Meter] integrates a power that changes
// at instants, and with it the emission of carbon when the energy comes from a
// grid. [Steps] is a function of time that is constant between instants, such as
// the carbon intensity of a grid or the yield of a solar panel. [Divide] shares
// a total among those who have caused it, so that the parts add up to the whole.
//
//	curve, err := energy.NewCurve(&energy.Spec{Idle: 100 * energy.Watt, Busy: 240 * energy.Watt})
//	meter := energy.NewMeter(nil, curve.Static())
//	meter.Set(now, curve.Static()+curve.Dynamic(360_000, 400_000)) // 226 W from now on
//	used := meter.Read(later).Energy
//
// # Units
//
// Power is in nanowatts (nW), time in nanoseconds, so that energy is in attojoules:
// a [units.Wide] of them reaches 3·10²⁰ J. Carbon intensity is in milligrams per
// kilowatt-hour, so that emission is in milligrams · nW · ns / kWh; [PerMilligram]
// of that are a milligram.
//
// # Rounding
//
// Power at a utilisation is a rational number, and [Curve.Dynamic] rounds it to the
// nearest nanowatt. [NewSine] makes integer steps of a sine, whose integral over a
// period is its mean. Nothing else is rounded here: all integrals are exact for the
// powers that they are given.
//
// # What it does not do
//
// It knows no node and no task, and has no model of temperature, voltage or
// frequency. A Curve knows the utilisation of the CPU alone.
package energy
