package rng

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"testing"
)

// A battery of statistical tests with fixed seeds. Each turns into a z value that would be standard normal for perfect random numbers; beyond
// 6 something is wrong (probability 2e-9). Philox itself has passed the batteries of others; what can go wrong here is the use of its words,
// keys and counters.

// zOfChiSquare turns a chi-square value into a z value (Wilson and Hilferty, PNAS 17, 1931).
func zOfChiSquare(x, degrees float64) float64 {
	return (math.Cbrt(x/degrees) - (1 - 2/(9*degrees))) / math.Sqrt(2/(9*degrees))
}

// chiSquare compares counts with equal expectations and returns the z value.
func chiSquare(counts []int) float64 {
	total := 0
	for _, c := range counts {
		total += c
	}
	want := float64(total) / float64(len(counts))
	x := 0.0
	for _, c := range counts {
		x += (float64(c) - want) * (float64(c) - want) / want
	}
	return zOfChiSquare(x, float64(len(counts)-1))
}

func checkZ(t *testing.T, name string, z float64) {
	t.Helper()
	if !(math.Abs(z) <= 6) {
		t.Errorf("%s: z = %.1f", name, z)
	}
}

func TestWordsOfOneStreamAreUniform(t *testing.T) {
	const n = 1 << 18
	s := NewStream(21, 0, "battery", "words")
	var values [8][]int // By place of the byte.
	var pairs [4][]int  // The upper nibble after the upper nibble, by place in the block.
	for i := range values {
		values[i] = make([]int, 256)
	}
	for i := range pairs {
		pairs[i] = make([]int, 256)
	}
	ones, last := 0, uint64(0)
	for i := range n {
		w := s.Uint64()
		ones += bits.OnesCount64(w)
		for b := range values {
			values[b][w>>(8*b)&255]++
		}
		if i > 0 {
			pairs[i%4][last>>60<<4|w>>60]++
		}
		last = w
	}
	checkZ(t, "bits", (float64(ones)-32*n)/math.Sqrt(16*n))
	for b := range values {
		checkZ(t, fmt.Sprintf("byte %d", b), chiSquare(values[b]))
	}
	for p := range pairs {
		checkZ(t, fmt.Sprintf("pairs at place %d", p), chiSquare(pairs[p]))
	}
}

// correlation returns the z value of the correlation of centred uniforms.
func correlation(x, y []float64) float64 {
	sum := 0.0
	for i := range x {
		sum += (x[i] - 0.5) * (y[i] - 0.5)
	}
	return sum * 12 / math.Sqrt(float64(len(x)))
}

func uniforms(s Stream, n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = s.Float64()
	}
	return list
}

// A correlation of 12/sqrt(n) = 2.3 % is certain to be found.
func TestDrawsOfOneStreamAreNotCorrelated(t *testing.T) {
	const n = 1 << 18
	for replication := range uint64(4) {
		draws := uniforms(NewStream(22, replication, "battery", "lags"), n)
		for lag := 1; lag <= 16; lag++ {
			checkZ(t, fmt.Sprintf("lag %d", lag), correlation(draws[:n-lag], draws[lag:]))
		}
	}
}

// Names that differ in one character, replications and seeds that differ by one: all pairs. A correlation of 12/sqrt(n) = 9 % of one pair
// is certain to be found, and 12/sqrt(n*pairs) = 0.05 % of all together.
func TestStreamsOfSimilarNamesAreNotCorrelated(t *testing.T) {
	const n, count = 1 << 14, 64
	var draws [][]float64
	for i := range uint64(count) {
		s := NewStream(Seed(i%4), i/4%4, fmt.Sprintf("node/%d", i/16%2), [...]string{"life", "liff"}[i/32])
		draws = append(draws, uniforms(s, n))
	}
	sum, square, pairs := 0.0, 0.0, 0.0
	for i := range draws {
		for j := range i {
			z := correlation(draws[i], draws[j])
			checkZ(t, fmt.Sprintf("streams %d and %d", i, j), z)
			sum, square, pairs = sum+z, square+z*z, pairs+1
		}
	}
	checkZ(t, "all pairs", sum/math.Sqrt(pairs))
	checkZ(t, "spread of all pairs", zOfChiSquare(square, pairs))
}

// The first draws of many streams are a sequence of random numbers, too: a simulation often takes few draws of each.
func TestFirstDrawsOfManyStreamsAreUniform(t *testing.T) {
	const n = 1 << 16
	counts, pairs := make([]int, 256), make([]int, 256)
	distance, last := 0.0, 0.0
	list := make([]float64, n)
	for i := range list {
		s := NewStream(23, 0, fmt.Sprintf("task/%d", i), "size")
		list[i] = s.Float64()
		counts[int(list[i]*256)]++
		if i > 0 {
			pairs[int(last*16)*16+int(list[i]*16)]++
		}
		last = list[i]
	}
	checkZ(t, "first draws", chiSquare(counts))
	checkZ(t, "pairs of first draws", chiSquare(pairs))
	slices.Sort(list)
	for i, x := range list {
		distance = max(distance, x-float64(i)/n, float64(i+1)/n-x)
	}
	if limit := 3.27 / math.Sqrt(n); distance > limit {
		t.Errorf("first draws: distance %.4f from uniform, limit %.4f", distance, limit)
	}
}

// With 2^12 birthdays in a year of 2^32 days, sorted spacings repeat with a Poisson mean of 2^36/2^34 = 4 (G. Marsaglia's birthday spacings).
func TestBirthdaySpacingsArePoisson(t *testing.T) {
	const rounds, birthdays = 200, 1 << 12
	repeats := 0
	for place := range 2 { // The upper and the lower half of a word.
		for round := range uint64(rounds) {
			s := NewStream(24, round, "battery", "birthdays")
			days := make([]uint32, birthdays)
			for i := range days {
				days[i] = uint32(s.Uint64() >> (32 * place))
			}
			slices.Sort(days)
			for i := birthdays - 1; i > 0; i-- {
				days[i] -= days[i-1]
			}
			slices.Sort(days)
			for i := 1; i < birthdays; i++ {
				if days[i] == days[i-1] {
					repeats++
				}
			}
		}
	}
	const mean = 2 * rounds * 4.0
	checkZ(t, "birthday spacings", (float64(repeats)-mean)/math.Sqrt(mean))
}

func TestDerivedDrawsAreUniform(t *testing.T) {
	const n = 1 << 17
	s := NewStream(25, 0, "battery", "derived")
	dice, orders := make([]int, 7), make([]int, 24)
	heads := 0
	for range n {
		dice[s.IntN(7)]++
		if s.Bernoulli(0.3) {
			heads++
		}
		order := [4]int{0, 1, 2, 3}
		s.Shuffle(4, func(i, j int) { order[i], order[j] = order[j], order[i] })
		code := 0
		for i, v := range order { // The Lehmer code.
			smaller := 0
			for _, w := range order[i+1:] {
				if w < v {
					smaller++
				}
			}
			code = code*(4-i) + smaller
		}
		orders[code]++
	}
	checkZ(t, "IntN", chiSquare(dice))
	checkZ(t, "Shuffle", chiSquare(orders))
	checkZ(t, "Bernoulli", (float64(heads)-0.3*n)/math.Sqrt(0.3*0.7*n))
}

// Weighted values come as often as their weights say.
func TestEmpiricalFrequenciesFollowTheWeights(t *testing.T) {
	const n = 1 << 17
	weights := []uint64{1, 20, 300, 4000}
	d := Must(Empirical([]int64{0, 1, 2, 3}, weights))
	s := NewStream(26, 0, "battery", "weights")
	counts := make([]float64, len(weights))
	for range n {
		counts[d.SampleInt64(&s)]++
	}
	for i, w := range weights {
		p := float64(w) / 4321
		checkZ(t, fmt.Sprintf("value %d", i), (counts[i]-n*p)/math.Sqrt(n*p*(1-p)))
	}
}
