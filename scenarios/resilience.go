package scenarios

import "time"

// Retry says how often and when a task that was lost is tried again.
type Retry struct {
	Pos      Pos
	Attempts Value[int64] `key:"attempts" min:"1" max:"1000000" eg:"5" help:"Largest number of attempts, with the first. Absent: no bound."`
	Backoff  *Backoff     `key:"backoff" eg:"{initial: 1s, factor: 2, max: 1m, jitter: 0.5}" help:"How long to wait before each further attempt. Absent: not at all."`
}

// Backoff spaces attempts: the delay before the second is Initial, before each
// further one Factor times the one before, and never more than Max.
type Backoff struct {
	Initial Value[time.Duration] `key:"initial,required" eg:"1s" help:"Delay before the second attempt."`
	Factor  Value[Ratio]         `key:"factor" default:"2" minratio:"1" maxratio:"1000" eg:"1.5" help:"What the delay grows by from attempt to attempt, in whole thousandths."`
	// Max is not set when there is no bound.
	Max    Value[time.Duration] `key:"max" eg:"1m" help:"Largest delay. Absent: no bound."`
	Jitter Value[Ratio]         `key:"jitter" default:"0" maxratio:"1" eg:"0.5" help:"Part of each delay that is random, in whole thousandths: 0.5 draws it between half and all of the delay."`
}

// Checkpoint says what of the work of a lost attempt need not be done again:
// either Every or Resume is set.
type Checkpoint struct {
	Pos     Pos
	Every   *Value[time.Duration] `key:"every,oneof,positive" eg:"10s" help:"Work on the reference core from one checkpoint to the next; what was done up to the last one is kept."`
	Resume  *Value[Ratio]         `key:"resume,oneof" maxratio:"1" eg:"0.8" help:"Part of the work of a lost attempt that is kept, in whole thousandths."`
	Restart Value[time.Duration]  `key:"restart" default:"0s" eg:"5s" help:"How long each attempt after the first takes before it does work."`
}

// OnCut says what becomes of data whose path breaks.
type OnCut string

// What may become of it.
const (
	CutRestart OnCut = "restart"
	CutStall   OnCut = "stall"
	CutReroute OnCut = "reroute"
	CutAbort   OnCut = "abort"
)

func (OnCut) allowed() []string {
	return []string{string(CutRestart), string(CutStall), string(CutReroute), string(CutAbort)}
}

// Image is the software of tasks, which a node pulls before it runs the first.
type Image struct {
	Pos      Pos
	Name     Value[Name]  `key:"name,required" eg:"detector" help:"Name of the image."`
	Size     Value[Bytes] `key:"size,required" eg:"400MB" help:"Amount of data to pull, and room it takes in the image cache."`
	Registry Ref          `key:"registry,required" eg:"cloud" help:"Node that it is pulled from."`

	origin origin
}
