package roundrobin_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers/roundrobin"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestTakesTurnsAcrossPlansAndSkipsFullNodes(t *testing.T) {
	policy := roundrobin.New()
	s := schedtest.Star(2000, 1000, 2000)
	schedtest.Submit(s, 0, 2)
	if d := cmp.Diff([]models.NodeID{1, 2}, schedtest.Places(t, policy, s)); d != "" {
		t.Errorf("first plan (-want +got):\n%s", d)
	}
	schedtest.Submit(s, 0, 5) // on a snapshot where nothing is placed yet
	// 3, 1, 2, 3, 1 fill five cores; then nobody has room and turns go on.
	if d := cmp.Diff([]models.NodeID{3, 1, 2, 3, 1, 2, 3}, schedtest.Places(t, policy, s)); d != "" {
		t.Errorf("second plan (-want +got):\n%s", d)
	}
}
