package rng

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var _ rand.Source = (*Stream)(nil)

// The keys were computed with another implementation of SHA-256 (Python's hashlib) from the layout in the comment of NewStream.
func TestKnownKeysOfNames(t *testing.T) {
	for _, c := range []struct {
		seed            Seed
		replication     uint64
		entity, purpose string
		key             [2]uint64
	}{
		{0, 0, "", "", [2]uint64{0xfd41f35a56c48a07, 0x4da7d2db46820ba6}},
		{1, 2, "node/gw3-n17", "failure", [2]uint64{0xfd2a1e38d5817ccd, 0xa950e12b9c127001}},
		{math.MaxUint64, 1 << 40, "tâche/ü", "größe", [2]uint64{0xd0d2bc91c2326f5c, 0xdc9cefd4ecbfed52}},
	} {
		if s := NewStream(c.seed, c.replication, c.entity, c.purpose); s.key != c.key {
			t.Errorf("NewStream(%d, %d, %q, %q) has key %#x, want %#x", c.seed, c.replication, c.entity, c.purpose, s.key, c.key)
		}
	}
}

func TestEveryArgumentMattersToTheKey(t *testing.T) {
	streams := map[[2]uint64]string{}
	for _, s := range []struct {
		name   string
		stream Stream
	}{
		{"base", NewStream(1, 2, "ab", "cd")},
		{"seed", NewStream(2, 2, "ab", "cd")},
		{"replication", NewStream(1, 1, "ab", "cd")},
		{"seed and replication swapped", NewStream(2, 1, "ab", "cd")},
		{"border moved right", NewStream(1, 2, "abc", "d")},
		{"border moved left", NewStream(1, 2, "a", "bcd")},
		{"all in one", NewStream(1, 2, "abcd", "")},
		{"names swapped", NewStream(1, 2, "cd", "ab")},
		{"length inside a name", NewStream(1, 2, "ab\x00\x00\x00\x00\x00\x00\x00\x02cd", "")},
		{"long name", NewStream(1, 2, string(make([]byte, 1000)), "cd")},
	} {
		if other, found := streams[s.stream.key]; found {
			t.Errorf("%s has the key of %s", s.name, other)
		}
		streams[s.stream.key] = s.name
	}
}

// The birthday bound for 2^18 random keys of 128 bits is 1e-28, so one duplicate means a fault.
func TestManyNamesHaveNoDuplicateKeys(t *testing.T) {
	const count = 1 << 18
	keys := make([][2]uint64, 0, count)
	for i := range count {
		s := NewStream(7, uint64(i%4), fmt.Sprintf("node/%d", i/8), [...]string{"life", "repair"}[i/4%2])
		keys = append(keys, s.key)
	}
	slices.SortFunc(keys, func(a, b [2]uint64) int { return slices.Compare(a[:], b[:]) })
	if distinct := len(slices.Compact(keys)); distinct != count {
		t.Errorf("%d names have %d keys", count, distinct)
	}
}

// Who else draws, and in which order streams are created, must not matter: this is what common random numbers rest on.
func TestOtherEntitiesDoNotShiftDraws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,3}(/[a-z0-9]{1,4})?`), 2, 12, rapid.ID).Draw(t, "entities")
		subset := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, len(names), rapid.ID).Draw(t, "subset in another order")
		draws := func(entities []string, pattern []int) map[string][]uint64 {
			streams := make([]Stream, len(entities))
			for i, name := range entities {
				streams[i] = NewStream(3, 1, name, "life")
			}
			taken := map[string][]uint64{}
			for _, step := range pattern {
				i := step % len(entities)
				taken[entities[i]] = append(taken[entities[i]], streams[i].Uint64())
			}
			return taken
		}
		steps := rapid.SliceOfN(rapid.IntRange(0, 1000), 0, 100)
		all := draws(names, steps.Draw(t, "turns of all"))
		some := draws(subset, steps.Draw(t, "turns of the subset"))
		for name, sequence := range some {
			n := min(len(sequence), len(all[name]))
			if !slices.Equal(all[name][:n], sequence[:n]) {
				t.Fatalf("draws of %s: %x among all, %x in the subset", name, all[name][:n], sequence[:n])
			}
		}
	})
}

// naive is a stream as plainly as can be: the n-th draw is a word of the n/4-th block.
type naive struct {
	key  [2]uint64
	next uint64
}

func (n *naive) draw() uint64 {
	var words [4]uint64
	words[0], words[1], words[2], words[3] = philox(n.next/4, 0, 0, 0, n.key[0], n.key[1])
	w := words[n.next%4]
	n.next++
	return w
}

func TestBufferedStreamEqualsItsNaiveTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := NewStream(Seed(rapid.Uint64().Draw(t, "seed")), 0, "a", "b")
		twin := naive{key: s.key}
		t.Repeat(map[string]func(*rapid.T){
			"draw": func(t *rapid.T) {
				if got, want := s.Uint64(), twin.draw(); got != want {
					t.Fatalf("draw %d: %x, want %x", twin.next-1, got, want)
				}
			},
			"seek": func(t *rapid.T) {
				at := rapid.OneOf(rapid.Uint64Range(0, 9), rapid.Uint64(), rapid.Uint64Min(math.MaxUint64-5)).Draw(t, "at")
				s.Seek(at)
				twin.next = at
			},
			"skip": func(t *rapid.T) {
				n := rapid.OneOf(rapid.Uint64Range(0, 9), rapid.Uint64()).Draw(t, "n")
				s.Skip(n)
				twin.next += n
			},
			"save and load": func(t *rapid.T) {
				b, err := s.MarshalBinary()
				if err != nil {
					t.Fatal(err)
				}
				var loaded Stream
				if err := loaded.UnmarshalBinary(b); err != nil {
					t.Fatal(err)
				}
				if !loaded.Equal(s) {
					t.Fatalf("loaded stream is not equal")
				}
				s = loaded
			},
			"": func(t *rapid.T) {
				if s.Position() != twin.next {
					t.Fatalf("position %d, want %d", s.Position(), twin.next)
				}
			},
		})
	})
}

func TestPositionsWrapAround(t *testing.T) {
	s := NewStream(1, 0, "a", "b")
	first := s.Uint64()
	s.Seek(math.MaxUint64)
	last := s.Uint64()
	if s.Position() != 0 || s.Uint64() != first || last == first {
		t.Errorf("after draw 2^64-1 the stream does not start again")
	}
}

func TestBinaryFormIsFixedAndChecked(t *testing.T) {
	s := Stream{key: [2]uint64{0x0102030405060708, 0x1112131415161718}}
	s.Seek(0x2122232425262728)
	b, err := s.AppendBinary([]byte{0xff})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := hex.EncodeToString(b), "ff6c727331010203040506070811121314151617182122232425262728"; got != want {
		t.Errorf("binary form %s, want %s", got, want)
	}
	for name, bad := range map[string][]byte{
		"empty":         nil,
		"short":         b[1 : len(b)-1],
		"long":          append(slices.Clone(b[1:]), 0),
		"other version": append([]byte("lrs2"), b[5:]...),
	} {
		before := s
		if err := s.UnmarshalBinary(bad); err == nil || !s.Equal(before) {
			t.Errorf("%s: error %v, or the stream has changed", name, err)
		}
	}
}

func TestCopiesAreIndependent(t *testing.T) {
	s := NewStream(1, 0, "a", "b")
	s.Skip(5)
	fork := s
	want := []uint64{s.Uint64(), s.Uint64(), s.Uint64()}
	got := []uint64{fork.Uint64(), fork.Uint64(), fork.Uint64()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("draws of the copy (-original +copy):\n%s", diff)
	}
	if !s.Equal(fork) {
		t.Error("stream and copy differ after the same draws")
	}
	fork.Uint64()
	if s.Equal(fork) {
		t.Error("streams at different positions are equal")
	}
}

func TestStreamIsSmall(t *testing.T) {
	if size := unsafe.Sizeof(Stream{}); size != 56 {
		t.Errorf("a stream takes %d bytes, its comment says 56", size)
	}
}

// after returns a stream whose next draws are the given words.
func after(words ...uint64) Stream {
	s := Stream{next: uint64(4 - len(words))}
	copy(s.block[4-len(words):], words)
	return s
}

func TestUniformsStayInsideTheirInterval(t *testing.T) {
	const all = ^uint64(0)
	for _, c := range []struct {
		word           uint64
		halfOpen, open float64
	}{
		{0, 0, 0x1p-53},
		{1<<11 - 1, 0, 0x1p-53},
		{1 << 11, 0x1p-53, 0x1p-53},
		{1 << 12, 0x1p-52, 3 * 0x1p-53},
		{1 << 63, 0.5, 0.5 + 0x1p-53},
		{1<<63 - 1, 0.5 - 0x1p-53, 0.5 - 0x1p-53},
		{all, 1 - 0x1p-53, 1 - 0x1p-53},
	} {
		s := after(c.word, c.word)
		if got := s.Float64(); got != c.halfOpen {
			t.Errorf("Float64 of %x = %v, want %v", c.word, got, c.halfOpen)
		}
		if got := s.Open01(); got != c.open {
			t.Errorf("Open01 of %x = %v, want %v", c.word, got, c.open)
		}
		mirror := after(^c.word)
		if got := mirror.Open01(); got != 1-c.open {
			t.Errorf("Open01 of %x = %v, want the mirror image %v", ^c.word, got, 1-c.open)
		}
	}
}

// 2^64 mod 3 is 1: of all products only that of the word 0 must be drawn again.
func TestIntegersAreDrawnWithoutBias(t *testing.T) {
	s := after(0, 1<<63)
	if got := s.Uint64N(3); got != 1 || s.Position() != 4 {
		t.Errorf("Uint64N(3) = %d at position %d, want 1 from the second word", got, s.Position())
	}
	s = after(1, 1<<63)
	if got := s.Uint64N(3); got != 0 || s.Position() != 3 {
		t.Errorf("Uint64N(3) = %d at position %d, want 0 from the first word", got, s.Position())
	}
	// No power of two needs a second draw.
	s = after(0, 1<<63)
	if got := s.Uint64N(1 << 40); got != 0 || s.Position() != 3 {
		t.Errorf("Uint64N(2^40) = %d at position %d, want 0 from the first word", got, s.Position())
	}
	s = after(math.MaxUint64)
	if got := s.Uint64N(math.MaxUint64); got != math.MaxUint64-1 {
		t.Errorf("Uint64N(2^64-1) of the largest word = %d, want 2^64-2", got)
	}
	s = NewStream(1, 0, "a", "b")
	if got := s.IntN(1); got != 0 {
		t.Errorf("IntN(1) = %d", got)
	}
}

func TestBernoulliHasItsLimits(t *testing.T) {
	for _, c := range []struct {
		word uint64
		p    float64
		want bool
	}{
		{0, 0, false},
		{0, -1, false},
		{0, math.NaN(), false},
		{0, 0x1p-53, true},
		{1 << 11, 0x1p-53, false},
		{math.MaxUint64, 1, true},
		{math.MaxUint64, 1 - 0x1p-53, false},
		{1<<63 - 1, 0.5, true},
		{1 << 63, 0.5, false},
	} {
		s := after(c.word)
		if got := s.Bernoulli(c.p); got != c.want {
			t.Errorf("Bernoulli(%v) of %x = %v", c.p, c.word, got)
		}
	}
}

func TestMisuseOfStreamsPanics(t *testing.T) {
	s := NewStream(1, 0, "a", "b")
	for name, f := range map[string]func(){
		"Uint64N(0)":  func() { s.Uint64N(0) },
		"IntN(0)":     func() { s.IntN(0) },
		"IntN(-1)":    func() { s.IntN(-1) },
		"Shuffle(-1)": func() { s.Shuffle(-1, func(int, int) {}) },
	} {
		if !panics(f) {
			t.Errorf("%s does not panic", name)
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

func TestDrawsDoNotAllocate(t *testing.T) {
	s := NewStream(1, 0, "a", "b")
	perm := make([]int, 10)
	check := func(name string, f func()) {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	check("NewStream", func() { s = NewStream(1, 0, "node/gw3-n17", "failure") })
	check("Uint64", func() { s.Uint64() })
	check("Seek", func() { s.Seek(17) })
	check("IntN", func() { s.IntN(17) })
	check("Shuffle", func() { s.Shuffle(len(perm), func(i, j int) { perm[i], perm[j] = perm[j], perm[i] }) })
	for _, d := range examples() {
		check(d.String(), func() { d.SampleInt64(&s); d.Sample(&s); d.Quantile(0.25) })
	}
}
