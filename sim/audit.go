package sim

import (
	"fmt"
	"strings"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// ledger keeps the sums that the conservation laws compare. Each side of a law
// is gathered where it happens, apart from the other.
type ledger struct {
	inSystem int64
	since    units.Time
	area     units.Wide // ∫ N dt in task-nanoseconds
	sojourn  units.Wide // Σ sojourn times
	parts    units.Wide // Σ of all parts of all sojourn times
	carried  units.Wide // Σ bytes · links of all flights
	tookOff  units.Wide // Σ bytes of all flights
	landed   units.Wide // … of those that reached their destination
	broken   units.Wide // … of those that ended before, moved or not
	flying   units.Wide // … of those under way at the end
	placed   int64
	surplus  int64 // instances that ended as copies: stopped, or their results thrown away
}

// counts are the tasks of one workload by what became of them.
type counts struct{ arrived, finished, declined, left, interrupted int64 }

func (l *ledger) advance(now units.Time) {
	if now == l.since {
		return
	}
	l.area = l.area.PlusProduct(l.inSystem, int64(now-l.since))
	l.since = now
}

// enter books the arrival of a task.
func (l *ledger) enter(now units.Time) {
	l.advance(now)
	l.inSystem++
}

// exit books that a task leaves, or that the run ends while it is in the system.
func (l *ledger) exit(now units.Time, t *task) {
	l.advance(now)
	l.inSystem--
	l.sojourn = l.sojourn.Plus(int64(now - t.arrived))
	l.parts = l.parts.Plus(t.queue).Plus(t.decision).Plus(t.transfer).Plus(t.run)
}

// audits checks every conservation law. It is called when the run is over and
// all tasks still in the system have been recorded and counted.
func (w *world) audits(held []holding) []trace.Audit {
	l := &w.ledger
	out := []trace.Audit{
		exact("little", "∫N dt = Σ sojourn", l.area, l.sojourn),
		exact("latency", "Σ parts = Σ sojourn", l.parts, l.sojourn),
		w.auditTasks(),
		w.auditPlacements(held),
		w.auditWork(),
		w.auditResources(held),
		w.auditTime(),
		w.auditPaths(),
		w.auditBytes(),
		w.auditEnds(),
		w.auditFlights(),
	}
	if len(w.services.list) > 0 {
		out = append(out, w.auditSlots())
	}
	out = append(out, w.auditMobility()...)
	out = append(out, w.auditFollows()...)
	out = append(out, w.auditBeliefs()...)
	out = append(out, w.auditStreams()...)
	out = append(out, w.auditFootprint()...)
	out = append(out, w.auditTrust()...)
	return append(out, w.gatewayAudits()...)
}

func exact(name, law string, got, want units.Wide) trace.Audit {
	return between(name, law, got, want, want)
}

func between(name, law string, got, low, high units.Wide) trace.Audit {
	return trace.Audit{
		Name: name, Law: law, Got: got.String(), Low: low.String(), High: high.String(),
		OK: got.Cmp(low) >= 0 && got.Cmp(high) <= 0,
	}
}

func count(x int64) units.Wide { return units.Wide{}.Plus(x) }

func (w *world) auditTasks() trace.Audit {
	var arrived, gone int64
	for _, c := range w.counts {
		arrived += c.arrived
		gone += c.finished + c.declined + c.left
	}
	return exact("tasks", "arrived = finished + declined + left", count(gone), count(arrived))
}

// auditPlacements checks that every placement has ended in one way, or not yet.
func (w *world) auditPlacements(held []holding) trace.Audit {
	var ends int64
	for _, c := range w.counts {
		ends += c.finished + c.interrupted
	}
	for i := range held {
		ends += held[i].tasks
	}
	if w.belief != nil {
		return exact("placements", "placements = finished + interrupted + copies ended + on nodes at the end",
			count(ends+w.ledger.surplus), count(w.ledger.placed))
	}
	return exact("placements", "placements = finished + interrupted + on nodes at the end", count(ends), count(w.ledger.placed))
}

// auditWork compares, node by node, the CPU that was consumed with the work of
// the tasks that consumed it. Work ends at a whole nanosecond, so each task may
// be served for at most one nanosecond more than it needs.
func (w *world) auditWork() trace.Audit {
	var got, low, high units.Wide
	ok := true
	for i := range w.nodes {
		n := &w.nodes[i]
		hi, lo := n.station.Busy(n.clock.at(int64(w.cfg.Horizon))).Uint128()
		busy := units.WideOf(hi, lo)
		most := n.work.PlusWide(n.extra)
		ok = ok && busy.Cmp(n.work) >= 0 && busy.Cmp(most) <= 0
		got, low, high = got.PlusWide(busy), low.PlusWide(n.work), high.PlusWide(most)
	}
	a := between("work", "on every node: work ≤ ∫ CPU in use dt ≤ work + 1 ns per task (millicore-ns)", got, low, high)
	a.OK = a.OK && ok
	return a
}

// auditResources compares what each node has given away with what the tasks on
// it hold.
func (w *world) auditResources(held []holding) trace.Audit {
	good := int64(0)
	for i := range w.truth {
		capacity := w.sys.Nodes[i].Capacity
		if w.truth[i].Free == capacity.Sub(held[i].sum) && w.sharesAgree(i, held[i].shares) {
			good++
		}
	}
	return exact("resources", "nodes where capacity = free + reserved by tasks", count(good), count(int64(len(w.truth))))
}

func (w *world) sharesAgree(i int, held int64) bool {
	for _, free := range w.truth[i].Devices {
		held += int64(free)
	}
	return held == models.WholeDevice*int64(len(w.truth[i].Devices))
}

// auditTime checks that each node has spent the whole run in some status, and
// each link up or down.
func (w *world) auditTime() trace.Audit {
	var got units.Wide
	for i := range w.nodes {
		for _, ns := range w.nodes[i].spent {
			got = got.Plus(ns)
		}
	}
	for i := range w.links {
		got = got.Plus(w.links[i].up).Plus(w.links[i].down)
	}
	want := units.Wide{}.PlusProduct(int64(len(w.nodes)+len(w.links)), int64(w.cfg.Horizon))
	return exact("time", "Σ time in each status = entities · horizon", got, want)
}

// auditPaths checks that each node was connected or cut off whenever it was up. The
// time connected is counted for all nodes together, and the time cut off for each.
func (w *world) auditPaths() trace.Audit {
	got := w.parts.Account(w.cfg.Horizon).Connected
	var up units.Wide
	for i := range w.nodes {
		got = got.Plus(w.parts.CutOffTime(w.cfg.Horizon, models.NodeID(i)))
		up = up.Plus(w.nodes[i].spent[models.Active]).Plus(w.nodes[i].spent[models.Inactive])
	}
	return exact("paths", "Σ time up = ∫ nodes connected dt + Σ time cut off", got, up)
}

// auditBytes compares what the links have carried with what was delivered over
// them.
func (w *world) auditBytes() trace.Audit {
	var got units.Wide
	for i := range w.links {
		got = got.PlusWide(w.links[i].bytes[0]).PlusWide(w.links[i].bytes[1])
	}
	return exact("bytes", "Σ bytes over links = Σ bytes of flights · links on the path", got, w.ledger.carried)
}

// auditEnds compares what nodes have sent and received.
func (w *world) auditEnds() trace.Audit {
	var sent, received units.Wide
	for i := range w.nodes {
		sent = sent.PlusWide(w.nodes[i].sent)
		received = received.PlusWide(w.nodes[i].gotten)
	}
	return exact("delivery", "Σ bytes received = Σ bytes sent and delivered", received, sent)
}

// auditFlights checks that every byte that was sent off has been accounted for.
func (w *world) auditFlights() trace.Audit {
	l := &w.ledger
	return exact("flights", "Σ bytes sent off = delivered + lost or turned back + under way",
		l.landed.PlusWide(l.broken).PlusWide(l.flying), l.tookOff)
}

// AuditError says which conservation laws a run broke, with the numbers.
type AuditError struct{ Broken []trace.Audit }

// Error prints one line per broken law.
func (e *AuditError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d conservation laws are broken:", len(e.Broken))
	for _, a := range e.Broken {
		fmt.Fprintf(&text, "\n  %s: %s: got %s, want %s … %s", a.Name, a.Law, a.Got, a.Low, a.High)
	}
	return text.String()
}
