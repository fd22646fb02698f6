package kernel

import (
	"math/rand/v2"
	"testing"
)

// churn is a handler that schedules a successor and moves or cancels other events, with delays of very different size.
type churn struct {
	engine  *Engine[payload]
	rand    *rand.Rand
	tickets []Ticket
	delays  func(*rand.Rand) Time
}

type payload struct{ id, kind uint32 }

func (c *churn) Handle(now Time, p payload) error {
	c.tickets[p.id] = c.engine.At(now+c.delays(c.rand), Phase(p.id%3), p)
	other := c.rand.IntN(len(c.tickets))
	c.engine.Move(c.tickets[other], now+c.delays(c.rand))
	if other%16 == 0 && c.engine.Cancel(c.tickets[other]) {
		c.tickets[other] = c.engine.At(now+c.delays(c.rand), 1, payload{id: uint32(other)})
	}
	return nil
}

func TestEventsDoNotAllocate(t *testing.T) {
	cases := []struct {
		name    string
		pending int
		delays  func(*rand.Rand) Time
	}{
		{"even", 2000, func(r *rand.Rand) Time { return 1 + Time(r.Int64N(1e9)) }},
		{"instants", 2000, func(r *rand.Rand) Time { return 1000 * Time(1+r.IntN(3)) }},
		{"decades", 2000, func(r *rand.Rand) Time { return 1 << r.IntN(31) }},
		{"few", 10, func(r *rand.Rand) Time { return 1 + Time(r.Int64N(1e6)) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := &churn{rand: rand.New(rand.NewPCG(1, 1)), tickets: make([]Ticket, c.pending), delays: c.delays}
			h.engine = New[payload](h, Config{})
			for i := range h.tickets {
				h.tickets[i] = h.engine.At(c.delays(h.rand), 1, payload{id: uint32(i)})
			}
			run := func(n int) {
				for range n {
					if ok, err := h.engine.Step(); !ok || err != nil {
						t.Fatal(ok, err)
					}
				}
			}
			run(50_000)
			if per := testing.AllocsPerRun(20, func() { run(1000) }); per != 0 {
				t.Errorf("%v allocations in 1000 events", per)
			}
		})
	}
}
