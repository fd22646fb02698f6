package scenarios

import "time"

// Failure makes a node, a link or a domain fail again and again, at random or as
// recorded: either Trace is set, or Up with Down or, for a reboot, Downtime.
type Failure struct {
	Pos   Pos
	Name  Value[Name]                  `key:"name" eg:"disk" help:"Tells several failures of one thing apart."`
	Up    *Distribution[time.Duration] `key:"up,unless:trace" eg:"{exponential: {mean: 30d}}" help:"Time from a repair to the next failure."`
	Down  *Distribution[time.Duration] `key:"down,unless:trace|downtime" eg:"2h" help:"Time from a failure, or from the begin of its repair by a crew, to the end of the repair. Not for a reboot."`
	Trace *OutageTrace                 `key:"trace" eg:"outages.csv" help:"File of recorded outages beside the scenario, instead of up and down: CSV with the columns from and until."`
	Mode  Value[FailureMode]           `key:"mode" default:"crash" help:"crash: down, and what ran is lost; pause: no progress, nothing is lost; slow: at a part of the speed or bandwidth; reboot: a crash of fixed length."`
	Speed Value[Ratio]                 `key:"speed,positive" maxratio:"1" eg:"0.25" help:"Part of the speed of a node, or of the bandwidth of a link, that mode slow leaves, in whole thousandths below 1."`
	// Downtime is set for the mode reboot only.
	Downtime Value[time.Duration] `key:"downtime,positive" eg:"90s" help:"How long a reboot takes, instead of down."`
	Crew     Ref                  `key:"crew" eg:"field" help:"Crew that repairs; until one of its members is free the repair waits. Absent: repair begins at once."`
	Priority Value[int64]         `key:"priority" default:"0" min:"0" max:"1000000" eg:"5" help:"Higher goes first in the queue of the crew."`
	Clock    Value[FailureClock]  `key:"clock" default:"calendar" help:"calendar: the up time always passes; operating: it stands still while something else has the thing down or paused."`
}

// FailureMode is the way in which something fails.
type FailureMode string

// The modes of failure.
const (
	ModeCrash  FailureMode = "crash"
	ModePause  FailureMode = "pause"
	ModeSlow   FailureMode = "slow"
	ModeReboot FailureMode = "reboot"
)

func (FailureMode) allowed() []string {
	return []string{string(ModeCrash), string(ModePause), string(ModeSlow), string(ModeReboot)}
}

// FailureClock says when the up time of a failure passes.
type FailureClock string

// The clocks.
const (
	ClockCalendar  FailureClock = "calendar"
	ClockOperating FailureClock = "operating"
)

func (FailureClock) allowed() []string {
	return []string{string(ClockCalendar), string(ClockOperating)}
}

// OutageTrace is a file of recorded outages.
type OutageTrace struct {
	// Path is relative to the directory of the scenario, with slashes.
	Path Value[string]
	// Outages are the rows of the file in order; they do not overlap.
	Outages []Outage
}

// Outage is one row of an OutageTrace.
type Outage struct {
	From time.Duration
	// Until is the end, or -1 when the outage has none.
	Until time.Duration
}

// Domain is a set of things that fail together: the nodes that name it, some
// links, and other domains.
type Domain struct {
	Pos      Pos
	Name     Value[Name]  `key:"name,required" eg:"rack-1" help:"Name of the domain; nodes belong to it by their key domain."`
	Within   Ref          `key:"within" eg:"site-a" help:"Domain that this one is part of, and fails with."`
	Links    []Ref        `key:"links" eg:"[uplink-a]" help:"Links that fail with the domain."`
	Failures Few[Failure] `key:"failures" eg:"{up: {exponential: {mean: 180d}}, down: 4h}" help:"Random or recorded failures of all of it at once: one map, or a list of them. Absent: it fails only by script."`

	origin origin
}

// Crew repairs what has failed.
type Crew struct {
	Pos  Pos
	Name Value[Name]  `key:"name,required" eg:"field" help:"Name of the crew."`
	Size Value[int64] `key:"size,required" min:"1" max:"1000000" eg:"2" help:"Number of repairs it does at one time."`

	origin origin
}
