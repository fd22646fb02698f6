// Package reaction says what an observer does about nodes that it takes for lost: it taints them, at a bounded rate, and
// evicts what does not tolerate that for long.
//
// A Machine is a pure state machine. Lost, Trusted and Settle tell it of one pass of a monitor, Advance hands out what is
// due, and Next says when to call it again.
//
//	m := reaction.New(config)
//	m.Lost(now, node) // for each change of the pass
//	if m.Settle(now) { … } // all evictions had stopped, and go on: let all nodes count as heard now
//	for at, ok := m.Next(); ok; at, ok = m.Next() {
//		for _, e := range m.Advance(at) { … } // e.Node is tainted, or e.Class on it evicted
//	}
//
// # Taints and tolerations
//
// A node that is lost waits in the queue of its zone. A taint pass, made at every multiple of Config.Pass, taints the head
// of each queue for which the bucket of the zone has a token. What runs on a tainted node is divided into classes;
// a class is evicted when its toleration is over, counted from the taint. A node that is trusted again leaves the queue,
// or loses its taint and with it every eviction that is not done.
//
// The bucket of a zone holds up to Config.Burst tokens and gains one per Config.Every.
//
// # Zoned
//
// The algorithm Zoned is the one of the node lifecycle controller of Kubernetes (handleDisruption, ComputeZoneState and
// SwapLimiter in pkg/controller/nodelifecycle of k8s.io/kubernetes v1.37.2). After each pass of the monitor a zone is in one
// of three regimes: Full when all its nodes are lost, Partial when more than Config.UnhealthyMin are and they are at least
// Config.UnhealthyPermille of it, else Normal. A zone in Partial gains a token per Config.SecondaryEvery when it has more
// than Config.LargeZone nodes, and none at all otherwise. The others gain one per Config.Every. When all zones are Full,
// everything stops: taints are taken away and no bucket gains anything, until one zone is not. A bucket that changes its
// rate starts full, less one token if the old one had none.
//
// With Flat, everything is one zone that is always Normal.
//
// # Cost
//
// A node takes 12 bytes, and while it is lost some more for its place in the queue and one timer per class that does not
// tolerate for ever. A change takes O(log timers) amortised, the end of all evictions O(nodes).
//
// # What it does not do
//
// It does not know what runs where. Passes take no time, so that no node is tainted in the middle of a pass that is about to
// bring its zone into another regime; the controller can do that.
package reaction
