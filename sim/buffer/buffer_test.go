package buffer

import (
	"cmp"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// pair drives a buffer and its twin, and compares all that can be seen.
type pair struct {
	t     *rapid.T
	fast  *Buffer
	slow  *naive
	under []flown
	// sent is when each source and class was last sent from, in order of coming, for the order of delivery.
	sent map[[2]int32]int64
	made int64 // numbers the items
	full bool  // whether order can be checked: nothing ever came back
}

// flown is a batch under way, in both.
type flown struct {
	id     BatchID
	number int
}

func anyConfig(t *rapid.T) Config {
	c := Config{
		Bytes: units.Bytes(rapid.SampledFrom([]int64{1, 50, 300, 2000, units.Unlimited}).Draw(t, "bytes")),
		Items: rapid.SampledFrom([]int64{1, 3, 40, units.Unlimited}).Draw(t, "items"),
		Full:  Full(rapid.IntRange(0, int(fullEnd)-1).Draw(t, "full")), KeepFrom: Class(rapid.IntRange(0, 4).Draw(t, "keep")),
		OfflineFrom: Class(rapid.IntRange(0, 2).Draw(t, "offline from")),
		Send:        Send(rapid.IntRange(0, int(sendEnd)-1).Draw(t, "send")), Order: Order(rapid.IntRange(0, int(orderEnd)-1).Draw(t, "order")),
		InFlight: rapid.IntRange(0, 4).Draw(t, "window"), Batch: rapid.IntRange(1, 5).Draw(t, "batch"), Durable: rapid.Bool().Draw(t, "durable"),
		Retry: Retry{
			Every: time.Duration(rapid.IntRange(0, 20).Draw(t, "every")), Max: rapid.IntRange(-1, 4).Draw(t, "max"),
			OnSuccess: rapid.Bool().Draw(t, "success"), OnReconnect: rapid.Bool().Draw(t, "reconnect"),
		},
	}
	if c.Full == DropOldest {
		c.EvictBytes = units.Bytes(rapid.IntRange(0, 100).Draw(t, "evict"))
	}
	if ttl := rapid.IntRange(0, 60).Draw(t, "ttl"); ttl > 0 {
		c.TTL = time.Duration(ttl)
		c.Enforce = Enforce(rapid.IntRange(1, int(enforceEnd)-1).Draw(t, "enforce"))
		if c.Enforce&BySweep != 0 {
			c.Sweep = time.Duration(rapid.IntRange(1, 40).Draw(t, "sweep"))
		}
	}
	if c.Send == Blind {
		if c.Retry.Max != 0 {
			c.Retry.Every++
		}
		if c.Order == LIFO {
			c.Order = FIFO
		}
	} else if c.Retry.Every > 0 && rapid.Bool().Draw(t, "exponential") {
		c.Retry.EveryMax = c.Retry.Every + time.Duration(rapid.IntRange(0, 50).Draw(t, "longest"))
	}
	return c
}

func (p *pair) advance() int64 {
	now := p.fast.now + int64(rapid.IntRange(0, 12).Draw(p.t, "time"))
	for due, ok := p.fast.Due(); ok && due < now; due, ok = p.fast.Due() {
		if due < p.fast.now {
			p.t.Fatalf("due at %d, before %d", due, p.fast.now)
		}
		p.tick(due)
	}
	return now
}

func (p *pair) tick(now int64) {
	p.fast.Tick(now)
	p.slow.tick(now)
	p.compare()
}

func (p *pair) compare() {
	p.t.Helper()
	if err := p.fast.Check(); err != nil {
		p.t.Fatal(err)
	}
	byNumber := func(a, b Drop) int { return cmp.Compare(a.Item.Made, b.Item.Made) }
	fast, slow := slices.Clone(p.fast.Drops()), slices.Clone(p.slow.drops)
	for _, list := range [][]Drop{fast, slow} {
		slices.SortFunc(list, byNumber)
		for i := range list {
			list[i].Item.seq, list[i].Item.source = 0, 0
		}
	}
	if diff := gocmp.Diff(slow, fast, gocmp.AllowUnexported(Item{}), gocmp.Transformer("nil", func(d []Drop) []Drop { return append([]Drop{}, d...) })); diff != "" {
		p.t.Fatalf("drops (-naive +buffer):\n%s", diff)
	}
	totals := p.fast.Totals()
	if totals.In != p.slow.in || totals.Ends != p.slow.ends || p.fast.Len() != int64(len(p.slow.list)) || p.fast.Bytes() != p.slow.bytes() {
		p.t.Fatalf("totals %+v of %d items, %d bytes; naive: in %d, ends %v, %d items, %d bytes",
			totals, p.fast.Len(), p.fast.Bytes(), p.slow.in, p.slow.ends, len(p.slow.list), p.slow.bytes())
	}
	fastDue, fastOK := p.fast.Due()
	slowDue, slowOK := p.slow.due()
	if fastDue != slowDue || fastOK != slowOK {
		p.t.Fatalf("due %d, %v; naive: %d, %v", fastDue, fastOK, slowDue, slowOK)
	}
	if p.fast.cfg.InFlight > 0 && int(p.fast.flying) > p.fast.cfg.InFlight {
		p.t.Fatalf("%d batches in a window of %d", p.fast.flying, p.fast.cfg.InFlight)
	}
}

func (p *pair) next(now int64) {
	id, ok := p.fast.Next(now)
	items, number := p.slow.next(now)
	if ok != (number > 0) {
		p.t.Fatalf("a batch: %v; naive: %v", ok, number > 0)
	}
	if ok {
		got := p.fast.Items(id)
		if len(got) != len(items) {
			p.t.Fatalf("a batch of %d items; naive: %d", len(got), len(items))
		}
		for i := range got {
			if got[i].Made != items[i].Made || got[i].Source() != items[i].Source() {
				p.t.Fatalf("item %d of the batch is %d; naive: %d", i, got[i].Made, items[i].Made)
			}
			p.inOrder(now, &got[i], p.fast.batches[id].classes[i])
		}
		p.under = append(p.under, flown{id, number})
	}
	p.compare()
}

// inOrder checks two promises: nothing is sent that has stayed too long, and nothing of a source and a class overtakes.
func (p *pair) inOrder(now int64, x *Item, c Class) {
	cfg := p.fast.cfg
	if cfg.Enforce&OnRead != 0 && now-x.put > int64(cfg.TTL) {
		p.t.Fatalf("item %d is sent after %d ns", x.Made, now-x.put)
	}
	if cfg.Order == LIFO || cfg.Send == Blind || x.Attempts() > 0 || p.full {
		return
	}
	key := [2]int32{x.Source(), int32(c)}
	if x.Made <= p.sent[key] {
		p.t.Fatalf("item %d of source and class %v is sent after %d", x.Made, key, p.sent[key])
	}
	p.sent[key] = x.Made
}

func (p *pair) land(now int64, what string) {
	if len(p.under) == 0 {
		return
	}
	i := rapid.IntRange(0, len(p.under)-1).Draw(p.t, "batch")
	f := p.under[i]
	p.under = slices.Delete(p.under, i, i+1)
	switch what {
	case "ack":
		p.fast.Ack(now, f.id)
		p.slow.ack(now, f.number)
	case "fail":
		p.fast.Fail(now, f.id)
		p.slow.fail(now, f.number, true)
	default:
		p.full = true
		p.fast.Recall(now, f.id)
		p.slow.fail(now, f.number, false)
	}
	p.compare()
}

func TestBufferDoesWhatItsNaiveTwinDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := anyConfig(t)
		if err := cfg.Validate(); err != nil {
			t.Fatal(err)
		}
		p := &pair{t: t, fast: New(&cfg, NewPool()), slow: &naive{cfg: &cfg}, sent: map[[2]int32]int64{}}
		p.fast.seq = rapid.SampledFrom([]uint32{0, 1<<31 - 3, 1<<32 - 3}).Draw(t, "first number")
		put := func(*rapid.T) {
			now := p.advance()
			for range rapid.IntRange(1, 40).Draw(t, "items") {
				p.made++
				x := NewItem(p.made, uint32(rapid.IntRange(0, 60).Draw(t, "size")), uint32(rapid.IntRange(1, 5).Draw(t, "count")), int32(rapid.IntRange(0, 2).Draw(t, "source")))
				c := Class(rapid.IntRange(0, 3).Draw(t, "class"))
				p.fast.Put(now, x, c)
				p.slow.put(now, x, c)
				p.compare()
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"put":  put,
			"next": func(*rapid.T) { p.next(p.advance()) },
			"drain": func(*rapid.T) {
				now := p.advance()
				for range 8 {
					p.next(now)
				}
			},
			"ack":    func(*rapid.T) { p.land(p.advance(), "ack") },
			"fail":   func(*rapid.T) { p.land(p.advance(), "fail") },
			"recall": func(*rapid.T) { p.land(p.advance(), "recall") },
			"tick":   func(*rapid.T) { p.tick(p.advance()) },
			"offline": func(*rapid.T) {
				now := p.advance()
				p.fast.Offline(now)
				p.slow.goOffline(now)
				p.compare()
			},
			"online": func(*rapid.T) {
				now := p.advance()
				p.fast.Online(now)
				p.slow.goOnline(now)
				p.compare()
			},
			"crash": func(*rapid.T) {
				now := p.advance()
				if !cfg.Durable {
					p.under = nil
				}
				p.fast.Crash(now)
				p.slow.crash(now)
				p.compare()
			},
		})
		p.fast.Crash(p.fast.now)
		if held := p.fast.pool.pages - len(p.fast.pool.free); !cfg.Durable && held != 0 {
			t.Fatalf("an empty buffer has %d pages", held)
		}
	})
}
