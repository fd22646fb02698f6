package units

import (
	"fmt"
	"time"
)

// Time is an instant of the simulated clock in nanoseconds since the start of
// the run. It has nothing to do with wall-clock time. The zero Time is the start.
type Time int64

// Never is later than every instant a run can reach.
const Never Time = 1<<63 - 1

// Add returns t+d, saturating at Never and at the smallest Time.
func (t Time) Add(d time.Duration) Time { return Time(Add(int64(t), int64(d))) }

// Sub returns the span t-u, saturating.
func (t Time) Sub(u Time) time.Duration { return time.Duration(Sub(int64(t), int64(u))) }

// String formats t in seconds with all nine decimals, or as "never".
func (t Time) String() string {
	if t == Never {
		return "never"
	}
	if t < 0 {
		return fmt.Sprintf("-%d.%09ds", uint64(-t)/1e9, uint64(-t)%1e9)
	}
	return fmt.Sprintf("%d.%09ds", t/1e9, t%1e9)
}
