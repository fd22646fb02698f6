// Package kernel is the discrete-event core: a clock, the pending events in a total order, and the loop that dispatches them.
//
// Engine holds the clock and the events. Events are values of one payload type P, not closures, so a run can be printed, hashed and
// compared event by event. A Handler reacts to them, and schedules more with At. A Ticket names a scheduled event, for Move and
// Cancel.
//
// Time is in integer nanoseconds. Events are dispatched in the order of (time, round, phase, sequence number). Phases order the
// events of one instant; what they mean is the caller's business. An event that is scheduled for now into a phase that is already
// over runs in the next round of the same instant, so work of no duration is legal. How many rounds an instant may have, and how
// many events its handlers may add to it, is bounded by Config; what passes a bound is reported as a LivelockError.
//
// The cost of an event hardly grows from ten to a million pending events, whatever the spread of their times, and an event in a
// running model allocates nothing. Memory follows the greatest number of events that were pending at once.
//
// A handler that lets a light change every two seconds:
//
//	type world struct{ engine *kernel.Engine[string] }
//
//	func (w *world) Handle(now kernel.Time, colour string) error {
//		next := map[string]string{"red": "green", "green": "red"}
//		w.engine.At(now.Add(2*time.Second), 0, next[colour])
//		return nil
//	}
//
//	w := &world{}
//	w.engine = kernel.New[string](w, kernel.Config{})
//	w.engine.At(0, 0, "red")
//	err := w.engine.RunUntil(ctx, kernel.Time(0).Add(time.Minute))
//
// The kernel deliberately knows no nodes, tasks or random numbers, reads no clock, starts no goroutine, keeps no log and does not
// write checkpoints.
package kernel
