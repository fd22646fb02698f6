package theory

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// load draws an arrival rate and a service rate, such that the utilization of c servers lies between 1 % and 99 %.
func load(t *rapid.T, servers int) (arrival, service *big.Rat) {
	service = big.NewRat(rapid.Int64Range(1, 50).Draw(t, "service"), 10)
	percent := rapid.Int64Range(1, 99).Draw(t, "percent")
	return mul(big.NewRat(percent, 100), times(servers, service)), service
}

func sameMeans(t interface{ Errorf(string, ...any) }, what string, got, want Means) {
	for _, c := range []struct {
		name      string
		got, want *big.Rat
	}{
		{"accepted", got.Accepted, want.Accepted},
		{"busy", got.Busy, want.Busy},
		{"L", got.L, want.L},
		{"Lq", got.Lq, want.Lq},
		{"W", got.W, want.W},
		{"Wq", got.Wq, want.Wq},
	} {
		if c.got.Cmp(c.want) != 0 {
			t.Errorf("%s: %s is %s, want %s", what, c.name, c.got.RatString(), c.want.RatString())
		}
	}
}

func TestAllModelsAgreeOnMM1(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		arrival, service := load(rt, 1)
		q := ok(NewMM1(arrival, service))
		mean := new(big.Rat).Inv(service)
		exponential := ExponentialTime(mean)

		sameMeans(rt, "M/M/c", ok(NewMMC(1, arrival, service)).Means(), q.Means())
		sameMeans(rt, "M/G/1", ok(NewMG1(arrival, exponential)).Means(), q.Means())
		sameMeans(rt, "M/G/1-PS", ok(NewMG1PS(arrival, mean)).Means(), q.Means())
		priority := ok(NewPriority(Class{arrival, exponential}))
		sameMeans(rt, "non-preemptive", priority.NonPreemptive()[0], q.Means())
		sameMeans(rt, "preemptive", priority.PreemptiveResume()[0], q.Means())
		network := ok(NewOpenNetwork(Station{Servers: 1, Service: service, External: arrival}))
		sameMeans(rt, "open network", network.Means(), q.Means())

		general := ok(NewMG1(arrival, exponential))
		if general.WaitVariance().Cmp(q.WaitVariance()) != 0 || general.SojournVariance().Cmp(q.SojournVariance()) != 0 {
			rt.Errorf("variance constants of M/G/1: %s and %s, want %s and %s", general.WaitVariance().RatString(),
				general.SojournVariance().RatString(), q.WaitVariance().RatString(), q.SojournVariance().RatString())
		}
		if w := q.Means().W; general.VarianceOfSojourn().Cmp(mul(w, w)) != 0 {
			rt.Errorf("variance of an exponential sojourn time with mean %s: %s", w.RatString(), general.VarianceOfSojourn().RatString())
		}
		renewal := ok(NewGIM1(ok(ErlangArrivals(1, new(big.Rat).Inv(arrival))), service))
		for _, c := range []struct {
			name string
			got  *big.Float
			want *big.Rat
		}{
			{"root", renewal.Root(), q.load()},
			{"sojourn", renewal.Sojourn(), q.Means().W},
			{"wait", renewal.Wait(), q.Means().Wq},
			{"number", renewal.Number(), q.Means().L},
			{"variance of sojourns", renewal.SojournVariance(), q.SojournVariance()},
		} {
			if difference := sub(toRat(c.got), c.want); difference.Abs(difference).Cmp(quo(c.want, power(integer(2), 190))) > 0 {
				rt.Errorf("GI/M/1 %s: %s, want %s", c.name, toRat(c.got).FloatString(60), c.want.FloatString(60))
			}
		}
	})
}

func TestSharedWorkIsConserved(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var classes []Class
		for k := range rapid.IntRange(1, 5).Draw(rt, "classes") {
			arrival := big.NewRat(rapid.Int64Range(1, 19).Draw(rt, fmt.Sprintf("arrival %d", k)), 100)
			mean := big.NewRat(rapid.Int64Range(1, 10).Draw(rt, fmt.Sprintf("mean %d", k)), 10)
			service := DeterministicTime(mean)
			if rapid.Bool().Draw(rt, "exponential") {
				service = ExponentialTime(mean)
			}
			classes = append(classes, Class{arrival, service})
		}
		q := ok(NewPriority(classes...))
		total := zero()
		for _, m := range q.NonPreemptive() {
			total.Add(total, mul(m.Busy, m.Wq))
		}
		if total.Cmp(q.ConservedWait()) != 0 {
			rt.Errorf("Σ ρWq is %s, want %s", total.RatString(), q.ConservedWait().RatString())
		}
		first := ok(NewMG1(classes[0].Arrival, classes[0].Service)).Means()
		sameMeans(rt, "class that nobody interrupts", q.PreemptiveResume()[0], first)
	})
}

func TestSharedExponentialServerHoldsTheSameNumberInAnyOrder(t *testing.T) {
	classes := []Class{{Dec("0.3"), ExponentialTime(one())}, {Dec("0.4"), ExponentialTime(one())}}
	q := ok(NewPriority(classes...))
	want := ok(NewMM1(Dec("0.7"), one())).Means().L
	for name, means := range map[string][]Means{"non-preemptive": q.NonPreemptive(), "preemptive": q.PreemptiveResume()} {
		same(t, name, add(means[0].L, means[1].L), want)
	}
}

func TestLimitedRoomLeadsFromErlangBToErlangC(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		servers := rapid.IntRange(1, 12).Draw(rt, "servers")
		arrival, service := load(rt, servers)
		full := ok(NewMMCK(servers, servers, arrival, service))
		if b := ok(ErlangB(servers, quo(arrival, service))); full.Loss().Cmp(b) != 0 {
			rt.Errorf("loss %s, want %s", full.Loss().RatString(), b.RatString())
		}
		// The means of M/M/c/K grow with K towards those of M/M/c.
		want := ok(NewMMC(servers, arrival, service)).Means().L
		less, more := ok(NewMMCK(servers, servers+5, arrival, service)).Means().L, ok(NewMMCK(servers, servers+6, arrival, service)).Means().L
		if less.Cmp(more) >= 0 || more.Cmp(want) >= 0 {
			rt.Errorf("L grows %s, %s to %s", less.FloatString(9), more.FloatString(9), want.FloatString(9))
		}
	})
	near(t, "L with room for 600", ok(NewMMCK(3, 600, Dec("2"), one())).Means().L, ok(NewMMC(3, Dec("2"), one())).Means().L, 190)
}

func TestProbabilitiesOfNumbersSumToTheMean(t *testing.T) {
	mm1, ps, inf := ok(NewMM1(Dec("0.6"), one())), ok(NewMG1PS(Dec("0.6"), one())), ok(NewMGInf(Dec("3.5"), ExponentialTime(one())))
	total, mean, poisson := zero(), zero(), zero()
	for n := range 300 {
		total.Add(total, mm1.Number(n))
		mean.Add(mean, times(n, ps.Number(n)))
		poisson.Add(poisson, times(n, toRat(inf.Number(n))))
	}
	near(t, "M/M/1", total, one(), 190)
	near(t, "M/G/1-PS", mean, ps.Means().L, 190)
	near(t, "M/G/∞", poisson, inf.Load(), 190)
	for _, p := range []*big.Rat{mm1.Number(-1), ps.Number(-1), toRat(inf.Number(-1))} {
		same(t, "fewer than none", p, zero())
	}
	agrees(t, "P(N = 4)", inf.Number(4), "0.188812285408819584052674187409") // mpmath
	same(t, "variance of M/M/∞", inf.NumberVariance(), Dec("7"))
}

func TestVarianceConstantOfMMInfFollowsFromItsChain(t *testing.T) {
	q := ok(NewMGInf(Dec("2"), ExponentialTime(Dec("0.5"))))
	s := ok(ok(NewMMCK(80, 80, Dec("2"), Dec("2"))).Chain().Solve())
	near(t, "variance", ok(s.Variance(Integral(itself))), q.NumberVariance(), 190)
}

// The numbers are from mpmath, where the tail is the numerical convolution of wait and service.
func TestTailsAndQuantilesOfMMC(t *testing.T) {
	q := ok(NewMMC(4, Dec("3"), one()))
	agrees(t, "sojourn tail", ok(q.SojournTail(Dec("2"))), "0.273224062383350151559583886077")
	agrees(t, "sojourn p95", ok(q.SojournQuantile(Dec("0.95"))), "4.12809980241763175949468086846")
	agrees(t, "sojourn tail where rates coincide", ok(ok(NewMMC(2, one(), one())).SojournTail(Dec("3"))), "0.0995741367357278859586848313001")
	near(t, "delay", ok(q.WaitTail(zero())), q.Delay(), 195)
	same(t, "sojourn p0", toRat(ok(q.SojournQuantile(zero()))), zero())
	p := ok(q.WaitQuantile(Dec("0.9")))
	near(t, "wait p90", ok(q.WaitTail(toRat(p))), Dec("0.1"), 190)
	same(t, "wait p10", toRat(ok(q.WaitQuantile(Dec("0.1")))), zero())
	mm1, single := ok(NewMM1(Dec("0.8"), one())), ok(NewMMC(1, Dec("0.8"), one()))
	near(t, "sojourn tail of one server", ok(single.SojournTail(Dec("7"))), ok(mm1.SojournTail(Dec("7"))), 190)
	near(t, "sojourn p99 of one server", ok(single.SojournQuantile(Dec("0.99"))), ok(mm1.SojournQuantile(Dec("0.99"))), 190)
}

// The roots are from mpmath at 50 digits.
func TestRootsOfOtherArrivals(t *testing.T) {
	for _, c := range []struct {
		name          string
		arrivals      Interarrival
		service       string
		root, sojourn string
	}{
		{"U(0,2.5)", ok(UniformArrivals(zero(), Dec("2.5"))), "1", "0.715971855115468264987597449627", "3.52077784547210315802835396111"},
		{"U(0.5,2)", ok(UniformArrivals(Dec("0.5"), Dec("2"))), "1", "0.664109267018948066493009160432", "2.97715864657811622327669071233"},
		{"H2", ok(HyperexponentialArrivals([]*big.Rat{Dec("0.25"), Dec("0.75")}, []*big.Rat{Dec("0.4"), Dec("2")})), "1.25", "0.87724790862666138347616990583", "6.51720057108336635327393808856"},
	} {
		q := ok(NewGIM1(c.arrivals, Dec(c.service)))
		agrees(t, c.name+" root", q.Root(), c.root)
		agrees(t, c.name+" W", q.Sojourn(), c.sojourn)
		near(t, c.name+" wait", toRat(q.Wait()), sub(toRat(q.Sojourn()), quo(one(), Dec(c.service))), 185)
		p := toRat(ok(q.SojournQuantile(Dec("0.9"))))
		near(t, c.name+" p90", ok(q.SojournTail(p)), Dec("0.1"), 190)
		near(t, c.name+" delayed at p90", ok(q.WaitTail(p)), mul(toRat(q.Root()), Dec("0.1")), 190)
	}
}

func TestRootNearSaturationIsFound(t *testing.T) {
	// By the theorem of heavy traffic, 1−σ is near 2(1−ρ)/(ca²+1) when ρ is near 1, and ca² is 0 here.
	q := ok(NewGIM1(ok(DeterministicArrivals(Dec("1.001"))), one()))
	rest := Float(sub(one(), toRat(q.Root())))
	if rest < 0.00199 || rest > 0.00201 {
		t.Errorf("1−σ is %v", rest)
	}
}

func TestKingmanBoundsTheExactWait(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		arrival, service := load(rt, 1)
		mean := new(big.Rat).Inv(service)
		variance := mul(mean, mean)
		bound := func(arrivalVariance, serviceVariance *big.Rat) *big.Rat {
			return ok(KingmanBound(arrival, mean, arrivalVariance, serviceVariance))
		}
		between := quo(one(), arrival)
		deterministic := ok(NewGIM1(ok(DeterministicArrivals(between)), service))
		if wait := toRat(deterministic.Wait()); wait.Cmp(bound(zero(), variance)) > 0 {
			rt.Errorf("D/M/1: wait %s above bound %s", wait.FloatString(9), bound(zero(), variance).FloatString(9))
		}
		for c2, m := range map[string]Moments{"0": DeterministicTime(mean), "1": ExponentialTime(mean), "4": LognormalTime(mean, Dec("4"))} {
			wait := ok(NewMG1(arrival, m)).Means().Wq
			if limit := bound(mul(between, between), mul(Dec(c2), variance)); wait.Cmp(limit) > 0 {
				rt.Errorf("M/G/1 with c² %s: wait %s above bound %s", c2, wait.FloatString(9), limit.FloatString(9))
			}
		}
	})
}

func TestMomentsOfNamedTimes(t *testing.T) {
	two, half := Dec("2"), Dec("0.5")
	for _, c := range []struct {
		name string
		got  Moments
		want [4]string
	}{
		{"deterministic", DeterministicTime(two), [4]string{"2", "4", "8", "16"}},
		{"exponential", ExponentialTime(two), [4]string{"2", "8", "48", "384"}},
		{"Erlang-2", ErlangTime(2, two), [4]string{"2", "6", "24", "120"}},
		{"uniform", UniformTime(one(), Dec("3")), [4]string{"2", "13/3", "10", "121/5"}},
		{"lognormal", LognormalTime(two, one()), [4]string{"2", "8", "64", "1024"}},
		{"mixture", MixedTime([]*big.Rat{half, half}, []Moments{DeterministicTime(one()), ExponentialTime(one())}), [4]string{"1", "3/2", "7/2", "25/2"}},
	} {
		for i := range c.got {
			same(t, fmt.Sprintf("%s, moment %d", c.name, i+1), c.got[i], Dec(c.want[i]))
		}
		if err := c.got.check(c.name); err != nil {
			t.Error(err)
		}
	}
	same(t, "squared variation", LognormalTime(two, Dec("4")).SquaredVariation(), Dec("4"))
	for name, call := range map[string]func(){
		"no stage":     func() { ErlangTime(0, two) },
		"no width":     func() { UniformTime(two, two) },
		"weights":      func() { MixedTime([]*big.Rat{half}, []Moments{ExponentialTime(two)}) },
		"more weights": func() { MixedTime([]*big.Rat{half, half}, []Moments{ExponentialTime(two)}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}

func TestResultsAreNotSharedWithTheModel(t *testing.T) {
	arrival := Dec("0.8")
	q := ok(NewMM1(arrival, one()))
	arrival.SetInt64(7)
	m := q.Means()
	m.Accepted.SetInt64(9)
	m.L.SetInt64(9)
	same(t, "L", q.Means().L, integer(4))
	same(t, "accepted", q.Means().Accepted, Dec("0.8"))
}
