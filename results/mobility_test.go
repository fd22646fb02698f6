package results

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/littoral-sim/littoral/sim/trace"
)

func roamers() *trace.Outcome {
	const hour = 3600_000_000_000
	return &trace.Outcome{
		Names: trace.Names{Nodes: []string{"site", "car", "van"}},
		Mobility: &trace.Mobility{
			Devices: []trace.MobileUse{
				{Node: 1, AccessPoint: 0, Handovers: 3, Attachments: 4, Detachments: 3, Attached: hour / 2, Changing: hour / 4, Outside: hour / 4, GapMax: 7},
				{Node: 2, AccessPoint: trace.None, Outside: hour},
			},
			Sites:  []trace.Site{{Node: 0, Spot: trace.Spot{XMm: 1000, YMm: 2000}, CoverageMm: 50_000}},
			Tracks: []trace.Track{{Node: 1, Spots: []trace.Spot{{}, {XMm: 10_000}}}},
		},
	}
}

func TestMobilityIsSummedUp(t *testing.T) {
	want := &Mobility{
		Devices: 2, AccessPoints: 1, Handovers: 3, HandoversMax: 3, PerHour: 1.5,
		Attached: 0.25, Changing: 0.125, Outside: 0.625, GapMax: 7, Outsiders: 2,
	}
	if diff := cmp.Diff(want, mobilityOf(roamers()), cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if mobilityOf(&trace.Outcome{}) != nil {
		t.Error("something moves where nothing does")
	}
}

func TestRowsOfMobileNodes(t *testing.T) {
	o := roamers()
	r := &Recorder{node: cells(o.Names.Nodes)}
	f, err := newPending(filepath.Join(t.TempDir(), MobilityFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.discard()
	if err := r.writeMobility(f, o); err != nil {
		t.Fatal(err)
	}
	want := mobilityColumns + "car,site,3,4,1800000000000,900000000000,900000000000,7\nvan,,0,0,0,0,3600000000000,0\n"
	if diff := cmp.Diff(want, string(f.buf)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSessionsAreSummedUp(t *testing.T) {
	o := &trace.Outcome{
		Names: trace.Names{Nodes: []string{"site", "car"}, Workloads: []string{"assist"}}, Horizon: 100,
		Following: []trace.FollowUse{
			{Source: 1, Anchor: 0, Relocations: 3, Done: 2, Failed: 1, Transfers: 4, Bytes: 500, Served: 70, Down: 20, DownMax: 15, Unanchored: 10, Far: 25},
			{Source: 1, Anchor: trace.None, Lost: 1, Unanchored: 100},
		},
	}
	want := &Sessions{
		Sessions: 2, Relocations: 3, Done: 2, Failed: 1, Lost: 1, Transfers: 4, Bytes: 500, Down: 20, DownMax: 15, Served: 0.35, Far: 0.125,
	}
	got := sessionsOf(o)
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if fact := got.fact(); !strings.Contains(fact, "1 failed, 1 states lost") || !strings.Contains(fact, "10 ns on average") {
		t.Error(fact)
	}
	if sessionsOf(&trace.Outcome{}) != nil {
		t.Error("sessions where there are none")
	}
	r := &Recorder{node: cells(o.Names.Nodes), workload: cells(o.Names.Workloads)}
	f, err := newPending(filepath.Join(t.TempDir(), SessionsFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.discard()
	if err := r.writeSessions(f, o); err != nil {
		t.Fatal(err)
	}
	rows := sessionColumns + "assist,car,site,3,2,1,0,4,500,70,20,15,10,25\nassist,car,,0,0,0,1,0,0,0,0,0,100,0\n"
	if diff := cmp.Diff(rows, string(f.buf)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMapShowsWaysToScale(t *testing.T) {
	s := &Summary{Scenario: "walk", Policy: "nearest", HorizonNs: 1e9}
	svg, err := s.Map(roamers()).SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ways of 1 of 2 devices", "access points and what they cover", "20 m", "walk"} {
		if !strings.Contains(string(svg), want) {
			t.Errorf("the map does not say %q", want)
		}
	}
	again, err := s.Map(roamers()).SVG()
	if err != nil || string(again) != string(svg) {
		t.Errorf("two maps of one run differ, %v", err)
	}
	empty := &trace.Outcome{Mobility: &trace.Mobility{}}
	if _, err := s.Map(empty).PNG(50); err != nil {
		t.Errorf("an empty map: %v", err)
	}
}
