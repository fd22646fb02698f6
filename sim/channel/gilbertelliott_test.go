package channel

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/sim/rng"
)

// expect fails when the mean of the observations is more than six standard errors from the theory.
func expect(t *testing.T, what string, x []float64, want float64) {
	t.Helper()
	mean, square := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		square += (v - mean) * (v - mean)
	}
	if e := math.Sqrt(square / float64(len(x)-1) / float64(len(x))); math.Abs(mean-want) > 6*e {
		t.Errorf("%s: mean of %d is %v ± %v, want %v", what, len(x), mean, e, want)
	}
}

// TestTimeInTheBadConditionIsThatOfTheory starts links in equilibrium, which for exponential stays only asks for the right first condition; the mean
// over the window after a long warm-up is the share of alternating renewal theory for any stays.
func TestTimeInTheBadConditionIsThatOfTheory(t *testing.T) {
	for name, stays := range map[string][2]rng.Dist{
		"exponential":    {exponential(10e6), exponential(2e6)},
		"weibull, gamma": {rng.Must(rng.Weibull(0.7, 8e6)), rng.Must(rng.Gamma(3, 1e6))},
		"pareto, fixed":  {rng.Must(rng.Pareto(2.5, 4e6)), fixed(3e6)},
	} {
		g := GilbertElliott{
			Name: "fading", Good: Condition{Stay: stays[0], Share: ShareAll, Loss: LossOf(0.001)},
			Bad: Condition{Stay: stays[1], Share: ShareAll / 2, Loss: LossOf(0.3)},
		}
		spec, err := NewVariation(nil, g)
		if err != nil {
			t.Fatal(err)
		}
		const from, end = int64(500e6), int64(1000e6)
		bad, loss := make([]float64, 600), make([]float64, 600)
		for i := range bad {
			l := NewLink(Nominal{Bandwidth: 1e6}, spec, streams(3, fmt.Sprint(i)))
			for last := int64(0); last < end; {
				at, _ := l.Next()
				part := float64(max(0, min(at, end)-max(last, from))) / float64(end-from)
				loss[i] += part * l.Quality().Loss.Ratio()
				if l.Quality().Bandwidth == 5e5 {
					bad[i] += part
				}
				l.Advance(at)
				last = at
			}
		}
		share, ok := g.BadShare()
		if want := stays[1].Mean() / (stays[0].Mean() + stays[1].Mean()); !ok || share != want {
			t.Errorf("%s: the share is %v, %v, want %v", name, share, ok, want)
		}
		mean, ok := g.MeanLoss()
		if want := 0.001*(1-share) + 0.3*share; !ok || math.Abs(mean-want) > 1e-8 {
			t.Errorf("%s: the mean loss is %v, %v, want %v", name, mean, ok, want)
		}
		expect(t, name+", time in the bad condition", bad, share)
		expect(t, name+", loss", loss, mean)
	}
}

func TestStaysHaveTheirMeans(t *testing.T) {
	g := GilbertElliott{
		Name: "outage", Good: Condition{Stay: rng.Must(rng.Weibull(0.7, 8e6)), Share: ShareAll}, Bad: Condition{Stay: rng.Must(rng.Gamma(3, 1e6)), Down: true},
		First: fixed(77),
	}
	spec, err := NewVariation(nil, g)
	if err != nil {
		t.Fatal(err)
	}
	l := NewLink(Nominal{Bandwidth: 1}, spec, streams(4, "l"))
	if at, _ := l.Next(); at != 77 {
		t.Errorf("the first stay ends at %d, want 77", at)
	}
	l.Advance(77)
	var stays [2][]float64
	for last, n := int64(77), 0; n < 20_000; n++ {
		at, _ := l.Next()
		i := 0
		if !l.Quality().Up {
			i = 1
		}
		stays[i] = append(stays[i], float64(at-last))
		l.Advance(at)
		last = at
	}
	expect(t, "good stays", stays[0], g.Good.Stay.Mean())
	expect(t, "bad stays", stays[1], g.Bad.Stay.Mean())
}

func TestAMeanStayMayBeInfinite(t *testing.T) {
	g := GilbertElliott{Good: Condition{Stay: rng.Must(rng.Pareto(1, 5))}, Bad: Condition{Stay: fixed(3)}}
	if share, ok := g.BadShare(); ok {
		t.Errorf("the share of bad time is %v, want none", share)
	}
	if loss, ok := g.MeanLoss(); ok {
		t.Errorf("the mean loss is %v, want none", loss)
	}
}

func TestVariationReportsAllThatIsWrong(t *testing.T) {
	ok := Condition{Stay: fixed(1), Share: 1}
	_, err := NewVariation(
		nil,
		GilbertElliott{Good: Condition{Share: 1}, Bad: ok, First: fixed(0)},
		GilbertElliott{Name: "a", Good: Condition{Stay: fixed(0), Share: ShareAll + 1, Extra: -time.Second, Loss: LossMax + 1}, Bad: ok},
		GilbertElliott{Name: "b", Good: ok, Bad: Condition{Stay: fixed(1), Down: true, Extra: 1}},
		GilbertElliott{Name: "b", Good: ok, Bad: Condition{Stay: fixed(1)}},
	)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"at most 3 processes, got 4", `process "": needs a name`, `process "": the mean of the first stay`, `process "": the good condition needs a distribution`,
		`process "a": the mean stay in the good condition must be above 0`, `process "a": the share of the bandwidth in the good condition`,
		`process "a": the extra latency in the good`, `process "a": the loss in the good condition must be at most 0.99`,
		`process "b": the bad condition is down and has`, `process "b": the share of the bandwidth in the bad condition must be 1/65536 to 1, got 0`,
		`processes 2 and 3 are both called "b"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
}
