// Package arrivals generates the instants at which a source produces something.
//
// A [Spec] says how a whole class of sources behaves; it is validated once, immutable and shared. [Spec.Start] makes the [Process] of one
// source, which hands out one instant after the other and keeps what is needed for the next one, no more: 64 to 144 bytes a source, most
// of it the position of its random streams.
//
//	gap, err := rng.Exponential(500e6)
//	…
//	spec, err := arrivals.NewGaps(gap)
//	…
//	p := spec.Start(func(purpose string) rng.Stream { return rng.NewStream(seed, replication, "workload/detect/cam-7", purpose) })
//	for at, ok := p.Next(from, end); ok; at, ok = p.Next(at, end) { … }
//
// The processes are
//
//   - [Gaps]: independent gaps of any distribution (a renewal process; with exponential gaps the Poisson process),
//   - [Every]: a fixed period,
//   - [List]: given instants,
//   - [Modulated]: gaps that depend on a state which changes by itself: on/off sources ([NewOnOff]), Markov-modulated Poisson processes
//     ([NewMMPP]), and any stays and gaps,
//   - [Steps] and [Sine]: Poisson processes whose rate follows the time of day.
//
// A process draws from streams of its own and of nobody else's, so adding, removing or reordering sources changes no instant of another
// source. All instants are whole nanoseconds, never decrease, and are the same on every processor.
//
// The package does not decide what arrives, and it knows neither nodes nor faults: a source that is down asks for its next instant all the
// same, so that a fault shifts nobody's arrivals. It offers no arrivals in batches and no processes that react to the state of the system.
package arrivals
