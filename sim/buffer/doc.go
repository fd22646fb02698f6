// Package buffer is store-and-forward: items wait on a node until they can be sent on, within a capacity, for a
// limited time, and for a limited number of attempts.
//
// A [Buffer] is a state machine without a clock: the caller tells it what happens and when.
//
//	pool := buffer.NewPool()
//	b := buffer.New(&cfg, pool)
//	b.Put(now, buffer.Item{Made: now, Size: 1024, Count: 1, Source: 7}, class)
//	for id, ok := b.Next(now); ok; id, ok = b.Next(now) {
//		send(b.Items(id)) // later: b.Ack(now, id) or b.Fail(now, id)
//	}
//	due, ok := b.Due() // call b.Tick then
//
// The caller also says when there is no path to the destination and when there is one again ([Buffer.Offline],
// [Buffer.Online]), and when the node crashes ([Buffer.Crash]). Whatever an input gives up is in [Buffer.Drops] until
// the next input. The life of an item is
//
//	New → Buffered ⇄ InFlight → Delivered
//	        ↓           ↓
//	     Rejected, Expired, Evicted, RetriesExhausted, Lost
//
// and [Buffer.Totals] counts what has come to each of these ends. An item may stand for several readings, its Count;
// all totals are sums of counts, so that a summary that is given up counts as what went into it. What is in flight
// takes room until it is acknowledged.
//
// There are two ways of sending. A buffer that sends [Connected] is a queue that waits while there is no path, as the
// spoolers of message brokers do. One that sends [Blind] tries every new item at once, stores it when that fails, and
// tries what it has stored again at every tick of a clock, as the store-and-forward of EdgeX does.
//
// A buffered item takes 32 bytes, in pages that all buffers of a [Pool] share; an empty buffer has no page. In steady
// state nothing allocates. Every operation takes constant time for each item that it moves or gives up, but for items
// that come back out of order, which take a step for each item that has overtaken them, and for a choice among the
// classes, of which there are at most [ClassesMax].
//
// The package does not know networks, what a path is, or how long anything takes.
package buffer
