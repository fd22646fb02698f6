package results_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/sim/trace"
)

// printed returns the summary as text.
func printed(t *testing.T, s *results.Summary, style results.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Print(&b, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPrintedSummary(t *testing.T) {
	s := newWorld(7, 10*minute, 0.7).record(t, "", results.Options{})
	s.Dir = "out/two-sites"
	golden(t, "print/run.txt", []byte(printed(t, s, results.Style{})))
}

func TestPrintedSummaryOfAShortRun(t *testing.T) {
	golden(t, "print/short.txt", []byte(printed(t, newWorld(7, 20*second, 0.7).record(t, "", results.Options{}), results.Style{})))
}

func TestPrintedSummaryOfAnUnstableRunWithABrokenLaw(t *testing.T) {
	w := newWorld(7, 10*minute, 1.2)
	w.outcome.Audits[1].OK, w.outcome.Audits[1].Got = false, "9"
	golden(t, "print/unstable.txt", []byte(printed(t, w.record(t, "", results.Options{}), results.Style{})))
}

func TestPrintedSummaryOfNothing(t *testing.T) {
	r, err := results.NewRecorder("", newWorld(1, second, 0.1).names, results.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(1, second, 0.1)
	w.outcome.Workloads, w.outcome.NodeUse, w.outcome.Audits, w.outcome.Partition = nil, nil, nil, trace.Partition{}
	s, err := r.Finish(&w.outcome, results.Manifest{Scenario: "idle"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "print/nothing.txt", []byte(printed(t, s, results.Style{})))
}

func TestOfManyWorkloadsTheBusiestAreShown(t *testing.T) {
	w := newWorld(7, 20*second, 0.7)
	w.names.Workloads = nil
	for i := range 100 {
		w.names.Workloads = append(w.names.Workloads, fmt.Sprintf("w%d-", i))
	}
	for i := range w.tasks {
		w.tasks[i].Workload = int32(i % 100)
		if i%2 == 0 {
			w.tasks[i].Workload = int32(i % 24 * 4)
		}
	}
	w.finish(7, 20*second)
	got := printed(t, w.record(t, "", results.Options{}), results.Style{})
	head, _, _ := strings.Cut(got, "share of latency")
	if n := strings.Count(head, "\n  w"); n != 25 || !strings.Contains(got, "76 more workloads") { // with the heading
		t.Errorf("%d rows:\n%s", n, got)
	}
	for i := range 12 {
		if !strings.Contains(head, fmt.Sprintf("\n  w%d-", i*8)) {
			t.Errorf("the busy workload %d is missing:\n%s", i*8, head)
		}
	}
}

// Colours change nothing but the colours, so that columns stay aligned.
func TestColoursDoNotMoveColumns(t *testing.T) {
	w := newWorld(7, 10*minute, 1.2)
	w.outcome.Audits[1].OK = false
	s := w.record(t, "", results.Options{})
	plain, coloured := printed(t, s, results.Style{}), printed(t, s, results.Style{Color: true})
	if strings.Contains(plain, "\x1b") || !strings.Contains(coloured, "\x1b[31m") {
		t.Error("colours are on when they should be off, or off when on")
	}
	if got := regexp.MustCompile("\x1b\\[[0-9]+m").ReplaceAllString(coloured, ""); got != plain {
		t.Errorf("without colours:\n%s\nplain:\n%s", got, plain)
	}
}

// A name must not be able to move the cursor or fake a line of the report.
func TestNamesCannotControlTheTerminal(t *testing.T) {
	w := newWorld(7, 20*second, 0.7)
	w.names.Workloads = []string{"\x1b[2Jevil", "two\nlines", "\u202ereversed"}
	w.outcome.Names = w.names
	got := printed(t, w.record(t, "", results.Options{}), results.Style{})
	for _, bad := range []string{"\x1b", "two\n", "\u202e"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q gets through:\n%s", bad, got)
		}
	}
	if !utf8.ValidString(got) {
		t.Error("not UTF-8")
	}
}

func TestComparisonOfRuns(t *testing.T) {
	var runs []*results.Summary
	for _, c := range []struct {
		policy string
		load   float64
	}{{"nearest", 0.6}, {"least-loaded", 0.62}, {"slow", 0.9}, {"hopeless", 1.3}} {
		w := newWorld(7, 10*minute, c.load)
		w.outcome.Policy = c.policy
		if c.policy == "slow" {
			w.outcome.Audits[0].OK = false
		}
		runs = append(runs, w.record(t, "", results.Options{}))
	}
	golden(t, "print/compare.txt", []byte(compared(t, runs)))
	golden(t, "print/compare-nothing.txt", []byte(compared(t, nil)))
}

func TestComparisonOverSeedsPairsThem(t *testing.T) {
	var runs []*results.Summary
	for seed := range uint64(8) {
		for _, c := range []struct {
			policy string
			load   float64
		}{{"nearest", 0.6}, {"same", 0.6}, {"better", 0.5}, {"worse", 0.7}, {"hopeless", 1.5}} {
			w := newWorld(seed+1, 2*minute, c.load)
			if c.policy == "same" { // other tasks, equally many
				w = newWorld(seed+300, 2*minute, c.load)
			}
			w.outcome.Policy, w.outcome.Seed = c.policy, seed+1
			runs = append(runs, w.record(t, "", results.Options{}))
		}
	}
	golden(t, "print/compare-seeds.txt", []byte(compared(t, runs)))
}

func compared(t *testing.T, runs []*results.Summary) string {
	t.Helper()
	var b bytes.Buffer
	if err := results.Compare(&b, runs, results.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
