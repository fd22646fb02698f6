package theory

import (
	"fmt"
	"math"
	"math/big"
)

// ZScore returns how many standard deviations an average lies from its expected value, when variance is the variance constant
// of the estimator and effort is what was averaged over: the number of customers or the time. effort and variance must be
// above 0, otherwise the result is not a number. Its relative error is below 2⁻⁵⁰ times expected/(estimate−expected).
func ZScore(estimate, expected, variance, effort float64) float64 {
	if !(variance > 0) || !(effort > 0) {
		return math.NaN()
	}
	return (estimate - expected) / math.Sqrt(variance/effort)
}

// Effort returns how many customers, or how much time, it takes until a bias of the given size is z standard deviations:
// z²·variance/bias². A test that rejects beyond 6 standard deviations detects a bias with probability 0.999 if z is 9.1.
func Effort(variance, bias, z float64) float64 { return z * z * variance / (bias * bias) }

// Cycles estimates a long-run ratio from independent cycles, such as those between arrivals at an empty system. Its sums
// are exact. The zero value has no cycles.
type Cycles struct {
	number                                int64
	reward, length                        big.Int
	rewardSquared, crossed, lengthSquared big.Int
}

// Add counts one cycle with what was accumulated in it and its length, in any units. Lengths are at least 0.
func (c *Cycles) Add(reward, length int64) {
	y, x := big.NewInt(reward), big.NewInt(length)
	c.number++
	c.reward.Add(&c.reward, y)
	c.length.Add(&c.length, x)
	c.rewardSquared.Add(&c.rewardSquared, new(big.Int).Mul(y, y))
	c.crossed.Add(&c.crossed, new(big.Int).Mul(x, y))
	c.lengthSquared.Add(&c.lengthSquared, new(big.Int).Mul(x, x))
}

// Ratio returns r = ΣY/ΣX over the cycles and the estimated variance of that estimate, n/(n−1)·Σ(Y−rX)²/(ΣX)²; Crane and
// Iglehart, Opns. Res. 23 (1975) 33–45. It is biased for few cycles and its normal approximation is poor for rare long
// ones. It returns ErrParameter for fewer than two cycles or a total length of 0.
func (c *Cycles) Ratio() (ratio, variance *big.Rat, err error) {
	if c.number < 2 || c.length.Sign() <= 0 {
		return nil, nil, fmt.Errorf("%w: %d cycles of total length %v, must be at least 2 and above 0", ErrParameter, c.number, &c.length)
	}
	rat := func(x *big.Int) *big.Rat { return new(big.Rat).SetInt(x) }
	r := quo(rat(&c.reward), rat(&c.length))
	squares := sub(add(rat(&c.rewardSquared), mul(r, r, rat(&c.lengthSquared))), mul(big.NewRat(2, 1), r, rat(&c.crossed)))
	variance = quo(mul(big.NewRat(c.number, c.number-1), squares), rat(new(big.Int).Mul(&c.length, &c.length)))
	return r, variance, nil
}
