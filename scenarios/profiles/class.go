package profiles

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Value is a value with where it comes from. The zero Value is one that no source gives.
type Value[T any] struct {
	V T
	// Source is a repository with commit and file, or a publication.
	Source string
	// Said is what the source says, in its units.
	Said string
	// Derived is how V follows from that; empty when it is the same.
	Derived string
}

// Known reports whether there is a value.
func (v Value[T]) Known() bool { return v.Source != "" }

// Class is a kind of link between a place and the network behind it.
type Class struct {
	Name  string // lower case, letters, digits and hyphens
	Title string // one line
	// Downlink is towards the place, Uplink away from it.
	Downlink, Uplink Way
	Outages          []Value[Outage]
	// Notes are facts that no parameter expresses, such as duty limits.
	Notes []Value[string]
}

// Way is one direction of a link.
type Way struct {
	Bandwidth Value[units.BitsPerSecond]
	Delay     Value[Delay]
	Energy    Value[BitEnergy]
}

// BitEnergy is what a bit on its way takes, in picojoules. Of a radio it is what the device of the user takes, which sends on the uplink and receives
// on the downlink; no source gives the other end.
type BitEnergy int64

// String formats the energy in nanojoules, as in "46.7nJ/bit".
func (e BitEnergy) String() string { return fmt.Sprintf("%vnJ/bit", float64(e)/1000) }

// Delay is a latency, one way: a fixed part and what is added to it for each transfer.
type Delay struct {
	Base   time.Duration
	Jitter rng.Dist // in nanoseconds, draws below 0 count as 0; the zero Dist is none
}

// Median returns the median of the latency.
func (d Delay) Median() time.Duration {
	if d.Jitter.IsZero() {
		return d.Base
	}
	return d.Base + time.Duration(rng.Round(d.Jitter.Quantile(0.5)))
}

// Mean returns the mean of the latency, but for draws below 0.
func (d Delay) Mean() time.Duration {
	if d.Jitter.IsZero() {
		return d.Base
	}
	return d.Base + time.Duration(rng.Round(d.Jitter.Mean()))
}

// String formats the latency, as in "16.2ms + lognormal(mu=15.9, sigma=0.49) ns".
func (d Delay) String() string {
	switch {
	case d.Jitter.IsZero():
		return d.Base.String()
	case d.Base == 0:
		return d.Jitter.String() + " ns"
	default:
		return d.Base.String() + " + " + d.Jitter.String() + " ns"
	}
}

// Nominal returns what the way offers when nothing varies, and false when a source is missing for bandwidth or latency. The jitter is not in it.
func (w Way) Nominal() (n channel.Nominal, ok bool) {
	if !w.Bandwidth.Known() || !w.Delay.Known() {
		return channel.Nominal{}, false
	}
	return channel.Nominal{Bandwidth: w.Bandwidth.V, Latency: w.Delay.V.Base, Loss: 0}, true
}

// Scatter returns what differs from transfer to transfer.
func (w Way) Scatter() channel.Scatter {
	return channel.Scatter{Jitter: w.Delay.V.Jitter, Loss: rng.Dist{}}
}

// Outage is a disturbance that comes back.
type Outage struct {
	Name string
	// Every is the time from the begin of one to the begin of the next; their mean when Regular is false.
	Every   time.Duration
	Regular bool
	// Lasts is the length of one, 0 when no source gives it.
	Lasts time.Duration
	// Down says that the link does not work meanwhile; otherwise Loss is lost.
	Down bool
	Loss channel.Loss
}

// String describes the outage.
func (o Outage) String() string {
	var b strings.Builder
	about := "about "
	if o.Regular {
		about = ""
	}
	fmt.Fprintf(&b, "%s: every %s%v", o.Name, about, o.Every)
	if o.Lasts > 0 {
		fmt.Fprintf(&b, ", for %v", o.Lasts)
	}
	if o.Down {
		b.WriteString(", down")
	} else {
		fmt.Fprintf(&b, ", %.3g %% loss", 100*o.Loss.Ratio())
	}
	return b.String()
}

// Process returns the outage as a process of a channel. lasts is the length of one where the outage gives none, and must be 0 where it does. Times
// between irregular outages are exponential.
func (o Outage) Process(lasts time.Duration) (channel.GilbertElliott, error) {
	switch {
	case o.Lasts > 0 && lasts != 0:
		return channel.GilbertElliott{}, fmt.Errorf("outage %s lasts %v, so it takes no other length, got %v", o.Name, o.Lasts, lasts)
	case o.Lasts > 0:
		lasts = o.Lasts
	case lasts <= 0 || lasts >= o.Every:
		return channel.GilbertElliott{}, fmt.Errorf("outage %s comes every %v and no source says how long it lasts: pass a length between, got %v",
			o.Name, o.Every, lasts)
	}
	length, errLength := rng.Deterministic(int64(lasts))
	between, errBetween := rng.Exponential(float64(o.Every - lasts))
	if o.Regular {
		between, errBetween = rng.Deterministic(int64(o.Every - lasts))
	}
	if err := errors.Join(errLength, errBetween); err != nil {
		return channel.GilbertElliott{}, err
	}
	bad := channel.Condition{Stay: length, Down: o.Down, Share: channel.ShareAll, Extra: 0, Loss: o.Loss}
	if o.Down {
		bad.Share = 0
	}
	return channel.GilbertElliott{
		Name: o.Name,
		Good: channel.Condition{Stay: between, Down: false, Share: channel.ShareAll, Extra: 0, Loss: 0},
		Bad:  bad,
	}, nil
}

// Row is one value of a class as text.
type Row struct {
	Field   string `json:"field"`
	Value   string `json:"value"`
	Said    string `json:"said"`
	Derived string `json:"derived,omitempty"`
	Source  string `json:"source"`
}

// Rows returns all values of the class that are known, in a fixed order.
func (c *Class) Rows() (rows []Row) {
	for _, w := range []struct {
		name string
		way  *Way
	}{{"downlink", &c.Downlink}, {"uplink", &c.Uplink}} {
		rows = append(rows, row(w.name+" bandwidth", w.way.Bandwidth)...)
		rows = append(rows, row(w.name+" latency", w.way.Delay)...)
		rows = append(rows, row(w.name+" energy", w.way.Energy)...)
	}
	for _, o := range c.Outages {
		rows = append(rows, row("outage", o)...)
	}
	for _, n := range c.Notes {
		rows = append(rows, row("note", n)...)
	}
	return rows
}

func row[T any](field string, v Value[T]) []Row {
	if !v.Known() {
		return nil
	}
	return []Row{{Field: field, Value: fmt.Sprint(v.V), Said: v.Said, Derived: v.Derived, Source: v.Source}}
}

// List returns all classes in the order of their names. The caller may change the result.
func List() []Class {
	list := slices.Concat(local(), fixedLine(), mobile(), errant(), satellite(), lowPower(), simulators())
	slices.SortFunc(list, func(a, b Class) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// Lookup returns the class of a name, and whether there is one.
func Lookup(name string) (Class, bool) {
	for _, c := range List() {
		if c.Name == name {
			return c, true
		}
	}
	return Class{}, false
}
