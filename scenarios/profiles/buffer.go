package profiles

import (
	"slices"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/buffer"
)

// Buffer is the store-and-forward of a platform. What no source gives is not known; where it matters, whoever uses the
// profile has to say it.
type Buffer struct {
	Name  string // lower case, letters, digits and hyphens
	Title string // one line

	Bytes       Value[units.Bytes]
	Full        Value[Full]
	EvictBytes  Value[units.Bytes]
	KeepFrom    Value[buffer.Class]
	OfflineFrom Value[buffer.Class]
	TTL         Value[time.Duration]
	Enforce     Value[Enforce] // used with a TTL, of the profile or not
	Sweep       Value[time.Duration]
	Send        Value[Send]
	Every       Value[time.Duration]
	EveryMax    Value[time.Duration]
	Max         Value[int] // buffer.Endless is no bound
	OnSuccess   Value[bool]
	OnReconnect Value[bool]
	InFlight    Value[int]
	Batch       Value[int]
	Order       Value[Order]
	Durable     Value[bool]
	Notes       []Value[string]
}

// Full is how room is made; it prints as in scenarios.
type Full buffer.Full

// Enforce is when a time to live is looked at; it prints as in scenarios.
type Enforce buffer.Enforce

// Send is a way of sending; it prints as in scenarios.
type Send buffer.Send

// Order is an order of sending; it prints as in scenarios.
type Order buffer.Order

// String returns the word used in scenarios.
func (f Full) String() string { return [...]string{"reject-new", "drop-oldest", "by-class"}[f] }

// String returns the words used in scenarios.
func (e Enforce) String() string {
	var words []string
	for i, word := range []string{"read", "sweep", "insert"} {
		if e>>i&1 != 0 {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}

// String returns the word used in scenarios.
func (s Send) String() string { return [...]string{"connected", "blind"}[s] }

// String returns the word used in scenarios.
func (o Order) String() string { return [...]string{"fifo", "lifo", "priority"}[o] }

// Policy returns the buffer of the profile on top of buffer.Unbounded. The moments of enforcement and the period of sweeps come
// apart from it, because they hold for a time to live that the profile need not have.
func (b *Buffer) Policy() (c buffer.Config, enforce buffer.Enforce, sweep time.Duration) {
	c = buffer.Unbounded()
	take(b.Bytes, &c.Bytes)
	take(b.EvictBytes, &c.EvictBytes)
	take(b.KeepFrom, &c.KeepFrom)
	take(b.OfflineFrom, &c.OfflineFrom)
	take(b.TTL, &c.TTL)
	take(b.Every, &c.Retry.Every)
	take(b.EveryMax, &c.Retry.EveryMax)
	take(b.Max, &c.Retry.Max)
	take(b.OnSuccess, &c.Retry.OnSuccess)
	take(b.OnReconnect, &c.Retry.OnReconnect)
	take(b.InFlight, &c.InFlight)
	take(b.Batch, &c.Batch)
	take(b.Durable, &c.Durable)
	c.Full, c.Send, c.Order = buffer.Full(b.Full.V), buffer.Send(b.Send.V), buffer.Order(b.Order.V)
	return c, buffer.Enforce(b.Enforce.V), b.Sweep.V
}

// take takes over a value that is known.
func take[T any](v Value[T], to *T) {
	if v.Known() {
		*to = v.V
	}
}

// Rows returns all values of the profile that are known, in a fixed order.
func (b *Buffer) Rows() (rows []Row) {
	add := func(more []Row) { rows = append(rows, more...) }
	add(row("bytes", b.Bytes))
	add(row("full", b.Full))
	add(row("evict", b.EvictBytes))
	add(row("keep-from", b.KeepFrom))
	add(row("offline-from", b.OfflineFrom))
	add(row("ttl", b.TTL))
	add(row("ttl-enforced", b.Enforce))
	add(row("sweep", b.Sweep))
	add(row("send", b.Send))
	add(row("retry every", b.Every))
	add(row("retry every-max", b.EveryMax))
	if b.Max.Known() && b.Max.V == buffer.Endless {
		add([]Row{{Field: "retry max", Value: "no bound", Said: b.Max.Said, Derived: b.Max.Derived, Source: b.Max.Source}})
	} else {
		add(row("retry max", b.Max))
	}
	add(row("retry on success", b.OnSuccess))
	add(row("retry on reconnect", b.OnReconnect))
	add(row("in-flight", b.InFlight))
	add(row("batch", b.Batch))
	add(row("order", b.Order))
	add(row("durable", b.Durable))
	for _, n := range b.Notes {
		add(row("note", n))
	}
	return rows
}

// Buffers returns all profiles of buffers in the order of their names. The caller may change the result.
func Buffers() []Buffer {
	list := slices.Concat(greengrass(), edgeX(), azure())
	slices.SortFunc(list, func(a, b Buffer) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// BufferNames returns the names of all profiles of buffers, in order.
func BufferNames() (names []string) {
	for _, b := range Buffers() {
		names = append(names, b.Name)
	}
	return names
}

// LookupBuffer returns the profile of buffers of a name, and whether there is one.
func LookupBuffer(name string) (Buffer, bool) {
	for _, b := range Buffers() {
		if b.Name == name {
			return b, true
		}
	}
	return Buffer{}, false
}
