package simgrid

import (
	"fmt"
	"math"
	"slices"

	"github.com/littoral-sim/littoral/models/units"
)

// Tolerance is how much two completion times may differ, relative to the time
// that the flow took.
const Tolerance = 1e-9

// Row is the comparison of one platform.
type Row struct {
	Number       int // of the platform, for Generate
	Kind         Kind
	Links, Flows int
	Worst        float64 // the largest relative difference; +Inf when a flow finished in one simulator only
	Median       float64
	WorstFlow    int
}

// Pass reports whether every completion time is within the tolerance.
func (r *Row) Pass() bool { return r.Worst <= Tolerance }

// String describes the worst flow.
func (r *Row) String() string {
	return fmt.Sprintf("platform %d (%v, %d links, %d flows): flow %d differs by %.3g", r.Number, r.Kind, r.Links, r.Flows, r.WorstFlow, r.Worst)
}

// compare returns the relative differences of all flows, and what they come to.
func compare(p *Platform, number int, ours []units.Time, theirs []float64) ([]float64, Row) {
	all := make([]float64, len(p.Flows))
	row := Row{Number: number, Kind: p.Kind, Links: len(p.Links), Flows: len(p.Flows)}
	for i, f := range p.Flows {
		all[i] = difference(f.Start, ours[i], theirs[i])
		if all[i] > row.Worst {
			row.Worst, row.WorstFlow = all[i], i
		}
	}
	if sorted := slices.Sorted(slices.Values(all)); len(sorted) > 0 {
		row.Median = sorted[len(sorted)/2]
	}
	return all, row
}

// difference returns by how much two ends of a flow differ, relative to the time
// that it took.
func difference(start, ours units.Time, theirsSeconds float64) float64 {
	took := float64(ours - start)
	apart := math.Abs(float64(ours) - theirsSeconds*1e9)
	if ours == units.Never || took <= 0 || theirsSeconds < 0 || math.IsNaN(apart) {
		return math.Inf(1)
	}
	return apart / took
}
