package reaction

import (
	"errors"
	"fmt"
	"time"
)

// Algorithm names a way to bound evictions.
type Algorithm uint8

// The algorithms.
const (
	Flat  Algorithm = iota // one zone, one rate
	Zoned                  // the regimes of Kubernetes
)

// Forever is a toleration without end, and the time to the next token of a bucket that gains none.
const Forever time.Duration = 1<<63 - 1

// SpanMax bounds all spans but Forever.
const SpanMax = time.Duration(1) << 61

// The bounds of a configuration.
const (
	burstMax   = 1 << 20
	permille   = 1000
	classesMax = 1 << 20
)

// Config is what a machine is told once.
type Config struct {
	// Zones holds the zone of each node, from 0 on.
	Zones     []int32
	Algorithm Algorithm
	// Every is the time in which a bucket gains a token, positive, or Forever. A bucket fills within 73 years, or never.
	Every time.Duration
	// Burst is the most tokens in a bucket, from 1 to 1 048 576.
	Burst int64
	// Pass is the time between taint passes, positive.
	Pass time.Duration
	// Wait is how long a node is lost before it enters its queue, not negative: 0 when the pass that finds it lost enters
	// it, the period of the monitor when the next one does.
	Wait time.Duration
	// Tolerations holds the toleration of each class, not negative, or Forever.
	Tolerations []time.Duration

	// The rest is for Zoned.

	// SecondaryEvery is Every in large zones under Partial.
	SecondaryEvery time.Duration
	// LargeZone is the most nodes of a zone that is not large, not negative.
	LargeZone int32
	// UnhealthyPermille is the part of a zone that is lost under Partial, from 1 to 1000.
	UnhealthyPermille int64
	// UnhealthyMin is the most lost nodes that never bring a zone under Partial, not negative.
	UnhealthyMin int32
}

// Validate reports all fields that are out of range.
func (c *Config) Validate() error {
	var r problems
	for n, z := range c.Zones {
		if z < 0 || int(z) >= len(c.Zones) {
			r.check(true, "Zones: %d of node %d is outside 0 to %d", z, n, len(c.Zones)-1)
			break
		}
	}
	every := func(name string, d time.Duration) {
		r.check(d <= 0 || (d != Forever && d > SpanMax/time.Duration(min(max(c.Burst, 1), burstMax))),
			"%s: %v is not positive, or %d times that are more than %v", name, d, c.Burst, SpanMax)
	}
	every("Every", c.Every)
	r.check(c.Burst < 1 || c.Burst > burstMax, "Burst: %d is outside 1 to %d", c.Burst, burstMax)
	r.check(c.Pass <= 0 || c.Pass > SpanMax, "Pass: %v is not positive", c.Pass)
	r.check(c.Wait < 0 || c.Wait > SpanMax, "Wait: %v is negative", c.Wait)
	r.check(len(c.Tolerations) > classesMax, "Tolerations: %d are more than %d", len(c.Tolerations), classesMax)
	for i, d := range c.Tolerations {
		r.check(d < 0, "Tolerations: %v of class %d is negative", d, i)
	}
	switch c.Algorithm {
	case Flat:
	case Zoned:
		every("SecondaryEvery", c.SecondaryEvery)
		r.check(c.LargeZone < 0, "LargeZone: %d is negative", c.LargeZone)
		r.check(c.UnhealthyPermille < 1 || c.UnhealthyPermille > permille, "UnhealthyPermille: %d is outside 1 to %d", c.UnhealthyPermille, permille)
		r.check(c.UnhealthyMin < 0, "UnhealthyMin: %d is negative", c.UnhealthyMin)
	default:
		r.check(true, "Algorithm: %d is unknown", c.Algorithm)
	}
	return errors.Join(r.list...)
}

// problems gathers what is wrong with a value.
type problems struct{ list []error }

func (r *problems) check(wrong bool, format string, args ...any) {
	if wrong {
		r.list = append(r.list, fmt.Errorf(format, args...))
	}
}
