package buffer

import (
	"testing"
	"time"
)

const second = int64(time.Second)

// spooler is a buffer as Greengrass v2 has one.
func spooler() Config {
	c := Unbounded()
	c.Bytes, c.Full, c.KeepFrom, c.OfflineFrom, c.InFlight, c.Durable = 2_621_440, ByClass, 1, 1, 5, false
	return c
}

func TestASpoolerHoldsWhatFitsIntoItDuringACut(t *testing.T) {
	cfg := spooler()
	b := New(&cfg, NewPool())
	b.Offline(0)
	for i := range int64(12_000) { // 20 minutes of 10 items a second
		b.Put(i*second/10, NewItem(i, 1024, 1, 0), 1)
	}
	// 2.5 MiB / 1 KiB = 2,560 items are held, and 12,000 - 2,560 = 9,440 rejected.
	if totals := b.Totals(); b.Len() != 2560 || totals.Ends[Rejected] != 9440 || b.BytesMost() != 2_621_440 {
		t.Errorf("held %d items, at most %d bytes: %+v", b.Len(), b.BytesMost(), totals)
	}
	if b.Put(1200*second, NewItem(0, 1, 1, 0), 0) || b.Drops()[0].Why != Rejected {
		t.Error("an item of class 0 is taken without a path")
	}
	b.Online(1200 * second)
	b.Put(1200*second, NewItem(0, 1024, 1, 0), 0)
	if b.Totals().Ends[Rejected] != 9442 {
		t.Error("an item of class 0 evicts one of class 1")
	}
}

// TestAWindowSetsTheSpeedOfDraining: with 5 in flight and an answer after 50 ms, 5 / 50 ms = 100 items/s pass.
func TestAWindowSetsTheSpeedOfDraining(t *testing.T) {
	cfg := spooler()
	b := New(&cfg, NewPool())
	b.Offline(0)
	for range 1000 {
		b.Put(0, NewItem(0, 1024, 1, 0), 1)
	}
	b.Online(0)
	now, rtt := int64(0), 50*int64(time.Millisecond)
	for b.Len() > 0 {
		var under []BatchID
		for id, ok := b.Next(now); ok; id, ok = b.Next(now) {
			under = append(under, id)
		}
		now += rtt
		for _, id := range under {
			b.Ack(now, id)
		}
	}
	if now != 10*second || b.Totals().Ends[Delivered] != 1000 {
		t.Errorf("drained at %v: %+v", time.Duration(now), b.Totals())
	}
}

// TestItemsWithTenRetriesEveryFiveMinutesLiveFor45To50Minutes: the first retry comes at the next tick, the tenth nine
// ticks later.
func TestItemsWithTenRetriesEveryFiveMinutesLiveFor45To50Minutes(t *testing.T) {
	cfg := Unbounded()
	cfg.Send, cfg.Retry = Blind, Retry{Every: 5 * time.Minute, Max: 10, OnSuccess: true}
	b := New(&cfg, NewPool())
	b.Offline(0)
	lives := map[int64]bool{}
	for now := int64(0); now < 3600*second; now += second {
		for due, ok := b.Due(); ok && due <= now; due, ok = b.Due() {
			b.Tick(due)
			for _, d := range b.Drops() {
				lives[(due-d.Item.Made)/second] = true
				if d.Why != Exhausted || due-d.Item.Made <= 2700*second || due-d.Item.Made > 3000*second {
					t.Fatalf("an item is %v after %v", d.Why, time.Duration(due-d.Item.Made))
				}
			}
		}
		b.Put(now, NewItem(now, 100, 1, 0), 0)
	}
	if len(lives) != 300 || !lives[2701] || !lives[3000] {
		t.Errorf("%d different lives", len(lives))
	}
}

func TestADeliveryMakesABlindBufferTryAgain(t *testing.T) {
	cfg := Unbounded()
	cfg.Send, cfg.Retry = Blind, Retry{Every: 5 * time.Minute, Max: 10, OnSuccess: true}
	b := New(&cfg, NewPool())
	b.Offline(0)
	b.Put(second, NewItem(1, 100, 1, 0), 0)
	b.Online(2 * second)
	if _, ok := b.Next(2 * second); ok {
		t.Fatal("a stored item is tried before the tick")
	}
	b.Put(3*second, NewItem(2, 100, 1, 0), 0)
	id, ok := b.Next(3 * second)
	if !ok || b.Items(id)[0].Made != 2 {
		t.Fatal("a new item is not tried at once")
	}
	b.Ack(4*second, id)
	if id, ok = b.Next(4 * second); !ok || b.Items(id)[0].Made != 1 || b.Items(id)[0].Attempts() != 1 {
		t.Error("a delivery does not have the stored item tried")
	}
}

func TestPausesDoubleUntilTheLongest(t *testing.T) {
	cfg := Unbounded()
	cfg.Retry = Retry{Every: time.Second, EveryMax: 60 * time.Second, Max: Endless}
	b := New(&cfg, NewPool())
	b.Put(0, NewItem(0, 1, 1, 0), 0)
	now := int64(0)
	for _, want := range []int64{1, 2, 4, 8, 16, 32, 60, 60} {
		id, ok := b.Next(now)
		if !ok {
			t.Fatalf("nothing is sent at %v", time.Duration(now))
		}
		b.Fail(now, id)
		due, _ := b.Due()
		if due-now != want*second {
			t.Fatalf("a pause of %v, want %d s", time.Duration(due-now), want)
		}
		now = due
	}
	// Without a path the attempts go on: the next that finds one comes at a multiple of the longest pause.
	id, _ := b.Next(now)
	b.Fail(now, id)
	b.Offline(now)
	b.Online(now + 1000*second)
	if due, _ := b.Due(); due != now+1020*second {
		t.Errorf("the first attempt after an outage of 1000 s comes after %v", time.Duration(due-now))
	}
}

func TestASegmentIsEvictedAsAWhole(t *testing.T) {
	cfg := Unbounded()
	cfg.Bytes, cfg.Full, cfg.EvictBytes = 100, DropOldest, 30
	b := New(&cfg, NewPool())
	for i := range int64(11) {
		b.Put(i, NewItem(i, 10, 1, 0), 0)
	}
	if totals := b.Totals(); totals.Ends[Evicted] != 3 || b.Len() != 8 {
		t.Errorf("%+v", totals)
	}
}

func TestPoliciesAreChecked(t *testing.T) {
	for i, change := range []func(*Config){
		func(c *Config) { c.Bytes = 0 },
		func(c *Config) { c.Items = 0 },
		func(c *Config) { c.Full = fullEnd },
		func(c *Config) { c.EvictBytes = 1 },
		func(c *Config) { c.KeepFrom = ClassesMax + 1 },
		func(c *Config) { c.TTL = 1 },
		func(c *Config) { c.TTL, c.Enforce = 1, BySweep },
		func(c *Config) { c.Sweep = 1 },
		func(c *Config) { c.Retry.Every = -1 },
		func(c *Config) { c.Retry.EveryMax = 1 },
		func(c *Config) { c.Retry.Max = AttemptsMax },
		func(c *Config) { c.Send = Blind },
		func(c *Config) { c.Send, c.Retry.Every, c.Order = Blind, 1, LIFO },
		func(c *Config) { c.InFlight = -1 },
		func(c *Config) { c.Batch = 0 },
	} {
		c := Unbounded()
		change(&c)
		if c.Validate() == nil {
			t.Errorf("policy %d passes: %+v", i, c)
		}
	}
	for _, c := range []Config{Unbounded(), Direct(), spooler()} {
		if err := c.Validate(); err != nil {
			t.Error(err)
		}
	}
}
