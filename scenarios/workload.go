package scenarios

import "time"

// Workload is a stream of equal tasks. Each of its sources produces its own stream.
type Workload struct {
	Pos        Pos
	Name       Value[Name]          `key:"name,required" eg:"inspect" help:"Name of the workload."`
	Source     Source               `key:"source,required" eg:"cam-a-1" help:"Nodes that produce the tasks: a name, a list, a template such as cam-{site}-{i}, or {labels: {zone: a}}."`
	Target     Ref                  `key:"target" eg:"cloud" help:"Node that receives the output. Absent: the source."`
	Protocol   Value[Name]          `key:"protocol" eg:"mqtt" help:"Protocol in which the source sends. Absent: nothing needs conversion."`
	Uplink     Value[Name]          `key:"uplink-protocol" eg:"http" help:"Protocol into which inputs are converted on their way, and outputs back from it. Absent: the first that a conversion leads to."`
	Message    Value[Bytes]         `key:"message,positive" eg:"1kB" help:"Largest payload of one message of inputs and outputs, for conversion and protection. Absent: each is one message."`
	Arrivals   *Arrivals            `key:"arrivals,required" eg:"{poisson: {rate: 2/s}}" help:"When each source produces a task."`
	From       Value[time.Duration] `key:"from" default:"0s" eg:"10m" help:"No task arrives before this instant."`
	Until      Value[time.Duration] `key:"until,positive" eg:"50m" help:"No task arrives at or after this instant. Absent: the end of the run."`
	Count      Value[int64]         `key:"count" min:"1" max:"10000000000" eg:"100" help:"Largest number of tasks of each source. Absent: no bound."`
	Demand     *Demand              `key:"demand,required" eg:"{cpu: 1, memory: 200MiB}" help:"What a task holds while it runs."`
	Work       *Work                `key:"work,required" eg:"{exponential: {mean: 80ms}}" help:"Running time on the reference core, or {table: NAME} for one that differs from class to class of devices."`
	Input      *Distribution[Bytes] `key:"input" eg:"120kB" help:"Data that moves from the source to the task. Absent: none."`
	Output     *Distribution[Bytes] `key:"output" eg:"2kB" help:"Data that moves from the task to the target. Absent: none."`
	Deadline   Value[time.Duration] `key:"deadline,positive" eg:"300ms" help:"Time from arrival within which the result has to be there. Absent: none."`
	Priority   Value[int64]         `key:"priority" default:"0" min:"0" max:"1000000" eg:"5" help:"Higher goes first."`
	Replicas   Value[int64]         `key:"replicas" default:"1" min:"1" max:"1000" help:"Number of copies that run at the same time on different nodes."`
	Retry      *Retry               `key:"retry" eg:"{attempts: 5, backoff: {initial: 1s}}" help:"How often and when a lost task is tried again. Absent: at once and without end."`
	Checkpoint *Checkpoint          `key:"checkpoint" eg:"{every: 10s, restart: 5s}" help:"What a lost attempt leaves to the next one. Absent: nothing."`
	Toleration Value[Toleration]    `key:"toleration" eg:"forever" help:"How long the tasks stay on a lost node that is tainted before they are evicted, or forever. Absent: as control says."`
	Session    *UserSession         `key:"session" eg:"{state: 20MB, dirty: 1MB/s, relocate: stop-and-copy, steer: 50ms, when: {farther-by: 10ms}}" help:"State that each source has at one node. Its tasks run there, where the scheduler places the first of them, and it follows a source that moves. Absent: tasks run anywhere."`
	Image      Ref                  `key:"image" eg:"detector" help:"Image that a node must have to run the task. Absent: none."`
	OnCut      Value[OnCut]         `key:"on-cut" default:"restart" help:"What becomes of inputs and outputs when their path breaks. restart: they are sent again from the begin; stall: they go on when the path works again; reroute: the rest takes another path; abort: the task is given up."`
	Service    Ref                  `key:"service" eg:"detector" help:"Service that the tasks are requests to: each runs where an instance has a slot free. Absent: they need none."`
	Residency  Many[Name]           `key:"residency" eg:"[eu]" help:"Where inputs, tasks and outputs have to stay: source, node and target, and each node and link on the ways between them, have one of these labels. Absent: anywhere."`
	Requires   *Requires            `key:"requires" eg:"{tier: [edge, cloud], trusted: true}" help:"What a node must have to run the task."`

	origin origin
	list   string // the list of the file that it stands for an entry of, when that is not workloads
}

// Demand is what a task holds on its node while it runs.
type Demand struct {
	CPU          Value[MilliCPU]      `key:"cpu,required,positive" eg:"1" help:"CPU in cores: 1, 0.25 or 250m."`
	Memory       Value[Bytes]         `key:"memory" default:"0B" eg:"200MiB" help:"Memory. Absent: none."`
	Storage      Value[Bytes]         `key:"storage" default:"0B" eg:"1GiB" help:"Storage. Absent: none."`
	Bandwidth    Value[BitsPerSecond] `key:"bandwidth" default:"0bit/s" eg:"1Mbit/s" help:"Part of the node's network interface set aside for the task. Absent: none."`
	Accelerators *AcceleratorDemand   `key:"accelerators" eg:"{count: 1, share: 0.46, model: [T4, P100]}" help:"Accelerators. Absent: none."`
}

// AcceleratorDemand is what a task holds of a node's accelerators.
type AcceleratorDemand struct {
	Count Value[int64] `key:"count,required" min:"1" max:"1000000" eg:"1" help:"Number of devices."`
	Share Value[Ratio] `key:"share,positive" default:"1" maxratio:"1" eg:"0.46" help:"Part of one device; below 1 only with count 1."`
	Model Many[Name]   `key:"model" eg:"[T4, P100]" help:"Models that will do. Absent: any."`
}

// Requires is what a node must have to run a task: all of it.
type Requires struct {
	Tier           Many[Tier]           `key:"tier" eg:"[edge, cloud]" help:"Tiers that will do. Absent: any."`
	Trusted        Value[bool]          `key:"trusted" default:"false" help:"Whether the node must be trusted."`
	TLS            Value[TLS]           `key:"tls" default:"none" help:"Lowest version of TLS the node must speak."`
	Token          Value[bool]          `key:"token" default:"false" help:"Whether the node must authenticate itself by a token."`
	Attested       Value[bool]          `key:"attested" default:"false" help:"Whether the node must be attested."`
	Enclave        Value[bool]          `key:"enclave" default:"false" help:"Whether the task runs in an enclave."`
	EncryptedLinks Value[bool]          `key:"encrypted-links" default:"false" help:"Whether each link from the source to the node, and from there to the target, must be encrypted."`
	Labels         Selector             `key:"labels" eg:"{zone: [a, b]}" help:"Labels the node must carry."`
	MaxLatency     Value[time.Duration] `key:"max-latency,positive" eg:"50ms" help:"Largest path latency from the source to the node. Absent: any."`
	Nodes          []Ref                `key:"nodes" eg:"[cloud]" help:"Nodes that will do. Absent: any."`
}
