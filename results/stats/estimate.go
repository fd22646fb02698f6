package stats

import "math"

// The methods by which an Estimate or a Ratio got its interval.
const (
	MethodBatchMeans   = "batch-means-95"           // one run, correlated observations
	MethodTimeBatches  = "batch-means-over-time-95" // one run, counts per span of time
	MethodReplications = "student-t-95"             // independent runs
	MethodWilson       = "wilson-95"                // a share of independent trials
)

// Estimate is a mean with its 95 % confidence interval, in the unit that the
// name of the field holding it ends in.
type Estimate struct {
	Value     *float64 `json:"value"`   // nil: there is none, and Note says why
	CILow     *float64 `json:"ci_low"`  // nil: no interval, and Note says why
	CIHigh    *float64 `json:"ci_high"` // nil: no interval, and Note says why
	N         int64    `json:"n"`       // observations
	Method    string   `json:"method"`
	Batches   int      `json:"batches"`          // batches behind the interval, or 0
	BatchSize int64    `json:"batch_size"`       // observations per batch, or 0
	Lag1      *float64 `json:"lag1_correlation"` // between the batch means
	Reliable  bool     `json:"reliable"`         // the batches look independent
	Note      string   `json:"note,omitempty"`
}

// Half returns how far the interval reaches above the value; ok is false without
// one. It reaches as far below, unless it would leave the possible values.
func (e *Estimate) Half() (half float64, ok bool) {
	if e.Value == nil || e.CIHigh == nil {
		return 0, false
	}
	return *e.CIHigh - *e.Value, true
}

// Withhold removes value and interval and says why.
func (e *Estimate) Withhold(why string) {
	e.Value, e.CILow, e.CIHigh, e.Reliable, e.Note = nil, nil, nil, false, why
}

func (e *Estimate) interval(low, high float64) { e.CILow, e.CIHigh = &low, &high }

// Mean returns the mean of independent observations, such as one per
// replication, with the interval of Student's t distribution. One observation
// has no interval.
func Mean(xs []float64) Estimate {
	e := Estimate{N: int64(len(xs)), Method: MethodReplications, Batches: len(xs), BatchSize: 1}
	if len(xs) == 0 {
		e.Note = "no observations"
		return e
	}
	mean := 0.0
	for _, x := range xs {
		mean += x
	}
	mean /= float64(len(xs))
	e.Value = &mean
	if len(xs) == 1 {
		e.Note = "one observation: no interval"
		return e
	}
	v, _ := variance(xs)
	half := float64(studentT95(len(xs)-1) * math.Sqrt(v/float64(len(xs))))
	e.interval(mean-half, mean+half)
	e.Reliable = true
	return e
}
