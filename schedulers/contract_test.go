package schedulers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestPlanKeepsTransactionsApart(t *testing.T) {
	var p schedulers.Plan
	act := func(task models.TaskID) schedulers.Action {
		return schedulers.Action{Op: schedulers.Defer, Task: task}
	}
	p.Add(act(1))
	p.Add()
	p.Add(act(2), act(3))
	want := schedulers.Plan{Actions: []schedulers.Action{act(1), act(2), act(3)}, Ends: []int32{1, 3}}
	if d := cmp.Diff(want, p); d != "" {
		t.Errorf("plan (-want +got):\n%s", d)
	}
	p.Reset(&schedulers.Snapshot{Version: 9})
	if p.Version != 9 || len(p.Actions)+len(p.Ends) > 0 || cap(p.Actions) == 0 {
		t.Errorf("after Reset: %+v with capacity %d", p, cap(p.Actions))
	}
}

func TestOperationsPrintAsWords(t *testing.T) {
	for op, want := range map[schedulers.Op]string{
		schedulers.Place: "place", schedulers.Defer: "defer", schedulers.Decline: "decline", 0: "unknown", 9: "unknown",
	} {
		if got := op.String(); got != want {
			t.Errorf("operation %d prints as %q, want %q", op, got, want)
		}
	}
}

func TestNewSnapshotIsOfAnIdleSystem(t *testing.T) {
	y := schedtest.Star(2000, 500).System
	y.Nodes[1].CPULimit = 3000
	s := schedulers.NewSnapshot(y)
	if d := cmp.Diff([][]models.NodeID{{1}}, s.Eligible); d != "" {
		t.Errorf("eligible nodes (-want +got):\n%s", d)
	}
	a := s.Nodes[1]
	if a.Status != models.Active || a.Free != y.Nodes[1].Capacity || a.Slack != 1000 || a.Tasks != 0 {
		t.Errorf("node 1 is %+v", a)
	}
	if s.Version != 1 || len(s.Pending) > 0 || !s.Routes.LinkUp(0) {
		t.Errorf("snapshot %+v", s)
	}
}
