package results

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/sim/trace"
)

func TestWhatIsSaturatedIsNamedWithItsDirection(t *testing.T) {
	o := &trace.Outcome{
		Names:   trace.Names{Nodes: []string{"gw", "cloud"}, Links: []string{"uplink"}},
		LinkUse: []trace.LinkUse{{From: 0, To: 1}},
		Saturated: []trace.Saturation{
			{Node: 1, Link: trace.None, Drain: 90e9},
			{Node: trace.None, Link: 0, Drain: 1e9},
			{Node: trace.None, Link: 0, Back: true, Drain: 2e9},
		},
	}
	s := &Summary{Saturated: saturatedOf(o)}
	want := []Saturated{
		{Kind: "node", Name: "cloud", DrainNs: 90e9},
		{Kind: "link", Name: "uplink", To: "cloud", DrainNs: 1e9},
		{Kind: "link", Name: "uplink", To: "gw", DrainNs: 2e9},
	}
	if d := cmp.Diff(want, s.Saturated); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	var notes []string
	s.noteSaturated(func(text string) { notes = append(notes, text) })
	if len(notes) != 3 || !strings.Contains(notes[0], "node cloud is saturated") || !strings.Contains(notes[0], "90.0 s") ||
		!strings.Contains(notes[2], "link uplink towards gw") {
		t.Errorf("notes: %q", notes)
	}
	for len(s.Saturated) < 2*saturatedMax {
		s.Saturated = append(s.Saturated, s.Saturated[0])
	}
	notes = nil
	s.noteSaturated(func(text string) { notes = append(notes, text) })
	if len(notes) != saturatedMax+1 || !strings.HasPrefix(notes[saturatedMax], "5 more") {
		t.Errorf("notes of many: %q", notes)
	}
}
