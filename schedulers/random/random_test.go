package random_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/random"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestContract(t *testing.T) { schedtest.Run(t, random.New) }

func TestChoosesAmongNodesWithRoomThenAmongAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := schedtest.Snapshots().Draw(t, "snapshot")
		var d schedulers.Draft
		d.Reset(s)
		for i := range s.Pending {
			room, crowded := schedtest.Candidates(&d, &s.Pending[i])
			if len(room) == 0 {
				room = append(crowded, models.NoNode)[:max(1, len(crowded))]
			}
			if n := (random.Policy{}).Choose(&d, &s.Pending[i]).Node; !slices.Contains(room, n) {
				t.Fatalf("task %d goes to node %d, want one of %v", i, n, room)
			}
		}
	})
}

func TestIsUniform(t *testing.T) {
	// Node 2 is full; the other four share 40,000 choices. With three degrees of
	// freedom, chi-squared above 16.27 has probability 0.001; the seed is fixed.
	s := schedtest.Star(1000, 0, 4000, 2000, 1000)
	schedtest.Submit(s, 0, 1)
	var d schedulers.Draft
	d.Reset(s)
	var count [6]int
	for range 40_000 {
		count[(random.Policy{}).Choose(&d, &s.Pending[0]).Node]++
	}
	chi2 := 0.0
	for _, n := range []int{1, 3, 4, 5} {
		off := float64(count[n] - 10_000)
		chi2 += off * off / 10_000
	}
	if chi2 > 16.27 || count[0]+count[2] > 0 {
		t.Errorf("choices %v, chi-squared %.1f", count, chi2)
	}
}
