package aggregate

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Limits.
const (
	// SizeMax is the largest summary in bytes, and CountMax the most readings in it.
	SizeMax  = 1<<32 - 1
	CountMax = 1<<32 - 1
	// RatioMax is the ratio of a summary as large as what went into it: ratios are in millionths.
	RatioMax = 1_000_000
)

// Config says how to reduce. Windows share it.
type Config struct {
	Length time.Duration // of a window; positive
	// RatioPPM is the size of a summary in millionths of what went into it, rounded up to whole bytes; 1 … RatioMax, or 0
	// when the size is fixed.
	RatioPPM int64
	// Size is the fixed size of a summary; 0 … SizeMax, and 0 with a ratio.
	Size units.Bytes
}

// Validate reports every problem with c.
func (c *Config) Validate() error {
	var errs []error
	if c.Length <= 0 {
		errs = append(errs, fmt.Errorf("aggregate: a window of %v must be positive", c.Length))
	}
	if c.RatioPPM < 0 || c.RatioPPM > RatioMax {
		errs = append(errs, fmt.Errorf("aggregate: a ratio of %d millionths does not lie between 0 and %d", c.RatioPPM, RatioMax))
	}
	if c.Size < 0 || c.Size > SizeMax || c.Size > 0 && c.RatioPPM > 0 {
		errs = append(errs, fmt.Errorf("aggregate: a size of %v must lie between 0 and %d bytes, and be 0 with a ratio", c.Size, SizeMax))
	}
	return errors.Join(errs...)
}

// Window is what has come in so far. The zero Window is empty.
type Window struct {
	bytes  int64
	newest int64
	count  int64
	open   bool
}

// Summary is what a window comes to.
type Summary struct {
	Made  int64 // when the newest reading was made, in nanoseconds
	Bytes int64 // that went into it
	Size  uint32
	Count uint32 // readings that it stands for
}

// Fits reports whether a summary could still be as large as allowed with one more item. When it does not, close the
// window first; another Add opens it again.
func (w *Window) Fits(size, count uint32) bool {
	return w.count+int64(count) <= CountMax && w.bytes+int64(size) <= SizeMax
}

// Add takes in an item of size bytes that stands for count readings, the newest of them made at an instant. It returns
// the end of the window, and whether this is the first item in it.
func (w *Window) Add(c *Config, now, made int64, size, count uint32) (end int64, first bool) {
	if first = !w.open; first {
		*w = Window{newest: made, open: true}
	}
	w.bytes += int64(size)
	w.count += int64(count)
	w.newest = max(w.newest, made)
	return c.End(now), first
}

// End returns the end of the window that an instant lies in, at most the largest int64.
func (c *Config) End(now int64) int64 {
	start := now - now%int64(c.Length)
	if start > math.MaxInt64-int64(c.Length) {
		return math.MaxInt64
	}
	return start + int64(c.Length)
}

// Close empties the window and returns its summary, and false when there was nothing in it.
func (w *Window) Close(c *Config) (Summary, bool) {
	if !w.open {
		return Summary{}, false
	}
	s := Summary{Made: w.newest, Bytes: w.bytes, Size: uint32(c.Size), Count: uint32(w.count)}
	if c.RatioPPM > 0 {
		s.Size = uint32(units.MulDivCeil(w.bytes, c.RatioPPM, RatioMax))
	}
	*w = Window{}
	return s, true
}

// Drop empties the window and returns the readings that were in it, as when its node crashes.
func (w *Window) Drop() (count int64) {
	count = w.count
	*w = Window{}
	return count
}

// Held returns the readings and the bytes in the window.
func (w *Window) Held() (count, bytes int64) { return w.count, w.bytes }
