package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// delays is a table of delays, read in a circle, so that drawing them costs next to nothing.
type delays struct {
	table []Time
	at    int
}

func (d *delays) next() Time {
	if d.at == len(d.table) {
		d.at = 0
	}
	d.at++
	return d.table[d.at-1]
}

func newDelays(draw func(i int, r *rand.Rand) Time) delays {
	d := delays{table: make([]Time, 1<<17)}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range d.table {
		d.table[i] = draw(i, r)
	}
	return d
}

// spreads are the delays of the hold benchmarks.
func spreads() []struct {
	name string
	draw func(i int, r *rand.Rand) Time
} {
	return []struct {
		name string
		draw func(i int, r *rand.Rand) Time
	}{
		{"exponential", func(_ int, r *rand.Rand) Time { return Time(r.ExpFloat64() * 1e9) }},
		{"bursty", func(i int, r *rand.Rand) Time { // trains of events, then a pause
			if i/1000%10 != 0 {
				return Time(r.IntN(1000))
			}
			return 1e9 + Time(r.IntN(1e6))
		}},
		{"pareto", func(_ int, r *rand.Rand) Time { return Time(1e6 * math.Pow(1-r.Float64(), -1/1.1)) }},
		{"equal", func(int, *rand.Rand) Time { return 1e9 }},
		{"bimodal", func(_ int, r *rand.Rand) Time { // nine decades apart
			if r.IntN(2) == 0 {
				return 1 + Time(r.IntN(1000))
			}
			return Time(r.Int64N(2e12))
		}},
	}
}

func pendings() []int { return []int{10, 1000, 100_000, 1_000_000} }

// holder is the hold model: every event schedules one successor.
type holder struct {
	engine *Engine[payload]
	delays delays
}

func (h *holder) Handle(now Time, p payload) error {
	h.engine.At(now+h.delays.next(), 1, p)
	return nil
}

// measure steps e b.N times after as many steps as warm.
func measure(b *testing.B, e *Engine[payload], warm int) {
	b.Helper()
	step := func() {
		if ok, err := e.Step(); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
	for range warm {
		step()
	}
	b.ReportAllocs()
	for b.Loop() {
		step()
	}
}

func BenchmarkHold(b *testing.B) {
	for _, s := range spreads() {
		for _, n := range pendings() {
			b.Run(fmt.Sprintf("%s/pending=%d", s.name, n), func(b *testing.B) {
				h := &holder{delays: newDelays(s.draw)}
				h.engine = New[payload](h, Config{})
				for i := range n {
					h.engine.At(h.delays.next(), 1, payload{id: uint32(i)})
				}
				measure(b, h.engine, 2*n)
			})
		}
	}
}

// sharer is what processor sharing does to the queue: every event schedules one and moves the completions of others.
type sharer struct {
	engine  *Engine[payload]
	delays  delays
	tickets []Ticket
	moves   int
	at      int
}

func (s *sharer) Handle(now Time, p payload) error {
	s.tickets[p.id] = s.engine.At(now+s.delays.next(), 1, p)
	for range s.moves {
		if s.at++; s.at >= len(s.tickets) {
			s.at = 0
		}
		s.engine.Move(s.tickets[s.at], now+s.delays.next())
	}
	return nil
}

func BenchmarkMove(b *testing.B) {
	for _, moves := range []int{1, 10} {
		for _, n := range pendings() {
			b.Run(fmt.Sprintf("moves=%d/pending=%d", moves, n), func(b *testing.B) {
				s := &sharer{delays: newDelays(spreads()[0].draw), tickets: make([]Ticket, n), moves: moves}
				s.engine = New[payload](s, Config{})
				for i := range s.tickets {
					s.tickets[i] = s.engine.At(s.delays.next(), 1, payload{id: uint32(i)})
				}
				measure(b, s.engine, 2*n)
			})
		}
	}
}

// watchdog is what timeouts do to the queue: every event cancels one that lies far ahead and schedules it anew.
type watchdog struct {
	engine   *Engine[payload]
	delays   delays
	timeouts []Ticket
}

func (w *watchdog) Handle(now Time, p payload) error {
	w.engine.At(now+w.delays.next(), 1, p)
	w.engine.Cancel(w.timeouts[p.id])
	w.timeouts[p.id] = w.engine.At(now+30e9, 2, p)
	return nil
}

func BenchmarkCancel(b *testing.B) {
	for _, n := range pendings() {
		b.Run(fmt.Sprintf("pending=%d", n), func(b *testing.B) {
			w := &watchdog{delays: newDelays(spreads()[0].draw), timeouts: make([]Ticket, n/2)}
			w.engine = New[payload](w, Config{})
			for i := range w.timeouts {
				w.engine.At(w.delays.next(), 1, payload{id: uint32(i)})
			}
			measure(b, w.engine, 2*n)
		})
	}
}

// crowd is an instant in which every event causes one more in a later phase, and schedules the next instant.
type crowd struct{ engine *Engine[payload] }

func (c *crowd) Handle(now Time, p payload) error {
	if p.kind == 0 {
		c.engine.At(now, 3, payload{p.id, 1})
		c.engine.At(now+1000, 1, p)
	}
	return nil
}

func BenchmarkCrowdedInstant(b *testing.B) {
	for _, n := range pendings() {
		b.Run(fmt.Sprintf("pending=%d", n), func(b *testing.B) {
			c := &crowd{}
			c.engine = New[payload](c, Config{})
			for i := range n {
				c.engine.At(1000, 1, payload{id: uint32(i)})
			}
			measure(b, c.engine, 2*n)
		})
	}
}
