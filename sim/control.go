package sim

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/detector"
	"github.com/littoral-sim/littoral/sim/reaction"
)

// Control makes the scheduler see what an observer believes instead of the truth.
//
// The observer is a process on a node. It learns what messages tell it: that a task
// asks for a place, that an attempt is over, and from heartbeats that a node is
// there. A message takes the latency of its path and no bandwidth; one without a
// path waits at its sender, but a heartbeat is lost. After a heartbeat has got
// through, the observer and a node for which something waits reconcile.
type Control struct {
	Observer  models.NodeID
	Heartbeat detector.Sender
	Detector  detector.Config
	// Reaction says at which rate lost nodes are tainted. Its Zones may be nil,
	// for one zone, and its Tolerations are not used.
	Reaction reaction.Config
	// Toleration is how long a workload that does not say otherwise stays on a
	// tainted node; reaction.Forever for ever.
	Toleration time.Duration
	// Reconcile is how long after the heartbeat a reconciliation ends.
	Reconcile time.Duration
	// TerminationGrace is how long a copy runs on that is told to stop.
	TerminationGrace time.Duration
	// Backoff is the delay before a task is decided on again that a node has refused;
	// it doubles with each refusal in a row until BackoffMost.
	Backoff, BackoffMost time.Duration
	Autonomy             Autonomy
	// Delivery says whether commands go out at once or as answers to heartbeats.
	Delivery Delivery
}

// Autonomy says what a node does without its observer. The zero value runs on what
// it runs, and restarts nothing after a crash.
type Autonomy struct {
	// StopOffline ends what a node runs once its heartbeats have failed for the grace
	// of the detector.
	StopOffline bool
	// KeepAtReboot lets a node restart after a crash what it had run, from what it
	// has stored, input included.
	KeepAtReboot bool
}

// control checks the observer and all that depends on it.
func (v *validator) control() {
	c := v.Control
	for i := range v.Workloads {
		if d := v.Workloads[i].Toleration; d != nil {
			v.check(*d >= 0, "workload %q tolerates lost nodes for %v, which is negative", v.Workloads[i].Name, *d)
			v.check(c != nil, "workload %q tolerates lost nodes, but there is no observer to lose them", v.Workloads[i].Name)
		}
	}
	if c == nil {
		return
	}
	for i := range v.Workloads {
		v.check(v.Workloads[i].Service == nil, "workload %q is a service; an observer of services is not supported", v.Workloads[i].Name)
	}
	v.check(len(v.Mobility) == 0, "an observer of nodes that move is not supported")
	v.check(v.isNode(c.Observer), "the observer is node %d, which does not exist", c.Observer)
	spans := []struct {
		name string
		d    time.Duration
	}{
		{"reconciliation", c.Reconcile},
		{"grace of termination", c.TerminationGrace},
		{"first delay after a refusal", c.Backoff},
		{"longest delay after a refusal", c.BackoffMost},
	}
	for _, s := range spans {
		v.check(s.d >= 0 && s.d <= reaction.SpanMax, "the %s of the observer is %v, not between 0 and %v", s.name, s.d, reaction.SpanMax)
	}
	v.check(c.Backoff > 0 && c.BackoffMost >= c.Backoff,
		"the delay after a refusal must be positive, and the longest not below the first, not %v and %v", c.Backoff, c.BackoffMost)
	v.check(c.Delivery <= DeliveryResponse, "the delivery %d of the observer does not exist", c.Delivery)
	v.check(c.Toleration >= 0, "the toleration %v of the observer is negative", c.Toleration)
	v.check(c.Reaction.Zones == nil || len(c.Reaction.Zones) == len(v.System.Nodes),
		"the observer knows the zones of %d nodes, not of %d", len(c.Reaction.Zones), len(v.System.Nodes))
	for _, err := range []error{c.Heartbeat.Validate(), c.Detector.Validate(), c.reaction(v.Config).Validate()} {
		v.check(err == nil, "the observer: %w", err)
	}
}

// reaction returns the configuration of the reaction, with a class per workload.
func (c *Control) reaction(cfg *Config) *reaction.Config {
	r := c.Reaction
	if r.Zones == nil {
		r.Zones = make([]int32, len(cfg.System.Nodes))
	}
	r.Tolerations = nil
	for i := range cfg.Workloads {
		d := c.Toleration
		if own := cfg.Workloads[i].Toleration; own != nil {
			d = *own
		}
		r.Tolerations = append(r.Tolerations, d)
	}
	return &r
}

// backoff returns the delay after a number of refusals in a row, at least 1.
func (c *Control) backoff(refusals uint8) units.Time {
	d := c.Backoff
	for ; refusals > 1 && d < c.BackoffMost; refusals-- {
		d = units.Add(d, d)
	}
	return units.Time(min(d, c.BackoffMost))
}
