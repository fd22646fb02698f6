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
	OnOff   *OnOff                 `key:"on-off,oneof" eg:"{on: {exponential: {mean: 10s}}, off: {exponential: {mean: 50s}}, rate: 20/s}" help:"Bursts: arrivals while on, none while off."`
	MMPP    *MMPP                  `key:"mmpp,oneof" eg:"{states: [{rate: 10/s, stay: 30s}, {rate: 1/s, stay: 5m}]}" help:"Markov-modulated Poisson process: a Poisson process whose rate jumps between states."`
	Daily   *Daily                 `key:"daily,oneof" eg:"{steps: [{at: 0h, rate: 1/s}, {at: 8h, rate: 5/s}, {at: 18h, rate: 1/s}], every: 24h}" help:"Poisson process whose rate is a step function of the time of day."`
	Sine    *Sine                  `key:"sine,oneof" eg:"{mean: 2/s, swing: 0.8, every: 24h, peak: 14h}" help:"Poisson process whose rate follows a sine."`

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

// OnOff is a source that alternates between on, with which it begins, and off.
// Exactly one of Gap and Rate is set.
type OnOff struct {
	On   *Distribution[time.Duration] `key:"on,required" eg:"{exponential: {mean: 10s}}" help:"How long it stays on each time."`
	Off  *Distribution[time.Duration] `key:"off,required" eg:"{exponential: {mean: 50s}}" help:"How long it stays off each time."`
	Gap  *Distribution[time.Duration] `key:"gap,oneof" eg:"50ms" help:"Time between arrivals while on; each time on begins with a gap."`
	Rate *Value[EventRate]            `key:"rate,oneof,positive" eg:"20/s" help:"Mean number of tasks per time while on, as a Poisson process."`
}

// MMPP is a Markov-modulated Poisson process.
type MMPP struct {
	States []MMPPState `key:"states,required" eg:"[{rate: 10/s, stay: 30s}, {rate: 1/s, stay: 5m}]" help:"The states."`
	// Initial has as many elements as States, or none: then the first state is
	// that at the begin.
	Initial []Value[int64] `key:"initial" min:"0" max:"1000000000" eg:"[1, 10]" help:"Relative weights of the states at the begin, one for each. Absent: the first state."`
}

// MMPPState is one state of an MMPP.
type MMPPState struct {
	Rate Value[EventRate]     `key:"rate,required" eg:"10/s" help:"Mean number of tasks per time in this state; may be 0/s."`
	Stay Value[time.Duration] `key:"stay,required,positive" eg:"30s" help:"Mean time in this state; it is exponential."`
	// Next has as many elements as there are states, or none: then the next state
	// in order follows, and the first after the last.
	Next []Value[int64] `key:"next" min:"0" max:"1000000000" eg:"[0, 1]" help:"Relative weights of the states that follow, one for each state. Absent: the next in order."`
}

// Daily is a Poisson process whose rate is a step function that repeats.
type Daily struct {
	Steps []RateStep           `key:"steps,required" eg:"[{at: 0h, rate: 1/s}, {at: 8h, rate: 5/s}]" help:"The rates in the order of time; the first is at 0s."`
	Every Value[time.Duration] `key:"every,required,positive" eg:"24h" help:"After how long the steps begin again."`
}

// RateStep is a rate that holds from an instant of the period on.
type RateStep struct {
	At   Value[time.Duration] `key:"at,required" eg:"8h" help:"When it begins to hold, from the begin of the period."`
	Rate Value[EventRate]     `key:"rate,required" eg:"5/s" help:"Mean number of tasks per time; may be 0/s."`
}

// Sine is a Poisson process with the rate mean·(1 + swing·cos(2π(t-peak)/every)).
type Sine struct {
	Mean  Value[EventRate]     `key:"mean,required,positive" eg:"2/s" help:"Mean number of tasks per time over a period."`
	Swing Value[Ratio]         `key:"swing,required" maxratio:"1" eg:"0.8" help:"How far the rate swings around its mean, as a part of it: 0 to 1."`
	Every Value[time.Duration] `key:"every,required,positive" eg:"24h" help:"Length of a period."`
	Peak  Value[time.Duration] `key:"peak" default:"0s" eg:"14h" help:"When in the period the rate is greatest."`
}
