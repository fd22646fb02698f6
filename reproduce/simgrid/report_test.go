package simgrid

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func report() *Report {
	return &Report{
		Seed: 5, Version: "3.32.0",
		Rows: []Row{
			{Number: 3, Kind: Tree, Links: 8, Flows: 2, Worst: 2e-10, Median: 1e-11},
			{Number: 6, Kind: Tree, Links: 20, Flows: 4, Worst: 1e-10, Median: 1e-12, WorstFlow: 3},
			{Number: 4, Kind: Dumbbell, Links: 700, Flows: 2, Worst: 1e-6, Median: 1e-11, WorstFlow: 1},
		},
		differences: [kindCount][]float64{{0, 2e-10, 1e-11, 1e-12, 1e-13, 1e-10}, {1e-11, 1e-6}, nil},
	}
}

func TestTheTableSaysWhatWasComparedAndWhatFailed(t *testing.T) {
	r := report()
	var out bytes.Buffer
	if err := r.Print(&out); err != nil {
		t.Fatal(err)
	}
	want := `simgrid  completion times of flows, sim/flow beside SimGrid 3.32.0, seed 5

  platform   platforms     links         flows  compared     median      worst   verdict
  tree               2      8–20           2–4         6    1.0e-11    2.0e-10   ok
  dumbbell           1       700             2         2    1.0e-11    1.0e-06   FAIL
  all                3     8–700           2–4         8    1.0e-11    1.0e-06   FAIL

  differences are relative to the time that a flow took; the tolerance is 1e-09
  FAIL platform 4 (dumbbell, 700 links, 2 flows): flow 1 differs by 1e-06
`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if r.Pass() || r.Flows() != 8 || len(r.Failures()) != 1 {
		t.Errorf("pass %v, %d flows, failures %v", r.Pass(), r.Flows(), r.Failures())
	}
	r.Rows = r.Rows[:2]
	if !r.Pass() {
		t.Error("differences within the tolerance do not pass")
	}
}

func TestTheFileHasALinePerPlatform(t *testing.T) {
	r := report()
	r.Rows[2].Worst = math.Inf(1)
	var out bytes.Buffer
	if err := r.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	want := `seed,platform,kind,links,flows,median,worst,worst_flow,verdict
5,3,tree,8,2,1.000e-11,2.000e-10,0,ok
5,6,tree,20,4,1.000e-12,1.000e-10,3,ok
5,4,dumbbell,700,2,1.000e-11,inf,1,FAIL
`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestThePictureShowsEachKindAndIsTheSameTwice(t *testing.T) {
	r := report()
	svg, err := r.SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"tree (6)", "dumbbell (2)", "tolerance", "8 flows on 3 platforms"} {
		if !strings.Contains(string(svg), want) {
			t.Errorf("%q is not in the picture", want)
		}
	}
	if strings.Contains(string(svg), "mesh") {
		t.Error("a kind that was not compared is in the picture")
	}
	again, err := r.SVG()
	if err != nil || !bytes.Equal(svg, again) {
		t.Errorf("the second picture differs, %v", err)
	}
	png, err := r.PNG()
	if err != nil || !bytes.HasPrefix(png, []byte("\x89PNG")) {
		t.Errorf("%d bytes, %v", len(png), err)
	}
}
