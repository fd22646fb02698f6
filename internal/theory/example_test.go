package theory_test

import (
	"fmt"
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
)

func ExampleMM1() {
	queue, err := theory.NewMM1(theory.Dec("0.8"), theory.Dec("1"))
	if err != nil {
		fmt.Println(err)
		return
	}
	p95, err := queue.SojournQuantile(theory.Dec("0.95"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("mean", queue.Means().W.RatString())
	fmt.Println("p95", p95.Text('f', 6))
	// A simulation of a million customers saw a mean of 5.09.
	variance := theory.Float(queue.SojournVariance())
	fmt.Printf("%.1f standard deviations\n", theory.ZScore(5.09, 5, variance, 1e6))
	// Output:
	// mean 5
	// p95 14.978661
	// 2.0 standard deviations
}

// A server with one place to wait takes a pause of 2 after each customer.
func ExampleExplore() {
	type state struct {
		customers int
		pause     bool
	}
	arrival, service, pause := theory.Dec("1"), theory.Dec("2"), theory.Dec("1/2")
	chain, err := theory.Explore(state{}, 100, func(s state) []theory.Jump[state] {
		out := []theory.Jump[state]{{To: s, Rate: arrival, Event: theory.Loss}}
		if s.customers < 2 {
			out[0] = theory.Jump[state]{To: state{s.customers + 1, s.pause}, Rate: arrival, Event: theory.Arrival}
		}
		switch {
		case s.pause:
			out = append(out, theory.Jump[state]{To: state{s.customers, false}, Rate: pause, Event: theory.Mend})
		case s.customers > 0:
			out = append(out, theory.Jump[state]{To: state{s.customers - 1, true}, Rate: service, Event: theory.Departure})
		}
		return out
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	solution, err := chain.Solve()
	if err != nil {
		fmt.Println(err)
		return
	}
	every := theory.Count[state](theory.Arrival, theory.Loss)
	lost, variance, err := solution.Ratio(theory.Count[state](theory.Loss), every)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("states", len(chain.States()))
	fmt.Println("lost", lost.Text('g', 6))
	fmt.Println("variance per arrival", new(big.Float).Mul(variance, solution.Mean(every)).Text('g', 6))
	// Output:
	// states 6
	// lost 0.613445
	// variance per arrival 0.348241
}
