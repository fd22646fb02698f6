package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/sim/channel"
)

// Link joins two nodes. Seen from a link class, the first end is on the side of
// the user: the uplink of the class leads from the first to the second.
type Link struct {
	Pos     Pos
	Name    Value[Name] `key:"name,required" eg:"uplink-a" help:"Name of the link."`
	Between [2]Ref      `key:"between,required" eg:"[gw-a, cloud]" help:"The two nodes it joins; for a class, the first is on the side of the user."`
	Class   Value[Name] `key:"class" eg:"4g-good" help:"Class of links that gives bandwidth, latency, jitter, outages and energy as far as it has them and they are not written here. Its uplink leads from the first node to the second. littoral list profiles prints the classes."`
	// Bandwidth, BandwidthBack and Latency hold the values of the class when they are not set.
	Bandwidth     Value[BitsPerSecond]         `key:"bandwidth,unless:class,positive" eg:"50Mbit/s" help:"Data rate; of each direction unless duplex is half."`
	BandwidthBack Value[BitsPerSecond]         `key:"bandwidth-back,positive" eg:"200Mbit/s" help:"Data rate from the second node to the first, where it differs; not with duplex half. Absent: that of the class, or bandwidth."`
	Latency       Value[time.Duration]         `key:"latency,unless:class" eg:"30ms" help:"Time a bit takes from one end to the other."`
	Jitter        *Distribution[time.Duration] `key:"jitter" eg:"{exponential: {mean: 5ms}}" help:"Time that each transfer takes in addition to the latency, drawn for each. Absent: that of the class, or none."`
	Loss          *RatioDistribution           `key:"loss" eg:"0.02" help:"Part of the bytes that has to be sent again: a fixed number up to 0.99, or a distribution that is drawn for each transfer. Absent: none."`
	Profile       *Profile                     `key:"profile" eg:"{steps: [{at: 0h, bandwidth: 50Mbit/s}, {at: 8h, bandwidth: 10Mbit/s}], every: 24h}" help:"Bandwidth and latency over time. Absent: they are constant."`
	Outages       Few[LinkOutages]             `key:"outages" eg:"{good: {exponential: {mean: 10m}}, bad: 2s}" help:"Alternation of good and bad times (Gilbert-Elliott): one map, or a list of up to three. Absent: that of the class, or none."`
	Failures      Few[Failure]                 `key:"failures" eg:"{up: {exponential: {mean: 30d}}, down: 2h}" help:"Random or recorded failures: one map, or a list of them. Absent: the link fails only by script."`
	Duplex        Value[Duplex]                `key:"duplex" default:"full" help:"full: each direction has the bandwidth; half: both share it."`
	Encrypted     Value[bool]                  `key:"encrypted" default:"false" help:"Whether the link itself encrypts what it carries."`
	Energy        Value[PicojoulesPerBit]      `key:"energy" eg:"46.7nJ/bit" help:"Energy for each bit that the link carries. Absent: that of the class, if the file accounts for more than idle and busy power; or none."`
	EnergyBack    Value[PicojoulesPerBit]      `key:"energy-back" eg:"20572nJ/bit" help:"Energy for each bit from the second node to the first, where it differs. Absent: energy, or that of the class where energy is not written either."`
	Price         *LinkPrice                   `key:"price" eg:"{GB: 0.09}" help:"What its use costs. Absent: nothing."`

	Residency Value[Name] `key:"residency" eg:"eu" help:"Where the link lies, as for nodes. Absent: data that has to stay somewhere does not pass it."`

	class  *profiles.Class // nil without one
	air    *Mobility       // what it belongs to when its first end moves, or nil
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

// Profile is bandwidth and latency over time, with either Trace or Steps set.
// What holds before the first step, or where steps say nothing, is the value of
// the link.
type Profile struct {
	Trace *ProfileTrace        `key:"trace,oneof" eg:"uplink.csv" help:"File of steps beside the scenario: CSV with the column at, and bandwidth, latency or both; an empty field changes nothing."`
	Steps []ProfileStep        `key:"steps,oneof" eg:"[{at: 0h, bandwidth: 50Mbit/s}, {at: 8h, bandwidth: 10Mbit/s, latency: 80ms}]" help:"Steps in the order of time."`
	Every Value[time.Duration] `key:"every,positive" eg:"24h" help:"After how long the steps begin again; the first is at 0s then. Absent: never."`
}

// ProfileStep says what holds from an instant on.
type ProfileStep struct {
	Pos       Pos
	At        Value[time.Duration] `key:"at,required" eg:"8h" help:"When it begins to hold."`
	Bandwidth Value[BitsPerSecond] `key:"bandwidth" eg:"10Mbit/s" help:"Data rate from the first node to the second; the other direction keeps its ratio to it. At 0bit/s the link is down. Absent: as before."`
	Latency   Value[time.Duration] `key:"latency" eg:"80ms" help:"Latency. Absent: as before."`
}

// ProfileTrace is a file of the steps of a Profile.
type ProfileTrace struct {
	// Path is relative to the directory of the scenario, with slashes.
	Path Value[string]
	// Bandwidth and Latency are the columns of the file without empty fields, in
	// order; instants increase.
	Bandwidth []channel.BandwidthStep
	Latency   []channel.LatencyStep
}

// LinkOutages alternate between good times, in which the link is as usual, and bad
// times, in which it is down or, with any of Bandwidth, Latency and Loss, worse.
type LinkOutages struct {
	Pos       Pos
	Name      Value[Name]                  `key:"name" eg:"fading" help:"Tells several outages of one link apart. Absent: outages."`
	Good      *Distribution[time.Duration] `key:"good,required" eg:"{exponential: {mean: 10m}}" help:"How long a good time lasts."`
	Bad       *Distribution[time.Duration] `key:"bad,required" eg:"2s" help:"How long a bad time lasts; the link is down in it unless one of the next three keys is given."`
	Bandwidth Value[Ratio]                 `key:"bandwidth,positive" maxratio:"1" eg:"0.1" help:"Part of the bandwidth that is left in a bad time. Absent: all, if latency or loss is given."`
	Latency   Value[time.Duration]         `key:"latency" eg:"50ms" help:"Latency in addition to the usual in a bad time. Absent: none."`
	Loss      Value[Ratio]                 `key:"loss" maxratio:"1" eg:"0.3" help:"Part of the bytes that has to be sent again in a bad time, at most 0.99. Absent: none."`
}

// RatioDistribution is a probability distribution of a number without unit.
// Exactly one field but Pos is set. Draws below zero count as zero.
type RatioDistribution struct {
	Pos Pos
	// Constant is what a plain number gives: always that value.
	Constant    *Value[Ratio]       `key:",scalar"`
	Exponential *Exponential[Ratio] `key:"exponential,oneof" eg:"{mean: $}" help:"Exponential distribution."`
	Uniform     *Uniform[Ratio]     `key:"uniform,oneof" eg:"{min: 0, max: $}" help:"Uniform distribution between min and max."`
	Normal      *Normal[Ratio]      `key:"normal,oneof" eg:"{mean: $, sd: 0.01}" help:"Normal distribution; draws below zero count as zero."`
	Lognormal   *Lognormal[Ratio]   `key:"lognormal,oneof" eg:"{mean: $, cv: 1.5}" help:"Log-normal distribution."`
	Weibull     *Weibull[Ratio]     `key:"weibull,oneof" eg:"{shape: 0.7, scale: $}" help:"Weibull distribution."`
	Gamma       *Gamma[Ratio]       `key:"gamma,oneof" eg:"{shape: 2, mean: $}" help:"Gamma distribution."`
}
