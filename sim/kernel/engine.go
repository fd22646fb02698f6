package kernel

import (
	"context"
	"fmt"
)

// contextEvery is how many events RunUntil dispatches between two looks at its context.
const contextEvery = 1024

// Handler reacts to events.
type Handler[P any] interface {
	// Handle reacts to the event p, which is due at now. It may schedule, move and cancel events of the engine that calls it, and
	// must not step that engine. An error stops the run.
	Handle(now Time, p P) error
}

// Engine is a clock and the pending events. It dispatches them to one Handler in the order of (time, round, phase, sequence
// number). It must not be used from two goroutines at once.
type Engine[P any] struct {
	handler Handler[P]
	queue   queue[P]

	now       Time
	stage     stage // round and phase of the event dispatched last at now
	handling  bool  // a handler is running
	zeroDelay int   // events scheduled by handlers at now for now
	seq       uint64
	steps     uint64

	recent recent[P] // events dispatched at now since the first was scheduled without delay
	config Config
}

// New returns an engine at time 0 without events, which dispatches to h. It panics when c is not valid.
func New[P any](h Handler[P], c Config) *Engine[P] {
	if err := c.Validate(); err != nil {
		panic(fmt.Sprintf("kernel: config: %v", err))
	}
	return &Engine[P]{handler: h, queue: newQueue[P](), config: c.withDefaults()}
}

// Now returns the current instant.
func (e *Engine[P]) Now() Time { return e.now }

// Steps returns how many events have been dispatched.
func (e *Engine[P]) Steps() uint64 { return e.steps }

// Pending returns how many events are scheduled, parked ones included.
func (e *Engine[P]) Pending() int { return e.queue.live }

// Next returns when the next event is due, and false when there is none but parked ones.
func (e *Engine[P]) Next() (Time, bool) {
	if f := e.queue.front(); f != nil {
		return f.at, true
	}
	return Never, false
}

// When returns the time for which the event that k names is scheduled, and false when it is not pending.
func (e *Engine[P]) When(k Ticket) (Time, bool) {
	if s := e.queue.slots.find(k); s != nil {
		return s.at, true
	}
	return 0, false
}

// At schedules p for the instant t and phase ph, behind every event already scheduled for them. When t is now and ph has ended,
// the event runs in the next round of the instant. It panics when t is before now or ph is over PhaseMax.
func (e *Engine[P]) At(t Time, ph Phase, p P) Ticket {
	return e.queue.push(t, e.place(t, ph), p)
}

// Move gives the event that k names the time t. The event keeps its phase and ticket, and takes its place behind every event
// already scheduled for that instant and phase. It reports whether the event was still pending, and panics when it was and t is
// before now.
func (e *Engine[P]) Move(k Ticket, t Time) bool {
	s := e.queue.slots.find(k)
	if s == nil {
		return false
	}
	e.queue.move(k.slot, t, e.place(t, s.key.stage().phase()))
	return true
}

// Cancel removes the event that k names. It reports whether the event was still pending.
func (e *Engine[P]) Cancel(k Ticket) bool { return e.queue.cancel(k) }

// place returns the key of an event that is scheduled now.
func (e *Engine[P]) place(t Time, ph Phase) key {
	e.seq++
	if t <= e.now || ph > PhaseMax || e.seq > seqLimit {
		return e.placeNow(t, ph)
	}
	return keyOf(stageOf(0, ph), e.seq)
}

// placeNow is the part of place that is needed only when t is not after now, or when the caller made a mistake.
func (e *Engine[P]) placeNow(t Time, ph Phase) key {
	if t < e.now || ph > PhaseMax || e.seq > seqLimit {
		panic(fmt.Sprintf("kernel: event %d at %d ns in phase %d, but now is %d ns, the last phase %d and the last event %d",
			e.seq, t, ph, e.now, PhaseMax, uint64(seqLimit)))
	}
	if e.handling {
		e.zeroDelay++
	}
	return keyOf(e.stage.after(ph), e.seq)
}

// Step dispatches the next event and sets the clock to its time. It reports whether it has dispatched one; there is none to
// dispatch when all pending events are parked. The error is the handler's, wrapped with the number and the time of the event, or a
// *LivelockError, and then nothing was dispatched. After an error the engine is in order and can be stepped on. Step and RunUntil panic
// when a handler of the engine calls them.
func (e *Engine[P]) Step() (bool, error) {
	e.mustNotBeHandling()
	f := e.queue.front()
	if f == nil {
		return false, nil
	}
	before := e.steps
	err := e.dispatch(f)
	return e.steps > before, err
}

// RunUntil dispatches every event at or before t, also those scheduled on the way, and leaves the clock at t; with t = Never it
// leaves the clock at the last event. It stops early with the error of Step, or within 1024 events of the end of ctx with an error
// that wraps the context's. Then the clock stands at the last event dispatched and the run can be continued.
func (e *Engine[P]) RunUntil(ctx context.Context, t Time) error {
	e.mustNotBeHandling()
	if t < e.now {
		return fmt.Errorf("run until %v: now is already %v", t, e.now)
	}
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("run until %v: stopped at %v after %d events: %w", t, e.now, e.steps, err)
		}
		for range contextEvery {
			f := e.queue.front()
			if f == nil || f.at > t {
				e.advance(t)
				return nil
			}
			if err := e.dispatch(f); err != nil {
				return err
			}
		}
	}
}

// mustNotBeHandling panics when a handler is running.
func (e *Engine[P]) mustNotBeHandling() {
	if e.handling {
		panic(fmt.Sprintf("kernel: a handler steps its own engine at %d ns, event %d", e.now, e.steps))
	}
}

// advance sets the clock to t after the last event at or before it.
func (e *Engine[P]) advance(t Time) {
	if t > e.now && t != Never {
		e.now, e.stage, e.zeroDelay, e.recent.n = t, 0, 0, 0
	}
}

// dispatch hands the front event to the handler.
func (e *Engine[P]) dispatch(f *entry) error {
	at, s, slot := f.at, f.key.stage(), f.slot
	if at != e.now {
		e.now, e.zeroDelay, e.recent.n = at, 0, 0
	} else if e.zeroDelay > 0 || s.round() > 0 {
		if s.round() > e.config.RoundsMax || e.zeroDelay > e.config.ZeroDelayMax {
			return e.livelock(s.round())
		}
		e.recent.record(s, e.queue.slots.all[slot].payload)
	}
	e.stage = s
	p := e.queue.pop(slot)
	e.steps++
	e.handling = true
	err := e.handler.Handle(at, p)
	e.handling = false
	if err != nil {
		return fmt.Errorf("event %d at %v, phase %d: %w", e.steps, at, s.phase(), err)
	}
	return nil
}

// livelock reports that the front event, in the given round, passes a bound.
func (e *Engine[P]) livelock(rounds int) error {
	return &LivelockError{At: e.now, Rounds: rounds, ZeroDelay: e.zeroDelay, Config: e.config, Recent: e.recent.list()}
}
