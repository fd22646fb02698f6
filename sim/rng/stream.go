package rng

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/bits"
)

// Seed is the root of all randomness of an experiment. Every value is as good as any other.
type Seed uint64

// Stream is a sequence of 2^64 independent uniform 64-bit numbers, with a position. It is a value of 56 bytes that holds no pointer: a copy
// continues from the same position independently of the original, so pass *Stream where draws shall be consumed. *Stream implements
// [math/rand/v2.Source].
//
// The zero value is usable; it is the one stream that has no name, so only tests should use it. A Stream must not be used from two
// goroutines at a time.
type Stream struct {
	key   [2]uint64
	next  uint64    // The index of the next draw.
	block [4]uint64 // The draws around next, if next is not a multiple of four.
}

// NewStream returns the stream of one purpose (quantity) of one entity in one replication, at draw 0. Different arguments give independent
// streams: the key is the start of the SHA-256 digest of all of them, each name preceded by its length, so that no two argument lists are
// hashed alike.
//
// Names are meant to be stable across runs and versions, such as "node/gw3" and "life". Use names, never indices that shift when an entity
// is added.
func NewStream(seed Seed, replication uint64, entity, purpose string) Stream {
	const domain = "littoral/rng/v1"
	buf := make([]byte, 0, 192)
	buf = append(buf, domain...)
	buf = binary.BigEndian.AppendUint64(buf, uint64(seed))
	buf = binary.BigEndian.AppendUint64(buf, replication)
	buf = binary.BigEndian.AppendUint64(buf, uint64(len(entity)))
	buf = append(buf, entity...)
	buf = binary.BigEndian.AppendUint64(buf, uint64(len(purpose)))
	buf = append(buf, purpose...)
	digest := sha256.Sum256(buf)
	return Stream{key: [2]uint64{binary.BigEndian.Uint64(digest[0:8]), binary.BigEndian.Uint64(digest[8:16])}}
}

// Uint64 returns the next draw, uniform over all 64-bit numbers.
func (s *Stream) Uint64() uint64 {
	at := s.next % 4
	if at == 0 {
		s.fill()
	}
	s.next++
	return s.block[at]
}

// fill computes the block that holds draw s.next.
func (s *Stream) fill() {
	s.block[0], s.block[1], s.block[2], s.block[3] = philox(s.next/4, 0, 0, 0, s.key[0], s.key[1])
}

// Position returns the index of the next draw: the number of draws consumed so far, or the argument of the last Seek plus those consumed
// since.
func (s *Stream) Position() uint64 { return s.next }

// Seek makes draw number n the next one, in constant time. Positions count modulo 2^64.
func (s *Stream) Seek(n uint64) {
	s.next = n
	if n%4 != 0 {
		s.fill()
	}
}

// Skip passes over n draws, in constant time.
func (s *Stream) Skip(n uint64) {
	from := s.next
	s.next += n
	if s.next%4 != 0 && (s.next/4 != from/4 || from%4 == 0) {
		s.fill()
	}
}

// Float64 returns a uniform multiple of 2^-53 in [0, 1). It takes one draw.
func (s *Stream) Float64() float64 { return float64(s.Uint64()>>11) * 0x1p-53 }

// Open01 returns a uniform odd multiple of 2^-53 in (0, 1): never 0, never 1, and 1-u is as likely as u and computed without rounding. It
// takes one draw. It is what the quantile functions of [Dist] are fed with.
func (s *Stream) Open01() float64 {
	return float64(s.Uint64()>>11|1) * 0x1p-53
}

// Bernoulli returns true with probability p, exactly for every p that is a multiple of 2^-53. It takes one draw. A p of 0 or less is never
// true, a p of 1 or more always; NaN is never true.
func (s *Stream) Bernoulli(p float64) bool { return s.Float64() < p }

// Uint64N returns a number that is exactly uniform in [0, n). It takes one draw, and with probability below n/2^64 further ones. It panics
// if n is 0. The method is that of D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
func (s *Stream) Uint64N(n uint64) uint64 {
	if n == 0 {
		panic("rng: Uint64N of an empty range")
	}
	hi, lo := bits.Mul64(s.Uint64(), n)
	if lo >= n {
		return hi
	}
	// The first (2^64 mod n) values of lo would occur once too often.
	excess := -n % n
	for lo < excess {
		hi, lo = bits.Mul64(s.Uint64(), n)
	}
	return hi
}

// IntN returns a number that is exactly uniform in [0, n), as [Stream.Uint64N] does. It panics if n is not positive.
func (s *Stream) IntN(n int) int {
	if n <= 0 {
		panic("rng: IntN of an empty range")
	}
	return int(s.Uint64N(uint64(n)))
}

// Shuffle permutes n elements with a swap function; every order is equally likely (Fisher and Yates). It takes n-1 draws or, rarely, more.
// It panics if n is negative.
func (s *Stream) Shuffle(n int, swap func(i, j int)) {
	if n < 0 {
		panic("rng: Shuffle of a negative number of elements")
	}
	for i := n - 1; i > 0; i-- {
		swap(i, s.IntN(i+1))
	}
}

// streamMagic starts the binary form of a stream and names its version.
const streamMagic = "lrs1"

// streamBytes is the length of the binary form: magic, key, position.
const streamBytes = len(streamMagic) + 24

// AppendBinary appends the 28 bytes that hold the key and the position, the same on every machine. It returns no error. It implements
// [encoding.BinaryAppender].
func (s *Stream) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, streamMagic...)
	b = binary.BigEndian.AppendUint64(b, s.key[0])
	b = binary.BigEndian.AppendUint64(b, s.key[1])
	return binary.BigEndian.AppendUint64(b, s.next), nil
}

// MarshalBinary is AppendBinary to nothing. It implements [encoding.BinaryMarshaler].
func (s *Stream) MarshalBinary() ([]byte, error) {
	return s.AppendBinary(make([]byte, 0, streamBytes))
}

// UnmarshalBinary restores what AppendBinary wrote: the stream continues with the same draws. It implements [encoding.BinaryUnmarshaler].
func (s *Stream) UnmarshalBinary(b []byte) error {
	if len(b) != streamBytes || string(b[:len(streamMagic)]) != streamMagic {
		return errors.New("rng: not the binary form of a stream (28 bytes that start with " + streamMagic + ")")
	}
	b = b[len(streamMagic):]
	s.key = [2]uint64{binary.BigEndian.Uint64(b[0:8]), binary.BigEndian.Uint64(b[8:16])}
	s.Seek(binary.BigEndian.Uint64(b[16:24]))
	return nil
}

// Equal reports whether both streams have the same key and position, that is, whether they will return the same draws. Use it instead of
// ==, which also looks at buffered draws that have been consumed.
func (s Stream) Equal(other Stream) bool { return s.key == other.key && s.next == other.next }
