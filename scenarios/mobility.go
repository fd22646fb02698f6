package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// Mobility makes devices move among access points. Each of them gets a link of its
// own, called air- and then its name, to the access point that it belongs to.
type Mobility struct {
	Pos          Pos
	Devices      Source                       `key:"devices,required" eg:"{labels: {kind: user}}" help:"Nodes that move: a name, a list, a template such as user-{i}, or {labels: {kind: user}}. They have no links of their own, and no place to stand but where they begin, their at."`
	Model        *Movement                    `key:"model,required" eg:"{random-waypoint: {speed: 1.4m/s}}" help:"How they move."`
	AccessPoints Source                       `key:"access-points,required" eg:"{labels: {kind: site}}" help:"Nodes that they can be attached to, written like devices. Each needs a place, at."`
	Coverage     Value[Length]                `key:"coverage,required,positive" eg:"200m" help:"How far away an access point can be used."`
	Hysteresis   Value[Length]                `key:"hysteresis" default:"0m" eg:"10m" help:"By how much another access point must be nearer than the present one to be preferred."`
	Handover     *Distribution[time.Duration] `key:"handover,required" eg:"50ms" help:"How long a device has no link when it changes its access point, or has come back into coverage."`
	Link         *Air                         `key:"link,required" eg:"{class: 5g-nsa}" help:"The link between a device and its access point."`

	origin origin
	// air is the first of its links in File.Links.
	air int
}

// Air is a link between a device and whatever access point it belongs to. The
// device is on the side of the user. Keys mean what they mean for a Link.
type Air struct {
	Class         Value[Name]                  `key:"class" eg:"4g-good" help:"Class of links that gives bandwidth, latency, jitter, outages and energy as far as it has them and they are not written here; the uplink leads from the device. littoral list profiles prints the classes."`
	Bandwidth     Value[BitsPerSecond]         `key:"bandwidth,unless:class,positive" eg:"50Mbit/s" help:"Data rate of a device; of each direction unless duplex is half. What an access point serves in all is the bandwidth of its node."`
	BandwidthBack Value[BitsPerSecond]         `key:"bandwidth-back,positive" eg:"200Mbit/s" help:"Data rate towards the device, where it differs. Absent: that of the class, or bandwidth."`
	Latency       Value[time.Duration]         `key:"latency,unless:class" eg:"8ms" help:"Time a bit takes from one end to the other."`
	Jitter        *Distribution[time.Duration] `key:"jitter" eg:"{exponential: {mean: 5ms}}" help:"Time that each transfer takes in addition to the latency, drawn for each. Absent: that of the class, or none."`
	Loss          *RatioDistribution           `key:"loss" eg:"0.02" help:"Part of the bytes that has to be sent again: a fixed number up to 0.99, or a distribution that is drawn for each transfer. Absent: none."`
	Duplex        Value[Duplex]                `key:"duplex" default:"full" help:"full: each direction has the bandwidth; half: both share it."`
	Encrypted     Value[bool]                  `key:"encrypted" default:"false" help:"Whether the link itself encrypts what it carries."`
	Energy        Value[PicojoulesPerBit]      `key:"energy" eg:"283nJ/bit" help:"Energy for each bit. Absent: that of the class, if the file accounts for more than idle and busy power; or none."`
	EnergyBack    Value[PicojoulesPerBit]      `key:"energy-back" eg:"137nJ/bit" help:"Energy for each bit towards the device, where it differs. Absent: energy, or that of the class where energy is not written either."`
}

// Movement is how devices move. Exactly one field but Pos is set.
type Movement struct {
	Pos            Pos
	RandomWaypoint *RandomWaypoint `key:"random-waypoint,oneof" eg:"{speed: 1.4m/s, pause: 30s}" help:"To a place chosen at random in an area, pause, and again. A device begins where it stands, its at, or else anywhere in the area."`
	Places         *Places         `key:"places,oneof" eg:"{list: [{at: {lat: -37.8152, lon: 144.9748}, dwell: 10m}, {at: {lat: -37.8102, lon: 144.9628}, dwell: 1h}], speed: 1.4m/s}" help:"From one place of a list to another, chosen by weight, with a stay at each. A device begins at the place nearest to where it stands, its at, or else at the first."`
	Waypoints      []Waypoint      `key:"waypoints,oneof" eg:"[{at: 0s, lat: -37.8152, lon: 144.9748}, {at: 10m, lat: -37.8102, lon: 144.9628}]" help:"The same way for all devices: along straight lines from one place to the next, to be there in time."`
	Trace          *PositionTrace  `key:"trace,oneof" eg:"positions.csv" help:"File of recorded positions beside the scenario: CSV with the columns time, node, lat and lon, in the order of time; every device has at least one row. In between, devices move along straight lines."`
}

// RandomWaypoint is the random waypoint model.
type RandomWaypoint struct {
	Area  *Area                        `key:"area" eg:"{south: -37.82, west: 144.95, north: -37.8, east: 144.98}" help:"Where the places lie. Absent: the least rectangle with all access points in it."`
	Speed *Distribution[Velocity]      `key:"speed,required" eg:"{uniform: {min: 1m/s, max: 2m/s}}" help:"Speed, drawn for each way; at least 1mm/s counts."`
	Pause *Distribution[time.Duration] `key:"pause" eg:"{exponential: {mean: 1m}}" help:"Stay at each place. Absent: none."`
}

// Area is a rectangle in degrees.
type Area struct {
	Pos   Pos
	South Value[Degrees] `key:"south,required" maxdegrees:"90" eg:"-37.82" help:"Least latitude in degrees, north positive."`
	West  Value[Degrees] `key:"west,required" maxdegrees:"180" eg:"144.95" help:"Least longitude in degrees, east positive."`
	North Value[Degrees] `key:"north,required" maxdegrees:"90" eg:"-37.8" help:"Greatest latitude."`
	East  Value[Degrees] `key:"east,required" maxdegrees:"180" eg:"144.98" help:"Greatest longitude."`
}

// Places is the model of places where devices stay.
type Places struct {
	List  []Place                 `key:"list,required" eg:"[{at: {lat: -37.8152, lon: 144.9748}, dwell: 10m}, {at: {lat: -37.8102, lon: 144.9628}, dwell: 1h}]" help:"The places, at least two."`
	Speed *Distribution[Velocity] `key:"speed,required" eg:"{uniform: {min: 1m/s, max: 2m/s}}" help:"Speed, drawn for each way; at least 1mm/s counts."`
}

// Place is where devices stay for a while.
type Place struct {
	Pos    Pos
	At     *Location                    `key:"at,required" eg:"{lat: -37.8152, lon: 144.9748}" help:"Where it is."`
	Dwell  *Distribution[time.Duration] `key:"dwell,required" eg:"{exponential: {mean: 10m}}" help:"How long a device stays."`
	Weight Value[int64]                 `key:"weight" default:"1" min:"1" max:"1000000" eg:"3" help:"How often it is chosen, relative to the others."`
}

// Waypoint is a place and when a device is there.
type Waypoint struct {
	Pos Pos
	At  Value[time.Duration] `key:"at,required" eg:"10m" help:"When a device is there."`
	Lat Value[Degrees]       `key:"lat,required" maxdegrees:"90" eg:"-37.8152" help:"Latitude in degrees, north positive."`
	Lon Value[Degrees]       `key:"lon,required" maxdegrees:"180" eg:"144.9748" help:"Longitude in degrees, east positive."`
}

// PositionTrace is a file of recorded positions.
type PositionTrace struct {
	// Path is relative to the directory of the scenario, with slashes.
	Path Value[string]
	// Positions are the rows of the file for each node that has any, in order of
	// time.
	Positions map[int][]Position
}

// Position is a row of a PositionTrace.
type Position struct {
	At       units.Time
	Lat, Lon Degrees
}

func (t *PositionTrace) decode(d *decoder, n *yamlx.Node, f *field) { t.Path.decode(d, n, f) }
