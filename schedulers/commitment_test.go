package schedulers_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestCommitmentsCompareAsRationalNumbers(t *testing.T) {
	amount := rapid.OneOf(rapid.Int64Range(0, 5), rapid.Int64Range(1<<61, math.MaxInt64))
	rapid.Check(t, func(t *rapid.T) {
		c := [2]schedulers.Commitment{}
		r := [2]*big.Rat{}
		for i := range c {
			reserved, capacity := amount.Draw(t, "reserved"), amount.Draw(t, "capacity")
			c[i] = schedulers.Commitment{Reserved: units.MilliCPU(reserved), Capacity: units.MilliCPU(capacity)}
			r[i] = big.NewRat(reserved, max(capacity, 1))
		}
		if got, want := c[0].Compare(c[1]), r[0].Cmp(r[1]); got != want {
			t.Fatalf("%v.Compare(%v) = %d, want %d", c[0], c[1], got, want)
		}
	})
}

func TestCommitmentIsWhatIsReserved(t *testing.T) {
	s := schedtest.Star(2000)
	schedtest.Submit(s, 0, 1)
	var d schedulers.Draft
	d.Reset(s)
	for i, want := range []int64{0, 500, 1000, 1500} {
		c := d.Commitment(1)
		if c.Permille() != want || c.Plus(1000).Permille() != want+500 {
			t.Errorf("after %d tasks: %v is %d/1000 and %d/1000 with one more", i, c, c.Permille(), c.Plus(1000).Permille())
		}
		d.Reserve(&s.Pending[0], 1)
	}
}

func TestLeastCommittedMatchesItsDefinition(t *testing.T) {
	schedtest.Twin(t, func() schedulers.Chooser { return leastCommitted{} },
		func(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
			room, crowded := schedtest.Candidates(d, t)
			return schedtest.Least(append(room, crowded...), schedtest.Committed(d, 0))
		})
}

type leastCommitted struct{}

func (leastCommitted) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	return schedulers.Choice{Node: d.LeastCommitted(t)}
}
