package session

import (
	"errors"
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
)

// Profile is what a security protocol costs. The zero value protects nothing and costs nothing.
type Profile struct {
	// RoundTrips of a handshake, those of the transport included, 0 to RoundTripsMax.
	RoundTrips int64
	// Handshake is the number of bytes that a handshake moves, in both directions together.
	Handshake units.Bytes
	// Record is the number of bytes that protection adds to each record.
	Record units.Bytes
	// RecordMax is the largest payload of a record; 0 is no bound, so that a message is one record.
	RecordMax units.Bytes
}

// RoundTripsMax bounds the round trips of a handshake.
const RoundTripsMax = 1000

// Validate reports every problem with a profile.
func (p *Profile) Validate() error {
	var errs []error
	if p.RoundTrips < 0 || p.RoundTrips > RoundTripsMax {
		errs = append(errs, fmt.Errorf("%d round trips are not within 0 and %d", p.RoundTrips, RoundTripsMax))
	}
	if p.Handshake < 0 || p.Record < 0 || p.RecordMax < 0 {
		errs = append(errs, fmt.Errorf("handshake %v, record overhead %v and largest record %v must not be negative", p.Handshake, p.Record, p.RecordMax))
	}
	return errors.Join(errs...)
}

// SetUp returns how long a handshake takes over a path with a round-trip time in nanoseconds.
func (p *Profile) SetUp(roundTripNs int64) int64 { return units.Mul(p.RoundTrips, roundTripNs) }

// Records returns in how many records a payload goes that is sent in messages of at most that size, 0 for no bound. No record is part of two
// messages, and an empty message is one record.
func (p *Profile) Records(payload, message units.Bytes) int64 {
	if message <= 0 || message > payload {
		message = payload
	}
	records := func(size units.Bytes) int64 {
		if size <= 0 || p.RecordMax <= 0 {
			return 1
		}
		return int64((size-1)/p.RecordMax + 1)
	}
	if message == 0 {
		return 1
	}
	whole, rest := payload/message, payload%message
	n := units.Mul(int64(whole), records(message))
	if rest > 0 {
		n = units.Add(n, records(rest))
	}
	return n
}

// Overhead returns what protection adds to a payload that is sent in messages, see Records.
func (p *Profile) Overhead(payload, message units.Bytes) units.Bytes {
	return units.Mul(p.Record, units.Bytes(p.Records(payload, message)))
}

// CipherTime returns how many nanoseconds one core is busy with bytes at a throughput in bytes per second, rounded up. Without a throughput it
// takes no time.
func CipherTime(size, bytesPerSecond units.Bytes) int64 {
	if bytesPerSecond <= 0 || size <= 0 {
		return 0
	}
	return units.MulDivCeil(int64(size), 1_000_000_000, int64(bytesPerSecond))
}
