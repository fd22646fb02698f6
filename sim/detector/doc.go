// Package detector says which nodes an observer takes for lost, from the signals that reach it.
//
// A Detector is a pure state machine. Hear takes a signal in, Advance makes the passes of the monitor that are due and
// hands out what they change, and Next says when to call it again. A Sender says when the other side sends.
//
//	d := detector.New(&detector.Config{Monitor: 5 * time.Second, Grace: 50 * time.Second, Startup: time.Minute, Recovery: 1}, nodes)
//	d.Hear(atNs, node) // a signal of node arrives at atNs
//	for at, ok := d.Next(); ok; at, ok = d.Next() {
//		for _, c := range d.Advance(at) { … } // c.Node is taken for lost, or trusted again
//	}
//
// # The rule
//
// The monitor makes a pass at every multiple of its period. A pass observes each signal that has arrived since the pass
// before, so that a signal counts from the pass that observes it, by the clock of the observer. A pass that finds that
// the last observed signal is at least the grace ago takes the node for lost. A node that has never been heard has the
// startup grace from the beginning. A node that is taken for lost is trusted again by the pass that observes the
// Recovery-th signal in a row; a gap of more than the grace between two signals starts the row again.
//
// That is the rule of the node lifecycle controller of Kubernetes, where the signal is the lease of a node: its
// probeTimestamp is the instant at which the controller observes a renewal (pkg/controller/nodelifecycle of
// k8s.io/kubernetes v1.37.2). The controller asks for more than the grace; its passes lie a little more than a period
// apart, so that here, where they do not, at least the grace is asked for.
//
// With a gap g between signals that is uniform, a monitor period m that divides the grace G, and a silence that begins at
// an instant that is independent of both, the time from there to the pass that notices is G + U(0, m) − U(0, g).
//
// # Cost
//
// A node takes 16 bytes. Hear takes O(1). Nodes are kept in a wheel with a slot for each pass, in that of the
// earliest pass that can concern them; a signal does not move them. A pass looks only at the nodes in its slot, which
// for each node is about once per grace less the gap between signals.
//
// # What it does not do
//
// It does not know why a node is silent, how signals travel, nor what follows (sim/reaction). There is no estimate of
// arrival times as in accrual detectors, and the observer never stops.
package detector
