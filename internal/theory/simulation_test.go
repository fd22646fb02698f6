package theory

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// cycle is what the customers of a cycle, from one that finds the system empty to the next such, found: the sum of their
// sojourn times, and how many they were.
type cycle struct{ sojourns, customers float64 }

// confirm estimates the mean and the variance constant from many independent cycles, and checks that theory lies within
// five standard errors of them, and that the errors are small.
func confirm[V, W value](t *testing.T, name string, mean V, constant W, next func() cycle) {
	t.Helper()
	const cycles = 1_500_000
	w, want := Float(toRat(mean)), Float(toRat(constant))
	var y, x, z, zz, zx, xx float64
	for range cycles {
		c := next()
		off := c.sojourns - w*c.customers
		square := off * off
		y, x, z = y+off, x+c.customers, z+square
		zz, zx, xx = zz+square*square, zx+square*c.customers, xx+c.customers*c.customers
	}
	if deviation := y / math.Sqrt(z); math.Abs(deviation) > 5 {
		t.Errorf("%s: the mean is %.1f standard errors from %v", name, deviation, w)
	}
	got := z / x
	standardError := math.Sqrt(zz-2*got*zx+got*got*xx) / x
	if !(math.Abs(got-want) <= 5*standardError) || standardError > 0.04*want {
		t.Errorf("%s: the variance constant is %.4g, within %.2g, want %.4g", name, got, standardError, want)
	}
	t.Logf("%s: %.4g, within %.2g, want %.4g", name, got, standardError, want)
}

// inOrder returns the cycles of a queue in the order of arrival. Who finds nobody waits for what rest returns.
func inOrder(gap, service, rest func() float64) func() cycle {
	return func() (c cycle) {
		for work := rest(); ; {
			work += service()
			c.sojourns += work
			c.customers++
			if work -= gap(); work < 0 {
				return c
			}
		}
	}
}

func TestSimulationConfirmsTheVarianceConstantsOfQueues(t *testing.T) {
	random := rand.New(rand.NewPCG(1971, 1))
	exponential := random.ExpFloat64
	nothing := func() float64 { return 0 }

	d := ok(NewGIM1(ok(DeterministicArrivals(Dec("5/3"))), one()))
	confirm(t, "D/M/1", d.Sojourn(), d.SojournVariance(), inOrder(func() float64 { return 5.0 / 3 }, exponential, nothing))
	u := ok(NewGIM1(ok(UniformArrivals(Dec("0.5"), Dec("2.5"))), one()))
	confirm(t, "U/M/1", u.Sojourn(), u.SojournVariance(), inOrder(func() float64 { return 0.5 + 2*random.Float64() }, exponential, nothing))

	// The first to arrive comes at the end of a gap that began with a vacation, the others of which follow each other.
	v := ok(NewVacations(Dec("0.5"), ErlangTime(2, one()), DeterministicTime(one())))
	m := v.Means()
	confirm(t, "M/E2/1 with vacations", m.W, v.SojournVariance(), inOrder(
		func() float64 { return 2 * exponential() },
		func() float64 { return (exponential() + exponential()) / 2 },
		func() float64 { return 1 - math.Mod(2*exponential(), 1) },
	))
}

// shareCycle is a cycle of a shared server with Poisson arrivals, one event after the other.
func shareCycle(gap, service func() float64, left []float64) (c cycle) {
	left = append(left[:0], service())
	c.customers = 1
	for next := gap(); len(left) > 0; {
		first := 0
		for i, x := range left {
			if x < left[first] {
				first = i
			}
		}
		all := float64(len(left))
		passed := min(next, left[first]*all)
		c.sojourns += all * passed
		for i := range left {
			left[i] -= passed / all
		}
		if passed < next {
			left[first] = left[len(left)-1]
			left = left[:len(left)-1]
			next -= passed
			continue
		}
		left = append(left, service())
		c.customers++
		next = gap()
	}
	return c
}

func TestSimulationConfirmsTheVarianceConstantsOfASharedServer(t *testing.T) {
	random := rand.New(rand.NewPCG(1992, 2))
	sigma := math.Sqrt(math.Log(1.5))
	left := make([]float64, 0, 100)
	q := ok(NewMG1PS(Dec("0.5"), one()))
	for _, c := range []struct {
		name     string
		service  func() float64
		survival Survival
	}{
		{"M/D/1-PS", func() float64 { return 1 }, constantSurvival},
		{"M/lognormal/1-PS", func() float64 { return math.Exp(sigma*random.NormFloat64() - sigma*sigma/2) }, lognormalSurvival},
	} {
		constant := new(big.Rat).SetFloat64(ok(q.SojournVariance(c.survival)))
		confirm(t, c.name, q.Means().W, constant, func() cycle {
			return shareCycle(func() float64 { return 2 * random.ExpFloat64() }, c.service, left)
		})
	}
}
