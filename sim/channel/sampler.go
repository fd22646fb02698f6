package channel

import (
	"time"

	"github.com/littoral-sim/littoral/sim/rng"
)

// Scatter is what differs from transfer to transfer.
type Scatter struct {
	// Jitter is added to the latency, in nanoseconds; draws below 0 count as 0. The zero Dist is none.
	Jitter rng.Dist
	// Loss is a ratio of bytes; draws below 0 count as 0 and those above 0.99 as 0.99. The zero Dist is none.
	Loss rng.Dist
}

// Sample is what one transfer meets, besides the Quality of the link.
type Sample struct {
	Jitter time.Duration // not negative
	Loss   Loss
}

// PurposeTransfers is the purpose of the stream from which a Sampler draws.
const PurposeTransfers = "channel/transfers"

// Sampler draws for the transfers over one link.
type Sampler struct {
	spec   *Scatter
	stream rng.Stream
}

// NewSampler returns the sampler of a link. It keeps the Scatter, which must not change, and asks for its stream only when there is something to
// draw.
func NewSampler(spec *Scatter, stream func(purpose string) rng.Stream) *Sampler {
	s := &Sampler{spec: spec}
	if !spec.Jitter.IsZero() || !spec.Loss.IsZero() {
		s.stream = stream(PurposeTransfers)
	}
	return s
}

// Sample returns what transfer n meets. It depends on n alone, not on what was asked before: when n names the transfer (the number of its task,
// say), the same transfer meets the same jitter and loss under any policy. It uses draws 2n and 2n+1 of the stream.
func (s *Sampler) Sample(n uint64) Sample {
	var out Sample
	if !s.spec.Jitter.IsZero() {
		s.stream.Seek(2 * n)
		out.Jitter = time.Duration(s.spec.Jitter.SampleInt64(&s.stream))
	}
	if !s.spec.Loss.IsZero() {
		s.stream.Seek(2*n + 1)
		out.Loss = LossOf(s.spec.Loss.Sample(&s.stream))
	}
	return out
}
