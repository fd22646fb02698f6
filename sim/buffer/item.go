package buffer

import "fmt"

// Limits of items.
const (
	// ClassesMax is the number of classes. A higher class is more important.
	ClassesMax = 10
	// SizeMax is the largest size of an item in bytes.
	SizeMax = 1<<32 - 1
	// CountMax is the largest number of readings in an item.
	CountMax = 1<<32 - 1
	// SourcesMax is the number of sources that a buffer can tell apart.
	SourcesMax = 1 << 24
	// AttemptsMax is the largest number of attempts that is counted.
	AttemptsMax = 1<<8 - 1
)

// Class says how important an item is: 0 … ClassesMax-1, higher is more.
type Class uint8

// Item is what a buffer holds: a reading, or a summary of several.
type Item struct {
	Made   int64  // when its newest reading was made, in nanoseconds; not used by the buffer
	put    int64  // when it came into the buffer
	Size   uint32 // bytes
	Count  uint32 // readings that it stands for, at least 1
	seq    uint32 // order in which items came, modulo 2³²
	source uint32 // source in the upper 24 bits, failed attempts in the lower 8
}

// NewItem returns an item of a source. It panics when the source is not below SourcesMax, or without a reading.
func NewItem(made int64, size, count uint32, source int32) Item {
	if source < 0 || source >= SourcesMax || count == 0 {
		panic(fmt.Sprintf("buffer: an item of source %d with %d readings", source, count))
	}
	return Item{Made: made, Size: size, Count: count, source: uint32(source) << 8}
}

// Source returns the number of the source.
func (i *Item) Source() int32 { return int32(i.source >> 8) }

// Attempts returns how many attempts to send the item have failed.
func (i *Item) Attempts() int { return int(i.source & AttemptsMax) }

// tried counts one more failed attempt.
func (i *Item) tried() {
	if i.source&AttemptsMax < AttemptsMax {
		i.source++
	}
}

// before reports whether i came before j. It holds as long as fewer than 2³¹ items come between two that are there.
func (i *Item) before(j *Item) bool { return int32(i.seq-j.seq) < 0 }

// End is how the stay of an item in a buffer ends.
type End uint8

// The ends.
const (
	Delivered End = iota // acknowledged
	Rejected             // not let in: no room, too large, or of a class that is not taken while there is no path
	Expired              // older than the time to live
	Evicted              // given up to make room for another one
	Exhausted            // tried as often as allowed
	Lost                 // in the memory of a node that crashed
	endCount
)

var endNames = [endCount]string{"delivered", "rejected", "expired", "evicted", "exhausted", "lost"}

// String names the end in lower case.
func (e End) String() string {
	if e >= endCount {
		return fmt.Sprintf("end %d", uint8(e))
	}
	return endNames[e]
}

// Drop is an item that a buffer has given up, and why.
type Drop struct {
	Item  Item
	Class Class
	Why   End
}
