// Package channel says what a link offers as time goes by: bandwidth, latency, loss, and whether it works at all.
//
// A [Link] is the state machine of one link, or of one direction of a link. What varies is a [Variation], shared by all links of a class:
// a [Profile] of bandwidth and latency over time, and up to three [GilbertElliott] processes. Cuts come from outside. Advance tells when the
// [Quality] changes, Next when to call it again. A [Sampler] draws what differs from transfer to transfer.
//
//	link := channel.NewLink(nominal, variation, func(purpose string) rng.Stream { return rng.NewStream(seed, replication, "link/uplink", purpose) })
//	offers := link.Quality()
//	due, ok := link.Next() // set the link's one timer to due
//	…
//	if q, changed := link.Advance(now); changed { … } // re-time what is on the link
//
// # How causes compose
//
// Causes act at the same time and independently of each other:
//
//   - The link is up when nothing takes it down: no cut, no profile at bandwidth 0, no process in a condition that is down.
//   - Bandwidth is that of the profile, or the nominal one where the profile says nothing, times the share that each process leaves, rounded
//     down, and at least 1 bit/s.
//   - Latency is that of the profile, or the nominal one, plus the extra latency of each process.
//   - Loss is 1 - Π(1 - loss) over the link itself and all processes, rounded to the nearest 2⁻³⁰, and at most LossMax.
//
// Products are taken exactly and rounded once, so the order of causes means nothing.
//
// # The model and its idealisation
//
// Errors in bursts are those of E. N. Gilbert (Capacity of a burst-noise channel, Bell System Technical Journal 39, 1960: a good state without
// errors and a bad one with some) and E. O. Elliott (Estimates of error rates for codes on burst-noise channels, Bell System Technical Journal
// 42, 1963: errors in both). There, states change from bit to bit with fixed probabilities, so that stays are geometric; here they last any
// time with any distribution, exponential ones being the limit of the geometric.
//
// Lost bytes are sent again until they arrive: data that meets a loss of p takes 1/(1-p) times its size on the link, the mean over many
// packets. There are no packets: nothing is lost for good, repetitions cost bandwidth but no round trips, a loss does not make the sender slow
// down, and both states act on all transfers alike. A transport that backs off after losses is slower than this.
package channel
