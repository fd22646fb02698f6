package credential

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// ID is the number of a credential in its Fleet.
type ID int32

// Spec is what credentials of one kind have in common.
type Spec struct {
	Life  time.Duration // how long one is valid, from its issue on; positive
	Renew time.Duration // how long after its issue a renewal is due; positive, at most Life
	Retry time.Duration // from a failed attempt to the next; positive
}

// Validate reports all fields that are out of range.
func (s *Spec) Validate() error {
	var errs []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	check(s.Life > 0, "Life: %v is not positive", s.Life)
	check(s.Renew > 0 && s.Renew <= s.Life, "Renew: %v does not lie between 0 and the life of %v", s.Renew, s.Life)
	check(s.Retry > 0, "Retry: %v is not positive", s.Retry)
	return errors.Join(errs...)
}

// State is what a credential is worth.
type State uint8

// The states.
const (
	Valid     State = iota // no renewal is due
	RotateDue              // valid, but attempts to renew it have failed
	Expired                // not valid
)

// String returns "valid", "rotate-due" or "expired".
func (s State) String() string {
	switch s {
	case Valid:
		return "valid"
	case RotateDue:
		return "rotate-due"
	case Expired:
		return "expired"
	default:
		return "unknown"
	}
}

// Effect is a change of a credential, or a renewal without one.
type Effect struct {
	ID            ID
	Before, After State
	Renewed       bool // it has been issued anew
	Failed        bool // an attempt has failed
}

// never is later than any instant.
const never = int64(math.MaxInt64)

// item is one credential.
type item struct {
	expires int64 // end of its life, or never once it has expired
	attempt int64 // the next one to renew it
	spec    int32
	place   int32 // in the heap
	state   State
}

// due returns when something happens to the credential next.
func (x *item) due() int64 { return min(x.expires, x.attempt) }

// later returns t+d, or never.
func later(t int64, d time.Duration) int64 {
	if t > never-int64(d) {
		return never
	}
	return t + int64(d)
}
