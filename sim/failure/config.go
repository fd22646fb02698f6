package failure

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// ID is a component: its index in Config.Components.
type ID int32

// Config describes all that can fail. New keeps the slices in it, which must not be changed afterwards.
type Config struct {
	// Seed and Replication root the random streams.
	Seed        rng.Seed
	Replication uint64
	Components  []Component
	Crews       []Crew
}

// Component is something that can fail: a node, a link, or a domain of other components. One without causes never
// fails by itself.
type Component struct {
	// Name is unique and not empty. It names the random streams, so it should not change when components are added.
	Name string
	// Members are what the component takes with it when it fails, each listed once; none for a component that is not a
	// domain. A component may be a member of several domains, and domains of domains, but not of itself.
	Members []ID
	// Faults are scripted. They may overlap.
	Faults []Fault
	// Trace is a record of outages.
	Trace Trace
	// Renewals are random and go on for ever.
	Renewals []Renewal
}

// Fault is a cause that begins once.
type Fault struct {
	At units.Time
	// For is how long it lasts; 0 means until the end of the run. A reboot lasts for its Downtime, and For is 0.
	For  time.Duration
	Mode Mode
}

// Trace is a sequence of outages of one mode.
type Trace struct {
	// Outages are in order of time. They may adjoin but not overlap.
	Outages []Outage
	// Mode is anything but Reboot.
	Mode Mode
}

// Outage is an interval of a trace.
type Outage struct {
	// From is when it begins, Until when it ends, later than From; units.Never means that it does not end.
	From, Until units.Time
}

// Renewal makes a component fail again and again: up times and down times alternate, beginning with an up time. A time
// that reaches the end of representable time, such as a deterministic one of math.MaxInt64 nanoseconds, never ends.
type Renewal struct {
	// Label tells several renewals of one component apart; of a single one it may be empty. The random streams have the
	// purposes "up" and "down", or "label/up" and "label/down".
	Label string
	// Up and Down are in nanoseconds. A reboot has no Down.
	Up, Down rng.Dist
	Mode     Mode
	Clock    Clock
	// Crew is the name of the crew that repairs, or empty for repair at once. A reboot has none.
	Crew string
	// Priority orders the queue of the crew: higher is first.
	Priority int32
}

// Clock says when the up time of a renewal passes.
type Clock uint8

// The clocks. See the package comment for their theory.
const (
	// Calendar: always.
	Calendar Clock = iota
	// Operating: unless another cause has the component down or paused. An up time that has run out at an instant is not
	// held up by a cause that begins at the same instant.
	Operating
)

// Crew repairs components.
type Crew struct {
	// Name is unique and not empty.
	Name string
	// Members is how many repairs the crew does at one time, at least 1.
	Members int32
}

// Effect is a change of the condition of one component.
type Effect struct {
	Component ID
	// Origin is the component whose cause began or ended: Component itself or a domain that it is in.
	Origin ID
	// Before and After differ.
	Before, After Condition
}
