package failure

import (
	"fmt"
	"math"
	"testing"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// second is the unit of time of these tests.
const second = 1e9

func exponential(mean float64) rng.Dist { return rng.Must(rng.Exponential(mean)) }

// within reports an estimate that is further than six standard errors from what theory says: with the right mean, that
// happens once in 5·10⁸ times. The seeds are fixed, so it happens always or never.
func within(t *testing.T, what string, got, want, sigma float64) {
	t.Helper()
	if z := (got - want) / sigma; !(math.Abs(z) < 6) {
		t.Errorf("%s: %.8g, want %.8g ± %.2g (z = %.1f)", what, got, want, sigma, z)
	} else {
		t.Logf("%s: %.8g, want %.8g ± %.2g (z = %.1f)", what, got, want, sigma, z)
	}
}

// TestAvailabilityOfAlternatingRenewals compares the time in service of many alike components with E(U)/(E(U)+E(D)). The
// fraction of a time T in which one is down has the variance (D²Var U + U²Var D)/((U+D)³T) for long T: R. E. Barlow and
// F. Proschan, Mathematical Theory of Reliability, 1965, chapter 3. Both clocks agree where nothing else happens.
func TestAvailabilityOfAlternatingRenewals(t *testing.T) {
	const n, horizonNs = 500, 30_000 * second
	for _, test := range []struct {
		name     string
		up, down rng.Dist
		clock    Clock
	}{
		{"exponential", exponential(90 * second), exponential(10 * second), Calendar},
		{"weibull, lognormal", rng.Must(rng.Weibull(0.7, 60*second)), rng.Must(rng.Lognormal(20*second, 1.5)), Operating},
		{"fixed, erlang", rng.Must(rng.Deterministic(50 * second)), rng.Must(rng.Erlang(3, 5*second)), Calendar},
	} {
		c := &Config{Seed: 11}
		for i := range n {
			c.Components = append(c.Components, Component{
				Name: fmt.Sprint("n", i), Renewals: []Renewal{{Up: test.up, Down: test.down, Clock: test.clock}},
			})
		}
		m := mustNew(t, c)
		for atNs, _ := m.Next(); atNs <= horizonNs; atNs, _ = m.Next() {
			m.Advance(atNs)
		}
		down := units.Wide{}
		for i := range n {
			down = down.Plus(int64(m.Account(horizonNs, ID(i)).Down))
		}
		sum, _ := down.Big().Float64()
		u, d := test.up.Mean(), test.down.Mean()
		variance := (d*d*test.up.Variance() + u*u*test.down.Variance()) / ((u + d) * (u + d) * (u + d)) / (n * horizonNs)
		within(t, test.name, 1-sum/(n*horizonNs), u/(u+d), math.Sqrt(variance))
	}
}

// quorum is what a run of alike machines observes: the time in which most are down, cycle by cycle. A cycle starts when
// the last one that was down is repaired.
type quorum struct {
	cycles                 float64
	sumT, sumY             float64
	sumTT, sumTY, sumYY    float64
	lengthNs, lostNs, atNs int64
}

func (q *quorum) pass(nowNs int64, lost bool) {
	if lost {
		q.lostNs += nowNs - q.atNs
	}
	q.lengthNs += nowNs - q.atNs
	q.atNs = nowNs
}

func (q *quorum) close() {
	t, y := float64(q.lengthNs), float64(q.lostNs)
	q.cycles++
	q.sumT, q.sumY = q.sumT+t, q.sumY+y
	q.sumTT, q.sumTY, q.sumYY = q.sumTT+t*t, q.sumTY+t*y, q.sumYY+y*y
	q.lengthNs, q.lostNs = 0, 0
}

// estimate returns the fraction of time, and its standard error by the regenerative method: M. A. Crane and D. L.
// Iglehart, "Simulating stable stochastic systems III", Operations Research 23 (1975).
func (q *quorum) estimate() (fraction, sigma float64) {
	r := q.sumY / q.sumT
	s := (q.sumYY - 2*r*q.sumTY + r*r*q.sumTT) / q.cycles
	return r, math.Sqrt(s/q.cycles) / (q.sumT / q.cycles)
}

// TestMachineRepairman lets five machines fail at the rate λ and be repaired at the rate μ by c crews. The number of
// those that are down is a birth–death process with p_k ∝ ∏ (n−k+1)λ/(min(k, c)μ); the quorum is lost when it is above
// two. The first two wanted values are from that formula in exact arithmetic, independent of the code below.
func TestMachineRepairman(t *testing.T) {
	for _, test := range []struct {
		crews  int32
		lambda float64
		events int
		want   float64
	}{
		{1, 1e-3, 2_000_000, 5.8182926e-5},
		{5, 1e-3, 2_000_000, 9.5623253e-6},
		{1, 3e-2, 200_000, 0},
		{2, 3e-2, 200_000, 0},
		{5, 3e-2, 200_000, 0},
	} {
		const n, mu = 5, 0.1
		p, sum, lost := 1.0, 1.0, 0.0
		for k := 1; k <= n; k++ {
			p *= float64(n-k+1) * test.lambda / (float64(min(k, int(test.crews))) * mu)
			sum += p
			if k > n/2 {
				lost += p
			}
		}
		want := lost / sum
		if test.want != 0 && math.Abs(want/test.want-1) > 1e-7 {
			t.Errorf("%d crews: the formula gives %v, want %v", test.crews, want, test.want)
		}
		c := &Config{Seed: 3, Crews: []Crew{{Name: "crew", Members: test.crews}}}
		for i := range n {
			c.Components = append(c.Components, Component{Name: fmt.Sprint("n", i), Renewals: []Renewal{{
				Up: exponential(second / test.lambda), Down: exponential(second / mu), Crew: "crew",
			}}})
		}
		m := mustNew(t, c)
		down, q := 0, quorum{}
		for range test.events {
			atNs, _ := m.Next()
			q.pass(atNs, down > n/2)
			for _, e := range m.Advance(atNs) {
				if e.After == Down {
					down++
				} else if down--; down == 0 {
					q.close()
				}
			}
		}
		fraction, sigma := q.estimate()
		within(t, fmt.Sprintf("%d crews, λ = %v", test.crews, test.lambda), fraction, want, sigma)
		// Little's law for the crew: the failures that wait or are repaired are those that are down.
		a := m.Crew(m.nowNs, 0)
		all := units.Wide{}
		for i := range n {
			all = all.Plus(int64(m.Account(m.nowNs, ID(i)).Down))
		}
		if a.Busy.PlusWide(a.Waiting) != all {
			t.Errorf("%d crews: busy %v ns, waiting %v ns, but components are down for %v ns", test.crews, a.Busy, a.Waiting, all)
		}
	}
}

// TestAComponentShutDownByAnother has a component that its domain shuts down, but not the other way round. With the clock
// of operation it cannot fail meanwhile. With exponential times these are four states, solved by hand from the balance
// of the flows: with a = 1/u and b = 1/d of the component and α, β of the domain, the component has failed, whatever the
// domain does, for the fraction
//
//	f = a·w/b with w = the fraction in which both work = β/(α+β) − g, and g = the fraction (failed, domain works),
//
// where g·(b+α) = a·w + β·(f−g). With the clock of the calendar both are independent.
func TestAComponentShutDownByAnother(t *testing.T) {
	const a, b, alpha, beta = 0.05, 0.2, 0.1, 0.15
	// From both equations, with v = β/(α+β): g = (a·w + β·a·w/b)/(b+α+β) and w = v − g.
	v := beta / (alpha + beta)
	share := (a + beta*a/b) / (b + alpha + beta)
	w := v / (1 + share)
	for _, test := range []struct {
		name            string
		clock           Clock
		up              float64 // fraction in which the component works
		faultsPerSecond float64 // failures of its own per second
	}{
		{"operating", Operating, w, a * w},
		{"calendar", Calendar, v * b / (a + b), a * b / (a + b)},
	} {
		const batches, batchNs = 400, 10_000 * second
		c := &Config{Seed: 5, Components: []Component{
			{Name: "part", Renewals: []Renewal{{Up: exponential(second / a), Down: exponential(second / b), Clock: test.clock}}},
			{Name: "whole", Members: []ID{0}, Renewals: []Renewal{{Up: exponential(second / alpha), Down: exponential(second / beta)}}},
		}}
		m := mustNew(t, c)
		var up, faults sample
		before := Account{}
		for i := range batches {
			endNs := int64(i+1) * batchNs
			for atNs, _ := m.Next(); atNs <= endNs; atNs, _ = m.Next() {
				m.Advance(atNs)
			}
			now := m.Account(endNs, 0)
			up.add(float64(now.Working-before.Working) / batchNs)
			faults.add(float64(now.Faults-before.Faults) / batchNs * second)
			before = now
		}
		within(t, test.name+", fraction in service", up.mean(), test.up, up.sigma())
		within(t, test.name+", failures per second", faults.mean(), test.faultsPerSecond, faults.sigma())
	}
}

// sample is a list of nearly independent observations.
type sample struct{ n, sum, squares float64 }

func (s *sample) add(x float64) { s.n, s.sum, s.squares = s.n+1, s.sum+x, s.squares+x*x }

func (s *sample) mean() float64 { return s.sum / s.n }

// sigma is the standard error of the mean.
func (s *sample) sigma() float64 {
	return math.Sqrt((s.squares/s.n - s.mean()*s.mean()) / (s.n - 1))
}

// replicas observes three replicas for how long all are down at once.
func replicas(t *testing.T, c *Config) sample {
	t.Helper()
	const batches, batchNs = 500, 200_000 * second
	m := mustNew(t, c)
	var all sample
	down, lostNs, sinceNs := 0, int64(0), int64(0)
	pass := func(nowNs int64) {
		if down == 3 {
			lostNs += nowNs - sinceNs
		}
		sinceNs = nowNs
	}
	for i := range batches {
		endNs := int64(i+1) * batchNs
		for atNs, _ := m.Next(); atNs <= endNs; atNs, _ = m.Next() {
			pass(atNs)
			for _, e := range m.Advance(atNs) {
				switch {
				case e.Component > 2:
				case e.After == Down:
					down++
				default:
					down--
				}
			}
		}
		pass(endNs)
		all.add(float64(lostNs) / batchNs)
		lostNs = 0
	}
	return all
}

// TestACommonCauseOutweighsRedundancy puts three replicas of availability 0.99 behind one gateway of availability 0.999.
// Alone they are all down for 10⁻⁶ of the time; with the gateway for 1 − 0.999·(1 − 10⁻⁶), a thousand times as much.
func TestACommonCauseOutweighsRedundancy(t *testing.T) {
	c := &Config{Seed: 7}
	for i := range 3 {
		c.Components = append(c.Components, Component{Name: fmt.Sprint("node/n", i), Renewals: []Renewal{{
			Up: exponential(990 * second), Down: exponential(10 * second),
		}}})
	}
	alone := replicas(t, c)
	within(t, "three nodes", alone.mean(), 1e-6, alone.sigma())
	c.Components = append(c.Components, Component{Name: "node/gw", Members: []ID{0, 1, 2}, Renewals: []Renewal{{
		Up: exponential(9990 * second), Down: exponential(10 * second),
	}}})
	behind := replicas(t, c)
	within(t, "three nodes behind a gateway", behind.mean(), 1-0.999*(1-1e-6), behind.sigma())
	if behind.mean() < 500*alone.mean() {
		t.Errorf("unavailability is %v behind the gateway and %v without", behind.mean(), alone.mean())
	}
}

// TestBetaFactorKeepsTheRateOfEachComponent counts failures when down times are negligible: each component fails at the
// rate that was split, and the fraction beta of its failures is common. Counts of a Poisson process have the variance of
// their mean.
func TestBetaFactorKeepsTheRateOfEachComponent(t *testing.T) {
	const n, horizonNs, mean = 3, 2_000_000 * second, 50 * second
	for _, beta := range []float64{0, 0.1, 0.6, 1} {
		own, common, err := BetaFactor(mean, beta)
		if err != nil {
			t.Fatal(err)
		}
		down := rng.Must(rng.Deterministic(1))
		c := &Config{Seed: 13}
		for i := range n {
			c.Components = append(c.Components, Component{Name: fmt.Sprint("n", i), Renewals: []Renewal{{Up: own, Down: down}}})
		}
		c.Components = append(c.Components, Component{Name: "all", Members: []ID{0, 1, 2}, Renewals: []Renewal{{Up: common, Down: down}}})
		m := mustNew(t, c)
		for atNs, ok := m.Next(); ok && atNs <= horizonNs; atNs, ok = m.Next() {
			m.Advance(atNs)
		}
		shared := float64(m.Account(horizonNs, n).Faults)
		expected := float64(horizonNs) / mean
		if beta == 0 && shared != 0 {
			t.Errorf("beta is 0, but there are %v common failures", shared)
		}
		for i := range n {
			a := m.Account(horizonNs, ID(i))
			within(t, fmt.Sprintf("beta %v, crashes of n%d", beta, i), float64(a.Crashes), expected, math.Sqrt(expected))
			if beta == 1 && a.Faults != 0 {
				t.Errorf("beta is 1, but n%d has %d failures of its own", i, a.Faults)
			}
		}
		within(t, fmt.Sprintf("beta %v, common failures", beta), shared, beta*expected, math.Sqrt(beta*expected)+1e-9)
	}
}

func TestBetaFactorRefusesWhatIsNoFraction(t *testing.T) {
	for _, test := range []struct{ mean, beta float64 }{{1, -0.1}, {1, 1.1}, {1, math.NaN()}, {0, 0.5}, {math.NaN(), 0}, {-1, 1}} {
		if _, _, err := BetaFactor(test.mean, test.beta); err == nil {
			t.Errorf("mean %v, beta %v: no error", test.mean, test.beta)
		}
	}
	if _, common, err := BetaFactor(1e300, 1e-300); err != nil || common.Kind() != rng.KindDeterministic {
		t.Errorf("a rate next to nothing: %v, %v", common, err)
	}
}
