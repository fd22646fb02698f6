package theory

import (
	"fmt"
	"math"
)

// Survival returns P(S > t) of a service time S for t ≥ 0. At a t that S takes with probability above 0 it returns the
// mean of P(S > t) and P(S ≥ t).
type Survival func(t float64) float64

// Limits of the numerical integration in MG1PS.SojournVariance.
const (
	sharedSteps   = 8   // of the coarsest grid, per mean service time
	sharedGrids   = 3   // each with half the step of the one before
	sharedUntil   = 16  // least end of the grids, in mean service times
	sharedLongest = 256 // greatest end

	sharedOmitted  = 0x1p-34 // probability that the work is beyond the end
	sharedMeanOff  = 0.01    // greatest relative deviation of the mean on the coarsest grid
	sharedAccuracy = 1e-4    // greatest relative difference that the last extrapolation may make
)

// SojournVariance returns the variance constant of the average of successive sojourn times, per customer, for service
// times with the given survival function, whose mean must be that of the queue and which must be 1 at 0. Times that S
// takes with probability above 0 must be multiples of an eighth of the mean. The constant is an integral over a grid, with
// a relative error below 10⁻⁵ for the laws and loads, up to 0.9, of the tests.
//
// On a clock that runs as fast as each customer is served, the busy period is a branching process: during his service a
// customer sees others come at the rate of arrivals; Lambert, Simatos and Zwart, Ann. Appl. Probab. 23 (2013) 2357–2381.
// Of one who still needs x, P(τ−x < V ≤ τ)/(1−ρ) are expected to be there after τ, himself and those who came while he was
// served or they were, where V is the work in M/G/1: both sides have the transform (1−e^−sx)/(s−λ+λE[e^−sS]). Families are
// independent, so that the Poisson equation of the number in the system is solved by a sum over customers and pairs of
// them. With
//
//	K(x, y) = ∫ P(τ−x < V ≤ τ)P(τ−y < V ≤ τ) dτ/(1−ρ)²,  F = E[K(S, S)]/(1−ρ)  and  w = E[S]/(1−ρ),
//
// one who comes with S while N are there, who still need X₁, X₂, …, adds K(S, S) + λSF + 2ΣK(Xᵢ, S) to what is expected of
// the integral of the number, and λS/(1−ρ) to the arrivals after his own. The constant is
//
//	E[(K(S, S) + λSF + 2ΣK(Xᵢ, S) − w(1 + λS/(1−ρ)))²],
//
// where N is geometric, and the Xᵢ have the density P(S > x)/E[S].
//
// It returns ErrParameter when the survival function does not fall from 1 or its mean is more than a hundredth off, and
// ErrPrecision when the grid is too short or too coarse, as it is for loads near 1 and for laws with a heavy tail.
func (q MG1PS) SojournVariance(law Survival) (float64, error) {
	until, err := q.sharedRange(law)
	if err != nil {
		return 0, err
	}
	// All errors are series in the square of the step: Romberg's scheme takes the first terms away.
	var row [sharedGrids]float64
	for k := range sharedGrids {
		s, err := newShared(q, law, sharedSteps<<k, until)
		if err != nil {
			return 0, err
		}
		s.fillWork()
		next, factor := s.variance(), 1.0
		for j := range k {
			factor *= 4
			row[j], next = next, next+(next-row[j])/(factor-1)
		}
		row[k] = next
	}
	last, change := row[sharedGrids-1], row[sharedGrids-1]-row[sharedGrids-2]
	if !(math.Abs(change) <= sharedAccuracy*last) {
		return 0, fmt.Errorf("%w: the last extrapolation changes %v by %v", ErrPrecision, last, change)
	}
	return last, nil
}

// sharedRange returns how many mean service times the grid must have so that hardly any work is beyond it.
func (q MG1PS) sharedRange(law Survival) (int, error) {
	for until := sharedUntil; until <= sharedLongest; until *= 2 {
		s, err := newShared(q, law, sharedSteps, until)
		if err != nil {
			return 0, err
		}
		last := len(s.above) - 1
		if s.above[last] > sharedOmitted {
			continue
		}
		if mean := Float(q.service); math.Abs(s.mean-mean) > sharedMeanOff*mean {
			return 0, fmt.Errorf("%w: the survival function has mean %v, must be %v", ErrParameter, s.mean, mean)
		}
		if s.fillWork(); 1-s.work[last] <= sharedOmitted {
			return until, nil
		}
	}
	return 0, fmt.Errorf("%w: the grid ends at %d mean service times, and the work does not", ErrPrecision, sharedLongest)
}

// shared is M/G/1-PS on a grid of times. Integrals are sums by the trapezoidal rule.
type shared struct {
	arrival   float64
	step      float64
	above     []float64 // P(S > t)
	end       int       // at this point and beyond, nobody needs as much
	mean, rho float64   // of the service time on the grid, and the load
	work      []float64 // P(V ≤ t) of the work in M/G/1
	psi       []float64 // ½∫P(τ−t < V ≤ τ)² dτ
}

func newShared(q MG1PS, law Survival, steps, until int) (*shared, error) {
	mean := Float(q.service)
	s := &shared{arrival: Float(q.arrival), step: mean / float64(steps)}
	sum := -0.5
	for i := range steps*until + 1 {
		t := mean * (float64(i) / float64(steps))
		p := law(t)
		if !(p >= 0 && p <= 1) || i == 0 && p != 1 || i > 0 && p > s.above[i-1] {
			return nil, fmt.Errorf("%w: the survival function is %v at %v, must fall from 1 to 0", ErrParameter, p, t)
		}
		s.above = append(s.above, p)
		sum += p
		if p > sharedOmitted*sharedOmitted {
			s.end = i + 2
		}
	}
	s.end = min(s.end, len(s.above))
	s.mean = s.step * sum
	s.rho = s.arrival * s.mean
	return s, nil
}

// fillWork solves P(V ≤ t) = 1−ρ + λ∫₀ᵗ P(S > u)P(V ≤ t−u) du, the formula of Pollaczek and Khinchine without its
// transform; Kleinrock, Queueing Systems 1 (1975), section 5.7.
func (s *shared) fillWork() {
	s.work = make([]float64, len(s.above))
	s.work[0] = 1 - s.rho
	weight := s.arrival * s.step
	for n := 1; n < len(s.work); n++ {
		sum := float64(0.5*s.above[n]) * s.work[0]
		for k := 1; k < min(n, s.end); k++ {
			sum += float64(s.above[k] * s.work[n-k])
		}
		s.work[n] = (1 - s.rho + float64(weight*sum)) / (1 - float64(0.5*weight))
	}
}

// fillPsi works out ½∫P(τ−t < V ≤ τ)² dτ for all t that service may take.
func (s *shared) fillPsi() {
	s.psi = make([]float64, s.end)
	head := 0.0 // ∫ P(V ≤ τ)² dτ below t, where τ−t < 0
	for n := range s.psi {
		if n > 0 {
			head += 0.5 * (float64(s.work[n-1]*s.work[n-1]) + float64(s.work[n]*s.work[n]))
		}
		first := s.work[n] - s.work[0]
		tail := -0.5 * float64(first*first)
		for k, below := range s.work {
			d := 1 - below
			if n+k < len(s.work) {
				d = s.work[n+k] - below
			}
			tail += float64(d * d)
		}
		s.psi[n] = float64(0.5*s.step) * (head + tail)
	}
}

// pair returns K(x, y) for two points of the grid. Because the second derivative of ψ is the density of the difference of
// two independent V, it is (ψ(x)+ψ(y)−ψ(x−y))/(1−ρ)².
func (s *shared) pair(x, y int) float64 {
	spare := 1 - s.rho
	return (s.psi[x] + s.psi[y] - s.psi[max(x-y, y-x)]) / float64(spare*spare)
}

// expect returns E[f(S)].
func (s *shared) expect(f []float64) float64 {
	total := 0.0
	for i := 1; i < s.end; i++ {
		total += float64((s.above[i-1] - s.above[i]) * float64(0.5*(f[i-1]+f[i])))
	}
	return total
}

// seen returns the first two moments of 2K(X, y), where X is what somebody in service still needs.
func (s *shared) seen(y int) (first, second float64) {
	for x := range s.end {
		p := s.above[x] * s.step / s.mean
		if x == 0 {
			p *= 0.5
		}
		k := 2 * s.pair(x, y)
		first += float64(p * k)
		second += float64(float64(p*k) * k)
	}
	return first, second
}

// variance returns the variance constant as the grid has it.
func (s *shared) variance() float64 {
	s.fillPsi()
	spare := 1 - s.rho
	own := make([]float64, s.end)
	for y := range own {
		own[y] = s.pair(y, y)
	}
	family := s.expect(own) / spare
	present, pairs := s.rho/spare, float64(2*s.rho)*s.rho/float64(spare*spare) // E[N] and E[N(N−1)]
	squares := make([]float64, s.end)
	for y := range squares {
		born := s.arrival * s.step * float64(y)
		alone := own[y] + float64(born*family) - float64(s.mean/spare*(1+born/spare))
		first, second := s.seen(y)
		squares[y] = float64(alone*alone) + float64(2*alone*present*first) + float64(present*second) + float64(float64(pairs*first)*first)
	}
	return s.expect(squares)
}
