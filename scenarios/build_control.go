package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/detector"
	"github.com/littoral-sim/littoral/sim/reaction"
)

// settings gathers the numbers of a Control: what the file says, else what its
// profile does, else, where there is one, a default.
type settings struct {
	missing []string // keys without any
}

// pick returns the number of a key.
func pick[T any](s *settings, key string, given bool, value T, profile profiles.Value[T], fallback ...T) T {
	switch {
	case given:
		return value
	case profile.Known():
		return profile.V
	case len(fallback) > 0:
		return fallback[0]
	}
	s.missing = append(s.missing, key)
	var zero T
	return zero
}

// everyOf returns the time between events at a rate.
func everyOf(r EventRate) time.Duration {
	if r == 0 {
		return reaction.Forever
	}
	return time.Duration(int64(time.Hour) * 1_000_000 / int64(r))
}

// resolve returns what the simulator is told, and the keys that are missing.
func (c *Control) resolve() (*sim.Control, []string) {
	var s settings
	p, _ := profiles.LookupPlatform(string(c.Profile.V))
	beat, evict, back, own := c.Heartbeat, c.Eviction, c.Backoff, c.Autonomy
	if beat == nil {
		beat = new(Heartbeat)
	}
	if evict == nil {
		evict = new(Eviction)
	}
	if back == nil {
		back = new(RefusalBackoff)
	}
	if own == nil {
		own = new(Autonomy)
	}
	out := &sim.Control{Observer: nodeID(c.Observer)}
	out.Heartbeat = detector.Sender{
		Period:         pick(&s, "heartbeat.period", beat.Period.IsSet(), beat.Period.V, p.Period),
		JitterPermille: pick(&s, "heartbeat.jitter", beat.Jitter.IsSet(), int64(beat.Jitter.V/perMille), p.Jitter, 0),
	}
	out.Detector.Monitor = pick(&s, "monitor", c.Monitor.IsSet(), c.Monitor.V, p.Monitor)
	out.Detector.Grace = pick(&s, "grace", c.Grace.IsSet(), c.Grace.V, p.Grace)
	out.Detector.Startup = pick(&s, "startup-grace", c.StartupGrace.IsSet(), c.StartupGrace.V, p.Startup, out.Detector.Grace)
	out.Detector.Recovery = int32(pick(&s, "recovery", c.Recovery.IsSet(), c.Recovery.V, p.Recover, 1))
	s.eviction(evict, &p, out)
	out.Reconcile = pick(&s, "reconcile", c.Reconcile.IsSet(), c.Reconcile.V, p.Reconcile)
	out.TerminationGrace = pick(&s, "termination-grace", c.TerminationGrace.IsSet(), c.TerminationGrace.V, p.Termination)
	out.Backoff = pick(&s, "backoff.initial", back.Initial.IsSet(), back.Initial.V, p.Backoff)
	out.BackoffMost = pick(&s, "backoff.max", back.Max.IsSet(), back.Max.V, p.BackoffMost)
	if pick(&s, "delivery", c.Delivery.IsSet(), c.Delivery.V == DeliveryResponse, p.Respond, false) {
		out.Delivery = sim.DeliveryResponse
	}
	out.Autonomy.StopOffline = pick(&s, "autonomy.offline", own.Offline.IsSet(), own.Offline.V == OfflineStop, p.StopOffline)
	out.Autonomy.KeepAtReboot = pick(&s, "autonomy.reboot", own.Reboot.IsSet(), own.Reboot.V == RebootKeep, p.KeepAtReboot)
	return out, s.missing
}

// eviction fills in what becomes of the tasks on lost nodes.
func (s *settings) eviction(e *Eviction, p *profiles.Platform, out *sim.Control) {
	r := &out.Reaction
	out.Toleration = pick(s, "eviction.toleration", e.Toleration.IsSet(), time.Duration(e.Toleration.V), p.Toleration)
	r.Every = pick(s, "eviction.rate", e.Rate.IsSet(), everyOf(e.Rate.V), p.Every)
	r.Burst = pick(s, "eviction.burst", e.Burst.IsSet(), e.Burst.V, p.Burst, 1)
	r.Pass = pick(s, "eviction.pass", e.Pass.IsSet(), e.Pass.V, p.Pass, 1)
	r.Wait = pick(s, "eviction.delay", e.Delay.IsSet(), e.Delay.V, p.Wait, 0)
	if !pick(s, "eviction.regimes", e.Regimes.IsSet(), e.Regimes.V == RegimesKubernetes, p.Zoned, false) {
		return
	}
	r.Algorithm = reaction.Zoned
	r.SecondaryEvery = pick(s, "eviction.secondary-rate", e.SecondaryRate.IsSet(), everyOf(e.SecondaryRate.V), p.Secondary)
	r.LargeZone = int32(pick(s, "eviction.large-zone", e.LargeZone.IsSet(), e.LargeZone.V, p.LargeZone))
	r.UnhealthyPermille = pick(s, "eviction.unhealthy", e.Unhealthy.IsSet(), int64(e.Unhealthy.V/perMille), p.Unhealthy)
	r.UnhealthyMin = int32(pick(s, "eviction.unhealthy-min", e.UnhealthyMin.IsSet(), e.UnhealthyMin.V, p.UnhealthyTo))
}

// control returns who watches the nodes, or nil.
func (b *builder) control() *sim.Control {
	c := b.file.Control
	if c == nil {
		return nil
	}
	out, _ := c.resolve()
	if e := c.Eviction; e != nil && e.Zones.IsSet() {
		out.Reaction.Zones = b.zones(string(e.Zones.V))
	}
	return out
}

// zones numbers the values of a label in the order of the nodes.
func (b *builder) zones(label string) []int32 {
	number := map[string]int32{}
	out := make([]int32, 0, len(b.file.Nodes))
	for i := range b.file.Nodes {
		value := "" // A label is never empty.
		for _, l := range b.file.Nodes[i].Labels {
			if l.Key.V == label {
				value = l.Value.V
			}
		}
		z, ok := number[value]
		if !ok {
			z = int32(len(number))
			number[value] = z
		}
		out = append(out, z)
	}
	return out
}
