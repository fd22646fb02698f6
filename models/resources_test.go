package models

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

func TestVectorsCompareAndAddByComponent(t *testing.T) {
	vector := rapid.Custom(func(t *rapid.T) Resources {
		n := rapid.Int64Range(-3, 3)
		return Resources{
			units.MilliCPU(n.Draw(t, "cpu")), units.Bytes(n.Draw(t, "memory")),
			units.Bytes(n.Draw(t, "storage")), units.BitsPerSecond(n.Draw(t, "bandwidth")),
		}
	})
	list := func(r Resources) [4]int64 {
		return [4]int64{int64(r.CPU), int64(r.Memory), int64(r.Storage), int64(r.Bandwidth)}
	}
	rapid.Check(t, func(t *rapid.T) {
		x, y := vector.Draw(t, "x"), vector.Draw(t, "y")
		sum, diff, most := list(x.Add(y)), list(x.Sub(y)), list(x.Max(y))
		within, negative := true, false
		a, b := list(x), list(y)
		for i := range a {
			if sum[i] != a[i]+b[i] || diff[i] != a[i]-b[i] || most[i] != max(a[i], b[i]) {
				t.Fatalf("component %d of %v and %v: sum %d, difference %d, larger %d", i, a, b, sum[i], diff[i], most[i])
			}
			within = within && a[i] <= b[i]
			negative = negative || a[i] < 0
		}
		if x.Within(y) != within {
			t.Fatalf("%v within %v: %v", a, b, !within)
		}
		if x.Negative() != negative {
			t.Fatalf("%v negative: %v", a, !negative)
		}
	})
}
