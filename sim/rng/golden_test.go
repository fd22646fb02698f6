package rng

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"testing"
)

// digestOf hashes n numbers.
func digestOf(n int, next func() uint64) string {
	h := sha256.New()
	var buf [8]byte
	for range n {
		binary.BigEndian.PutUint64(buf[:], next())
		h.Write(buf[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// The digests were computed on linux/amd64 and hold for every GOARCH, GOAMD64 and CPU. A change here changes the results of all simulations
// and needs a reason in the commit.
func TestGoldenDrawsArePortable(t *testing.T) {
	words := NewStream(31, 0, "golden", "words")
	uniform := NewStream(31, 0, "golden", "uniform")
	open := NewStream(31, 0, "golden", "open")
	dice := NewStream(31, 0, "golden", "dice")
	for _, c := range []struct {
		name   string
		next   func() uint64
		digest string
	}{
		{
			"Uint64", words.Uint64,
			"053bc5ae4e5cc57393db8815c7501d96b067a79fef5eecdf7736bcb219846f3d",
		},
		{
			"Float64", func() uint64 { return math.Float64bits(uniform.Float64()) },
			"29b34fb7a1ce4860793cfb0ec770e1569d1c5919d12709376edc0c0fe6612991",
		},
		{
			"Open01", func() uint64 { return math.Float64bits(open.Open01()) },
			"00939d30eaf75bb852adcbbea75a21e0a884c2ea0108dd50e7682ff469e7ddf7",
		},
		{
			"IntN", func() uint64 { return uint64(dice.IntN(1_000_003)) },
			"a433072404f1fdc1191b9cd9dac81f52dc886d0de9b6bb5d07d74fa0dfce044b",
		},
	} {
		if got := digestOf(100000, c.next); got != c.digest {
			t.Errorf("%s: digest %s, want %s", c.name, got, c.digest)
		}
	}
}

func TestGoldenVariatesArePortable(t *testing.T) {
	golden := []string{
		"912ed9ecb96bf4acb47f2d1bdfffc8212fd1dc138f3db3cc6b21455337854d6e", // deterministic(value=4611686018427387905)
		"8726958f624bfd64e5eb54a8477ec9b5094a8a0fe9176ca845d047f41b2f61cd", // deterministic(value=-2.5)
		"4f385411c962b4e86065e038d9ac6a4a87c1ddad39983ce6db92613fda218889", // uniform(lo=1e+06, hi=3e+06)
		"c38bf958f95ed9de3eb2b7b10799dd58a9dc6683d95fed173e43fc43cb830f6c", // exponential(mean=8e+07)
		"bdc8a5623f1bcbef0a8975a0c1e6fa3a131f9970bbe2412597a18f8ae3fce368", // normal(mean=1e+06, sd=200000)
		"b733b081881b4fdfa060521ce3c6344b20934deeec7f00970e41217d80d3e422", // truncatednormal(mean=1e+06, sd=2e+06)
		"51aa421f19734a9b8ee72c94beed2145e9d5606ae2c54c3c73dfc1a168cc83bd", // lognormal(mean=7.2e+12, cv=1.5)
		"f726c232d9d45c126682ab789cccacf1f5c49161d03c726f785e4ce28c7878b9", // lognormal(mu=10, sigma=0.5)
		"f39d241f128bab936a74eded1216bcbbd4195f88b806d0e044ded596b655a037", // weibull(shape=0.7, scale=2.592e+15)
		"08277d68895b061924f21dc317b25be81bafa6927b4fb0132976ac44f4a11dff", // weibull(shape=3, scale=1e+06)
		"7b755e66380750ab063d2beded7e8807e1c791853ca18f903ed2130f3e2e3a9a", // gamma(shape=0.4, scale=3e+06)
		"ecfaa375eb9c6c6aecd280ac82b8c876c482d823fa476a1b538ec395d87a55f4", // gamma(shape=7.5, scale=3e+06)
		"06e6a5c1d60d2b14f7899b747cc854ea9fe5f65c7403e889d418a06ce0156d11", // gamma(shape=500, scale=3e+06)
		"d4053bd4b31e9ce0c9050815d98fa0c3bfa5807415a217e2f77ae88fd53d662e", // pareto(shape=2.5, scale=3e+06)
		"9121835c20a01775d3cb86c1278ca30342816ef6b2a444ba054c1fd76a02dc63", // erlang(k=3, mean=9e+06)
		"eac44e9b4e775f66b31c2c8cf81f0e8eba4600997c2f5d7ac7bddbb4b96ad175", // hyperexponential(0.2:1e+08, 0.7:5e+06, 0.1:3e+07)
		"b3ec000c20d65fa71a4b7d41cdf0611d1b76423d20776e82d6da31591d80f529", // hyperexponential(mean=1e+07, cv=2.5)
		"71a45f698ba10b167b5c2695505813ecd19dee2802d7acc12bfbf56a31a4c748", // empirical(1:2, 5:1, 9:1)
		"7be0ae5ac8c0a6fe47457f86a9c0bd98cea6200cbf1d536566ac5015d37e8aa9", // empirical(1:2, 5:1, 9:3, 4611686018427387905:4)
	}
	for i, d := range examples() {
		n := 100000
		if d.kind == KindGamma || d.kind == KindErlang {
			n = 20000 // They are slow.
		}
		reals, whole := NewStream(32, 0, "golden", "real"), NewStream(32, 0, "golden", "whole")
		got := digestOf(n, func() uint64 { return math.Float64bits(d.Sample(&reals)) ^ uint64(d.SampleInt64(&whole)) })
		if i >= len(golden) || got != golden[i] {
			t.Errorf("%v: digest %s, example %d of the golden list", d, got, i)
		}
	}
}

// Moments decide nothing in a run, but they stand in reports, which are compared byte by byte, too.
func TestGoldenMomentsArePortable(t *testing.T) {
	list := examples()
	for shape := 0.25; shape < 1000; shape *= 1.1 {
		list = append(list, Must(Weibull(shape, 3)), Must(Pareto(shape, 3)), Must(TruncatedNormal(3, shape)), Must(LognormalLog(shape/100, 1/shape)))
	}
	at := 0
	got := digestOf(2*len(list), func() uint64 {
		d := list[at/2]
		at++
		if at%2 == 1 {
			return math.Float64bits(d.Mean())
		}
		return math.Float64bits(d.Variance())
	})
	if want := "cf3d092dd39fb67109043ea5f7ecfd25f376b33626a65965c5d3c43d0f68270a"; got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}
