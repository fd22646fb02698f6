package theory

import (
	"errors"
	"math"
	"testing"
)

func constantSurvival(t float64) float64 {
	switch {
	case t < 1:
		return 1
	case t > 1:
		return 0
	default:
		return 0.5
	}
}

// lognormalSurvival has mean 1 and squared coefficient of variation 0.5.
func lognormalSurvival(t float64) float64 {
	variance := math.Log(1.5)
	return 0.5 * math.Erfc((math.Log(t)+variance/2)/math.Sqrt(2*variance))
}

func TestSharedExponentialServiceHasTheVarianceConstantOfMM1(t *testing.T) {
	for _, load := range []string{"0.1", "0.5", "0.8", "0.9"} {
		q := ok(NewMG1PS(Dec(load), one()))
		got := ok(q.SojournVariance(func(t float64) float64 { return math.Exp(-t) }))
		closeTo(t, "load "+load, got, ok(NewMM1(Dec(load), one())).SojournVariance())
	}
	// The constant has the unit of the square of time.
	q := ok(NewMG1PS(Dec("0.1"), integer(5)))
	closeTo(t, "mean 5", ok(q.SojournVariance(func(t float64) float64 { return math.Exp(-t / 5) })), times(25, ok(NewMM1(Dec("0.5"), one())).SojournVariance()))
}

// For D = V−V′ in M/D/1 with service time 1, the density p has p′(x) = λ(p(x)−p(1−x)) on (0, 1), so that it is constant
// there. Hence K(x, y) = min(x, y) + ρxy/(1−ρ) and K(x, 1) = x/(1−ρ), all terms but that of the pairs cancel, and the
// constant is 4E[V²]/(1−ρ)², where V is the work, N independent rests that are uniform on (0, 1).
func TestSharedConstantServiceHasAClosedForm(t *testing.T) {
	for _, load := range []string{"0.1", "0.5", "0.8", "0.9"} {
		rho := Dec(load)
		want := quo(mul(times(2, rho), add(integer(2), rho)), times(3, power(sub(one(), rho), 4)))
		q := ok(NewMG1PS(rho, one()))
		closeTo(t, "load "+load, ok(q.SojournVariance(constantSurvival)), want)
		_, second := ok(NewMG1(rho, DeterministicTime(one()))).wait()
		same(t, "4E[V²]/(1−ρ)²", quo(times(4, second), power(sub(one(), rho), 2)), want)
	}
}

func TestTheWorkOnTheGridIsThatOfErlangsFormula(t *testing.T) {
	// The wait in M/D/1 is at most t with probability (1−ρ)Σ (λ(k−t))ᵏe^(λ(t−k))/k!, the sum over k ≤ t; Erlang 1909.
	q := ok(NewMG1PS(Dec("0.6"), one()))
	const steps = 256
	s := ok(newShared(q, constantSurvival, steps, 16))
	s.fillWork()
	for _, at := range []float64{0, 0.25, 1, 1.5, 3, 7.75} {
		sum, factorial := 0.0, 1.0
		for k := 0; float64(k) <= at; k++ {
			factorial *= math.Max(1, float64(k))
			sum += math.Pow(0.6*(float64(k)-at), float64(k)) * math.Exp(0.6*(at-float64(k))) / factorial
		}
		if got, want := s.work[int(at*steps)], 0.4*sum; math.Abs(got-want) > 1e-3/steps {
			// At 1 alone the grid is off by a part of its step: the integrand ends with a jump.
			if at != 1 || math.Abs(got-want) > 1.0/steps {
				t.Errorf("P(V ≤ %v) is %v, want %v", at, got, want)
			}
		}
	}
}

func TestSurvivalFunctionsThatCannotBeIntegratedAreErrors(t *testing.T) {
	half := ok(NewMG1PS(Dec("0.5"), one()))
	for _, c := range []struct {
		name string
		q    MG1PS
		law  Survival
		want error
	}{
		{"another mean", half, func(t float64) float64 { return math.Exp(-1.1 * t) }, ErrParameter},
		{"not 1 at 0", half, func(t float64) float64 { return 0.9 * math.Exp(-0.9*t) }, ErrParameter},
		{"rises", half, func(t float64) float64 { return math.Abs(math.Cos(t)) }, ErrParameter},
		{"not a number", half, func(t float64) float64 { return 0 / (t - 1) }, ErrParameter},
		{"load near 1", ok(NewMG1PS(Dec("0.99"), one())), func(t float64) float64 { return math.Exp(-t) }, ErrPrecision},
		{"no variance", half, func(t float64) float64 { return math.Pow(1+t/0.8, -1.8) }, ErrPrecision},
		{"atoms between points", half, func(t float64) float64 {
			switch {
			case t < 0.93:
				return 1
			case t < 1.07:
				return 0.5
			}
			return 0
		}, ErrPrecision},
	} {
		if v, err := c.q.SojournVariance(c.law); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, %v; want %v", c.name, v, err, c.want)
		}
	}
}
