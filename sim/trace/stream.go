package trace

// StreamSink is a Sink that also takes what streams deliver.
type StreamSink interface {
	// Delivery is told of each item or summary that reaches the destination of its stream and was made after the
	// warm-up. The pointer is valid during the call only. An error stops the run.
	Delivery(d *Delivery) error
}

// Delivery is an item or a summary that has reached the destination of its stream.
type Delivery struct {
	Stream   int32 // index into Names.Streams
	At       int64 // nanoseconds since the start of the run
	Made     int64 // when its newest reading was made
	Readings int64 // that it stands for
	Bytes    int64
}

// StreamUse is what became of the readings of a stream over the whole run. A summary that is given up counts as the
// readings in it:
//
//	Made = Delivered + Expired + Rejected + Evicted + Exhausted + Lost + Buffered + InFlight + Open
type StreamUse struct {
	Stream    int32
	Class     int32
	Sources   int64
	Made      int64
	Delivered int64
	Expired   int64 // too old
	Rejected  int64 // not let in for want of room, or of a path
	Evicted   int64 // given up for others
	Exhausted int64 // tried too often
	Lost      int64 // in the memory of a node that crashed
	Buffered  int64 // waiting at the end of the run
	InFlight  int64 // under way at the end of the run
	Open      int64 // in windows that had not ended

	Records int64 // items and summaries delivered
	// AgeMean is the mean age of information in nanoseconds over all feeds, from the later of warm-up and begin of the
	// stream on, and AgeMost the largest. A feed is a source, or where the readings of several become one summary.
	AgeMean, AgeMost int64
	Feeds            int64

	Stages []StageUse
	Series []StreamPoint
}

// StageUse is what passed one stage of a stream: the sources first, and then each stop on the way.
type StageUse struct {
	Tier     string // of its first node
	Nodes    int64
	In       int64 // readings that came in
	BytesIn  int64 // that came in
	BytesOut int64 // that reached the next stage or the destination
	Records  int64 // items and summaries that did
	HeldMost int64 // largest number of bytes in one of its buffers, other streams there included
	// Kept are the bytes in its stores at the end, KeptMost the most at any time in one of them, and Overwritten those that
	// had to go before their time.
	Kept, KeptMost, Overwritten int64
}

// StreamPoint is the state of a stream at an instant.
type StreamPoint struct {
	At        int64 // nanoseconds since the start of the run
	Left      int64 // readings buffered, in flight and in windows
	High      int64 // the most of them since the point before
	Delivered int64 // readings so far
	Made      int64 // readings so far
}
