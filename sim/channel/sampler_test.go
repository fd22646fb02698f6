package channel

import (
	"slices"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/sim/rng"
)

func TestSamplesHaveTheirMeansAndStayInRange(t *testing.T) {
	jitter := rng.Must(rng.LognormalLog(14, 0.6))
	s := NewSampler(&Scatter{Jitter: jitter, Loss: rng.Must(rng.Uniform(0, 0.2))}, streams(1, "l"))
	wild := NewSampler(&Scatter{Jitter: rng.Must(rng.Normal(0, 1e6)), Loss: rng.Must(rng.Normal(0.5, 1))}, streams(1, "l"))
	var jitters, losses, positive []float64
	for n := range uint64(20_000) {
		got := s.Sample(n)
		jitters, losses = append(jitters, float64(got.Jitter)), append(losses, got.Loss.Ratio())
		far := wild.Sample(n)
		if far.Jitter < 0 || far.Loss > LossMax {
			t.Fatalf("sample %d is %+v", n, far)
		}
		hit := 0.0
		if far.Jitter > 0 {
			hit = 1
		}
		positive = append(positive, hit)
	}
	expect(t, "jitter", jitters, jitter.Mean())
	expect(t, "loss", losses, 0.1)
	expect(t, "positive half of a normal jitter", positive, 0.5)
}

func TestASampleDependsOnItsNumberAlone(t *testing.T) {
	spec := &Scatter{Jitter: exponential(1e6), Loss: rng.Must(rng.Uniform(0, 0.5))}
	forth, back := NewSampler(spec, streams(7, "l")), NewSampler(spec, streams(7, "l"))
	want := make([]Sample, 101)
	for n := range want {
		want[n] = forth.Sample(uint64(n))
	}
	for n, w := range slices.Backward(want) {
		if got := back.Sample(uint64(n)); got != w {
			t.Errorf("backwards, sample %d is %+v, want %+v", n, got, w)
		}
	}
	seen := map[time.Duration]bool{}
	for _, s := range want {
		seen[s.Jitter] = true
	}
	if len(seen) != len(want) {
		t.Errorf("%d different jitters in %d samples", len(seen), len(want))
	}
	// Jitter and loss are the successive draws of the stream.
	draws := streams(7, "l")(PurposeTransfers)
	for n, w := range want {
		if got := (Sample{Jitter: time.Duration(spec.Jitter.SampleInt64(&draws)), Loss: LossOf(spec.Loss.Sample(&draws))}); got != w {
			t.Fatalf("draws %d and %d make %+v, the sample is %+v", 2*n, 2*n+1, got, w)
		}
	}
	// Without jitter, the loss is the same.
	loss := NewSampler(&Scatter{Loss: spec.Loss}, streams(7, "l"))
	if got := loss.Sample(5); got != (Sample{Loss: want[5].Loss}) {
		t.Errorf("the loss alone is %+v, want that of %+v", got, want[5])
	}
}

func TestNothingIsDrawnWhereNothingScatters(t *testing.T) {
	s := NewSampler(&Scatter{}, func(purpose string) rng.Stream {
		t.Errorf("the stream %q was asked for", purpose)
		return rng.Stream{}
	})
	if got := s.Sample(3); got != (Sample{}) {
		t.Errorf("the sample is %+v, want nothing", got)
	}
	if n := testing.AllocsPerRun(100, func() { s.Sample(9) }); n != 0 {
		t.Errorf("a sample allocates %v times", n)
	}
}
