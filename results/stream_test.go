package results_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/sim/trace"
)

// withStreams is a small made-up run with two streams.
func withStreams() *world {
	w := small()
	w.names.Streams = []string{"telemetry", "idle, \"odd\""}
	w.outcome.Names.Streams = w.names.Streams
	w.outcome.Streams = []trace.StreamUse{
		{
			Stream: 0, Class: 1, Sources: 2, Made: 12_000, Delivered: 2500, Rejected: 9440, Expired: 20, Buffered: 30, InFlight: 5, Open: 5,
			Records: 2500, AgeMean: 700 * ms, AgeMost: 20 * minute, Feeds: 2,
			Stages: []trace.StageUse{
				{Tier: "device", Nodes: 2, In: 12_000, BytesIn: 12_288_000, BytesOut: 12_288_000, Records: 12_000, HeldMost: 1024},
				{Tier: "gateway", Nodes: 1, In: 12_000, BytesIn: 12_288_000, BytesOut: 2_560_000, Records: 2500, HeldMost: 2_621_440, Kept: 7000, KeptMost: 9000, Overwritten: 5},
			},
			Series: []trace.StreamPoint{{}, {At: second, Left: 5, High: 7, Delivered: 5, Made: 10}},
		},
		{Stream: 1, Stages: []trace.StageUse{{Tier: "device"}}, Series: []trace.StreamPoint{{}, {At: second}}},
	}
	return w
}

func TestFilesOfStreams(t *testing.T) {
	dir := t.TempDir()
	w := withStreams()
	r, err := results.NewRecorder(dir, w.names, results.Options{NoPicture: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range int64(100) {
		if err = r.Delivery(&trace.Delivery{Stream: 0, At: second + i*ms, Made: second, Readings: 1, Bytes: 1024}); err != nil {
			t.Fatal(err)
		}
	}
	s, err := r.Finish(&w.outcome, results.Manifest{Scenario: "s"})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		results.StreamsFile: `stream,priority,sources,made,delivered,expired,rejected,evicted,exhausted,lost,buffered,in_flight,open,records,age_mean_ns,age_max_ns,delay_p50_ns,delay_p95_ns,delay_p99_ns,delay_max_ns
telemetry,1,2,12000,2500,20,9440,0,0,0,30,5,5,2500,700000000,1200000000000,49000000,94000000,98000000,99000000
"idle, ""odd""",0,0,0,0,0,0,0,0,0,0,0,0,0,,,,,,
`,
		results.StagesFile: `stream,stage,tier,nodes,readings_in,bytes_in,bytes_out,records_out,buffer_max_bytes,kept_bytes,kept_max_bytes,overwritten_bytes
telemetry,0,device,2,12000,12288000,12288000,12000,1024,0,0,0
telemetry,1,gateway,1,12000,12288000,2560000,2500,2621440,7000,9000,5
"idle, ""odd""",0,device,0,0,0,0,0,0,0,0,0
`,
		results.StreamTimelineFile: `stream,at_ns,made,delivered,left,left_max
telemetry,0,0,0,0,0
telemetry,1000000000,10,5,5,7
"idle, ""odd""",0,0,0,0,0
"idle, ""odd""",1000000000,0,0,0,0
`,
	} {
		if got := readText(t, filepath.Join(dir, name)); got != want {
			t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(want, got))
		}
	}
	var text bytes.Buffer
	if err = s.Print(&text, results.Style{}); err != nil {
		t.Fatal(err)
	}
	if want := "telemetry    12,000      2,500  9,460 (9,440 rejected)    40"; !strings.Contains(text.String(), want) {
		t.Errorf("%q is not in:\n%s", want, text.String())
	}
	if err = results.Verify(dir); err != nil {
		t.Error(err)
	}
	run, err := results.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s.Streams, run.Summary.Streams, cmp.AllowUnexported(results.Stream{})); d != "" {
		t.Errorf("streams read back (-written +read):\n%s", d)
	}
}

func TestARunWithoutStreamsLeavesNoFilesOfThem(t *testing.T) {
	dir := t.TempDir()
	withStreams().record(t, dir, results.Options{NoPicture: true})
	small().record(t, dir, results.Options{NoPicture: true})
	for _, name := range []string{results.StreamsFile, results.StagesFile, results.StreamTimelineFile} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is left of the run before", name)
		}
	}
}

func readText(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
