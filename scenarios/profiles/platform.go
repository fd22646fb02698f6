package profiles

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Forever is a toleration without end, and the time between evictions where there are none.
const Forever time.Duration = math.MaxInt64

// Platform is what is between a site and whoever watches it: when nodes report, when they are taken for lost, what follows from that, and what a site does
// on its own. What no source gives is not known, and whoever uses the platform has to say it.
type Platform struct {
	Name  string // lower case, letters, digits, hyphens and dots
	Title string // one line

	Period  Value[time.Duration] // between two heartbeats, at least
	Jitter  Value[int64]         // by how many thousandths it may be longer
	Monitor Value[time.Duration] // between two looks of the observer
	Grace   Value[time.Duration] // after which a silent node is lost
	Startup Value[time.Duration] // … which has never been heard
	Recover Value[int64]         // signals in a row that make a node trusted again

	Toleration  Value[time.Duration] // from the taint to the eviction
	Every       Value[time.Duration] // from taint to taint
	Burst       Value[int64]         // taints at once
	Zoned       Value[bool]          // whether the regimes of Kubernetes bound evictions
	Secondary   Value[time.Duration] // from taint to taint in large zones of which much is lost
	LargeZone   Value[int64]         // most nodes of a zone that is not large
	Unhealthy   Value[int64]         // the thousandths of a zone that are much
	UnhealthyTo Value[int64]         // most lost nodes that are never much
	Pass        Value[time.Duration] // between two looks for what is to be tainted
	Wait        Value[time.Duration] // from when a node is lost until it may be tainted

	Reconcile   Value[time.Duration] // from the first heartbeat after a cut until both sides agree
	Termination Value[time.Duration] // from the order to stop until an instance has stopped
	Backoff     Value[time.Duration] // after the first refusal of a placement
	BackoffMost Value[time.Duration] // after many in a row

	Respond Value[bool] // whether commands only travel as answers to heartbeats

	StopOffline  Value[bool] // whether a node that is cut off stops what it runs
	KeepAtReboot Value[bool] // whether it restarts from its own storage what it ran before a crash
}

// Rows returns all values of the platform that are known, in a fixed order.
func (p *Platform) Rows() (rows []Row) {
	add := func(r []Row) { rows = append(rows, r...) }
	add(row("heartbeat period", p.Period))
	add(row("heartbeat jitter (permille)", p.Jitter))
	add(row("monitor", p.Monitor))
	add(row("grace", p.Grace))
	add(row("startup grace", p.Startup))
	add(row("recovery (signals)", p.Recover))
	add(row("toleration", forever(p.Toleration)))
	add(row("taint every", forever(p.Every)))
	add(row("burst", p.Burst))
	add(row("zone regimes", p.Zoned))
	add(row("secondary taint every", forever(p.Secondary)))
	add(row("large zone (nodes)", p.LargeZone))
	add(row("unhealthy (permille)", p.Unhealthy))
	add(row("never unhealthy (nodes)", p.UnhealthyTo))
	add(row("taint pass", p.Pass))
	add(row("wait before taint", p.Wait))
	add(row("reconcile", p.Reconcile))
	add(row("termination grace", p.Termination))
	add(row("first back-off", p.Backoff))
	add(row("longest back-off", p.BackoffMost))
	add(row("commands only as responses", p.Respond))
	add(row("stops when cut off", p.StopOffline))
	add(row("restarts after reboot", p.KeepAtReboot))
	return rows
}

// forever makes the text of a span that may be without end.
func forever(v Value[time.Duration]) Value[string] {
	text := v.V.String()
	if v.V == Forever {
		text = "forever"
	}
	if !v.Known() {
		text = ""
	}
	return Value[string]{V: text, Source: v.Source, Said: v.Said, Derived: v.Derived}
}

// Platforms returns all platforms in the order of their names. The caller may change the result.
func Platforms() []Platform {
	list := []Platform{
		kubernetes131(), kubernetes132(), kubernetes137(), kubeEdge(), kubeEdgeAutonomy(), openYurt17(), baetyl2(),
	}
	slices.SortFunc(list, func(a, b Platform) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// LookupPlatform returns the platform of a name, and whether there is one.
func LookupPlatform(name string) (Platform, bool) {
	for _, p := range Platforms() {
		if p.Name == name {
			return p, true
		}
	}
	return Platform{}, false
}
