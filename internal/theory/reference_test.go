package theory

import (
	"math/big"
	"strings"
	"testing"
)

// value is an exact or rounded number.
type value interface{ *big.Rat | *big.Float }

func toRat[V value](x V) *big.Rat {
	switch x := any(x).(type) {
	case *big.Rat:
		return x
	case *big.Float:
		r, _ := x.Rat(nil)
		return r
	}
	return nil
}

// agrees checks a number at the precision at which the expected one is printed.
func agrees[V value](t *testing.T, what string, got V, printed string) {
	t.Helper()
	digits, exponent, _ := strings.Cut(printed, "e")
	_, decimals, _ := strings.Cut(digits, ".")
	half := "0.5"
	if exponent != "" {
		half += "e" + exponent
	}
	tolerance := quo(Dec(half), power(integer(10), len(decimals)))
	if difference := sub(toRat(got), Dec(printed)); difference.Abs(difference).Cmp(tolerance) > 0 {
		t.Errorf("%s: got %s, want %s", what, toRat(got).FloatString(30), printed)
	}
}

// near checks that two numbers agree to within 2^−bits of the second.
func near[V, W value](t *testing.T, what string, got V, want W, bits int) {
	t.Helper()
	tolerance := quo(new(big.Rat).Abs(toRat(want)), power(integer(2), bits))
	if difference := sub(toRat(got), toRat(want)); difference.Abs(difference).Cmp(tolerance) > 0 {
		t.Errorf("%s: got %s, want %s", what, toRat(got).FloatString(50), toRat(want).FloatString(50))
	}
}

// same checks that two numbers are equal.
func same(t *testing.T, what string, got, want *big.Rat) {
	t.Helper()
	if got.Cmp(want) != 0 {
		t.Errorf("%s: got %s, want %s", what, got.RatString(), want.RatString())
	}
}

// ok returns a result that cannot come with an error.
func ok[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// The numbers below were computed with mpmath at 30 digits, independently of this package, unless a comment says
// otherwise. They are given as they were printed.

func TestQueuesHaveTheReferenceValues(t *testing.T) {
	mm1 := ok(NewMM1(Dec("0.8"), Dec("1")))
	m := mm1.Means()
	agrees(t, "M/M/1 L", m.L, "4")
	agrees(t, "M/M/1 W", m.W, "5")
	agrees(t, "M/M/1 Wq", m.Wq, "4")
	agrees(t, "M/M/1 sojourn p95", ok(mm1.SojournQuantile(Dec("0.95"))), "14.9786613678")
	agrees(t, "M/M/1 sojourn p99", ok(mm1.SojournQuantile(Dec("0.99"))), "23.0258509299")
	agrees(t, "M/M/1 wait p95", ok(mm1.WaitQuantile(Dec("0.95"))), "13.8629436112")

	mm1k := ok(NewMMCK(1, 10, Dec("0.9"), Dec("1")))
	agrees(t, "M/M/1/10 loss", mm1k.Loss(), "0.0508137313274")
	agrees(t, "M/M/1/10 L", mm1k.Means().L, "3.96944059859")
	agrees(t, "M/M/1/10 W", mm1k.Means().W, "4.64660067212")

	agrees(t, "C(2, 1.5)", ok(ErlangC(2, Dec("1.5"))), "0.642857142857")
	agrees(t, "C(4, 3)", ok(ErlangC(4, Dec("3"))), "0.509433962264")
	agrees(t, "M/M/4 Wq", ok(NewMMC(4, Dec("3"), Dec("1"))).Means().Wq, "0.509433962264")
	agrees(t, "C(10, 8)", ok(ErlangC(10, Dec("8"))), "0.409180150796")
	agrees(t, "B(5, 3)", ok(ErlangB(5, Dec("3"))), "0.110054347826")
	agrees(t, "B(10, 7)", ok(ErlangB(10, Dec("7"))), "0.0787408829696")

	mm38 := ok(NewMMCK(3, 8, Dec("2.5"), Dec("1")))
	agrees(t, "M/M/3/8 loss", mm38.Loss(), "0.0614998355544")
	agrees(t, "M/M/3/8 L", mm38.Means().L, "3.55469757982")
	agrees(t, "M/M/3/8 Lq", mm38.Means().Lq, "1.20844716871")
	agrees(t, "M/M/3/8 W", mm38.Means().W, "1.51505464335")
}

func TestQueuesOfGeneralServiceHaveTheReferenceValues(t *testing.T) {
	for _, c := range []struct {
		name    string
		service Moments
		wait    string
	}{
		{"D", DeterministicTime(Dec("1")), "2.0"},
		{"E2", ErlangTime(2, Dec("1")), "3.0"},
		{"lognormal", LognormalTime(Dec("1"), Dec("4")), "10.0"},
	} {
		agrees(t, "M/"+c.name+"/1 Wq", ok(NewMG1(Dec("0.8"), c.service)).Means().Wq, c.wait)
	}
	ps := ok(NewMG1PS(Dec("0.8"), Dec("1")))
	agrees(t, "PS slowdown", ps.Slowdown(), "5")
	agrees(t, "PS L", ps.Means().L, "4")

	d := ok(NewGIM1(ok(DeterministicArrivals(Dec("1.25"))), Dec("1")))
	agrees(t, "D/M/1 root", d.Root(), "0.628629796497")
	agrees(t, "D/M/1 W", d.Sojourn(), "2.69273083992")
	e := ok(NewGIM1(ok(ErlangArrivals(2, Dec("1.25"))), Dec("1")))
	agrees(t, "E2/M/1 root", e.Root(), "0.739852949126")
	agrees(t, "E2/M/1 W", e.Sojourn(), "3.84397976699")

	priority := ok(NewPriority(Class{Dec("0.3"), ExponentialTime(one())}, Class{Dec("0.4"), ExponentialTime(one())}))
	agrees(t, "non-preemptive high", priority.NonPreemptive()[0].Wq, "1.0")
	agrees(t, "non-preemptive low", priority.NonPreemptive()[1].Wq, "3.33333333333")
	agrees(t, "conserved", priority.ConservedWait(), "1.63333333333")
	agrees(t, "preemptive high", priority.PreemptiveResume()[0].W, "1.42857142857")
	agrees(t, "preemptive low", priority.PreemptiveResume()[1].W, "4.7619047619")

	fails := ok(NewBreakdowns(Dec("0.5"), Dec("1"), Dec("0.1"), Dec("0.4")))
	agrees(t, "fails at any time, L", fails.Means().L, "2.33333333333")
	completion := ok(CompletionTime(ExponentialTime(one()), Dec("0.1"), ExponentialTime(Dec("2.5"))))
	agrees(t, "fails while serving, L", ok(NewMG1(Dec("0.5"), completion)).Means().L, "2.08333333333")

	vacations := ok(NewVacations(Dec("0.5"), ExponentialTime(one()), ExponentialTime(Dec("2"))))
	agrees(t, "vacations W", vacations.Means().W, "4.0")
}

func TestNetworksHaveTheReferenceValues(t *testing.T) {
	network := ok(NewOpenNetwork(
		Station{Servers: 1, Service: Dec("2"), External: Dec("1"), Routing: []*big.Rat{nil, Dec("0.5")}},
		Station{Servers: 1, Service: Dec("1.5"), Routing: []*big.Rat{Dec("0.4")}},
	))
	stations := network.Stations()
	agrees(t, "arrivals at A", stations[0].Accepted, "1.25")
	agrees(t, "arrivals at B", stations[1].Accepted, "0.625")
	agrees(t, "L", network.Means().L, "2.38095238095")
	agrees(t, "W", network.Means().W, "2.38095238095")

	closed := ok(ok(NewClosedNetwork(Dec("1"), Dec("0.1"), Dec("0.2"), Dec("0.05"))).Means(10))
	agrees(t, "closed throughput", closed.Throughput, "4.72637851818")
	agrees(t, "closed response", closed.Response, "1.11578483643")
}

func TestReliabilityHasTheReferenceValues(t *testing.T) {
	for _, c := range []struct {
		availability string
		n            int
		lost         string
	}{
		{"0.99", 3, "2.98e-4"},
		{"0.99", 5, "9.8506e-6"},
		{"0.99", 7, "3.416698e-7"},
		{"0.999", 3, "2.998e-6"},
		{"0.999", 5, "9.985006e-9"},
		{"0.999", 7, "3.491607e-11"},
	} {
		up := ok(KOfN(c.n/2+1, c.n, Dec(c.availability)))
		agrees(t, "majority lost", sub(one(), up), c.lost)
	}
	one5 := ok(NewRepair(5, 1, Dec("1e-3"), Dec("0.1")))
	five := ok(NewRepair(5, 5, Dec("1e-3"), Dec("0.1")))
	agrees(t, "quorum of 5 lost, 1 crew", ok(one5.FewerThan(3)), "5.8182926e-5")
	agrees(t, "quorum of 5 lost, 5 crews", ok(five.FewerThan(3)), "9.5623253e-6")
	same(t, "time to loss of the quorum of 3", ok(ok(NewRepair(3, 1, Dec("1e-3"), Dec("0.1"))).TimeToFewerThan(2)), integer(17500))
	agrees(t, "availability", ok(Availability(Dec("99"), Dec("1"))), "0.99")
}

func TestFairRatesAreThoseOfTheTextbookExample(t *testing.T) {
	rates := ok(MaxMin([]*big.Rat{Dec("10"), Dec("4")}, []Flow{{Links: []int{0}}, {Links: []int{0}}, {Links: []int{0, 1}}, {Links: []int{1}}}))
	for f, want := range []string{"4", "4", "2", "2"} {
		same(t, "rate", rates[f], Dec(want))
	}
}

// The first is exact; all three were confirmed by 1000 simulated runs of a million customers each.
func TestVarianceConstantsOfWaitsHaveTheReferenceValues(t *testing.T) {
	for _, c := range []struct{ load, want string }{{"0.5", "29.0"}, {"0.8", "1976"}, {"0.9", "35901"}} {
		agrees(t, "load "+c.load, ok(NewMM1(Dec(c.load), one())).WaitVariance(), c.want)
	}
}
