package failure

import (
	"fmt"
	"testing"
)

// BenchmarkAdvance measures one failure or repair among many components with a crew for all.
func BenchmarkAdvance(b *testing.B) {
	for _, n := range []int{10, 1000, 100_000} {
		b.Run(fmt.Sprintf("components=%d", n), func(b *testing.B) {
			c := &Config{Seed: 1, Crews: []Crew{{Name: "crew", Members: int32(n/100 + 1)}}}
			for i := range n {
				c.Components = append(c.Components, Component{Name: fmt.Sprint("n", i), Renewals: []Renewal{{
					Up: exponential(200 * second), Down: exponential(second), Crew: "crew",
				}}})
			}
			m := mustNew(b, c)
			b.ReportAllocs()
			for b.Loop() {
				atNs, _ := m.Next()
				m.Advance(atNs)
			}
		})
	}
}
