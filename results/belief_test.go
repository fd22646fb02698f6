package results_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/sim/trace"
)

func TestTheSummaryTellsWhatTheObserverBelieved(t *testing.T) {
	w := newWorld(7, 20*second, 0.7)
	w.outcome.Belief = &trace.Belief{
		Observer: 0, Heartbeats: 12, Lost: 4, FalseLost: 1, Detections: []int64{40 * second, 50 * second, 48 * second}, Tainted: 3,
		Evicted: 3, FalseEvicted: 2, Stopped: 1, Discarded: 1, Duplicate: 90 * second, Refused: 5, Undelivered: 6, Restarted: 7,
		AgeMean: 5 * second, AgeMax: 60 * second,
	}
	s := w.record(t, "", results.Options{})
	b := s.Belief
	// 46 s on average; the half-width with two degrees of freedom is 4.303·√28/√3.
	if b == nil || *b.Detection.Value != 46e9 || *b.DetectionMax != 50*second || b.Detection.N != 3 {
		t.Fatalf("belief %+v", b)
	}
	if half, ok := b.Detection.Half(); !ok || half < 13.14e9 || half > 13.15e9 {
		t.Errorf("half-width %v, want 13.15 s", half)
	}
	text := printed(t, s, results.Style{})
	for _, want := range []string{"4 nodes taken for lost after 46.0 ± 13.1 s", "1 of them wrongly", "3 evictions, 2 of nodes that were up", "5 stale decisions refused, 6 not"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	data, err := s.JSON()
	var back struct{ Belief *results.Belief }
	if err != nil || json.Unmarshal(data, &back) != nil || back.Belief == nil || back.Belief.Duplicate != 90*second || back.Belief.FalseEvictions != 2 {
		t.Errorf("%v: %s", err, data)
	}
}

func TestWithoutAnObserverTheSummaryTellsOfNone(t *testing.T) {
	s := newWorld(7, 20*second, 0.7).record(t, "", results.Options{})
	data, err := s.JSON()
	if err != nil || strings.Contains(string(data), "belief") || strings.Contains(printed(t, s, results.Style{}), "belief") {
		t.Errorf("%v: a belief without an observer", err)
	}
}
