package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/sim/energy"
)

// Millijoules is an amount of energy.
type Millijoules int64

// PicojoulesPerBit is the energy that a link uses for each bit.
type PicojoulesPerBit int64

// CarbonIntensity is in milligrams of CO2 equivalent per kilowatt-hour.
type CarbonIntensity int64

// Power is the electrical power a node draws.
type Power struct {
	Pos   Pos
	Idle  Value[Milliwatts]   `key:"idle,unless:table" eg:"1.6W" help:"Power when no core is busy."`
	Busy  Value[Milliwatts]   `key:"busy,unless:table" eg:"5.1W" help:"Power when all cores are busy."`
	Model Value[PowerModel]   `key:"model" default:"linear" help:"How power follows the part u of the CPU in use, between idle and busy. linear: idle + (busy - idle)·u; cubic: idle + (busy - idle)·u³."`
	Table []Value[Milliwatts] `key:"table" eg:"[86W, 89.4W, 92.6W, 96W, 99.5W, 102W, 106W, 108W, 112W, 114W, 117W]" help:"Power at 0, 10, … 100 % of the CPU in use, as in a SPECpower report, and on straight lines between; instead of idle, busy and model."`
	Off   Value[Milliwatts]   `key:"off" default:"0W" eg:"0.5W" help:"Power when the node is down by a fault."`
	Sleep *Sleep              `key:"sleep" eg:"{power: 0.2W, after: 30s, wake: 2s}" help:"How the node sleeps when it has nothing to run. Absent: it stays awake."`
}

// PowerModel says how power follows utilisation.
type PowerModel string

// The models of power.
const (
	PowerLinear PowerModel = "linear"
	PowerCubic  PowerModel = "cubic"
)

func (PowerModel) allowed() []string { return []string{string(PowerLinear), string(PowerCubic)} }

// Sleep is a state of low power. Schedulers do not notice it.
type Sleep struct {
	Power  Value[Milliwatts]    `key:"power,required" eg:"0.2W" help:"Power asleep."`
	After  Value[time.Duration] `key:"after,required" eg:"30s" help:"After how long without anything to run the node falls asleep."`
	Wake   Value[time.Duration] `key:"wake,required" eg:"2s" help:"How long it takes to wake up when a task is ready to run there; the task waits meanwhile."`
	Waking Value[Milliwatts]    `key:"waking" eg:"5.1W" help:"Power while it wakes up. Absent: that when idle."`
}

// Battery feeds a node.
type Battery struct {
	Pos      Pos
	Capacity Value[Millijoules] `key:"capacity,required,positive" eg:"18.75Wh" help:"Energy that the battery holds."`
	Charge   Value[Ratio]       `key:"charge" default:"1" maxratio:"1" eg:"0.8" help:"Part of it that is there at the begin."`
	Cutoff   Value[Ratio]       `key:"cutoff" default:"0" maxratio:"1" eg:"0.05" help:"Part of the capacity at which the node goes down."`
	Restart  Value[Ratio]       `key:"restart,required" maxratio:"1" eg:"0.2" help:"Part of the capacity at which it comes back; more than cutoff."`
	Harvest  *Harvest           `key:"harvest" eg:"{steps: [{at: 0h, power: 0W}, {at: 6h, power: 5W}, {at: 18h, power: 0W}], every: 24h}" help:"Power that fills the battery, such as that of a solar panel: a fixed one, or one that changes. Absent: none."`
}

// Harvest is a power over time. Exactly one of Constant, Trace, Steps and Sine is set.
type Harvest struct {
	Pos      Pos
	Constant *Value[Milliwatts]   `key:",scalar"`
	Trace    *CourseTrace         `key:"trace,oneof" eg:"solar.csv" help:"File of steps beside the scenario: CSV with the columns at and power."`
	Steps    []HarvestStep        `key:"steps,oneof" eg:"[{at: 0h, power: 0W}, {at: 6h, power: 5W}]" help:"Steps in the order of time, the first at 0s."`
	Sine     *HarvestSine         `key:"sine,oneof" eg:"{mean: 2W, swing: 1, every: 24h, peak: 12h}" help:"Power that follows a sine, in 96 steps a period."`
	Every    Value[time.Duration] `key:"every,positive" eg:"24h" help:"After how long the steps begin again; a sine has its own. Absent: never."`
}

// HarvestSine is the power mean·(1 + swing·cos(2π(t-peak)/every)).
type HarvestSine struct {
	Mean  Value[Milliwatts]    `key:"mean,required,positive" eg:"2W" help:"Mean power over a period."`
	Swing Value[Ratio]         `key:"swing,required" maxratio:"1" eg:"1" help:"How far the power swings around its mean, as a part of it: 0 to 1."`
	Every Value[time.Duration] `key:"every,required,positive" eg:"24h" help:"Length of a period."`
	Peak  Value[time.Duration] `key:"peak" default:"0s" eg:"12h" help:"When in the period the power is greatest."`
}

// HarvestStep says what holds from an instant on.
type HarvestStep struct {
	At    Value[time.Duration] `key:"at,required" eg:"6h" help:"When it begins to hold."`
	Power Value[Milliwatts]    `key:"power,required" eg:"5W" help:"Power."`
}

// CourseTrace is a file of steps.
type CourseTrace struct {
	// Path is relative to the directory of the scenario, with slashes.
	Path Value[string]
	// Steps are the rows: instants in nanoseconds, which increase from 0, and values in
	// the unit of the key.
	Steps []energy.Step
}

// NodePrice is what a node costs.
type NodePrice struct {
	Hour Value[Ratio] `key:"hour,required" maxratio:"1000000" eg:"0.05" help:"Price of an hour, in any currency, whatever the node does."`
}

// LinkPrice is what the use of a link costs.
type LinkPrice struct {
	GB Value[Ratio] `key:"GB,required" maxratio:"1000000" eg:"0.09" help:"Price of 10⁹ bytes carried, in any currency, in either direction."`
}

// Carbon is the carbon intensity of the power grid of some nodes. Exactly one of
// Intensity, Trace and Steps is set.
type Carbon struct {
	Pos       Pos
	Nodes     []Ref                  `key:"nodes" eg:"[cloud]" help:"Only these nodes."`
	Tier      Many[Tier]             `key:"tier" eg:"[edge, gateway]" help:"Only nodes of these tiers."`
	Domain    Ref                    `key:"domain" eg:"site-a" help:"Only nodes of this failure domain."`
	Labels    Selector               `key:"labels" eg:"{zone: a}" help:"Only nodes with these labels."`
	Intensity Value[CarbonIntensity] `key:"intensity,oneof" eg:"350g/kWh" help:"CO2 equivalent per energy, always the same."`
	Trace     *CourseTrace           `key:"trace,oneof" eg:"grid.csv" help:"File of steps beside the scenario: CSV with the columns at and intensity."`
	Steps     []CarbonStep           `key:"steps,oneof" eg:"[{at: 0h, intensity: 420g/kWh}, {at: 10h, intensity: 80g/kWh}]" help:"Steps in the order of time, the first at 0s."`
	Every     Value[time.Duration]   `key:"every,positive" eg:"24h" help:"After how long the steps begin again. Absent: never."`

	// Feeds are the indices in File.Nodes of the nodes that the grid feeds, ascending:
	// those that are meant here and by no entry before, and have no battery.
	Feeds []int
}

// CarbonStep says what holds from an instant on.
type CarbonStep struct {
	At        Value[time.Duration]   `key:"at,required" eg:"10h" help:"When it begins to hold."`
	Intensity Value[CarbonIntensity] `key:"intensity,required" eg:"80g/kWh" help:"CO2 equivalent per energy."`
}
