package failure

import (
	"fmt"
	"math"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// draws makes random configurations of small numbers, so that instants coincide all the time.
type draws struct{ *rapid.T }

func (t draws) upTo(name string, n int) int { return rapid.IntRange(0, n).Draw(t.T, name) }

func (t draws) mode(reboots bool) Mode {
	switch k := t.upTo("kind", 5); {
	case k == 1:
		return Mode{Kind: Pause}
	case k == 2:
		return Mode{Kind: Slow, SpeedPermille: int64(1 + t.upTo("speed", 2)*499)}
	case k == 3 && reboots:
		return Mode{Kind: Reboot, Downtime: time.Duration(1 + t.upTo("downtime", 3))}
	default:
		return Mode{}
	}
}

// span is a distribution of a few nanoseconds, of none at all, or of ever.
func (t draws) span(name string) rng.Dist {
	switch t.upTo(name, 6) {
	case 0:
		return rng.Must(rng.Deterministic(0))
	case 1:
		return rng.Must(rng.Deterministic(math.MaxInt64))
	case 2:
		return rng.Must(rng.Empirical([]int64{0, 1, 2, 5}, nil))
	case 3:
		return rng.Must(rng.Exponential(3))
	default:
		return rng.Must(rng.Deterministic(int64(1 + t.upTo("ns", 4))))
	}
}

func (t draws) trace() Trace {
	var out []Outage
	at := 0
	for range t.upTo("outages", 3) {
		from := at + t.upTo("gap", 3)
		at = from + 1 + t.upTo("length", 3)
		out = append(out, Outage{From: units.Time(from), Until: units.Time(at)})
	}
	if len(out) > 0 && t.upTo("for ever", 4) == 0 {
		out[len(out)-1].Until = units.Never
	}
	return Trace{Outages: out, Mode: t.mode(false)}
}

func (t draws) renewal(j, crews int) Renewal {
	w := Renewal{Up: t.span("up"), Mode: t.mode(true), Clock: Clock(t.upTo("clock", 1))}
	if j > 0 {
		w.Label = fmt.Sprint("r", j)
	}
	if w.Mode.Kind == Reboot {
		return w
	}
	w.Down = t.span("down")
	if crew := t.upTo("crew", crews); crew > 0 {
		w.Crew, w.Priority = fmt.Sprint("crew", crew-1), int32(t.upTo("priority", 2)-1)
	}
	return w
}

// config makes a configuration of up to size components whose members have lower ranks in a random order.
func (t draws) config(size int) *Config {
	c := &Config{Seed: rng.Seed(rapid.Uint64().Draw(t.T, "seed")), Replication: uint64(t.upTo("replication", 2))}
	for i := range t.upTo("crews", 2) {
		c.Crews = append(c.Crews, Crew{Name: fmt.Sprint("crew", i), Members: int32(1 + t.upTo("members", 1))})
	}
	ids := make([]ID, 1+t.upTo("components", size-1))
	for i := range ids {
		ids[i] = ID(i)
	}
	ids = rapid.Permutation(ids).Draw(t.T, "ranks")
	c.Components = make([]Component, len(ids))
	for rank, id := range ids {
		k := Component{Name: fmt.Sprint("c", id)}
		for _, below := range ids[:rank] {
			if t.upTo("member", 3) == 0 {
				k.Members = append(k.Members, below)
			}
		}
		for range t.upTo("faults", 2) {
			f := Fault{At: units.Time(t.upTo("at", 10)), Mode: t.mode(true)}
			if f.Mode.Kind != Reboot {
				f.For = time.Duration(t.upTo("for", 4))
			}
			k.Faults = append(k.Faults, f)
		}
		k.Trace = t.trace()
		for j := range t.upTo("renewals", 2) {
			k.Renewals = append(k.Renewals, t.renewal(j, len(c.Crews)))
		}
		c.Components[id] = k
	}
	return c
}
