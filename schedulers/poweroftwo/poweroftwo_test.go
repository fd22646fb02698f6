package poweroftwo_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/poweroftwo"
	"github.com/littoral-sim/littoral/schedulers/random"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestContract(t *testing.T) { schedtest.Run(t, poweroftwo.New) }

func TestChoosesAmongNodesWithRoomButNeverTheMostCommitted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := schedtest.Snapshots().Draw(t, "snapshot")
		var d schedulers.Draft
		d.Reset(s)
		for i := range s.Pending {
			pool, crowded := schedtest.Candidates(&d, &s.Pending[i])
			if len(pool) == 0 {
				pool = crowded
			}
			n := (poweroftwo.Policy{}).Choose(&d, &s.Pending[i]).Node
			if len(pool) == 0 && n == models.NoNode {
				continue
			}
			worse := func(m models.NodeID) bool {
				demand := d.Spec(&s.Pending[i]).Demand.CPU
				c := d.Commitment(m).Plus(demand).Compare(d.Commitment(n).Plus(demand))
				return c > 0 || (c == 0 && m > n)
			}
			if !slices.Contains(pool, n) || (len(pool) > 1 && !slices.ContainsFunc(pool, worse)) {
				t.Fatalf("task %d goes to node %d of %v", i, n, pool)
			}
		}
	})
}

// Of three nodes with different commitments the best is in two pairs of three,
// the second is the better one of the third pair, and the last never wins.
func TestDrawsPairsUniformly(t *testing.T) {
	s := schedtest.Star(4000, 2000, 8000)
	schedtest.Submit(s, 0, 1)
	var d schedulers.Draft
	d.Reset(s)
	var count [4]int
	for range 30_000 {
		count[(poweroftwo.Policy{}).Choose(&d, &s.Pending[0]).Node]++
	}
	// The standard deviation is sqrt(30,000·2/9) = 82; the seed is fixed.
	if off := count[3] - 20_000; off < -330 || off > 330 || count[1]+count[3] != 30_000 {
		t.Errorf("choices %v, want about [0 10000 0 20000]", count)
	}
}

// Balls into bins: of n balls in n bins, the fullest bin holds ln(n)/ln(ln(n))
// or so with one choice, and ln(ln(n))/ln(2) or so with two (Mitzenmacher 2001,
// section 1).
func TestTwoChoicesBalanceBetterThanOne(t *testing.T) {
	fullest := func(policy schedulers.Scheduler) int {
		s := schedtest.Star(slices.Repeat([]units.MilliCPU{1000}, 1000)...)
		for i := range s.Nodes {
			s.Nodes[i].Free.CPU -= 1000 // no room anywhere, so every node is a candidate
		}
		schedtest.Submit(s, 0, 1000)
		count := make([]int, 1001)
		for _, n := range schedtest.Places(t, policy, s) {
			count[n]++
		}
		return slices.Max(count)
	}
	one, two := fullest(random.New()), fullest(poweroftwo.New())
	if one < 5 || two > 4 {
		t.Errorf("the fullest bin holds %d after one choice and %d after two; want about 5.6 and 4", one, two)
	}
}
