package results

import (
	"github.com/littoral-sim/littoral/results/stats"
	"github.com/littoral-sim/littoral/sim/trace"
)

// summarise builds the summary of a run from what was gathered.
func (r *Recorder) summarise(o *trace.Outcome, scenario string) *Summary {
	s := &Summary{
		Format: Format, Scenario: scenario, Policy: o.Policy, Seed: o.Seed,
		HorizonNs: o.Horizon, WarmupNs: o.Warmup, Network: o.Network,
		Digest: o.Digest.String(), Events: o.Events, Steps: o.Steps,
		Decisions: o.Decisions, Refusals: o.Refusals, Placed: o.Placed,
		Dir: r.dir, Transfers: r.transferTotals(), timeline: r.spans(o),
	}
	all := s.timeline.all()
	s.All = r.all.workload("", o, s.timeline.width, all)
	s.curves = append(s.curves, r.all.curve())
	for i, n := range r.names.Workloads {
		s.Workloads = append(s.Workloads, r.tallies[i].workload(n, o, s.timeline.width, s.timeline.workloads[i]))
		s.curves = append(s.curves, r.tallies[i].curve())
	}
	for _, u := range o.Workloads {
		w := WholeRun{u.Arrived, u.Finished, u.Declined, u.Left, u.Interrupted}
		s.Workloads[u.Workload].WholeRun = w
		if r.isInstance(u.Workload) {
			continue
		}
		a := &s.All.WholeRun
		a.Arrived += w.Arrived
		a.Finished += w.Finished
		a.Declined += w.Declined
		a.Left += w.Left
		a.Interrupted += w.Interrupted
	}
	s.Nodes, s.Tiers = tiers(o.NodeUse)
	s.Streams = r.streamsOf(o)
	s.Services = servicesOf(o)
	s.dropInstances(r.names.Instances)
	s.Partition = partitionOf(o)
	s.Mobility = mobilityOf(o)
	s.Gateways = gatewaysOf(o)
	s.Footprint = footprintOf(o)
	s.Belief = beliefOf(o)
	s.Trust = trustOf(o)
	s.Sessions = sessionsOf(o)
	s.Saturated = saturatedOf(o)
	for _, a := range o.Audits {
		s.Audits = append(s.Audits, Audit{Name: a.Name, Law: a.Law, Low: a.Low, Got: a.Got, High: a.High, OK: a.OK})
		if a.OK {
			s.AuditsOK++
		}
	}
	return s
}

// partitionOf turns the totals about islands into numbers.
func partitionOf(o *trace.Outcome) Partition {
	x := Partition{
		IslandsWhole: o.Partition.IslandsWhole, IslandsMax: o.Partition.IslandsMax,
		Parted: o.Partition.Parted, CutOff: o.Partition.CutOff,
	}
	if o.Horizon > 0 {
		x.IslandsMean = float64(o.Partition.Islands) / float64(o.Horizon)
	}
	for i := range o.NodeUse {
		if o.NodeUse[i].CutOff > 0 {
			x.CutOffNodes++
		}
	}
	return x
}

// workload turns a tally into numbers. c holds the counts over time of the same
// tasks, and those of the warm-up.
func (y *tally) workload(name string, o *trace.Outcome, width int64, c counts) Workload {
	w := Workload{
		Name: name, Arrived: y.arrived(), Finished: y.states[trace.StateFinished],
		Declined: y.states[trace.StateDeclined], Pending: y.states[trace.StatePending],
		Sending: y.states[trace.StateSending], Queued: y.states[trace.StateQueued],
		Running: y.states[trace.StateRunning], Replacements: y.replacements,
		Latency: y.latency.Estimate(), Missed: y.missed.Ratio(),
	}
	w.Unfinished = w.Pending + w.Sending + w.Queued + w.Running
	w.Throughput = stats.Rate(c[countMeasured], width, o.Warmup, o.Horizon, w.Finished)
	for i, p := range w.parts() {
		*p = y.parts[i].Estimate()
	}
	w.Unstable = unstable(c[countArrived], c.gone(), width, o.Warmup, o.Horizon)
	if w.Unstable != "" {
		w.Latency.Withhold(w.Unstable)
		for _, p := range w.parts() {
			p.Withhold(w.Unstable)
		}
	}
	if y.deadlineLow != trace.None {
		low, high := y.deadlineLow, y.deadlineHigh
		w.DeadlineLow, w.DeadlineHigh = &low, &high
	}
	y.quantiles(&w)
	return w
}

func (y *tally) quantiles(w *Workload) {
	steps := y.durations.Steps()
	if len(steps) == 0 {
		return
	}
	w.QuantileError = y.durations.RelativeError()
	for _, q := range []struct {
		to       **int64
		perMille int64
	}{{&w.P50, 500}, {&w.P95, 950}, {&w.P99, 990}, {&w.P999, 999}} {
		v, _ := stats.Quantile(steps, q.perMille) // there are steps
		*q.to = &v
	}
	highest := y.durations.Max()
	w.Max = &highest
}

// tierSums gathers the nodes of a tier without losing a unit.
type tierSums struct {
	Tier
	served, offered, energy stats.Sum
}

func (t *tierSums) add(u *trace.NodeUse) {
	t.Nodes++
	t.CPUMilli += u.CPUMilli
	t.Active += u.Active
	t.Error += u.Error
	t.Crashes += u.Crashes
	t.Finished += u.Finished
	t.Received += u.Received
	t.Sent += u.Sent
	t.served.AddSum(served(u))
	t.offered.AddSum(offered(u))
	if u.Energy != trace.None {
		t.EnergyNodes++
		t.energy.Add(u.Energy)
	}
}

func (t *tierSums) result() Tier {
	out := t.Tier
	out.Utilisation = t.served.Share(t.offered)
	out.Availability = availability(t.Active, t.Error)
	if t.EnergyNodes > 0 {
		joule := t.energy.Over(1_000_000)
		out.Energy = &joule
	}
	return out
}

// tiers sums up all nodes, and those of each tier in the order of first nodes.
func tiers(use []trace.NodeUse) (all Tier, each []Tier) {
	var total tierSums
	var sums []*tierSums
	for i := range use {
		u := &use[i]
		total.add(u)
		k := 0
		for k < len(sums) && sums[k].Tier.Tier != u.Tier {
			k++
		}
		if k == len(sums) {
			sums = append(sums, &tierSums{Tier: Tier{Tier: u.Tier}})
		}
		sums[k].add(u)
	}
	for _, t := range sums {
		each = append(each, t.result())
	}
	return total.result(), each
}

// transferTotals counts the plain transfers.
func (r *Recorder) transferTotals() Transfers {
	s := &r.transferStates
	return Transfers{
		Waiting: s[trace.TransferWaiting], Sending: s[trace.TransferSending],
		Finished: s[trace.TransferDone], Failed: s[trace.TransferBroken],
		Bytes: r.transferBytes, Duration: r.transferTimes.Estimate(),
	}
}
