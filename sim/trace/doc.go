// Package trace holds the record types that a run leaves behind: the events of
// its log, one record per task and transfer, and the totals per node and link.
// It is data only; it knows neither the simulator nor any file format but the
// canonical bytes of an [Event].
//
// The three main types are [Event], one line of the log; [Chain], the running
// SHA-256 over all events; and [Task], the life of one task with its latency
// split into named parts. A [Sink] receives them as the run goes on.
//
//	c := trace.NewChain("scenario and seed")
//	c.Add(trace.Event{At: 5, Kind: trace.TaskArrived, Task: 1})
//	digest := c.Sum() // equal digests mean equal logs
//
// Entities appear as indices into [Names], so that a record is small and has no
// pointers but for the reason of a task, which is one of a fixed set of strings.
package trace
