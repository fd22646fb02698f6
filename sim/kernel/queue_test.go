package kernel

import (
	"math/rand/v2"
	"testing"
)

func quiet(int) []op { return nil }

// finish steps p to its end and compares everything on the way.
func finish(t *testing.T, p *pair) {
	t.Helper()
	for {
		if _, due := p.oracle.next(); !due {
			break
		}
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
	}
	if err := audit(&p.engine.queue); err != nil {
		t.Fatal(err)
	}
}

func TestDeadEntriesAreFewerThanLive(t *testing.T) {
	for _, spread := range []int64{1, 90} {
		r := rand.New(rand.NewPCG(3, 4))
		p := newPair(quiet, Config{})
		for range 2000 {
			p.apply(op{kind: opAt, delay: 1000, phase: Phase(r.IntN(3))})
		}
		p.apply(op{kind: opAt, delay: 999})
		if err := p.step(); err != nil { // brings the instant into near
			t.Fatal(err)
		}
		if err := p.checkNext(); err != nil {
			t.Fatal(err)
		}
		near, died := &p.engine.queue.near, 0
		for range 10_000 {
			o := op{kind: opMove, delay: Time(1 + r.Int64N(spread)), which: r.IntN(2000)}
			if r.IntN(8) == 0 {
				o.kind = opCancel
			}
			before := near.dead
			p.apply(o)
			if near.dead > before {
				died++
			}
			if near.dead > max(deadFew, near.len()-near.dead) {
				t.Fatalf("spread %d: %d of %d near entries are dead", spread, near.dead, near.len())
			}
		}
		if died < 100 {
			t.Fatalf("spread %d: only %d entries died, the test does not reach near", spread, died)
		}
		finish(t, p)
	}
}

// Scheduling latest first, each before the event that would have been next, is the worst order for a ladder.
func TestSchedulingLatestFirstKeepsTheLadderShort(t *testing.T) {
	const events = 6000
	r := rand.New(rand.NewPCG(5, 6))
	p := newPair(quiet, Config{})
	deepest := 0
	for i := range events {
		p.apply(op{kind: opAt, delay: Time(events-i)*1000 + Time(r.Int64N(1500))})
		if err := p.checkNext(); err != nil {
			t.Fatal(err)
		}
		deepest = max(deepest, len(p.engine.queue.rungs))
	}
	if deepest < spillDeep || deepest > spillDeep+16 {
		t.Fatalf("the ladder had up to %d rungs", deepest)
	}
	finish(t, p)
}

// Between two looks at a crowded instant far ahead, events come in before it.
func TestEventsBeforeACrowdedInstant(t *testing.T) {
	p := newPair(quiet, Config{})
	for range 3000 {
		p.apply(op{kind: opAt, delay: 1_000_000})
	}
	for i := range 2000 {
		p.apply(op{kind: opAt, delay: Time(i*7919%500 + 1)})
		if err := p.runUntil(p.oracle.now + Time(i%3)*100); err != nil {
			t.Fatal(err)
		}
		if err := p.checkNext(); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, p)
}

// A rung made of near events that lie before all rungs must reach up to the next rung, or the times between have no place.
func TestThereIsNoGapBehindASpilledRung(t *testing.T) {
	p := newPair(quiet, Config{})
	for i := range 200 {
		p.apply(op{kind: opAt, delay: 10_000 + Time(i)*5})
	}
	if err := p.checkNext(); err != nil { // makes a rung from 10000 on
		t.Fatal(err)
	}
	for _, from := range []Time{5000, 1} { // the second time near holds nothing that lies behind the rung made the first time
		for i := range spillMin + 1 {
			p.apply(op{kind: opAt, delay: from + Time(i*7%500)})
		}
	}
	if rungs := len(p.engine.queue.rungs); rungs != 3 {
		t.Fatalf("%d rungs, the test needs 3", rungs)
	}
	for at := Time(400); at < 12_000; at += 50 {
		p.apply(op{kind: opAt, delay: at})
	}
	finish(t, p)
}

// As before, but the next rung is already at a bag far ahead, whose event is then cancelled.
func TestThereIsNoGapBeforeTheCurrentBag(t *testing.T) {
	p := newPair(quiet, Config{})
	p.apply(op{kind: opAt, delay: 1_000_000})
	for i := range 2 * drainMax {
		p.apply(op{kind: opAt, delay: Time(i)})
	}
	for range 2 * drainMax {
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.checkNext(); err != nil { // steps to the far bag
		t.Fatal(err)
	}
	p.apply(op{kind: opCancel, which: 2 * drainMax})
	for i := range spillMin + 1 {
		p.apply(op{kind: opAt, delay: 1 + Time(i*7%500)})
	}
	if rungs := len(p.engine.queue.rungs); rungs != 2 {
		t.Fatalf("%d rungs, the test needs 2", rungs)
	}
	for at := Time(400); at < 1_100_000; at += 10_000 {
		p.apply(op{kind: opAt, delay: at})
	}
	finish(t, p)
}

func TestZeroDelayEventsBehindACrowd(t *testing.T) {
	p := newPair(func(id int) []op {
		if id >= 5000 {
			return nil
		}
		return []op{{kind: opAt, phase: Phase(id % 4)}}
	}, Config{})
	for i := range 5000 {
		p.apply(op{kind: opAt, delay: 10, phase: Phase(i*31%4) + Phase(i%2)*4})
	}
	for range 3000 {
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.engine.queue.near.heap) < 300 {
		t.Fatalf("%d events in the heap, the test does not reach it", len(p.engine.queue.near.heap))
	}
	finish(t, p)
	if got := p.engine.Steps(); got != 10_000 {
		t.Fatalf("%d steps, want 10000", got)
	}
}

// A long run must not need more memory than its pending events do.
func TestMemoryFollowsThePendingEvents(t *testing.T) {
	const pending = 500
	r := rand.New(rand.NewPCG(8, 8))
	var e *Engine[int]
	tickets := make([]Ticket, pending)
	e = New[int](handlerFunc(func(now Time, p int) error {
		tickets[p] = e.At(now+1<<r.IntN(31), 0, p)
		e.Move(tickets[r.IntN(pending)], now+Time(r.IntN(1000)))
		if q := r.IntN(pending); e.Cancel(tickets[q]) {
			tickets[q] = e.At(now+Time(r.IntN(1000)), 0, q)
		}
		return nil
	}), Config{})
	for p := range tickets {
		tickets[p] = e.At(Time(p), 0, p)
	}
	for range 100_000 {
		if _, err := e.Step(); err != nil {
			t.Fatal(err)
		}
	}
	q := &e.queue
	if len(q.slots.all) > pending || len(q.blocks.ids) > 2*pending || cap(q.near.run)+cap(q.near.heap) > 4*pending || cap(q.rungs) > 20 {
		t.Fatalf("%d pending: %d slots, %d blocks, room for %d near and %d rungs",
			e.Pending(), len(q.slots.all), len(q.blocks.ids), cap(q.near.run)+cap(q.near.heap), cap(q.rungs))
	}
}

// Bucket arithmetic must not pass the greatest Time.
func TestTimesNextToNever(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	p := newPair(quiet, Config{})
	for i := range 3000 {
		delay := Never - 1 - Time(r.Int64N(1<<(i%63+1)-1))
		p.apply(op{kind: opAt, delay: delay, phase: Phase(i % 2)})
	}
	for range 1500 {
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
		p.apply(op{kind: opAt, delay: Never - 1 - p.oracle.now - Time(r.Int64N(int64(Never-p.oracle.now)))})
	}
	if err := audit(&p.engine.queue); err != nil {
		t.Fatal(err)
	}
	finish(t, p)
}

// The depth of the ladder is bounded also when every bag holds one far event and a crowd: then each rung gains least.
func TestNestedCrowdsAreTakenApart(t *testing.T) {
	p := newPair(quiet, Config{})
	deepest := 0
	for k := range 62 {
		for i := range 40 {
			p.apply(op{kind: opAt, delay: Time(1)<<k + Time(i)})
		}
	}
	for {
		if _, due := p.oracle.next(); !due {
			break
		}
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
		deepest = max(deepest, len(p.engine.queue.rungs))
	}
	if deepest < 5 || deepest > 17 {
		t.Fatalf("the ladder had up to %d rungs", deepest)
	}
}

func TestATicketNeverNamesALaterEvent(t *testing.T) {
	e := New[int](handlerFunc(func(Time, int) error { return nil }), Config{})
	first := e.At(1, 0, 1)
	slot := &e.queue.slots.all[first.slot]
	if !e.Cancel(first) || e.Cancel(first) {
		t.Fatal("a cancel must succeed once")
	}
	second := e.At(1, 0, 2)
	if second.slot != first.slot || second == first {
		t.Fatalf("ticket %v after %v: the slot must be reused under another generation", second, first)
	}
	if e.Move(first, 5) || e.Cancel(first) {
		t.Fatal("an old ticket touched the event that reuses its slot")
	}
	e.Cancel(second)

	slot.gen = 1<<32 - 1 // as after 4·10⁹ events
	last := e.At(1, 0, 3)
	if last != (Ticket{first.slot, 1<<32 - 1}) || !e.Cancel(last) {
		t.Fatalf("the last generation must work like any other: %v", last)
	}
	next := e.At(1, 0, 4)
	if next.slot == first.slot {
		t.Fatalf("slot %d is reused after its last generation", next.slot)
	}
	for _, old := range []Ticket{first, second, last, {}, {slot: first.slot}, {slot: 99, gen: 1}} {
		if e.Cancel(old) || e.Move(old, 9) {
			t.Fatalf("ticket %v still names an event", old)
		}
	}
	if err := audit(&e.queue); err != nil {
		t.Fatal(err)
	}
}

type handlerFunc func(now Time, p int) error

func (f handlerFunc) Handle(now Time, p int) error { return f(now, p) }
