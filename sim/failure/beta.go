package failure

import (
	"fmt"
	"math"

	"github.com/littoral-sim/littoral/sim/rng"
)

// BetaFactor splits the exponential up times of alike components by the beta-factor model: of the failures of each, the
// fraction beta are common to all and the others are its own. Own is the up time of a renewal of each component, common
// that of one renewal of their domain, so that each still fails at the rate 1/meanNs. One of them is never over, as a
// deterministic time of math.MaxInt64 nanoseconds, when beta is 0 or 1.
//
// The mean is in nanoseconds and positive, beta is from 0 to 1; else there is an error. The model is that of K. N.
// Fleming, "A reliability model for common mode failure in redundant safety systems", 1975. It is exact as long as the
// down times are short against the up times: during a down time the other cause can strike again.
func BetaFactor(meanNs, beta float64) (own, common rng.Dist, err error) {
	if !(beta >= 0 && beta <= 1) {
		return own, common, fmt.Errorf("beta factor %v is outside 0 to 1", beta)
	}
	// The check of the mean must not depend on beta.
	if _, err = rng.Exponential(meanNs); err != nil {
		return own, common, fmt.Errorf("beta factor: %w", err)
	}
	if own, err = thinned(meanNs, 1-beta); err != nil {
		return own, common, fmt.Errorf("beta factor, own failures: %w", err)
	}
	if common, err = thinned(meanNs, beta); err != nil {
		return own, common, fmt.Errorf("beta factor, common failures: %w", err)
	}
	return own, common, nil
}

// thinned returns the time between those events of a Poisson process that a fraction of them makes.
func thinned(meanNs, fraction float64) (rng.Dist, error) {
	mean := meanNs / fraction
	if math.IsInf(mean, 1) {
		return rng.Deterministic(math.MaxInt64)
	}
	return rng.Exponential(mean)
}
