package results

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/sim/trace"
)

// nasty draws names that need quoting in one format or the other.
func nasty() *rapid.Generator[string] {
	return rapid.OneOf(rapid.StringMatching(`[a-z]{1,5}(-[a-z]{1,3})?`), rapid.String(), rapid.SampledFrom([]string{
		`"`, `a,b`, "line\nbreak", "\r\n", " padded ", "tab\t", "\xff\xfe", `\`, "\u2028", "日本", "\x7f", "\x00", `""`, `\.`,
	}))
}

// readBack parses a table and returns its rows without the heading.
func readBack(t *rapid.T, table []byte) [][]string {
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatalf("%v in\n%s", err, table)
	}
	return rows[1:]
}

// plain is what a CSV reader makes of a name: \r\n in quotes becomes \n.
func plain(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// instant is the cell of an instant.
func instant(v int64) string {
	if v == trace.None {
		return ""
	}
	return strconv.FormatInt(v, 10)
}

func TestTaskRowsReadBackWhateverTheNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		workloads := rapid.SliceOfN(nasty(), 2, 2).Draw(t, "workloads")
		nodes := rapid.SliceOfN(nasty(), 3, 3).Draw(t, "nodes")
		span, maybe := rapid.Int64Min(0), rapid.Int64Min(trace.None)
		table := []byte(taskColumns)
		var want [][]string
		for range rapid.IntRange(1, 10).Draw(t, "tasks") {
			k := trace.Task{
				Number: span.Draw(t, "number"), Workload: rapid.Int32Range(0, 1).Draw(t, "workload"),
				Source: rapid.Int32Range(0, 2).Draw(t, "source"), Node: rapid.Int32Range(-1, 2).Draw(t, "node"),
				Attempts: rapid.Int32Min(0).Draw(t, "attempts"), Priority: rapid.Int32().Draw(t, "priority"),
				State: trace.State(rapid.IntRange(1, int(trace.StateRunning)).Draw(t, "state")), Arrived: span.Draw(t, "arrived"),
				Placed: maybe.Draw(t, "placed"), Started: maybe.Draw(t, "started"), Finished: maybe.Draw(t, "finished"),
				Queue: span.Draw(t, "queue"), Decision: span.Draw(t, "decision"), Transfer: span.Draw(t, "transfer"),
				Convert: span.Draw(t, "convert"), Run: span.Draw(t, "run"), Deadline: maybe.Draw(t, "deadline"), Reason: nasty().Draw(t, "reason"),
			}
			table = appendTask(table, &k, cells(workloads), cells(nodes))
			node := ""
			if k.Node >= 0 {
				node = plain(nodes[k.Node])
			}
			want = append(want, []string{
				instant(k.Number), plain(workloads[k.Workload]), plain(nodes[k.Source]), node, k.State.String(),
				strconv.Itoa(int(k.Priority)), instant(k.Arrived), instant(k.Placed), instant(k.Started), instant(k.Finished),
				instant(k.Queue), instant(k.Decision), instant(k.Transfer), instant(k.Convert), instant(k.Run), instant(k.Deadline),
				strconv.Itoa(int(k.Attempts)), plain(k.Reason),
			})
		}
		if d := cmp.Diff(want, readBack(t, table)); d != "" {
			t.Fatalf("rows (-want +got):\n%s", d)
		}
	})
}

func TestOtherRowsReadBackWhateverTheNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(nasty(), 3, 3).Draw(t, "names")
		m := trace.Transfer{Index: 0, From: 1, To: 2, State: trace.TransferBroken, Bytes: 5, Started: 7, Finished: trace.None}
		table := appendTransfer([]byte(transferColumns), &m, cells(names), cells(names))
		want := [][]string{{plain(names[0]), plain(names[1]), plain(names[2]), "5", "7", "", "failed"}}
		if d := cmp.Diff(want, readBack(t, table)); d != "" {
			t.Fatalf("transfer (-want +got):\n%s", d)
		}
		n := trace.NodeUse{Node: 1, Tier: names[2], CPUMilli: 1000, Active: 80, Error: 20, Inactive: 3, BusyCPU: 40, Finished: 6, Crashes: 2, Received: 8, Sent: 9, Energy: 1_000_001, MemoryMax: 11, CutOff: 12}
		table = appendNode([]byte(nodeColumns), &n, cells(names))
		want = [][]string{{plain(names[1]), plain(names[2]), "1000", "0.500000", "0.800000", "80", "20", "3", "40", "6", "2", "8", "9", "1.000001", "11", "12"}}
		if d := cmp.Diff(want, readBack(t, table)); d != "" {
			t.Fatalf("node (-want +got):\n%s", d)
		}
		l := trace.LinkUse{Link: 0, From: 1, To: 2, BitsPerSec: 8e9, Up: 30, Down: 10, BytesForward: 15, BytesBack: 0}
		table = appendLink([]byte(linkColumns), &l, cells(names), cells(names))
		want = [][]string{{plain(names[0]), plain(names[1]), plain(names[2]), "8000000000", "0.500000", "0.000000", "0.750000", "30", "10", "15", "0"}}
		if d := cmp.Diff(want, readBack(t, table)); d != "" {
			t.Fatalf("link (-want +got):\n%s", d)
		}
	})
}

func TestSharesSurviveTheLargestRuns(t *testing.T) {
	const year = 365 * 86400 * int64(1e9)
	u := trace.NodeUse{CPUMilli: 1_000_000, Active: 10 * year, BusyCPU: 200 * year}
	if got := utilisation(&u); got != 0.02 {
		t.Errorf("utilisation %v", got)
	}
	if got := utilisation(&trace.NodeUse{}); got != 0 {
		t.Errorf("utilisation of nothing %v", got)
	}
	l := trace.LinkUse{BitsPerSec: 400e9, Up: year}
	if got := carried(400e9/8*365*86400/4, l.BitsPerSec, &l); got != 0.25 {
		t.Errorf("carried %v", got)
	}
	if availability(0, 0) != 1 || availability(3, 1) != 0.75 {
		t.Error("availability")
	}
}

func TestEnergyIsWrittenExactly(t *testing.T) {
	for v, want := range map[int64]string{0: ",0.000000", 1: ",0.000001", 5_760_000_001: ",5760.000001", trace.None: ",", 1<<63 - 1: ",9223372036854.775807"} {
		if got := string(appendMicro(nil, v)); got != want {
			t.Errorf("%d: %q, want %q", v, got, want)
		}
	}
}

func TestEventLogIsJSONWhateverTheNames(t *testing.T) {
	kinds := 0
	for trace.Kind(kinds+1).String() != "unknown" {
		kinds++
	}
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(nasty(), 4, 4).Draw(t, "names")
		q := allQuoted(names)
		e := trace.Event{
			At: rapid.Int64Min(0).Draw(t, "at"), Value: rapid.Int64().Draw(t, "value"),
			Kind: trace.Kind(rapid.IntRange(1, kinds).Draw(t, "kind")), Node: rapid.Int32Range(-1, 3).Draw(t, "node"),
			Task: rapid.Int64Range(0, 4).Draw(t, "task"), Reason: uint8(rapid.IntRange(0, 3).Draw(t, "reason")),
		}
		line := appendEvent(nil, &e, &eventNames{q, q, q, q, q, q, q})
		number := func(v int64) json.Number { return json.Number(strconv.FormatInt(v, 10)) }
		text := func(s string) string { return string([]rune(s)) } // each bad byte becomes U+FFFD
		want := map[string]any{"at_ns": number(e.At), "kind": e.Kind.String(), "value": number(e.Value)}
		switch {
		case e.Task != 0 && e.Kind.IsTransfer():
			want["transfer"] = text(names[e.Task-1])
		case e.Task != 0 && e.Kind.IsStream():
			want["stream"] = text(names[e.Task-1])
		case e.Task != 0:
			want["task"] = number(e.Task)
		}
		switch {
		case e.Node >= 0 && e.Kind.IsLink():
			want["link"] = text(names[e.Node])
		case e.Node >= 0 && e.Kind.IsDomain():
			want["domain"] = text(names[e.Node])
		case e.Node >= 0 && e.Kind.IsService():
			want["service"] = text(names[e.Node])
		case e.Node >= 0:
			want["node"] = text(names[e.Node])
		}
		if e.Reason != 0 {
			want["reason"] = text(names[e.Reason])
		}
		var got map[string]any
		d := json.NewDecoder(bytes.NewReader(line))
		d.UseNumber()
		if err := d.Decode(&got); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if d := cmp.Diff(want, got); d != "" || bytes.Count(line, []byte("\n")) != 1 || line[len(line)-1] != '\n' {
			t.Fatalf("%s (-want +got):\n%s", line, d)
		}
	})
}
