package firstfit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestFillsNodesInOrderThenSpreadsTheOverload(t *testing.T) {
	s := schedtest.Star(2000, 1000, 4000)
	schedtest.Submit(s, 0, 10)
	got := schedtest.Places(t, firstfit.New(), s)
	// Seven cores: 2 + 1 + 4. Then all ratios are 1 and the lowest node takes
	// one (3/2), then node 2 (2/1), then node 3 at 4/4.
	want := []models.NodeID{1, 1, 2, 3, 3, 3, 3, 1, 2, 3}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("placements (-want +got):\n%s", d)
	}
}
