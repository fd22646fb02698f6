package kernel

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// op is what a handler, or a test from outside, does with the schedule.
type op struct {
	kind  opKind
	phase Phase
	delay Time
	which int // for move and cancel: counts back from the event scheduled last, over dispatched and cancelled ones too
}

type opKind uint8

const (
	opAt opKind = iota
	opMove
	opCancel
)

func (o op) String() string {
	return fmt.Sprintf("%s +%d ph%d #-%d", [...]string{"at", "move", "cancel"}[o.kind], o.delay, o.phase, o.which)
}

// pair drives an engine and its oracle with the same operations and compares all that can be seen. What the handler does for an
// event is script(number of the event).
type pair struct {
	engine  *Engine[int]
	oracle  *naive
	tickets []Ticket // by number of the event
	script  func(id int) []op

	got, want []int  // dispatched events
	answers   []bool // what the engine said to moves and cancels
	checked   int    // answers compared with the oracle's
	fault     error
}

func newPair(script func(id int) []op, c Config) *pair {
	p := &pair{script: script}
	p.engine = New[int](p, c)
	p.oracle = &naive{handler: p.handleOracle, byPayload: map[int]naiveEvent{}, roundsMax: p.engine.config.RoundsMax}
	return p
}

// Handle is the handler of the engine, which always steps before the oracle.
func (p *pair) Handle(_ Time, id int) error {
	p.got = append(p.got, id)
	for _, o := range p.script(id) {
		p.applyEngine(o)
	}
	return nil
}

func (p *pair) handleOracle(_ Time, id int) {
	p.want = append(p.want, id)
	p.applyOracle(p.script(id))
}

func (p *pair) applyEngine(o op) {
	t := p.engine.Now() + min(o.delay, Never-p.engine.Now())
	switch o.kind {
	case opAt:
		p.tickets = append(p.tickets, p.engine.At(t, o.phase, len(p.tickets)))
	case opMove:
		if i := len(p.tickets) - 1 - o.which; i >= 0 {
			p.answers = append(p.answers, p.engine.Move(p.tickets[i], t))
		}
	case opCancel:
		if i := len(p.tickets) - 1 - o.which; i >= 0 {
			p.answers = append(p.answers, p.engine.Cancel(p.tickets[i]))
		}
	}
}

func (p *pair) applyOracle(ops []op) {
	for _, o := range ops {
		t := p.oracle.now + min(o.delay, Never-p.oracle.now)
		switch o.kind {
		case opAt:
			p.oracle.schedule(t, o.phase, p.oracle.ids)
			p.oracle.ids++
		case opMove, opCancel:
			i := p.oracle.ids - 1 - o.which
			if i < 0 {
				continue
			}
			var ok bool
			if o.kind == opMove {
				ok = p.oracle.move(i, t)
			} else {
				ok = p.oracle.cancel(i)
			}
			if p.checked >= len(p.answers) || p.answers[p.checked] != ok {
				p.fault = errors.Join(p.fault, fmt.Errorf("%v of event %d: the oracle says %v", o, i, ok))
			}
			p.checked++
		}
	}
}

// apply does o from outside a handler.
func (p *pair) apply(o op) {
	p.applyEngine(o)
	p.applyOracle([]op{o})
}

func (p *pair) step() error {
	ok, err := p.engine.Step()
	wantOK, wantLivelock := p.oracle.step()
	return p.compare(ok, wantOK, err, wantLivelock)
}

func (p *pair) runUntil(t Time) error {
	err := p.engine.RunUntil(context.Background(), t)
	return p.compare(true, true, err, p.oracle.runUntil(t))
}

func (p *pair) compare(ok, wantOK bool, err error, wantLivelock bool) error {
	var livelock *LivelockError
	if err != nil && !errors.As(err, &livelock) {
		return err
	}
	if ok != wantOK || (livelock != nil) != wantLivelock {
		return fmt.Errorf("stepped %v, want %v; livelock %v, want %v", ok, wantOK, livelock != nil, wantLivelock)
	}
	return p.check()
}

// check compares what can be seen without stepping, and forgets the dispatched events it has compared.
func (p *pair) check() error {
	if p.fault != nil {
		return p.fault
	}
	if !slices.Equal(p.got, p.want) {
		return fmt.Errorf("dispatched %v, want %v", p.got, p.want)
	}
	p.got, p.want = p.got[:0], p.want[:0]
	e, o := p.engine, p.oracle
	if e.Now() != o.now || e.Steps() != o.steps || e.Pending() != len(o.list) || len(p.tickets) != o.ids || p.checked != len(p.answers) {
		return fmt.Errorf("now %d, steps %d, pending %d, scheduled %d, answers %d; want %d, %d, %d, %d, %d",
			e.Now(), e.Steps(), e.Pending(), len(p.tickets), len(p.answers), o.now, o.steps, len(o.list), o.ids, p.checked)
	}
	return nil
}

// checkNext compares the next time. It is apart from check because looking may make the queue refill.
func (p *pair) checkNext() error {
	at, ok := p.engine.Next()
	if want, wantOK := p.oracle.next(); at != want || ok != wantOK {
		return fmt.Errorf("next %d %v, want %d %v", at, ok, want, wantOK)
	}
	return nil
}

// checkTickets compares When for the last tickets given.
func (p *pair) checkTickets(last int) error {
	for id := max(0, len(p.tickets)-last); id < len(p.tickets); id++ {
		at, ok := p.engine.When(p.tickets[id])
		i := p.oracle.find(id)
		if ok != (i >= 0) || (ok && at != p.oracle.list[i].at) {
			return fmt.Errorf("event %d: when %d %v, but at %d of the oracle's list", id, at, ok, i)
		}
	}
	return nil
}
