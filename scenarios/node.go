package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Bytes is an amount of data or storage.
type Bytes = units.Bytes

// BitsPerSecond is a data rate.
type BitsPerSecond = units.BitsPerSecond

// MilliCPU is an amount of CPU in thousandths of a core.
type MilliCPU = units.MilliCPU

// Speed is the speed of a core in millionths of that of the reference core.
type Speed = units.Speed

// Node is a device, an edge node, a gateway or a cloud.
type Node struct {
	Pos          Pos
	Name         Value[Name]       `key:"name,required" eg:"cam-{site}-{i}" help:"Name of the node."`
	Tier         Value[Tier]       `key:"tier,required" help:"Where the node stands between the things and the cloud."`
	Gateway      Ref               `key:"gateway" eg:"gw-a" help:"Gateway through which the node reaches the others."`
	Protocols    []Value[Name]     `key:"protocols" eg:"[mqtt, modbus]" help:"Protocols the node speaks; a gateway converts from them. Absent: no restriction."`
	Class        Value[Name]       `key:"class" eg:"rpi4" help:"Class of devices that gives cores, memory and power as far as it has them and they are not written here; littoral list profiles prints the classes, and tables may name others. No class has a speed: without the key speed, only workloads with a table of work run on the node. Absent: none."`
	Conversion   []Conversion      `key:"conversion" eg:"[{from: mqtt, to: http, work: 200us, overhead: 120B}]" help:"Protocols between which the node converts the inputs, outputs and transfers that cross it, on its own cores. The first that fits is taken. Absent: none."`
	Capacity     *Capacity         `key:"capacity,unless:class" eg:"{cpu: 4, memory: 4GiB}" help:"What the node has to give."`
	Speed        Value[Speed]      `key:"speed,positive" default:"1" eg:"0.2" help:"Speed of a core relative to the reference core. With a class there is no default."`
	Discipline   Value[Discipline] `key:"discipline" default:"shared" help:"shared: running tasks share the cores equally; fifo: each task owns its cores and others queue; priority: as fifo, but higher priorities first; priority-preemptive: these also take the cores of lower ones, which go on later."`
	Places       Value[int64]      `key:"places" min:"1" max:"1000000" eg:"50" help:"Largest number of tasks on the node, running and waiting for cores; one more is lost. Absent: no bound."`
	ImageCache   Value[Bytes]      `key:"image-cache,positive" eg:"10GiB" help:"Room for images of tasks; the least recently used make way. Absent: no bound."`
	Overcommit   Value[Ratio]      `key:"overcommit" minratio:"1" eg:"1.5" help:"Largest sum of CPU demands on the node relative to its CPU capacity. Absent: no bound, the CPU is shared."`
	Accelerators []Accelerator     `key:"accelerators" eg:"[{model: T4, count: 2}]" help:"Accelerators of the node."`
	Trusted      Value[bool]       `key:"trusted" default:"false" help:"Whether the node is trusted with sensitive tasks."`
	Security     *Security         `key:"security" eg:"{tls: 1.3, token: true}" help:"What the node offers to protect tasks and data."`
	Trust        *NodeTrust        `key:"trust" eg:"{credential: {life: 365d, rotate-at: 0.8, retry: 1m, authority: cloud}}" help:"What vouches for the node and runs out, its boot, and its enclave. Absent: trusted and security hold for ever."`
	Residency    Value[Name]       `key:"residency" eg:"eu" help:"Where the node stands, in the sense of the law, for data that has to stay somewhere. Absent: nowhere that any data may be bound to."`
	Domain       Value[Name]       `key:"domain" eg:"rack-1" help:"Failure domain: what of it fails together is said in domains and faults."`
	Labels       Labels            `key:"labels" eg:"{zone: a}" help:"Labels to select the node by."`
	At           *Location         `key:"at" eg:"{lat: -37.8152, lon: 144.9748}" help:"Where the node stands."`
	Power        *Power            `key:"power" eg:"{idle: 1.6W, busy: 5.1W}" help:"Electrical power. Absent: energy is not accounted."`
	Battery      *Battery          `key:"battery" eg:"{capacity: 18.75Wh, restart: 0.2}" help:"Battery that feeds the node, which needs power: when it is empty, the node is down. Absent: the grid feeds it."`
	Price        *NodePrice        `key:"price" eg:"{hour: 0.05}" help:"What the node costs. Absent: nothing."`
	Failures     Few[Failure]      `key:"failures" eg:"{up: {exponential: {mean: 30d}}, down: 2h}" help:"Random or recorded failures: one map, or a list of them. Absent: the node fails only by script."`

	Joins  Value[time.Duration] `key:"joins,positive" eg:"10m" help:"When the node joins; it is not there before. Absent: it is there from the beginning."`
	Leaves Value[time.Duration] `key:"leaves,positive" eg:"50m" help:"When the node is gone. Absent: never."`
	Drain  Value[time.Duration] `key:"drain" default:"0s" eg:"2m" help:"How long before it leaves a node takes no new tasks, while those that run may end and instances of services are replaced elsewhere."`

	origin origin
}

// Tier is where a node stands between the things and the cloud.
type Tier string

// The tiers.
const (
	TierDevice  Tier = "device"
	TierEdge    Tier = "edge"
	TierGateway Tier = "gateway"
	TierCloud   Tier = "cloud"
)

func (Tier) allowed() []string {
	return []string{string(TierDevice), string(TierEdge), string(TierGateway), string(TierCloud)}
}

// Discipline is how a node divides its cores among tasks.
type Discipline string

// The disciplines.
const (
	DisciplineShared     Discipline = "shared"
	DisciplineFIFO       Discipline = "fifo"
	DisciplinePriority   Discipline = "priority"
	DisciplinePreemptive Discipline = "priority-preemptive"
)

func (Discipline) allowed() []string {
	return []string{string(DisciplineShared), string(DisciplineFIFO), string(DisciplinePriority), string(DisciplinePreemptive)}
}

// Capacity is what a node has to give.
type Capacity struct {
	CPU    Value[MilliCPU] `key:"cpu,orclass,positive" eg:"4" help:"CPU in cores: 4, 0.25 or 250m. Absent: that of the class."`
	Memory Value[Bytes]    `key:"memory,orclass,positive" eg:"4GiB" help:"Memory. Absent: that of the class."`
	// Storage is zero when absent: the node stores nothing.
	Storage Value[Bytes] `key:"storage" default:"0B" eg:"64GiB" help:"Storage. Absent: none."`
	// Bandwidth is the rate of the node's own interface in each direction. When
	// not set, the interface is no constraint; only links are.
	Bandwidth Value[BitsPerSecond] `key:"bandwidth,positive" eg:"1Gbit/s" help:"Data rate of the network interface, each way. Absent: only the links limit it."`
}

// Accelerator is a group of equal devices in a node.
type Accelerator struct {
	Model Value[Name]  `key:"model,required" eg:"T4" help:"Model of the devices."`
	Count Value[int64] `key:"count,required" min:"1" max:"1000000" eg:"2" help:"Number of devices."`
}

// Security is what a node offers to protect tasks and data.
type Security struct {
	TLS      Value[TLS]           `key:"tls" default:"none" help:"Highest version of TLS the node speaks."`
	Token    Value[bool]          `key:"token" default:"false" help:"Whether the node authenticates itself by a token."`
	Attested Value[bool]          `key:"attested" default:"false" help:"Whether the node proves by remote attestation which software it runs."`
	Cipher   Value[BitsPerSecond] `key:"cipher,positive" eg:"36MB/s" help:"How fast one core encrypts or decrypts what sessions protect. Absent: as fast as that of its class, or at once; required with session where the class does not say it."`
	Session  *Session             `key:"session" eg:"{protocol: tls-1.3-mutual, lifetime: 1h}" help:"Sessions that end at the node and protect the inputs, outputs and transfers that come here, go from here or cross it. Of two nodes with sessions, those of the higher tier count, or of the one that comes first. Absent: none."`
}

// TLS is a version of transport layer security.
type TLS string

// The versions of TLS, weakest first.
const (
	TLSNone TLS = "none"
	TLS12   TLS = "1.2"
	TLS13   TLS = "1.3"
)

func (TLS) allowed() []string { return []string{string(TLSNone), string(TLS12), string(TLS13)} }

// Location is a point on the globe (WGS 84).
type Location struct {
	Lat Value[Degrees] `key:"lat,required" maxdegrees:"90" eg:"-37.8152" help:"Latitude in degrees, north positive."`
	Lon Value[Degrees] `key:"lon,required" maxdegrees:"180" eg:"144.9748" help:"Longitude in degrees, east positive."`
}
