package nearest_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers/nearest"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestPrefersTheNearestNodeWithRoomThenTheNearest(t *testing.T) {
	s := schedtest.Star(1000, 1000, 1000)
	s.System.Links[0].Latency = 5 * time.Millisecond
	s.System.Links[2].Latency = 3 * time.Millisecond
	schedtest.Submit(s, 0, 5)
	got := schedtest.Places(t, nearest.New(), s)
	want := []models.NodeID{2, 3, 1, 2, 2}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("placements (-want +got):\n%s", d)
	}
}
