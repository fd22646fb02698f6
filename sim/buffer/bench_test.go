package buffer

import (
	"testing"
	"time"
	"unsafe"
)

func TestABufferedItemTakes32Bytes(t *testing.T) {
	if size := unsafe.Sizeof(Item{}); size != 32 {
		t.Errorf("an item takes %d bytes", size)
	}
}

// BenchmarkCut is the life of an item through an outage: it comes while there is no path, fails once, and is delivered.
func BenchmarkCut(b *testing.B) {
	cfg := Unbounded()
	cfg.InFlight = 5
	buf := New(&cfg, NewPool())
	b.ReportAllocs()
	for n := 0; n < b.N; {
		buf.Offline(0)
		for range 10_000 {
			buf.Put(0, NewItem(0, 1024, 1, 0), 1)
		}
		buf.Online(0)
		for id, ok := buf.Next(0); ok; id, ok = buf.Next(0) {
			buf.Fail(0, id)
			id, _ = buf.Next(0)
			buf.Ack(0, id)
			n++
		}
	}
}

// BenchmarkThrough is an item that passes at once.
func BenchmarkThrough(b *testing.B) {
	cfg := Unbounded()
	cfg.InFlight = 5
	buf := New(&cfg, NewPool())
	b.ReportAllocs()
	for b.Loop() {
		buf.Put(0, NewItem(0, 1024, 1, 0), 1)
		id, _ := buf.Next(0)
		buf.Ack(0, id)
	}
}

func TestNothingAllocatesInSteadyState(t *testing.T) {
	cfg := spooler()
	cfg.TTL, cfg.Enforce, cfg.Batch = time.Second, OnRead|OnInsert, 3
	b := New(&cfg, NewPool())
	now := int64(0)
	round := func() {
		b.Offline(now)
		for range 3000 {
			now += int64(time.Millisecond)
			b.Put(now, NewItem(now, 1024, 1, 0), 1)
		}
		b.Online(now)
		for id, ok := b.Next(now); ok; id, ok = b.Next(now) {
			b.Fail(now, id)
			if id, ok = b.Next(now); ok {
				b.Ack(now, id)
			}
		}
	}
	if allocs := testing.AllocsPerRun(5, round); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}
