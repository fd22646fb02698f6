package results_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/sim/trace"
)

// picture returns the words of the picture of a run.
func picture(t *testing.T, s *results.Summary) string {
	t.Helper()
	svg, err := s.Figure().SVG()
	if err != nil {
		t.Fatal(err)
	}
	return words(t, svg)
}

func TestPicturesShowStreams(t *testing.T) {
	const panel = "(d) Readings in buffers and under way"
	dir := t.TempDir()
	written := picture(t, withStreams().record(t, dir, results.Options{}))
	for _, want := range []string{panel, "(e) Readings delivered per second", ">telemetry<"} {
		if !strings.Contains(written, want) {
			t.Errorf("%q is not in the picture", want)
		}
	}
	run, err := results.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if picture(t, run.Summary) != written {
		t.Error("the picture of a run read from its directory differs")
	}
	if strings.Contains(picture(t, small().record(t, "", results.Options{})), panel) {
		t.Error("a run without streams has a panel for them")
	}
}

func TestPicturesShowTheBusiestStreamsAndTheOthersTogether(t *testing.T) {
	w := withStreams()
	w.names.Streams, w.outcome.Streams = nil, nil
	for i := range int32(10) {
		w.names.Streams = append(w.names.Streams, fmt.Sprintf("stream-%c", 'a'+i))
		made := int64(i + 1)
		w.outcome.Streams = append(w.outcome.Streams, trace.StreamUse{
			Stream: i, Made: made, Delivered: made, Stages: []trace.StageUse{{Tier: "device"}},
			Series: []trace.StreamPoint{{}, {At: second, Delivered: made, Made: made}},
		})
	}
	w.outcome.Names.Streams = w.names.Streams
	got := picture(t, w.record(t, "", results.Options{}))
	for i := range 10 {
		name := fmt.Sprintf("stream-%c<", 'a'+i)
		if strings.Contains(got, name) != (i >= 4) {
			t.Errorf("%s: in the picture: %v", name, i < 4)
		}
	}
	if !strings.Contains(got, ">other streams<") || !strings.Contains(got, "4 more streams in “other streams”") {
		t.Error("the picture does not say what it leaves out")
	}
}
