package arrivals

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"testing"
)

// TestGoldenInstantsAreTheSameOnEveryProcessor pins 2000 instants of each kind. The numbers come from this package on amd64; a change of them changes
// the results of every scenario that uses the kind.
func TestGoldenInstantsAreTheSameOnEveryProcessor(t *testing.T) {
	want := map[string]uint64{
		"gaps": 0x6cfcfcf74ca17beb, "every": 0x444c603f9aafaf64, "list": 0x89f388d3b2025e6f, "on-off": 0x1c7ecc5ea84811ce, "mmpp": 0x58d6cfa68abee1e7, "steps": 0x9dd4ee91d560b94c, "sine": 0xa553dd10065ca015,
	}
	for name, spec := range specs(t) {
		hash := fnv.New64a()
		for _, at := range collect(spec.Start(streams(11, "golden")), 123, math.MaxInt64, 2000) {
			var b [8]byte
			binary.BigEndian.PutUint64(b[:], uint64(at))
			hash.Write(b[:])
		}
		if got := hash.Sum64(); got != want[name] {
			t.Errorf("%s: the instants have the hash %#x, want %#x", name, got, want[name])
		}
	}
}
