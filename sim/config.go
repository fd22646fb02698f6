package sim

import (
	"errors"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Config is everything that defines a run but the scheduler.
type Config struct {
	System    *models.System
	Workloads []Workload
	Transfers []Transfer
	Faults    []Fault   // scripted
	Failures  []Renewal // random

	Seed        rng.Seed
	Replication uint64
	// Horizon is the end of the run. Tasks arrive before it; what is not done
	// by then is reported as it stands.
	Horizon units.Time
	// Warmup is when statistics start, at most Horizon.
	Warmup units.Time

	// Policy is the name of the scheduler, for reports.
	Policy string
	// Period is the time between calls of the scheduler. With 0 it is called at
	// the end of each instant in which tasks wait and something has changed.
	Period time.Duration
	// DecisionLatency is how long one decision takes. Meanwhile the scheduler
	// is busy, and the plan meets the world as it is afterwards.
	DecisionLatency time.Duration

	// Progress, when not nil, is told the simulated time about a thousand times
	// in a run. It has no influence on it.
	Progress func(now units.Time)
}

// Workload is a stream of tasks of one kind from each of its sources.
type Workload struct {
	Name    string
	Spec    models.SpecID
	Sources []models.NodeID
	// Target is where outputs go, or models.NoNode for back to the source.
	Target   models.NodeID
	Arrivals Arrivals
	Work     rng.Dist // nanoseconds on the reference core
	Input    rng.Dist // bytes
	Output   rng.Dist // bytes
	From     units.Time
	Until    units.Time // 0 means the horizon
	CountMax int64      // tasks per source, or 0 for no bound
}

// Arrivals says when tasks arrive. Exactly one field is set.
type Arrivals struct {
	// Gap is the distribution of the time between arrivals in nanoseconds. The
	// first task arrives one gap after the start.
	Gap rng.Dist
	// Every is a fixed period; the first task arrives at the start.
	Every time.Duration
	// At lists the instants for each source, ascending; sources may share a list.
	At [][]units.Time
}

// Transfer is plain data movement without a task.
type Transfer struct {
	Name     string
	From, To models.NodeID
	Size     units.Bytes
	At       units.Time
}

// Fault takes a node or a link out of service. Faults on one entity may overlap;
// it works again when all of them have ended.
type Fault struct {
	At   units.Time
	Node models.NodeID // or NoNode
	Link models.LinkID // or NoLink
	For  time.Duration // 0 means until the end of the run
}

// Renewal makes a node fail again and again: up times and down times alternate.
type Renewal struct {
	Node     models.NodeID
	Up, Down rng.Dist // nanoseconds
}

// validate reports every problem with c.
func (c *Config) validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if c.System == nil || len(c.System.Nodes) == 0 {
		return errors.New("a run needs a system with nodes")
	}
	if c.Horizon <= 0 || c.Horizon == units.Never {
		bad("horizon %v is not a positive time", c.Horizon)
	}
	if c.Warmup < 0 || c.Warmup > c.Horizon {
		bad("warm-up %v does not lie between 0 and the horizon %v", c.Warmup, c.Horizon)
	}
	if c.Period < 0 || c.DecisionLatency < 0 {
		bad("period %v and decision latency %v must not be negative", c.Period, c.DecisionLatency)
	}
	for i := range c.System.Nodes {
		if n := &c.System.Nodes[i]; n.Speed <= 0 || n.Capacity.Bandwidth <= 0 || n.Capacity.Negative() {
			bad("node %q needs a positive speed and bandwidth, and a capacity that is not negative", n.Name)
		}
	}
	for i := range c.System.Links {
		if l := &c.System.Links[i]; l.Bandwidth <= 0 || l.Latency < 0 {
			bad("link %q needs a positive bandwidth and a latency that is not negative", l.Name)
		}
	}
	for i := range c.Workloads {
		c.validateWorkload(&c.Workloads[i], bad)
	}
	for i, f := range c.Faults {
		if f.At < 0 || f.For < 0 || (f.Node == models.NoNode) == (f.Link == models.NoLink) {
			bad("fault %d needs a time that is not negative and either a node or a link", i)
		}
	}
	return errors.Join(errs...)
}

func (c *Config) validateWorkload(w *Workload, bad func(string, ...any)) {
	kinds := 0
	for _, set := range []bool{!w.Arrivals.Gap.IsZero(), w.Arrivals.Every > 0, w.Arrivals.At != nil} {
		if set {
			kinds++
		}
	}
	if kinds != 1 {
		bad("workload %q needs exactly one kind of arrivals", w.Name)
	}
	if w.Work.IsZero() || w.Input.IsZero() || w.Output.IsZero() {
		bad("workload %q needs distributions of work, input and output", w.Name)
	}
	if w.Arrivals.At != nil && len(w.Arrivals.At) != len(w.Sources) {
		bad("workload %q has %d lists of arrivals for %d sources", w.Name, len(w.Arrivals.At), len(w.Sources))
	}
	s := &c.System.Specs[w.Spec]
	if s.Demand.CPU <= 0 {
		bad("workload %q needs a positive CPU demand", w.Name)
	}
	if s.Replicas != 1 {
		bad("workload %q asks for %d replicas; one is supported", w.Name, s.Replicas)
	}
}
