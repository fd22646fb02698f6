// Package retry says what follows when an attempt is lost: whether there is another one, how long it is put off, and how
// much of the work done is still there.
//
// A Policy bounds the attempts and spaces them by back-off with jitter. A Checkpoint says what an attempt leaves behind,
// and Progress is how far a piece of work has come over all its attempts. All are values; nothing here keeps state or
// knows the time.
//
//	jitter := rng.NewStream(seed, replication, "task/camera/17", "retry")
//	p := retry.Progress{Total: work}
//	…
//	p = checkpoint.Lose(p, served) // the attempt was lost after it had been served so much
//	if delay, again := policy.Delay(lost, &jitter); again {
//		… // ask for a place after delay; once placed, serve p.Remaining() after checkpoint.RestartDelay(lost)
//	}
//
// # Back-off
//
// Before attempt k+1 the delay is d(k), with d(1) = Initial and d(k+1) = min(Most, ⌈d(k)·Factor⌉): truncated exponential
// back-off in whole nanoseconds. Jitter takes away a uniform part of it, so that what was lost together does not come
// back together: a jitter of 1000‰ is the full jitter and one of 500‰ the equal jitter of M. Brooker, "Exponential
// Backoff And Jitter", AWS Architecture Blog, 2015.
//
// # What it does not do
//
// Writing a checkpoint takes no time here; whoever models that adds it to the work. The budget of retries of a whole
// client, and breakers of circuits, are somebody else's.
package retry
