package kernel

import (
	"math"
	"time"
)

// Time is an instant in nanoseconds since the start of the run. The zero value is the start. An engine never shows a negative Time.
type Time int64

// Never is the instant that does not come. An event scheduled at Never is parked: it counts as pending, it can be moved and
// cancelled, and it is not dispatched.
const Never Time = math.MaxInt64

// Add returns the instant d after t. It saturates: what would pass the end of time is Never, and Never plus anything is Never.
func (t Time) Add(d time.Duration) Time {
	if t == Never || (d > 0 && t > Never-Time(d)) {
		return Never
	}
	return t + Time(d)
}

// String writes t as a duration since the start, such as 1m2.5s, and Never as never.
func (t Time) String() string {
	if t == Never {
		return "never"
	}
	return time.Duration(t).String()
}
