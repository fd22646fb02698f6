package channel

import (
	"fmt"
	"hash/fnv"
	"testing"

	"github.com/littoral-sim/littoral/sim/rng"
)

// TestGoldenQualitiesAreTheSameOnEveryProcessor pins 2000 changes of a link and 2000 samples. The numbers come from this package on amd64.
func TestGoldenQualitiesAreTheSameOnEveryProcessor(t *testing.T) {
	profile, err := NewProfile(ProfileSpec{Bandwidth: []BandwidthStep{{0, 1e7}, {5e9, 3e6}, {6e9, 0}}, Latency: []LatencyStep{{0, 1e7}, {2e9, 3e7}}, Period: 7e9})
	if err != nil {
		t.Fatal(err)
	}
	spec, err := NewVariation(
		profile,
		GilbertElliott{
			Name: "fading", Good: Condition{Stay: rng.Must(rng.Weibull(0.7, 3e8)), Share: ShareAll, Loss: LossOf(1e-4)},
			Bad: Condition{Stay: rng.Must(rng.Lognormal(1e8, 1.5)), Share: ShareOf(0.3), Extra: 12345, Loss: LossOf(0.07)},
		},
		GilbertElliott{Name: "outage", Good: Condition{Stay: exponential(4e9), Share: ShareAll}, Bad: Condition{Stay: rng.Must(rng.Gamma(0.5, 1e8)), Down: true}},
	)
	if err != nil {
		t.Fatal(err)
	}
	hash := fnv.New64a()
	l := NewLink(Nominal{Bandwidth: 1e6, Loss: LossOf(0.01)}, spec, streams(11, "golden"))
	s := NewSampler(&Scatter{Jitter: rng.Must(rng.Lognormal(5e6, 0.8)), Loss: rng.Must(rng.Normal(0.05, 0.05))}, streams(11, "golden"))
	for n := range uint64(2000) {
		at, _ := l.Next()
		q, changed := l.Advance(at)
		fmt.Fprintln(hash, at, q.Up, int64(q.Bandwidth), int64(q.Latency), q.Loss, q.Loss.Coefficient(), changed, s.Sample(n))
	}
	const want = uint64(0x229721635f323ced)
	if got := hash.Sum64(); got != want {
		t.Errorf("the changes have the hash %#x, want %#x", got, want)
	}
}
