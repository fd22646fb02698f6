// Package rng provides named random streams and the distributions that are drawn from them.
//
// A [Stream] belongs to one quantity of one entity in one replication: the life times of node gw3, the sizes of task class camera. Its key
// is a hash of the seed, the replication and these two names, so no stream knows of another: adding, removing or reordering entities leaves
// the draws of all others as they were, and two policies compared under one seed meet the same world (common random numbers). The generator
// is Philox4x64-10, counter based: draw n of a stream is a pure function of the key and n, which makes streams cheap to create, seekable and
// small to store.
//
// A [Dist] is a distribution as a small value. [Dist.SampleInt64] draws a quantity in its smallest unit (nanoseconds, bytes); [Dist.Sample]
// draws a number. Either takes exactly one draw of the stream, whatever the distribution, and is a non-decreasing function of it (inverse
// transform), so that variate n of two distributions under comparison comes from the same uniform number.
//
//	up, err := rng.Weibull(0.7, 30*24*3600e9)
//	if err != nil {
//		return err
//	}
//	life := rng.NewStream(seed, replication, "node/gw3", "life")
//	failsAfterNs := up.SampleInt64(&life)
//
// [Round] is the one place where a variate becomes an integer.
//
// All results are the same bits on every processor, see package detmath. The package does not offer a global generator, seeding from the
// clock, joint distributions or arrival processes, and it is not meant for cryptography.
package rng
