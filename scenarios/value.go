package scenarios

import "github.com/littoral-sim/littoral/scenarios/diagnostics"

// Pos is a place in a scenario file.
type Pos = diagnostics.Pos

// Value is something read from a scenario file together with the place where
// it was written.
type Value[T any] struct {
	V   T
	Pos Pos
}

// IsSet reports whether the file gave the value. A default has a V but is not set.
func (v Value[T]) IsSet() bool { return !v.Pos.IsZero() }

// Many is what may be written either as one value or as a list of them.
type Many[T any] []Value[T]

// Ref names another entity of the file.
type Ref struct {
	Name string
	Pos  Pos
	// Index is the place of that entity in the slice of its kind, such as
	// File.Nodes or File.Links; for a domain that in File.DomainNames. It is
	// meaningful only when the reference is set.
	Index int
}

// IsSet reports whether the file gave the reference.
func (r Ref) IsSet() bool { return !r.Pos.IsZero() }

// Name is an identifier: letters, digits, '-', '_', '.', at most 200 of them,
// beginning with a letter or a digit.
type Name string

// Text is free text.
type Text string

// Ratio is a number without unit in parts per million: 0.5 is 500000.
type Ratio int64

// RatioOne is the Ratio 1.
const RatioOne Ratio = 1_000_000

// Float returns r as a float64, correctly rounded.
func (r Ratio) Float() float64 { return float64(r) / float64(RatioOne) }

// Degrees is an angle in billionths of a degree; positive is north and east.
type Degrees int64

// Milliwatts is an electrical power.
type Milliwatts int64

// Length is a distance in millimetres.
type Length int64

// Velocity is a speed in millimetres per hour, in which m/s and km/h are whole.
type Velocity int64

// EventRate is a number of events per time, in millionths of an event per hour.
type EventRate int64

// EventRatePerSecond is one event per second.
const EventRatePerSecond EventRate = 3600 * 1_000_000
