package schedtest

import (
	"fmt"
	"strings"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Describe prints what matters in a snapshot of a small system, one line for
// each node, link, kind of task and pending task. Failing tests show it.
func Describe(s *schedulers.Snapshot) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("snapshot version %d at %v", s.Version, s.Now)
	for i := range s.Nodes {
		describeNode(line, s, models.NodeID(i))
	}
	for i := range s.System.Links {
		l := &s.System.Links[i]
		up := ""
		if !s.Routes.LinkUp(l.ID) {
			up = ", cut"
		}
		line("  link %d: %d–%d %v %v, encrypted %v%s", l.ID, l.A, l.B, l.Bandwidth, l.Latency, l.Encrypted, up)
	}
	for i := range s.System.Specs {
		p := &s.System.Specs[i]
		line("  spec %d: demands %v, accelerators %+v, calls %d, protocol %q, work %v, times %v, constraints %+v; eligible %v",
			i, p.Demand, p.Accelerators, p.Calls, p.Protocol, p.ExpectedWork, p.Times, p.Constraints, s.Eligible[i])
	}
	for _, t := range s.Pending {
		line("  task %d: spec %d, data at node %d, input %v", t.Task, t.Spec, t.Source, t.Input)
	}
	return b.String()
}

func describeNode(line func(string, ...any), s *schedulers.Snapshot, id models.NodeID) {
	n, a := &s.System.Nodes[id], &s.Nodes[id]
	limit := "no limit"
	if a.Slack < 1<<62 {
		limit = fmt.Sprintf("down to %v", -a.Slack)
	}
	up := ""
	if !s.Routes.NodeUp(id) {
		up = ", cut off"
	}
	line("  node %d: %v, %v%s, free %v of %v, CPU %s, devices %v of %v, slots %v, class %d, speed %d, generation %d",
		id, n.Tier, a.Status, up, a.Free, n.Capacity, limit, a.Devices, n.Accelerators, a.Slots, n.Class, n.Speed, a.Generation)
}
