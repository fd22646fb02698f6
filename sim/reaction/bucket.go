package reaction

// bucket holds the tokens of a zone. It is kept as the instant from which it is full: each token taken moves that on by the
// time it takes to gain it (the generic cell rate algorithm, ITU-T I.371).
type bucket struct {
	every int64 // nanoseconds per token, or Forever
	full  int64
}

// ready returns the first instant at which there is a token, or Forever.
func (b *bucket) ready(burst int64) int64 {
	if b.every == int64(Forever) {
		return b.every
	}
	return b.full - (burst-1)*b.every
}

// take takes a token that is there.
func (b *bucket) take(nowNs int64) { b.full = max(b.full, nowNs) + b.every }

// swap returns the bucket that follows b at another rate.
func (b *bucket) swap(nowNs, burst, every int64) bucket {
	if every == b.every {
		return *b
	}
	next := bucket{every: every, full: nowNs}
	if every != int64(Forever) && b.ready(burst) > nowNs {
		next.take(nowNs)
	}
	return next
}
