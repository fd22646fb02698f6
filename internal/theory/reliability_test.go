package theory

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestComponentsOfOneKindAgreeWithThoseOfMany(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(rt, "n")
		k := rapid.IntRange(-1, 10).Draw(rt, "k")
		a := big.NewRat(rapid.Int64Range(0, 100).Draw(rt, "percent"), 100)
		up := make([]*big.Rat, n)
		for i := range up {
			up[i] = a
		}
		if many, one := ok(AtLeast(k, up...)), ok(KOfN(k, n, a)); many.Cmp(one) != 0 {
			rt.Errorf("%d of %d: %s and %s", k, n, many.RatString(), one.RatString())
		}
	})
}

func TestSystemsOfDifferentComponents(t *testing.T) {
	a, b, c := Dec("0.9"), Dec("0.8"), Dec("0.5")
	same(t, "series", ok(AtLeast(3, a, b, c)), mul(a, b, c))
	same(t, "parallel", ok(AtLeast(1, a, b, c)), sub(one(), mul(Dec("0.1"), Dec("0.2"), c)))
	same(t, "two of three", ok(AtLeast(2, a, b, c)), Dec("0.85")) // .36 + .36 + .09 + .04
}

func TestACrewForEachComponentMakesThemIndependent(t *testing.T) {
	for _, n := range []int{1, 3, 5} {
		r := ok(NewRepair(n, n, Dec("0.2"), Dec("0.7")))
		a := ok(Availability(Dec("5"), Dec("10/7")))
		for need := 1; need <= n; need++ {
			same(t, fmt.Sprintf("%d of %d", need, n), ok(r.FewerThan(need)), sub(one(), ok(KOfN(need, n, a))))
		}
	}
}

func TestSingleComponentIsAnAlternatingProcess(t *testing.T) {
	r := ok(NewRepair(1, 1, Dec("0.2"), Dec("0.7")))
	same(t, "variance", ok(r.FewerThanVariance(1)), ok(AvailabilityVariance(ExponentialTime(Dec("5")), ExponentialTime(Dec("10/7")))))
	same(t, "time to failure", ok(r.TimeToFewerThan(1)), Dec("5"))
}

func TestTimeToLossOfTwoOfThreeFollowsTheTextbook(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		failure := big.NewRat(rapid.Int64Range(1, 1000).Draw(rt, "failure"), 1000)
		mend := big.NewRat(rapid.Int64Range(1, 1000).Draw(rt, "mend"), 10)
		want := quo(add(times(5, failure), mend), times(6, mul(failure, failure)))
		got := ok(ok(NewRepair(3, rapid.IntRange(1, 3).Draw(rt, "crews"), failure, mend)).TimeToFewerThan(2))
		if got.Cmp(want) != 0 {
			rt.Errorf("got %s, want %s", got.RatString(), want.RatString())
		}
	})
}

func TestBirthAndDeathRefusesValuesAndStatesItDoesNotHave(t *testing.T) {
	b := ok(NewBirthDeath([]*big.Rat{one()}, []*big.Rat{one()}))
	if _, err := b.Variance([]*big.Rat{one()}); !errors.Is(err, ErrParameter) {
		t.Errorf("values: %v", err)
	}
	for _, state := range []int{-1, 2} {
		if _, err := b.TimeTo(state); !errors.Is(err, ErrParameter) {
			t.Errorf("time to %d: %v", state, err)
		}
	}
	same(t, "time to the start", ok(b.TimeTo(0)), zero())
}

func TestNetworksWithoutWayOutOrVisitorsAreErrors(t *testing.T) {
	half := Dec("0.5")
	for name, c := range map[string]struct {
		want     error
		stations []Station
	}{
		"no station":    {ErrParameter, nil},
		"no exit":       {ErrParameter, []Station{{Servers: 1, Service: one(), External: half, Routing: []*big.Rat{one()}}}},
		"no visitor":    {ErrParameter, []Station{{Servers: 1, Service: one(), External: half}, {Servers: 1, Service: one()}}},
		"overload":      {ErrUnstable, []Station{{Servers: 1, Service: half, External: one()}}},
		"more than all": {ErrParameter, []Station{{Servers: 1, Service: one(), External: half, Routing: []*big.Rat{half, Dec("0.6")}}, {Servers: 1, Service: one()}}},
		"negative":      {ErrParameter, []Station{{Servers: 1, Service: one(), External: half, Routing: []*big.Rat{Dec("-0.1")}}}},
		"nowhere":       {ErrParameter, []Station{{Servers: 1, Service: one(), External: half, Routing: []*big.Rat{nil, half}}}},
		"taken away":    {ErrParameter, []Station{{Servers: 1, Service: one(), External: Dec("-1")}}},
		"no server":     {ErrParameter, []Station{{Service: one(), External: half}}},
	} {
		if _, err := NewOpenNetwork(c.stations...); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestTandemIsTheSumOfItsQueues(t *testing.T) {
	network := ok(NewOpenNetwork(
		Station{Servers: 2, Service: one(), External: Dec("1.5"), Routing: []*big.Rat{nil, one()}},
		Station{Servers: 1, Service: Dec("2")},
	))
	want := add(ok(NewMMC(2, Dec("1.5"), one())).Means().W, ok(NewMM1(Dec("1.5"), Dec("2"))).Means().W)
	same(t, "W", network.Means().W, want)
}

func TestClosedNetworkKeepsItsCustomersAndItsBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		think := big.NewRat(rapid.Int64Range(0, 30).Draw(rt, "think"), 10)
		var demands []*big.Rat
		sum, greatest := zero(), zero()
		for k := range rapid.IntRange(1, 4).Draw(rt, "stations") {
			d := big.NewRat(rapid.Int64Range(1, 20).Draw(rt, fmt.Sprintf("demand %d", k)), 10)
			demands = append(demands, d)
			sum.Add(sum, d)
			if d.Cmp(greatest) > 0 {
				greatest = d
			}
		}
		n := rapid.IntRange(1, 12).Draw(rt, "customers")
		m := ok(ok(NewClosedNetwork(think, demands...)).Means(n))
		total := mul(m.Throughput, think)
		for _, q := range m.Number {
			total.Add(total, q)
		}
		if total.Cmp(integer(n)) != 0 {
			rt.Errorf("%s customers, want %d", total.RatString(), n)
		}
		// The asymptotic bounds of operational analysis.
		if m.Throughput.Cmp(quo(one(), greatest)) > 0 || m.Throughput.Cmp(quo(integer(n), add(think, sum))) > 0 {
			rt.Errorf("throughput %s", m.Throughput.RatString())
		}
	})
}

func TestMomentsOfCompletionTimesFollowFromTheirTransform(t *testing.T) {
	// The completion time of an exponential service with exponential repairs has the transform μ/(μ+s+α−αβ/(β+s)). With
	// μ = 1, α = 1, β = 1 it is (1+s)/(1+3s+s²) = 1 − 2s + 5s² − 13s³ + 34s⁴ − …
	m := ok(CompletionTime(ExponentialTime(one()), one(), ExponentialTime(one())))
	for i, want := range []int64{2, 5 * 2, 13 * 6, 34 * 24} {
		same(t, fmt.Sprintf("moment %d", i+1), m[i], big.NewRat(want, 1))
	}
	plain := ok(CompletionTime(ErlangTime(3, Dec("2")), zero(), ExponentialTime(one())))
	for i, want := range ErlangTime(3, Dec("2")) {
		same(t, "without failures", plain[i], want)
	}
}

func TestVarianceOfWaitsBehindVacations(t *testing.T) {
	// Exponential vacations leave an exponential rest, with variance 4.
	q := ok(NewVacations(Dec("0.5"), ExponentialTime(one()), ExponentialTime(Dec("2"))))
	same(t, "variance", q.VarianceOfWait(), add(ok(NewMG1(Dec("0.5"), ExponentialTime(one()))).VarianceOfWait(), integer(4)))
}
