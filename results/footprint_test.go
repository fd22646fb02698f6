package results

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/sim/trace"
)

// solar is a run of one workload on a node with a battery, over a link.
func solar() *trace.Outcome {
	return &trace.Outcome{
		Names:   trace.Names{Workloads: []string{"inspect"}, Nodes: []string{"cam", "cloud"}, Links: []string{"up", "down"}},
		NodeUse: []trace.NodeUse{{Node: 0, Energy: 5_500_000}, {Node: 1, Energy: trace.None}},
		LinkUse: []trace.LinkUse{{Link: 0, From: 0, To: 1}, {Link: 1, From: 1, To: 0}},
		Footprint: &trace.Footprint{
			Workloads: []trace.Use{{Compute: 1_500_000, Network: 20, Emission: 3, Rent: 4, Traffic: 5}},
			Other:     trace.Use{Network: 1}, Idle: trace.Use{Compute: 4_000_000, Rent: 6},
			Total: trace.Use{Compute: 5_500_000, Network: 21, Emission: 3, Rent: 10, Traffic: 5},
			Nodes: []trace.NodeFootprint{{
				Node: 0, Energy: 5_500_000, Idle: 4_000_000, Cost: 10, Slept: 7, Wakes: 2,
				Battery: &trace.BatteryUse{Start: 9_000_000, Harvested: 1_000_000, Drawn: 5_500_000, Charge: 4_500_000},
			}},
			Links: []trace.LinkFootprint{{Link: 1, Energy: 21, Emission: 3, Cost: 5}},
			Wider: true, Emissions: true, Prices: true,
		},
	}
}

// written returns the lines that a writer writes.
func written(t *testing.T, write func(f *pending) error) []string {
	t.Helper()
	f, err := newPending(filepath.Join(t.TempDir(), EnergyFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.discard()
	if err := write(f); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(f.buf), "\n"), "\n")
}

func TestTheFootprintHasARowForEachWhoBearsIt(t *testing.T) {
	o := solar()
	r := &Recorder{node: o.Names.Nodes, link: o.Names.Links}
	got := written(t, func(f *pending) error { return r.writeFootprint(f, o) })
	want := []string{
		"workload,compute_joule,network_joule,co2_gram,node_cost,traffic_cost",
		"inspect,1.500000,0.000020,0.000003,0.000004,0.000005",
		"(other),0.000000,0.000001,0.000000,0.000000,0.000000",
		"(idle),4.000000,0.000000,0.000000,0.000006,0.000000",
		"(total),5.500000,0.000021,0.000003,0.000010,0.000005",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("energy.csv (-want +got):\n%s", diff)
	}
	nodes := written(t, func(f *pending) error { return r.writeNodes(f, o) })
	links := written(t, func(f *pending) error { return r.writeLinks(f, o) })
	for _, c := range []struct{ line, end string }{
		{nodes[1], ",5.500000,0,0,4.000000,0.000000,0.000010,7,2,9.000000,1.000000,5.500000,0.000000,4.500000"},
		{nodes[2], ",,0,0,,,,,,,,,,"},
		{links[1], ",0,0,,,"},
		{links[2], ",0,0,0.000021,0.000003,0.000005"},
	} {
		if !strings.HasSuffix(c.line, c.end) {
			t.Errorf("the row %s does not end in %s", c.line, c.end)
		}
	}
	for _, list := range [][]string{nodes, links} {
		for _, line := range list {
			if strings.Count(line, ",") != strings.Count(list[0], ",") {
				t.Errorf("the row %s has other columns than %s", line, list[0])
			}
		}
	}
}

func TestTheFootprintIsShownWhenThereIsMoreThanPower(t *testing.T) {
	o := solar()
	got := footprintOf(o).table().render(&painter{})
	want := strings.Join([]string{
		"  footprint  compute  network     CO2e    cost",
		"  inspect     1.50 J  0.02 mJ  0.00 mg  0.0000",
		"  (other)       0 mJ  0.00 mJ     0 mg  0.0000",
		"  (idle)      4.00 J     0 mJ     0 mg  0.0000",
		"  (total)     5.50 J  0.02 mJ  0.00 mg  0.0000",
		"",
	}, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the table (-want +got):\n%s", diff)
	}
	o.Footprint.Wider = false
	if footprintOf(o) != nil || footprintOf(&trace.Outcome{}) != nil {
		t.Error("a run without more than power shows a footprint")
	}
}
