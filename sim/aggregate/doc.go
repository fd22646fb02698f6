// Package aggregate reduces data on its way up: what comes in during a window of time goes on as one summary.
//
// A [Window] is a state machine without a clock. Windows tumble: the k-th one reaches from k·Length, inclusive, to
// (k+1)·Length, exclusive, for all of them alike.
//
//	var w aggregate.Window
//	if end, first := w.Add(&cfg, now, made, size, count); first {
//		// call w.Close(&cfg) at end
//	}
//
// A window in which nothing comes in closes without a summary, and needs no event. The summary is as large as a ratio of
// what went into it, rounded up, or has a fixed size. It carries the instant at which the newest of its readings was
// made, and their number, so that nothing is lost from an account of readings.
//
// A [Store] is what a node keeps for itself of what passes it, for a time and within a room.
//
// A Window takes 32 bytes. The package does not know what is summarised or how; there is no other window than a tumbling
// one.
package aggregate
