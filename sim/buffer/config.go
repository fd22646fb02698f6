package buffer

import (
	"errors"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Config is the policy of a buffer. Buffers share it and do not change it. Start from [Unbounded].
type Config struct {
	// Bytes and Items are what it holds at most, in flight included; units.Unlimited is no bound.
	Bytes units.Bytes
	Items int64
	// Full says how room is made for an item when there is none.
	Full Full
	// EvictBytes is how much DropOldest gives up at least when it gives up anything, such as a segment of a log; 0 is
	// no more than needed.
	EvictBytes units.Bytes
	// KeepFrom is the first class of which ByClass gives up nothing; ClassesMax is none.
	KeepFrom Class
	// OfflineFrom is the first class that is taken while there is no path.
	OfflineFrom Class

	// TTL is how long an item may stay; 0 is for ever. It is Expired when it has stayed for longer.
	TTL time.Duration
	// Enforce says when that is looked at; not empty with a TTL.
	Enforce Enforce
	// Sweep is the period of the clock at which BySweep looks, which starts at time 0.
	Sweep time.Duration

	Send  Send
	Retry Retry

	// InFlight is how many batches may be under way; 0 is no bound.
	InFlight int
	// Batch is how many items are sent together at most.
	Batch int
	Order Order
	// Durable says whether the buffer outlives a crash of its node.
	Durable bool
}

// Full says how room is made.
type Full uint8

// The policies.
const (
	// RejectNew makes none: the new item is Rejected.
	RejectNew Full = iota
	// DropOldest evicts what came first, whatever its class.
	DropOldest
	// ByClass evicts what came first of the lowest class, up to that of the new item and below Config.KeepFrom. When
	// that is not enough the new item is Rejected, and what was evicted for it stays evicted.
	ByClass
	fullEnd
)

// Enforce is a set of moments at which the time to live is looked at.
type Enforce uint8

// The moments.
const (
	OnRead   Enforce = 1 << iota // when an item is about to be sent
	BySweep                      // at each tick of a clock
	OnInsert                     // when a new item finds no room
	enforceEnd
)

// Send says how a buffer goes about sending.
type Send uint8

// The ways.
const (
	// Connected waits while there is no path, and sends in order when there is one.
	Connected Send = iota
	// Blind does not know of paths. It tries each new item at once, ahead of what is stored; without a path that fails.
	// What has failed is stored, and tried again at each tick of the clock of its retries.
	Blind
	sendEnd
)

// Retry says when what has failed is tried again.
type Retry struct {
	// Every is the pause after a failure. Without EveryMax it ends at the next multiple of Every, since retries follow a
	// clock that starts at time 0. With EveryMax it is that long from the failure, and doubles up to EveryMax with each
	// failure until something is delivered. 0 is no pause.
	Every, EveryMax time.Duration
	// Max is how many attempts may follow the first one; Endless is no bound.
	Max int
	// OnSuccess and OnReconnect end the pause when something is delivered, and when there is a path again.
	OnSuccess, OnReconnect bool
}

// Endless is the value of Retry.Max without a bound.
const Endless = -1

// Order is the order in which items are sent.
type Order uint8

// The orders.
const (
	FIFO     Order = iota // as they came
	LIFO                  // the latest first
	Priority              // the highest class first, as they came within a class
	orderEnd
)

// Limits of configurations.
const (
	// BatchMax is the largest batch.
	BatchMax = 100_000
	// InFlightMax is the largest window.
	InFlightMax = 1_000_000
)

// Unbounded returns a buffer without bounds that sends everything at once and in order, item by item, and waits without
// losing anything while there is no path.
func Unbounded() Config {
	return Config{
		Bytes: units.Unlimited, Items: units.Unlimited, KeepFrom: ClassesMax, Batch: 1, Durable: true,
		Retry: Retry{Max: Endless, OnReconnect: true, OnSuccess: true},
	}
}

// Direct returns the way of sending without a buffer: everything is sent at once, and what fails is given up.
func Direct() Config {
	c := Unbounded()
	c.Send, c.Retry = Blind, Retry{}
	return c
}

// Validate reports every problem with c.
func (c *Config) Validate() error {
	var errs []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf("buffer: "+format, args...))
		}
	}
	check(c.Bytes > 0 && c.Items > 0, "a capacity of %v and %d items must be positive", c.Bytes, c.Items)
	check(c.Full < fullEnd && c.Send < sendEnd && c.Order < orderEnd, "unknown policy: full %d, send %d or order %d", c.Full, c.Send, c.Order)
	check(c.EvictBytes >= 0 && (c.EvictBytes == 0 || c.Full == DropOldest), "%v to evict at once must not be negative, and needs DropOldest", c.EvictBytes)
	check(c.KeepFrom <= ClassesMax && c.OfflineFrom <= ClassesMax, "classes %d and %d lie beyond %d", c.KeepFrom, c.OfflineFrom, ClassesMax)
	check(c.TTL >= 0 && c.Sweep >= 0, "time to live %v and sweep %v must not be negative", c.TTL, c.Sweep)
	check(c.Enforce < enforceEnd && (c.TTL == 0) == (c.Enforce == 0), "a time to live needs a moment at which it is enforced, and the other way round")
	check((c.Enforce&BySweep != 0) == (c.Sweep > 0), "enforcement by sweep needs a period, and the other way round")
	r := &c.Retry
	check(r.Every >= 0 && (r.EveryMax == 0 || r.Every > 0 && r.EveryMax >= r.Every), "the longest pause %v must not be below the first, %v, which must be positive", r.EveryMax, r.Every)
	check(r.Max >= Endless && r.Max < AttemptsMax, "%d retries do not lie between %d and %d", r.Max, Endless, AttemptsMax-1)
	check(c.Send != Blind || r.Max == 0 || r.Every > 0 && r.EveryMax == 0, "retries of what is sent blindly need a clock")
	check(c.Send != Blind || c.Order != LIFO, "what is sent blindly cannot be sent latest first")
	check(c.InFlight >= 0 && c.InFlight <= InFlightMax, "a window of %d batches does not lie between 0 and %d", c.InFlight, InFlightMax)
	check(c.Batch >= 1 && c.Batch <= BatchMax, "a batch of %d items does not lie between 1 and %d", c.Batch, BatchMax)
	return errors.Join(errs...)
}
