package units

import (
	"fmt"
	"strconv"
	"time"
)

// Bytes is an amount of data or of storage. One byte is eight bits.
type Bytes int64

// BitsPerSecond is a data rate.
type BitsPerSecond int64

// MilliCPU is an amount of CPU in thousandths of a core.
type MilliCPU int64

// Speed is how fast a core is relative to the reference core, in parts per
// million: ReferenceSpeed is the reference core itself.
type Speed int64

// ReferenceSpeed is the speed of the reference core.
const ReferenceSpeed Speed = 1_000_000

// Unlimited stands for a limit that is not there.
const Unlimited = 1<<63 - 1

// Cores returns c in whole cores, for reports.
func (c MilliCPU) Cores() float64 { return float64(c) / 1000 }

// String formats c as Kubernetes does: "2" or "250m".
func (c MilliCPU) String() string {
	if c%1000 == 0 {
		return strconv.FormatInt(int64(c/1000), 10)
	}
	return strconv.FormatInt(int64(c), 10) + "m"
}

// String formats b with a binary unit when that is exact, else in bytes.
func (b Bytes) String() string {
	for _, u := range []struct {
		size Bytes
		name string
	}{{1 << 40, "TiB"}, {1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if b >= u.size && b%u.size == 0 {
			return fmt.Sprintf("%d%s", b/u.size, u.name)
		}
	}
	return fmt.Sprintf("%dB", int64(b))
}

// String formats r with the largest unit that is exact.
func (r BitsPerSecond) String() string {
	for _, u := range []struct {
		size BitsPerSecond
		name string
	}{{1e9, "Gbit/s"}, {1e6, "Mbit/s"}, {1e3, "kbit/s"}} {
		if r >= u.size && r%u.size == 0 {
			return fmt.Sprintf("%d%s", r/u.size, u.name)
		}
	}
	return fmt.Sprintf("%dbit/s", int64(r))
}

// TransferTime returns how long b takes at rate r, rounded up to the next
// nanosecond: ceil(8·10⁹·b / r). An unlimited rate takes no time. It panics
// when r is not positive or b is negative.
func TransferTime(b Bytes, r BitsPerSecond) time.Duration {
	if r == Unlimited {
		return 0
	}
	return time.Duration(MulDivCeil(int64(b), 8e9, int64(r)))
}

// CoreWork converts work, stated as time on the reference core, into
// millicore-nanoseconds on a core of speed s, rounded up. It saturates, and it
// panics when s is not positive or work is negative.
func CoreWork(work time.Duration, s Speed) int64 {
	return MulDivCeil(int64(work), 1000*int64(ReferenceSpeed), int64(s))
}
