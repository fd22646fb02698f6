package theory

import (
	"errors"
	"math"
	"math/big"
	"testing"
)

// sojourns returns the mean of a sojourn time and its variance constant per customer, from a chain.
func sojourns[S comparable](t *testing.T, c *Chain[S], number func(S) int) (mean, variance *big.Float) {
	t.Helper()
	s := ok(c.Solve())
	entering := Count[S](Arrival)
	mean, variance, err := s.Ratio(Integral(number), entering)
	if err != nil {
		t.Fatal(err)
	}
	return mean, newFloat().Mul(variance, s.Mean(entering))
}

func itself(n int) int { return n }

func TestLongChainHasTheMeansAndVariancesOfMM1(t *testing.T) {
	for _, c := range []struct {
		load string
		room int
	}{{"0.3", 130}, {"0.5", 220}, {"0.8", 620}} { // the load to the power of the room is below 2⁻¹⁹⁰
		q := ok(NewMM1(Dec(c.load), Dec("1")))
		chain := ok(NewMMCK(1, c.room, Dec(c.load), Dec("1"))).Chain()
		s := ok(chain.Solve())
		near(t, "L", s.Mean(Integral(itself)), q.Means().L, 150)
		near(t, "variance of the number", ok(s.Variance(Integral(itself))), q.NumberVariance(), 150)
		w, variance := sojourns(t, chain, itself)
		near(t, "W", w, q.Means().W, 150)
		near(t, "variance of sojourns", variance, q.SojournVariance(), 150)
		queued := func(n int) int { return max(n-1, 0) }
		wq, variance := sojourns(t, chain, queued)
		near(t, "Wq", wq, q.Means().Wq, 150)
		near(t, "variance of waits", variance, q.WaitVariance(), 150)
	}
}

func TestChainAgreesWithExactBirthAndDeath(t *testing.T) {
	q := ok(NewMMCK(3, 8, Dec("2.5"), Dec("1")))
	s := ok(q.Chain().Solve())
	for n, p := range q.Distribution() {
		near(t, "probability", s.Probability(func(m int) bool { return m == n }), p, 195)
	}
	near(t, "variance of the number", ok(s.Variance(Integral(itself))), q.NumberVariance(), 190)
	lost, _, err := s.Ratio(Count[int](Loss), Count[int](Arrival, Loss))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "loss", lost, q.Loss(), 190)

	r := ok(NewRepair(5, 2, Dec("0.01"), Dec("0.3")))
	quorumLost := func(failed int) bool { return failed >= 3 }
	s = ok(r.Chain().Solve())
	near(t, "quorum lost", s.Probability(quorumLost), ok(r.FewerThan(3)), 195)
	near(t, "its variance", ok(s.Variance(TimeIn(quorumLost))), ok(r.FewerThanVariance(3)), 190)
	near(t, "time to it", ok(r.Chain().TimeTo(quorumLost)), ok(r.TimeToFewerThan(3)), 190)
}

func TestTruncatedBreakdownsApproachTheFormulas(t *testing.T) {
	q := ok(NewBreakdowns(Dec("0.5"), Dec("1"), Dec("0.1"), Dec("0.4")))
	number := func(s ServerState) int { return s.Customers }
	s := ok(ok(q.Chain(400)).Solve())
	near(t, "fails at any time, L", s.Mean(Integral(number)), q.Means().L, 90)
	near(t, "part of the time down", s.Probability(func(s ServerState) bool { return s.Down }), Dec("0.2"), 190)

	completion := ok(CompletionTime(ExponentialTime(one()), Dec("0.1"), ExponentialTime(Dec("2.5"))))
	general := ok(NewMG1(Dec("0.5"), completion))
	w, variance := sojourns(t, ok(q.ServingChain(400)), number)
	near(t, "fails while serving, W", w, general.Means().W, 90)
	near(t, "variance of sojourns", variance, general.SojournVariance(), 90)
}

func TestTruncatedPriorityQueuesApproachTheFormulas(t *testing.T) {
	q := ok(NewPriority(Class{Dec("0.3"), ExponentialTime(Dec("0.5"))}, Class{Dec("0.4"), ExponentialTime(one())}))
	for _, preemptive := range []bool{false, true} {
		want := q.NonPreemptive()
		if preemptive {
			want = q.PreemptiveResume()
		}
		chain := ok(PriorityChain(Dec("0.3"), Dec("2"), Dec("0.4"), Dec("1"), preemptive, 30))
		s := ok(chain.Solve())
		near(t, "high L", s.Mean(Integral(func(s PriorityState) int { return s.High })), want[0].L, 20)
		near(t, "low L", s.Mean(Integral(func(s PriorityState) int { return s.Low })), want[1].L, 20)
		if v := ok(s.Variance(Integral(func(s PriorityState) int { return s.Low }))); v.Sign() <= 0 {
			t.Errorf("variance constant %v", v)
		}
	}
}

func TestClosedChainHasTheMeansOfMeanValueAnalysis(t *testing.T) {
	for _, think := range []string{"0", "1"} {
		network := ok(NewClosedNetwork(Dec(think), Dec("0.1"), Dec("0.2"), Dec("0.05")))
		want := ok(network.Means(6))
		s := ok(ok(network.Chain(6)).Solve())
		near(t, "throughput", s.Mean(Count[string](Arrival)), want.Throughput, 190)
		for k, number := range want.Number {
			near(t, "number", s.Mean(Integral(func(s string) int { return int(s[k]) })), number, 190)
		}
	}
}

// erlangState counts customers and the stages of work that the one in service still has.
type erlangState struct{ customers, stages int }

func TestStagesOfServiceConfirmTheVarianceConstantsOfMG1(t *testing.T) {
	q := ok(NewMG1(Dec("0.6"), ErlangTime(2, one())))
	const room = 300
	chain := ok(Explore(erlangState{}, 10_000, func(s erlangState) []Jump[erlangState] {
		var out []Jump[erlangState]
		switch {
		case s.customers == 0:
			out = append(out, Jump[erlangState]{erlangState{1, 2}, Dec("0.6"), Arrival})
		case s.customers < room:
			out = append(out, Jump[erlangState]{erlangState{s.customers + 1, s.stages}, Dec("0.6"), Arrival})
		}
		switch {
		case s.stages == 2:
			out = append(out, Jump[erlangState]{erlangState{s.customers, 1}, Dec("2"), Internal})
		case s.customers > 1:
			out = append(out, Jump[erlangState]{erlangState{s.customers - 1, 2}, Dec("2"), Departure})
		case s.customers == 1:
			out = append(out, Jump[erlangState]{erlangState{}, Dec("2"), Departure})
		}
		return out
	}))
	w, variance := sojourns(t, chain, func(s erlangState) int { return s.customers })
	near(t, "W", w, q.Means().W, 100)
	near(t, "variance of sojourns", variance, q.SojournVariance(), 100)
	w, variance = sojourns(t, chain, func(s erlangState) int { return max(s.customers-1, 0) })
	near(t, "Wq", w, q.Means().Wq, 100)
	near(t, "variance of waits", variance, q.WaitVariance(), 100)
}

func TestStagesOfArrivalConfirmGIM1(t *testing.T) {
	q := ok(NewGIM1(ok(ErlangArrivals(2, Dec("1.25"))), one()))
	const room = 300
	chain := ok(Explore(erlangState{1, 2}, 10_000, func(s erlangState) []Jump[erlangState] {
		out := []Jump[erlangState]{{erlangState{s.customers, 1}, Dec("1.6"), Internal}}
		if s.stages == 1 {
			out = []Jump[erlangState]{{erlangState{min(s.customers+1, room), 2}, Dec("1.6"), Arrival}}
		}
		if s.customers > 0 {
			out = append(out, Jump[erlangState]{erlangState{s.customers - 1, s.stages}, Dec("1"), Departure})
		}
		return out
	}))
	s := ok(chain.Solve())
	near(t, "L", s.Mean(Integral(func(s erlangState) int { return s.customers })), q.Number(), 100)
	w, variance := sojourns(t, chain, func(s erlangState) int { return s.customers })
	near(t, "W", w, q.Sojourn(), 80)
	near(t, "variance of sojourns", variance, q.SojournVariance(), 80)
}

// kindState counts customers; the next one comes at the rate of a kind.
type kindState struct{ customers, kind int }

func TestAMixtureOfArrivalsConfirmsGIM1(t *testing.T) {
	weights, rates := []*big.Rat{Dec("0.75"), Dec("0.25")}, []*big.Rat{Dec("1.05"), Dec("0.2625")}
	q := ok(NewGIM1(ok(HyperexponentialArrivals(weights, rates)), one()))
	const room = 400
	chain := ok(Explore(kindState{}, 10_000, func(s kindState) []Jump[kindState] {
		var out []Jump[kindState]
		for kind, weight := range weights {
			out = append(out, Jump[kindState]{kindState{min(s.customers+1, room), kind}, mul(weight, rates[s.kind]), Arrival})
		}
		if s.customers > 0 {
			out = append(out, Jump[kindState]{kindState{s.customers - 1, s.kind}, one(), Departure})
		}
		return out
	}))
	w, variance := sojourns(t, chain, func(s kindState) int { return s.customers })
	near(t, "W", w, q.Sojourn(), 80)
	near(t, "variance of sojourns", variance, q.SojournVariance(), 80)
}

// twoKinds counts customers of short and of long service.
type twoKinds struct{ short, long int }

func TestProcessorSharingIsInsensitiveToAMixtureOfServiceTimes(t *testing.T) {
	// Half of the customers need 0.5 on average, the others 1.5.
	q := ok(NewMG1PS(Dec("0.5"), one()))
	const room = 40
	chain := ok(Explore(twoKinds{}, 10_000, func(s twoKinds) []Jump[twoKinds] {
		var out []Jump[twoKinds]
		all := s.short + s.long
		if all < room {
			out = append(out, Jump[twoKinds]{twoKinds{s.short + 1, s.long}, Dec("1/4"), Arrival},
				Jump[twoKinds]{twoKinds{s.short, s.long + 1}, Dec("1/4"), Arrival})
		}
		if s.short > 0 {
			out = append(out, Jump[twoKinds]{twoKinds{s.short - 1, s.long}, big.NewRat(int64(2*s.short), int64(all)), Departure})
		}
		if s.long > 0 {
			out = append(out, Jump[twoKinds]{twoKinds{s.short, s.long - 1}, big.NewRat(int64(2*s.long), int64(3*all)), Departure})
		}
		return out
	}))
	s := ok(chain.Solve())
	near(t, "L", s.Mean(Integral(func(s twoKinds) int { return s.short + s.long })), q.Means().L, 30)
	near(t, "sojourn of the short", quo(toRat(s.Mean(Integral(func(s twoKinds) int { return s.short }))), Dec("1/4")), ok(q.Sojourn(Dec("0.5"))), 30)
	for n := range 5 {
		near(t, "probability", s.Probability(func(s twoKinds) bool { return s.short+s.long == n }), q.Number(n), 30)
	}
	_, variance := sojourns(t, chain, func(s twoKinds) int { return s.short + s.long })
	closeTo(t, "variance of sojourns", ok(q.SojournVariance(func(t float64) float64 { return 0.5*math.Exp(-2*t) + 0.5*math.Exp(-t/1.5) })), variance)
}

// closeTo checks a numerical integral.
func closeTo[V value](t *testing.T, what string, got float64, want V) {
	t.Helper()
	if w := Float(toRat(want)); !(math.Abs(got-w) <= 1e-5*w) {
		t.Errorf("%s: got %.10g, want %.10g", what, got, w)
	}
}

// stagesLeft counts customers of a shared server by the stages of service that they still need: one, two, three.
type stagesLeft [3]int

func TestStagesOfServiceConfirmTheVarianceConstantsOfASharedServer(t *testing.T) {
	for _, c := range []struct {
		stages, room int
		load         string
		survival     Survival
	}{
		{2, 40, "0.5", func(t float64) float64 { return math.Exp(-2*t) * (1 + 2*t) }},
		{2, 16, "0.2", func(t float64) float64 { return math.Exp(-2*t) * (1 + 2*t) }},
		{3, 12, "0.2", func(t float64) float64 { return math.Exp(-3*t) * (1 + 3*t + 4.5*t*t) }},
	} {
		chain := ok(Explore(stagesLeft{}, 10_000, func(s stagesLeft) []Jump[stagesLeft] {
			var out []Jump[stagesLeft]
			all := s[0] + s[1] + s[2]
			if all < c.room {
				to := s
				to[c.stages-1]++
				out = append(out, Jump[stagesLeft]{to, Dec(c.load), Arrival})
			}
			for k, here := range s {
				if here == 0 {
					continue
				}
				to, event := s, Departure
				to[k]--
				if k > 0 {
					to[k-1]++
					event = Internal
				}
				out = append(out, Jump[stagesLeft]{to, big.NewRat(int64(c.stages*here), int64(all)), event})
			}
			return out
		}))
		q := ok(NewMG1PS(Dec(c.load), one()))
		w, variance := sojourns(t, chain, func(s stagesLeft) int { return s[0] + s[1] + s[2] })
		closeTo(t, "W", Float(q.Means().W), w)
		closeTo(t, "variance of sojourns", ok(q.SojournVariance(c.survival)), variance)
	}
}

// vacationState is a queue whose server may be away: the stages that are left of its service, or below 0 of its vacation.
type vacationState struct{ customers, stages int }

func TestStagesOfServiceAndVacationConfirmTheVarianceConstants(t *testing.T) {
	for _, c := range []struct{ service, vacation int }{{1, 1}, {2, 1}, {1, 2}, {2, 3}} {
		q := ok(NewVacations(Dec("0.5"), ErlangTime(c.service, one()), ErlangTime(c.vacation, Dec("2"))))
		const room = 220
		chain := ok(Explore(vacationState{0, -c.vacation}, 10_000, func(s vacationState) []Jump[vacationState] {
			var out []Jump[vacationState]
			if s.customers < room {
				out = append(out, Jump[vacationState]{vacationState{s.customers + 1, s.stages}, Dec("0.5"), Arrival})
			}
			next, rate := vacationState{s.customers, s.stages - 1}, integer(c.service)
			if s.stages < 0 {
				next, rate = vacationState{s.customers, s.stages + 1}, big.NewRat(int64(c.vacation), 2)
			}
			event := Internal
			if s.stages == 1 {
				next.customers, event = s.customers-1, Departure
			}
			switch {
			case next.stages == 0 && next.customers == 0: // a vacation that ends with nobody there is followed by another
				next.stages = -c.vacation
			case next.stages == 0:
				next.stages = c.service
			}
			return append(out, Jump[vacationState]{next, rate, event})
		}))
		w, variance := sojourns(t, chain, func(s vacationState) int { return s.customers })
		near(t, "W", w, q.Means().W, 80)
		near(t, "variance of sojourns", variance, q.SojournVariance(), 80)
		wait, variance := sojourns(t, chain, func(s vacationState) int {
			if s.stages > 0 {
				return s.customers - 1
			}
			return s.customers
		})
		near(t, "Wq", wait, q.Means().Wq, 80)
		near(t, "variance of waits", variance, q.WaitVariance(), 80)
	}
}

func TestStaysAreWeighedBySpellsOfAnAlternatingProcess(t *testing.T) {
	up, down := ExponentialTime(Dec("7")), ExponentialTime(Dec("2"))
	chain := ok(Explore(true, 2, func(isUp bool) []Jump[bool] {
		if isUp {
			return []Jump[bool]{{false, Dec("1/7"), Failure}}
		}
		return []Jump[bool]{{true, Dec("1/2"), Mend}}
	}))
	s := ok(chain.Solve())
	inUp := func(isUp bool) bool { return isUp }
	near(t, "availability", s.Probability(inUp), ok(Availability(Dec("7"), Dec("2"))), 195)
	near(t, "its variance", ok(s.Variance(TimeIn(inUp))), ok(AvailabilityVariance(up, down)), 195)
}

func TestCountOfAPoissonProcessHasItsRateAsVariance(t *testing.T) {
	chain := ok(Explore(0, 1, func(int) []Jump[int] { return []Jump[int]{{0, Dec("3"), Arrival}} }))
	s := ok(chain.Solve())
	near(t, "mean", s.Mean(Count[int](Arrival)), Dec("3"), 195)
	near(t, "variance", ok(s.Variance(Count[int](Arrival))), Dec("3"), 195)
}

func TestChainsThatCannotBeSolvedAreErrors(t *testing.T) {
	oneWay := func(n int) []Jump[int] {
		if n == 2 {
			return nil
		}
		return []Jump[int]{{n + 1, one(), Failure}}
	}
	c := ok(Explore(0, 3, oneWay))
	if _, err := c.Solve(); !errors.Is(err, ErrReducible) {
		t.Errorf("solve: %v", err)
	}
	if _, err := c.TimeTo(func(int) bool { return false }); !errors.Is(err, ErrReducible) {
		t.Errorf("time to what never happens: %v", err)
	}
	near(t, "time to a state that is left for good", ok(c.TimeTo(func(n int) bool { return n == 1 })), one(), 195)
	near(t, "time to the end", ok(c.TimeTo(func(n int) bool { return n == 2 })), integer(2), 195)
	near(t, "time to the start", ok(c.TimeTo(func(n int) bool { return n == 0 })), zero(), 0)
	if _, err := Explore(0, 2, oneWay); !errors.Is(err, ErrParameter) {
		t.Errorf("too many states: %v", err)
	}
	if _, err := Explore(0, 0, oneWay); !errors.Is(err, ErrParameter) {
		t.Errorf("no limit: %v", err)
	}
	if _, err := Explore(0, 9, func(int) []Jump[int] { return []Jump[int]{{1, zero(), Failure}} }); !errors.Is(err, ErrParameter) {
		t.Errorf("rate 0: %v", err)
	}
	s := ok(ok(NewMMCK(1, 2, one(), one())).Chain().Solve())
	if _, _, err := s.Ratio(Count[int](Loss), Count[int](Mend)); !errors.Is(err, ErrParameter) {
		t.Errorf("ratio to nothing: %v", err)
	}
}
