package trace

// Belief is how far what the observer believed was from the truth, over the whole
// run. Times are in nanoseconds.
type Belief struct {
	Observer   int32 // node
	Heartbeats int64 // that had a path

	Lost       int64   // times that a node was taken for lost
	FalseLost  int64   // … although it was up and had a path
	Detections []int64 // of the others, how long the node had been silent, in the order of time
	Tainted    int64

	Evicted      int64 // instances given up
	FalseEvicted int64 // … that were on a node that was up
	Stopped      int64 // … and stopped by their node when it heard of it
	Discarded    int64 // results of tasks that were done already
	Duplicate    int64 // ∫ instances on nodes beyond one per unfinished task and none per finished one dt

	Refused     int64 // placements that their node did not take
	Undelivered int64 // placements that found no way to their node at first
	Restarted   int64 // instances that a node restarted by itself after a crash

	AgeMean int64 // of what the observer knew of a node, over nodes and time, rounded down
	AgeMax  int64
}
