package scenarios

import "time"

// Control says who watches the nodes, what that observer believes when, and what
// follows from it. Each key but the observer may come from a profile.
type Control struct {
	Pos      Pos
	Observer Ref         `key:"observer,required" eg:"cloud" help:"Node from which the scheduler sees the world. It believes what messages tell it."`
	Profile  Value[Name] `key:"profile" eg:"k8s-1.37" help:"Platform whose numbers count where a key is absent; littoral list profiles --explain prints them with their sources. What no source gives has to be written."`

	Heartbeat    *Heartbeat           `key:"heartbeat" eg:"{period: 10s, jitter: 0.04}" help:"When nodes report. Absent: as in the profile."`
	Monitor      Value[time.Duration] `key:"monitor,positive" eg:"5s" help:"Time between two looks of the observer for nodes that are silent."`
	Grace        Value[time.Duration] `key:"grace,positive" eg:"50s" help:"Silence after which a node is taken for lost, from the look that saw its last heartbeat to the one that gives it up."`
	StartupGrace Value[time.Duration] `key:"startup-grace,positive" eg:"60s" help:"The same for a node that has never been heard. Absent, also in the profile: grace."`
	Recovery     Value[int64]         `key:"recovery" min:"1" max:"1000" eg:"1" help:"Heartbeats in a row that make a lost node trusted again. Absent, also in the profile: 1."`
	Eviction     *Eviction            `key:"eviction" eg:"{toleration: 300s, rate: 0.1/s}" help:"What becomes of the tasks on lost nodes. Absent: as in the profile."`

	Reconcile        Value[time.Duration] `key:"reconcile" eg:"5s" help:"Time from the first heartbeat after a cut, or after a reboot, until node and observer know of each other's tasks."`
	TerminationGrace Value[time.Duration] `key:"termination-grace" eg:"30s" help:"How long a task runs on that its node is told to stop because it was evicted."`
	Backoff          *RefusalBackoff      `key:"backoff" eg:"{initial: 1s, max: 10s}" help:"How long a task waits that its node has refused, because the observer was wrong about it. It doubles with each refusal in a row."`
	Delivery         Value[Delivery]      `key:"delivery" eg:"response" help:"When a command of the observer to a node, to run a task or to stop one, sets out. push: at once; response: as the answer to the next heartbeat of that node that arrives. Absent, also in the profile: push."`
	Autonomy         *Autonomy            `key:"autonomy" eg:"{offline: keep, reboot: lose}" help:"What a node does on its own."`
}

// Heartbeat says when nodes report.
type Heartbeat struct {
	Period Value[time.Duration] `key:"period,positive" eg:"10s" help:"Least time between two heartbeats of a node."`
	Jitter Value[Ratio]         `key:"jitter" maxratio:"1" eg:"0.04" help:"Part of the period by which it may be longer, in whole thousandths. Absent, also in the profile: none."`
}

// Eviction says what becomes of the tasks on lost nodes.
type Eviction struct {
	Toleration    Value[Toleration]    `key:"toleration" eg:"300s" help:"Time from the taint of a node to the eviction of its tasks, or forever."`
	Rate          Value[EventRate]     `key:"rate,positive" eg:"0.1/s" help:"Lost nodes that are tainted per time, in each zone."`
	Burst         Value[int64]         `key:"burst" min:"1" max:"1048576" eg:"1" help:"Lost nodes that are tainted at once. Absent, also in the profile: 1."`
	Pass          Value[time.Duration] `key:"pass,positive" eg:"100ms" help:"Time between two looks for nodes to taint. Absent, also in the profile: at once."`
	Delay         Value[time.Duration] `key:"delay" eg:"5s" help:"How long a node is lost before it may be tainted. Absent, also in the profile: not at all."`
	Zones         Value[Name]          `key:"zones" eg:"zone" help:"Label whose value is the zone of a node; nodes without it are a zone of their own together. Absent: all nodes are one zone."`
	Regimes       Value[Regimes]       `key:"regimes" help:"What happens when much of a zone is lost. none: nothing else; kubernetes: less is tainted in a zone of which much is lost, and nothing when all zones are lost."`
	SecondaryRate Value[EventRate]     `key:"secondary-rate,positive" eg:"0.01/s" help:"The rate in a large zone of which much is lost; in one that is not large nothing is tainted then."`
	LargeZone     Value[int64]         `key:"large-zone" min:"0" max:"1000000000" eg:"50" help:"Most nodes of a zone that is not large."`
	Unhealthy     Value[Ratio]         `key:"unhealthy,positive" maxratio:"1" eg:"0.55" help:"Part of a zone that is much, in whole thousandths."`
	UnhealthyMin  Value[int64]         `key:"unhealthy-min" min:"0" max:"1000000000" eg:"2" help:"Most lost nodes that are never much."`
}

// Toleration is a span, or TolerateForever.
type Toleration time.Duration

// TolerateForever is a toleration without end.
const TolerateForever Toleration = 1<<63 - 1

// foreverWord is how files write it.
const foreverWord = "forever"

// Regimes says whether the rate of evictions depends on how much is lost.
type Regimes string

// The regimes.
const (
	RegimesNone       Regimes = "none"
	RegimesKubernetes Regimes = "kubernetes"
)

func (Regimes) allowed() []string { return []string{string(RegimesNone), string(RegimesKubernetes)} }

// RefusalBackoff spaces the placements of a task that nodes refuse.
type RefusalBackoff struct {
	Initial Value[time.Duration] `key:"initial,positive" eg:"1s" help:"Delay after the first refusal."`
	Max     Value[time.Duration] `key:"max,positive" eg:"10s" help:"Longest delay."`
}

// Delivery says when commands set out.
type Delivery string

// When they may.
const (
	DeliveryPush     Delivery = "push"
	DeliveryResponse Delivery = "response"
)

func (Delivery) allowed() []string {
	return []string{string(DeliveryPush), string(DeliveryResponse)}
}

// Autonomy says what a node does on its own.
type Autonomy struct {
	Offline Value[Offline]  `key:"offline" help:"What a node does with its tasks when its heartbeats have found no way for the grace. keep: they run on; stop: they end."`
	Reboot  Value[AtReboot] `key:"reboot" help:"What becomes of the tasks of a node that crashes and comes back. keep: it restarts them from its own storage, without the observer; lose: they are placed again."`
}

// Offline says what a node does that is cut off.
type Offline string

// What it may do.
const (
	OfflineKeep Offline = "keep"
	OfflineStop Offline = "stop"
)

func (Offline) allowed() []string { return []string{string(OfflineKeep), string(OfflineStop)} }

// AtReboot says what a node does after a crash.
type AtReboot string

// What it may do.
const (
	RebootKeep AtReboot = "keep"
	RebootLose AtReboot = "lose"
)

func (AtReboot) allowed() []string { return []string{string(RebootKeep), string(RebootLose)} }
