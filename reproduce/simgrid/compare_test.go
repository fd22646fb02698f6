package simgrid

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models/units"
)

func TestTwoFlowsOnOneLinkEndAsByHand(t *testing.T) {
	got, err := Simulate(pair())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(pairEnds(), got); d != "" {
		t.Errorf("sim/flow (-want +got):\n%s", d)
	}
	if d := cmp.Diff(pairEnds(), naive(pair(), true)); d != "" {
		t.Errorf("the naive twin (-want +got):\n%s", d)
	}
}

// small lists numbers of platforms that the naive twin does at once.
func small() []int {
	var out []int
	for number := int(kindCount); number < 60; number++ {
		if len(Generate(1, number).Flows) <= 120 {
			out = append(out, number)
		}
	}
	return out
}

// busy is a platform with a link that is idle only at the end, of which the ends
// of flows in continuous time and at whole nanoseconds drift apart.
const busy = 154

// seconds turns ends into what the driver prints for them.
func seconds(ends []units.Time) []float64 {
	out := make([]float64, len(ends))
	for i, at := range ends {
		out[i] = float64(at) / 1e9
	}
	return out
}

func TestFlowsEndAsInTheNaiveTwin(t *testing.T) {
	numbers := small()
	if len(numbers) < 15 {
		t.Fatalf("only platforms %v are small", numbers)
	}
	for _, number := range append(numbers, busy) {
		p := Generate(1, number)
		ours, err := Simulate(p)
		if err != nil {
			t.Fatalf("platform %d: %v", number, err)
		}
		if _, row := compare(p, number, ours, seconds(naive(p, false))); !row.Pass() {
			t.Error(&row)
		}
		for i, want := range naive(p, true) {
			if apart := ours[i] - want; apart < -1 || apart > 1 {
				t.Fatalf("platform %d: flow %d ends at %v, %v in the twin that rounds as well", number, i, ours[i], want)
			}
		}
	}
}

func TestAPlantedErrorOfOneInAMillionIsFound(t *testing.T) {
	for _, number := range small() {
		p := Generate(1, number)
		ours, err := Simulate(p)
		if err != nil {
			t.Fatal(err)
		}
		victim := len(p.Flows) / 2
		theirs := seconds(ours)
		if _, row := compare(p, number, ours, theirs); !row.Pass() {
			t.Fatalf("without an error: %v", &row)
		}
		theirs[victim] += 1e-6 * float64(ours[victim]-p.Flows[victim].Start) / 1e9
		_, row := compare(p, number, ours, theirs)
		if row.Pass() || row.WorstFlow != victim || math.Abs(row.Worst-1e-6) > 1e-10 {
			t.Errorf("flow %d is late by 1e-6: %v", victim, &row)
		}
	}
}

func TestACapacityThatIsOffByOneInAMillionIsFound(t *testing.T) {
	for _, number := range small() {
		p := Generate(1, number)
		right, err := Simulate(p)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Links {
			p.Links[i].Capacity += p.Links[i].Capacity / 1e6
		}
		for i := range p.Flows {
			p.Flows[i].Cap += p.Flows[i].Cap / 1e6
		}
		wrong, err := Simulate(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, row := compare(p, number, wrong, seconds(right)); row.Pass() {
			t.Errorf("nothing differs on %v", &row)
		}
	}
}

func TestAFlowThatOnlyOneSideFinishesIsFound(t *testing.T) {
	p := pair()
	for name, ends := range map[string]struct {
		ours   []units.Time
		theirs []float64
	}{
		"here":  {[]units.Time{pairEnds()[0], units.Never}, seconds(pairEnds())},
		"there": {pairEnds(), []float64{-1, 3.0078125}},
		"nan":   {pairEnds(), []float64{3.0078125, math.NaN()}},
	} {
		if _, row := compare(p, 0, ends.ours, ends.theirs); row.Pass() || !math.IsInf(row.Worst, 1) {
			t.Errorf("%s: %v", name, &row)
		}
	}
}
