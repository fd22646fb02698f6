package scenarios

import "time"

// Arrivals says when each source of a workload produces a task. Exactly one
// field is set.
type Arrivals struct {
	Pos     Pos
	Poisson *Poisson               `key:"poisson,oneof" eg:"{rate: 2/s}" help:"Poisson process: independent exponential gaps."`
	Every   *Value[time.Duration]  `key:"every,oneof,positive" eg:"100ms" help:"One task at each multiple of this time."`
	At      []Value[time.Duration] `key:"at,oneof" eg:"[0s, 1.5s]" help:"Tasks at these instants, in ascending order."`
	Trace   *Trace                 `key:"trace,oneof" eg:"arrivals.csv" help:"File of arrival instants beside the scenario: CSV with the column at, and source if each source has its own."`

	// Gap is the distribution of the time between arrivals.
	Gap *Distribution[time.Duration] `key:",inline"`
}

// Poisson is a Poisson process.
type Poisson struct {
	Rate Value[EventRate] `key:"rate,required,positive" eg:"2/s" help:"Mean number of tasks per time."`
}

// Trace is a file of arrival instants.
type Trace struct {
	// Path is relative to the directory of the scenario, with slashes.
	Path Value[string]
	// Arrivals are the rows of the file in order; At does not decrease.
	Arrivals []TraceArrival
}

// TraceArrival is one row of a trace.
type TraceArrival struct {
	At time.Duration
	// Source is the index in File.Nodes of the node that produces the task, or
	// -1 when the file has no such column: then every source does.
	Source int
}
