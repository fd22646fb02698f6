package rng

import "testing"

// The vectors are those that the authors of Philox publish with their library Random123 (file kat_vectors, philox4x64 with ten rounds).
func TestKnownAnswersOfRandom123(t *testing.T) {
	const all = ^uint64(0)
	for _, c := range []struct {
		name    string
		counter [4]uint64
		key     [2]uint64
		want    [4]uint64
	}{
		{
			"zeros",
			[4]uint64{},
			[2]uint64{},
			[4]uint64{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b},
		},
		{
			"ones",
			[4]uint64{all, all, all, all},
			[2]uint64{all, all},
			[4]uint64{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0},
		},
		{
			"digits of pi",
			[4]uint64{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
			[2]uint64{0x452821e638d01377, 0xbe5466cf34e90c6c},
			[4]uint64{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6},
		},
	} {
		var got [4]uint64
		got[0], got[1], got[2], got[3] = philox(c.counter[0], c.counter[1], c.counter[2], c.counter[3], c.key[0], c.key[1])
		if got != c.want {
			t.Errorf("%s: %016x, want %016x", c.name, got, c.want)
		}
	}
}

// The counter of a stream is the index of the block in its lowest word, so draws are the words of philox(0), philox(1) and so on.
func TestStreamIsTheSequenceOfBlocks(t *testing.T) {
	s := NewStream(1, 2, "node/a", "life")
	for block := range uint64(5) {
		var words [4]uint64
		words[0], words[1], words[2], words[3] = philox(block, 0, 0, 0, s.key[0], s.key[1])
		for i, want := range words {
			if got := s.Uint64(); got != want {
				t.Errorf("draw %d: %016x, want %016x", block*4+uint64(i), got, want)
			}
		}
	}
}
