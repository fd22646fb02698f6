package schedtest

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCloneIsEqualAndSharesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Snapshots().Draw(t, "snapshot")
		c := Clone(s)
		if before := contentsOf(s); !reflect.DeepEqual(before, contentsOf(c)) {
			t.Fatalf("the copy differs (-original +copy):\n%s", cmp.Diff(before, contentsOf(c)))
		}
		draw := c.Rand.Uint64()
		poison(c)
		again := Clone(s)
		if got := again.Rand.Uint64(); got != draw {
			t.Fatalf("the copy drew %d from a stream that then gave %d", draw, got)
		}
		if d := cmp.Diff(contentsOf(again), contentsOf(s)); d != "" {
			t.Fatalf("the original changed with the copy (-kept +now):\n%s", d)
		}
	})
}

func TestRelabelledTwiceIsTheSameSystem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Snapshots().Draw(t, "snapshot")
		twice := relabel(relabel(s))
		for i := range twice.Pending {
			twice.Pending[i].Task = s.Pending[i].Task
		}
		before, after := contentsOf(s), contentsOf(twice)
		if d := cmp.Diff(before, after); d != "" {
			t.Fatalf("turned round twice (-before +after):\n%s", d)
		}
	})
}
