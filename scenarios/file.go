package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

// File is a scenario: everything one run needs but the code. Load returns only
// files in which every reference is resolved and every rule holds.
type File struct {
	Version     Value[int64]         `key:"version,required" min:"1" max:"1" eg:"1" help:"Version of this format: 1."`
	Name        Value[Name]          `key:"name,required" eg:"two-sites" help:"Name of the scenario, used in results."`
	Description Value[Text]          `key:"description" help:"What the scenario is about, for readers."`
	Seed        Value[int64]         `key:"seed" default:"1" min:"0" help:"Seed of all random streams."`
	Duration    Value[time.Duration] `key:"duration,required,positive" eg:"1h" help:"Simulated horizon: the run ends at this instant."`
	Warmup      Value[time.Duration] `key:"warmup" default:"0s" eg:"5m" help:"Time at the beginning that statistics leave out."`
	Nodes       []Node               `key:"nodes,required" eg:"[{name: a, tier: cloud, capacity: {cpu: 4, memory: 4GiB}}]" help:"Devices, edge nodes, gateways and clouds."`
	Links       []Link               `key:"links" eg:"[{name: ab, between: [a, b], bandwidth: 1Gbit/s, latency: 1ms}]" help:"Network links between nodes."`
	Workloads   []Workload           `key:"workloads" eg:"[{name: w, source: a, arrivals: {every: 1s}, demand: {cpu: 1}, work: 100ms}]" help:"Streams of tasks."`
	Transfers   []Transfer           `key:"transfers" eg:"[{name: t, from: a, to: b, size: 1MB, at: 1m}]" help:"Plain movements of data, without a task."`
	Faults      []Fault              `key:"faults" eg:"[{at: 1m, crash: a, for: 1m}]" help:"Scripted faults; random ones come from the failures of a node."`
	Scheduler   *Scheduler           `key:"scheduler,required" eg:"{policy: least-latency}" help:"Who decides where tasks run."`

	// Digest is the SHA-256, in hexadecimal, of the scenario after overrides,
	// in a canonical form, with the content of its trace files. Comments and
	// layout do not change it.
	Digest string
	// Warnings are doubts that do not prevent a run, in the order of the file.
	Warnings []diagnostics.Diagnostic

	sources *sources
}

// Scheduler says which policy decides, and when.
type Scheduler struct {
	Policy          Value[Name]          `key:"policy,required" eg:"least-latency" help:"Name of the scheduling policy; littoral list policies prints them."`
	Period          Value[time.Duration] `key:"period" default:"0s" eg:"10s" help:"Time between decisions; 0s decides whenever something happens."`
	DecisionLatency Value[time.Duration] `key:"decision-latency" default:"0s" eg:"2ms" help:"Time from a decision to its effect."`
}

// Transfer moves data from one node to another, once.
type Transfer struct {
	Pos  Pos
	Name Value[Name]          `key:"name,required" eg:"backup" help:"Name of the transfer."`
	From Ref                  `key:"from,required" eg:"cam-a-1" help:"Node that sends."`
	To   Ref                  `key:"to,required" eg:"cloud" help:"Node that receives."`
	Size Value[Bytes]         `key:"size,required" eg:"250MB" help:"Amount of data."`
	At   Value[time.Duration] `key:"at,required" eg:"10m" help:"When it begins."`

	origin origin
}

// Fault is a scripted fault or repair. Exactly one of Cut, Crash and Repair is set.
type Fault struct {
	Pos    Pos
	At     Value[time.Duration] `key:"at,required" eg:"20m" help:"When it happens."`
	Cut    Ref                  `key:"cut,oneof" eg:"uplink-a" help:"Link that stops carrying data."`
	Crash  Ref                  `key:"crash,oneof" eg:"cam-b-3" help:"Node that goes down."`
	Repair Ref                  `key:"repair,oneof" eg:"cam-b-3" help:"Node that comes up again."`
	For    Value[time.Duration] `key:"for,positive" eg:"20m" help:"How long the cut or the crash lasts; without it, until a repair or the end."`

	origin origin
}

// Link joins two nodes.
type Link struct {
	Pos       Pos
	Name      Value[Name]          `key:"name,required" eg:"uplink-a" help:"Name of the link."`
	Between   [2]Ref               `key:"between,required" eg:"[gw-a, cloud]" help:"The two nodes it joins."`
	Bandwidth Value[BitsPerSecond] `key:"bandwidth,required,positive" eg:"50Mbit/s" help:"Data rate; of each direction unless duplex is half."`
	Latency   Value[time.Duration] `key:"latency,required" eg:"30ms" help:"Time a bit takes from one end to the other."`
	Duplex    Value[Duplex]        `key:"duplex" default:"full" help:"full: each direction has the bandwidth; half: both share it."`
	Encrypted Value[bool]          `key:"encrypted" default:"false" help:"Whether the link itself encrypts what it carries."`

	origin origin
}

// Duplex says whether the two directions of a link share its bandwidth.
type Duplex string

// The two kinds of Duplex.
const (
	DuplexFull Duplex = "full"
	DuplexHalf Duplex = "half"
)

func (Duplex) allowed() []string { return []string{string(DuplexFull), string(DuplexHalf)} }
