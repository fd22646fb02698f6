package edge

import (
	"context"
	"fmt"
	"math"

	"github.com/littoral-sim/littoral/sim/trace"
)

// silentStory is a hundred nodes, each of which is cut off once, at an instant that
// is uniform over fifty times between two heartbeats.
const silentStory = `
version: 1
name: silent
duration: 700s
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
  - {name: n{i}, each: {i: 1..100}, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: l{i}, each: {i: 1..100}, between: [n{i}, cloud], bandwidth: 8Mbit/s, latency: 0s, failures: {up: {uniform: {min: 100s, max: 610s}}, down: 1h}}
control: {observer: cloud, profile: %s, reconcile: 5s, autonomy: {reboot: lose}}
scheduler: {policy: first-fit}
`

// evictionStory is thirteen nodes of which three, with a task each, are cut off for
// twenty minutes.
const evictionStory = `
version: 1
name: eviction
duration: 30m
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
  - {name: site-{i}, each: {i: 1..3}, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
  - {name: other-{i}, each: {i: 1..9}, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: l{i}, each: {i: 1..3}, between: [site-{i}, cloud], bandwidth: 8Mbit/s, latency: 0s}
  - {name: o{i}, each: {i: 1..9}, between: [other-{i}, cloud], bandwidth: 8Mbit/s, latency: 0s}
workloads:
  - {name: w, source: cloud, arrivals: {every: 1s}, count: 3, demand: {cpu: 1, memory: 1GiB}, work: 1h, requires: {tier: edge}}
faults:
  - {at: 100s, cut: l1, for: 20m}
  - {at: 100s, cut: l2, for: 20m}
  - {at: 100s, cut: l3, for: 20m}
control: {observer: cloud, profile: k8s-1.37, reconcile: 5s, autonomy: {reboot: lose}}
scheduler: {policy: first-fit}
`

// The gap between heartbeats of Kubernetes is uniform over 10 s to 10.4 s; these are
// its first three moments.
const (
	leastGap, mostGap = 10.0, 10.4
	gap               = (leastGap + mostGap) / 2
	gapSquare         = (mostGap*mostGap + mostGap*leastGap + leastGap*leastGap) / 3
	gapCube           = (mostGap + leastGap) * (mostGap*mostGap + leastGap*leastGap) / 4
)

// detection is what follows from heartbeats, a monitor that looks every 5 s, and a
// grace: the silence lasts for the grace, plus the time from the last heartbeat to
// the look that sees it, uniform over 5 s, less the age of the last heartbeat at the
// cut.
func detection(ctx context.Context, o *Options) ([]Row, error) {
	var rows []Row
	for _, c := range []struct {
		profile string
		grace   float64
	}{{"k8s-1.31", 40}, {"k8s-1.37", 50}} {
		more, err := silences(ctx, o, c.profile, c.grace)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	more, err := evictions(ctx, o)
	if err != nil {
		return nil, err
	}
	age, err := staleness(ctx, o)
	if err != nil {
		return nil, err
	}
	answers, err := responses(ctx, o)
	return append(append(append(rows, more...), age), answers...), err
}

// staleStory is a hundred nodes a tenth of a second away that nothing befalls.
const staleStory = `
version: 1
name: age
duration: 2h
nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
  - {name: n{i}, each: {i: 1..99}, tier: edge, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: l{i}, each: {i: 1..99}, between: [n{i}, cloud], bandwidth: 8Mbit/s, latency: 100ms}
control: {observer: cloud, profile: k8s-1.37, reconcile: 5s, autonomy: {reboot: lose}}
scheduler: {policy: first-fit}
`

// staleness compares the age of information with that of a sawtooth that falls to the
// latency with each heartbeat. The observer has no way to itself.
func staleness(ctx context.Context, o *Options) (Row, error) {
	out, _, err := story{text: staleStory, seed: o.Seed}.play(ctx)
	if err != nil {
		return Row{}, err
	}
	const nodes, latency, deviation = 100, 0.1, 0.1 // the deviation is above that of the first and last gap of a node
	return estimated("age of information", "s", float64(out.Belief.AgeMean)/1e9, gapSquare/(2*gap)+latency*(nodes-1)/nodes, deviation, nodes,
		"Kaul, Yates and Gruteser 2012: E(g²)/(2 E(g)) + latency"), nil
}

// silences compares how long nodes are silent before they are taken for lost.
func silences(ctx context.Context, o *Options, profile string, grace float64) ([]Row, error) {
	const monitor = 5.0
	const age, ageSquare = gapSquare / (2 * gap), gapCube / (3 * gap)
	deviation := math.Sqrt(monitor*monitor/12 + ageSquare - float64(age*age))
	n, total, least, most := int64(0), 0.0, math.Inf(1), 0.0
	for k := range o.runs(50) {
		out, _, err := story{text: fmt.Sprintf(silentStory, profile), seed: o.Seed, replication: uint64(k)}.play(ctx)
		if err != nil {
			return nil, err
		}
		for _, d := range out.Belief.Detections {
			s := float64(d) / 1e9
			total += s
			least, most = min(least, s), max(most, s)
			n++
		}
	}
	source := "leases every 10 s and up to 4 % more, looks every 5 s (k8s.io/kubernetes nodelifecycle)"
	name := "silence until a node is lost, " + profile
	return []Row{
		estimated(name, "s", total/float64(n), grace+monitor/2-age, deviation, n, source),
		between(name+", least", "s", least, grace-mostGap, grace+monitor, n, source),
		between(name+", greatest", "s", most, grace-mostGap, grace+monitor, n, source),
	}, nil
}

// evictions compares what becomes of three nodes with a task each that are cut off
// together, of thirteen: they are tainted one by one, 10 s apart, and evicted 300 s
// later. Their copies run until the tasks are stopped, which is a heartbeat, the
// reconciliation and the termination grace after the cut.
func evictions(ctx context.Context, o *Options) ([]Row, error) {
	out, log, err := story{text: evictionStory, seed: o.Seed}.play(ctx)
	if err != nil {
		return nil, err
	}
	when := func(k trace.Kind) (at []int64) {
		for i := range log.events {
			if log.events[i].Kind == k {
				at = append(at, log.events[i].At)
			}
		}
		return at
	}
	seconds := func(ns int64) float64 { return float64(ns) / 1e9 }
	taints, evicted, stopped := when(trace.NodeTainted), when(trace.TaskEvicted), when(trace.TaskStopped)
	if len(taints) != 3 || len(evicted) != 3 || len(stopped) != 3 {
		return nil, fmt.Errorf("%d taints, %d evictions and %d copies stopped of three nodes", len(taints), len(evicted), len(stopped))
	}
	duplicate := int64(0)
	for i := range stopped {
		duplicate += stopped[i] - evicted[i]
	}
	// A heartbeat is at most 10.4 s away.
	const cut, restored, after = 100e9, 1300e9, 5 + 30
	source := "0.1 nodes/s with a burst of 1, 300 s of toleration (k8s.io/kubernetes nodelifecycle)"
	return []Row{
		between("cut until the first of three evictions", "s", seconds(evicted[0]-cut), 339.6, 355, 1, source),
		between("from the first of three evictions to the last", "s", seconds(evicted[2]-evicted[0]), 20, 30, 1, source),
		exact("taint until eviction", "s", seconds(evicted[0]-taints[0]), 300, source),
		between("end of the cut until the last copy is stopped", "s", seconds(stopped[2]-restored), after, mostGap+after, 1, "heartbeat, reconciliation and grace in turn"),
		exact("duplicates", "instance-s", seconds(out.Belief.Duplicate), seconds(duplicate), "from each eviction to each stop, without latency"),
		exact("false evictions", "", float64(out.Belief.FalseEvicted), 3, "the nodes were up"),
	}, nil
}
