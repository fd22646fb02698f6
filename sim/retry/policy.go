package retry

import (
	"errors"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// The scale of Policy.FactorPermille, and the greatest factor.
const (
	permille  = 1000
	factorMax = 1000 * permille
)

// Policy says how often and after which delays lost attempts are repeated. The zero value is not valid; one attempt and
// no more is Policy{Attempts: 1, FactorPermille: 1000}.
type Policy struct {
	// Attempts is the most there are, with the first one; at least 1. units.Unlimited is no bound.
	Attempts int64
	// Initial is the delay before the second attempt, 0 for none at all before any.
	Initial time.Duration
	// FactorPermille is what the delay grows by from attempt to attempt, in thousandths, 1000 to 1 000 000.
	FactorPermille int64
	// Most bounds the delay, at least Initial. units.Unlimited is no bound.
	Most time.Duration
	// JitterPermille is the part of a delay that is random, in thousandths, 0 to 1000.
	JitterPermille int64
}

// Validate reports all fields that are out of range.
func (p Policy) Validate() error {
	var r problems
	r.check(p.Attempts < 1, "Attempts: %d is less than 1", p.Attempts)
	r.check(p.Initial < 0, "Initial: %v is negative", p.Initial)
	r.check(p.FactorPermille < permille || p.FactorPermille > factorMax, "FactorPermille: %d is outside %d to %d",
		p.FactorPermille, permille, factorMax)
	r.check(p.Most < p.Initial, "Most: %v is less than the initial delay, %v", p.Most, p.Initial)
	r.check(p.JitterPermille < 0 || p.JitterPermille > permille, "JitterPermille: %d is outside 0 to %d", p.JitterPermille, permille)
	return errors.Join(r.list...)
}

// problems gathers what is wrong with a value.
type problems struct{ list []error }

func (r *problems) check(wrong bool, format string, args ...any) {
	if wrong {
		r.list = append(r.list, fmt.Errorf(format, args...))
	}
}

// Delay returns how long to wait after a number of lost attempts, at least 1, and whether there is another attempt at
// all. With jitter j the delay is uniform over the whole nanoseconds from d − ⌊d·j⌋ to d, where d is Backoff; that takes
// one draw of the stream, and with a probability below 2⁻⁶⁴·(d·j+1) more. Without jitter, without delay, or without
// another attempt there is no draw, and the stream may be nil. The policy must be valid.
func (p Policy) Delay(lost int64, s *rng.Stream) (delay time.Duration, again bool) {
	if lost < 1 {
		panic(fmt.Sprintf("retry: delay after %d lost attempts", lost))
	}
	if lost >= p.Attempts {
		return 0, false
	}
	delay = p.Backoff(lost)
	random := mulDivFloor(int64(delay), p.JitterPermille, permille)
	if random > 0 {
		delay -= time.Duration(s.Uint64N(uint64(random) + 1))
	}
	return delay, true
}

// Backoff returns the delay after a number of lost attempts, at least 1, before jitter. It takes time in proportion to
// the number of attempts until Most is reached, which is below 40 000 for the least factor and 63 for doubling.
func (p Policy) Backoff(lost int64) time.Duration {
	d := p.Initial
	if p.FactorPermille == permille || d == 0 {
		return d
	}
	for ; lost > 1 && d < p.Most; lost-- {
		d = min(p.Most, time.Duration(units.MulDivCeil(int64(d), p.FactorPermille, permille)))
	}
	return d
}
