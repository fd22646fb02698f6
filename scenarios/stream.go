package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/scenarios/profiles"
)

// Stream is data that its sources make item by item and that goes to one node, over the nodes of via. Buffer and
// Aggregate are those at the sources themselves.
type Stream struct {
	Pos       Pos
	Name      Value[Name]          `key:"name,required" eg:"telemetry" help:"Name of the stream."`
	Source    Source               `key:"source,required" eg:"cam-a-1" help:"Nodes that make the items: a name, a list, a template such as cam-{site}-{i}, or {labels: {zone: a}}."`
	To        Ref                  `key:"to,required" eg:"cloud" help:"Node that the data is for."`
	Arrivals  *Arrivals            `key:"arrivals,required" eg:"{every: 1s}" help:"When each source makes an item."`
	From      Value[time.Duration] `key:"from" default:"0s" eg:"10m" help:"No item is made before this instant."`
	Until     Value[time.Duration] `key:"until,positive" eg:"50m" help:"No item is made at or after this instant. Absent: the end of the run."`
	Count     Value[int64]         `key:"count" min:"1" max:"10000000000" eg:"100" help:"Largest number of items of each source. Absent: no bound."`
	Size      *Distribution[Bytes] `key:"size,required" eg:"1KiB" help:"Size of an item."`
	Priority  Value[int64]         `key:"priority" default:"0" min:"0" max:"9" eg:"1" help:"How important the items are to buffers that tell classes apart: higher is more."`
	Keep      *Keep                `key:"keep" eg:"{for: 24h, bytes: 1GiB}" help:"What each source keeps of its items, beside sending them. Absent: nothing."`
	Aggregate *Aggregate           `key:"aggregate" eg:"{window: 10s, ratio: 0.1}" help:"Summaries that each source makes of its items. Absent: none."`
	Buffer    *Buffer              `key:"buffer" eg:"{profile: greengrass-2-spooler}" help:"Buffer on each source. Absent: items are sent at once, and given up when there is no path."`
	Via       []Via                `key:"via" eg:"[{gateway: true, buffer: {profile: greengrass-2-spooler}}]" help:"Nodes where the items stop on the way, in order. Absent: they go straight to the destination."`

	origin origin
	load   *Workload // its sources and arrivals, as those of a workload
}

// Via is a node on the way of a stream.
type Via struct {
	Pos       Pos
	Plain     *Ref         `key:",scalar"`
	Node      Ref          `key:"node,oneof" eg:"gw-a" help:"The node. A plain name instead of the map means a node with nothing else."`
	Gateway   *Value[bool] `key:"gateway,oneof" eg:"true" help:"true: the gateway of the source or, from the second on, of the node before."`
	Keep      *Keep        `key:"keep" eg:"{for: 24h, bytes: 1GiB}" help:"What it keeps of what comes in, beside sending it on. Absent: nothing."`
	Aggregate *Aggregate   `key:"aggregate" eg:"{window: 10s, ratio: 0.1}" help:"Summaries that it makes of what comes in. Absent: none."`
	Buffer    *Buffer      `key:"buffer" eg:"{profile: greengrass-2-spooler}" help:"Buffer for what cannot be sent on. Absent: items are sent on at once, and given up when there is no path."`
}

// ref returns the node that is named, or one that is not set.
func (v *Via) ref() *Ref {
	if v.Plain != nil {
		return v.Plain
	}
	return &v.Node
}

// Keep is what a node keeps for itself of what comes in.
type Keep struct {
	Pos   Pos
	For   Value[time.Duration] `key:"for,positive" eg:"24h" help:"How long. Absent: for ever."`
	Bytes Value[Bytes]         `key:"bytes,positive" eg:"1GiB" help:"Room, in which the oldest is overwritten. Absent: no bound."`
}

// Aggregate makes one summary of all that comes in during a window; windows follow each other from 0s on.
type Aggregate struct {
	Pos    Pos
	Window Value[time.Duration] `key:"window,required,positive" eg:"10s" help:"Length of a window. One in which nothing comes in has no summary."`
	Ratio  *Value[Ratio]        `key:"ratio,oneof,positive" maxratio:"1" eg:"0.1" help:"Size of a summary, as a part of what came in."`
	Size   *Value[Bytes]        `key:"size,oneof,positive" eg:"200B" help:"Size of a summary, whatever came in."`
}

// Buffer holds items until they can be sent on.
type Buffer struct {
	Pos         Pos
	Profile     Value[Name]          `key:"profile" eg:"greengrass-2-spooler" help:"Profile that gives each of the other values that it has and the file does not; littoral list profiles prints them."`
	Share       Value[Name]          `key:"share" eg:"spool" help:"Buffers with the same word here, the same values, the same node and the same next node are one. Absent: each has its own."`
	Bytes       Value[Bytes]         `key:"bytes,positive" eg:"2.5MiB" help:"Room for items, those in flight included. Absent: no bound."`
	Items       Value[int64]         `key:"items" min:"1" max:"1000000000" eg:"1000" help:"Number of items and summaries that there is room for. Absent: no bound."`
	Full        Value[Full]          `key:"full" eg:"drop-oldest" help:"How room is made. reject-new: not at all; drop-oldest: what came first is given up; by-class: what came first of the lowest priority, up to that of the new item. Needed with a bound."`
	Evict       Value[Bytes]         `key:"evict,positive" eg:"16MiB" help:"How much drop-oldest gives up at least, such as a segment of a log. Absent: no more than needed."`
	KeepFrom    Value[int64]         `key:"keep-from" min:"0" max:"10" eg:"1" help:"Lowest priority of which by-class gives up nothing. Absent: none."`
	OfflineFrom Value[int64]         `key:"offline-from" min:"0" max:"10" eg:"1" help:"Lowest priority that is taken while there is no path. Absent: 0."`
	TTL         Value[time.Duration] `key:"ttl,positive" eg:"2h" help:"How long an item may stay. Absent: for ever."`
	Enforced    Many[Enforced]       `key:"ttl-enforced" eg:"[read, sweep]" help:"When the time to live is looked at. read: before an item is sent; sweep: at each multiple of sweep; insert: when there is no room for a new one. Needed with ttl."`
	Sweep       Value[time.Duration] `key:"sweep,positive" eg:"30m" help:"Period of ttl-enforced: sweep."`
	Send        Value[Send]          `key:"send" eg:"blind" help:"connected: a queue that waits while there is no path; blind: each new item is tried at once, and stored when that fails. Absent: connected."`
	Retry       *BufferRetry         `key:"retry" eg:"{every: 5m, max: 10, on: success}" help:"When what has failed is tried again. Absent: at once when there is a path, without end."`
	InFlight    Value[int64]         `key:"in-flight" min:"1" max:"1000000" eg:"5" help:"Number of batches under way or not acknowledged. Absent: no bound."`
	Batch       Value[int64]         `key:"batch" min:"1" max:"100000" eg:"10" help:"Number of items that are sent together at most. Absent: 1."`
	Order       Value[Order]         `key:"order" eg:"priority" help:"fifo: as they came; lifo: the latest first; priority: the highest first. Absent: fifo."`
	Durable     Value[bool]          `key:"durable" eg:"true" help:"Whether it outlives a crash of its node. Needed where the profile does not say it."`

	profile *profiles.Buffer // nil without one
}

// BufferRetry says when what has failed is tried again.
type BufferRetry struct {
	Pos Pos
	// Every is not set when there is no pause.
	Every    Value[time.Duration] `key:"every,positive" eg:"5m" help:"Ticks of a clock from 0s on at which what has failed is tried again; with every-max, the first pause after a failure. Absent: no pause."`
	EveryMax Value[time.Duration] `key:"every-max,positive" eg:"1m" help:"Longest pause: pauses double from every up to it until something is delivered. Absent: every is a clock."`
	Max      Value[int64]         `key:"max" min:"0" max:"254" eg:"10" help:"Number of attempts after the first. Absent: no bound."`
	On       Many[RetryOn]        `key:"on" eg:"[success, reconnect]" help:"What ends a pause early. success: something is delivered; reconnect: there is a path again; nothing. Absent: success and reconnect, for send: blind only success."`
}

// Full says how room is made in a buffer.
type Full string

// The ways of making room.
const (
	FullReject  Full = "reject-new"
	FullOldest  Full = "drop-oldest"
	FullByClass Full = "by-class"
)

func (Full) allowed() []string {
	return []string{string(FullReject), string(FullOldest), string(FullByClass)}
}

// Enforced says when a time to live is looked at.
type Enforced string

// The moments.
const (
	EnforcedRead   Enforced = "read"
	EnforcedSweep  Enforced = "sweep"
	EnforcedInsert Enforced = "insert"
)

func (Enforced) allowed() []string {
	return []string{string(EnforcedRead), string(EnforcedSweep), string(EnforcedInsert)}
}

// Send says how a buffer goes about sending.
type Send string

// The ways of sending.
const (
	SendConnected Send = "connected"
	SendBlind     Send = "blind"
)

func (Send) allowed() []string { return []string{string(SendConnected), string(SendBlind)} }

// RetryOn says what ends the pause of a buffer.
type RetryOn string

// What may end it.
const (
	OnSuccess   RetryOn = "success"
	OnReconnect RetryOn = "reconnect"
	OnNothing   RetryOn = "nothing"
)

func (RetryOn) allowed() []string {
	return []string{string(OnSuccess), string(OnReconnect), string(OnNothing)}
}

// Order is the order in which a buffer sends.
type Order string

// The orders.
const (
	OrderFIFO     Order = "fifo"
	OrderLIFO     Order = "lifo"
	OrderPriority Order = "priority"
)

func (Order) allowed() []string {
	return []string{string(OrderFIFO), string(OrderLIFO), string(OrderPriority)}
}
