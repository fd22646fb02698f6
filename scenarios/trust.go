package scenarios

import "time"

// NodeTrust says what vouches for a node, and what that costs.
type NodeTrust struct {
	Credential  *Credential          `key:"credential" eg:"{life: 365d, rotate-at: 0.8, retry: 1m, authority: cloud}" help:"Certificate: while it is valid the node is trusted, and not else; without it the node speaks no TLS. Absent: none that runs out."`
	Token       *Credential          `key:"token" eg:"{life: 24h, rotate-at: 0.5, retry: 1m, authority: cloud}" help:"Token: while it is valid the node authenticates itself by a token, and not else. Absent: none that runs out."`
	Attestation *Attestation         `key:"attestation" eg:"{every: 1h, valid: 2h, authority: cloud}" help:"Remote attestation: while the last one is valid the node is attested, and not else. It ends when the node crashes. Absent: none that runs out."`
	Boot        Value[time.Duration] `key:"boot" eg:"20s" help:"How much longer the node is out of service after each crash, to check what it starts. Absent: no longer."`
	Enclave     *Enclave             `key:"enclave" eg:"{slowdown: 1.3, transition: 2ms}" help:"Enclave for tasks that require one. Absent: the node has none."`
	OnExpiry    Value[OnExpiry]      `key:"on-expiry" default:"keep" help:"What becomes of tasks on the node when something runs out that they require. keep: they go on; evict: they leave, and are placed again."`
}

// Credential is what vouches for a node for some time.
type Credential struct {
	Pos       Pos
	Life      Value[time.Duration] `key:"life,required,positive" eg:"365d" help:"How long it is valid, from its issue on; the first is issued when the run starts."`
	RotateAt  Value[Ratio]         `key:"rotate-at,required,positive" maxratio:"1" eg:"0.8" help:"After which part of its life a new one is asked for."`
	Retry     Value[time.Duration] `key:"retry,required,positive" eg:"1m" help:"Time from an attempt that did not reach the authority to the next one."`
	Authority Ref                  `key:"authority,required" eg:"cloud" help:"Node that issues it. An attempt succeeds if there is a path to it."`
}

// Attestation is what proves which software a node runs.
type Attestation struct {
	Pos       Pos
	Every     Value[time.Duration] `key:"every,required,positive" eg:"1h" help:"Time from one attestation to the next."`
	Valid     Value[time.Duration] `key:"valid,required,positive" eg:"2h" help:"How long one holds, at least every."`
	Retry     Value[time.Duration] `key:"retry,positive" eg:"1m" help:"Time from an attempt that did not reach the authority to the next one. Absent: every."`
	Authority Ref                  `key:"authority,required" eg:"cloud" help:"Node that attests. An attempt succeeds if there is a path to it."`
}

// Enclave is a part of a node that nobody but the task in it can look into.
type Enclave struct {
	Slowdown   Value[Ratio]         `key:"slowdown,required" minratio:"1" eg:"1.3" help:"By which factor tasks take longer there, to thousandths."`
	Transition Value[time.Duration] `key:"transition,required" eg:"2ms" help:"Time to enter and leave it, once for each attempt of a task."`
}

// OnExpiry says what becomes of tasks that lose what they require.
type OnExpiry string

// The policies.
const (
	OnExpiryKeep  OnExpiry = "keep"
	OnExpiryEvict OnExpiry = "evict"
)

func (OnExpiry) allowed() []string { return []string{string(OnExpiryKeep), string(OnExpiryEvict)} }
