package main

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/reproduce/simgrid"
)

func TestTheTreeHasTheLoadThatTheTableClaims(t *testing.T) {
	for perSecond, want := range map[float64]float64{50: 0.36, 200: 1.45} {
		p := tree(20_000, perSecond)
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		var sent units.Bytes
		for _, f := range p.Flows {
			sent += f.Size
		}
		span := float64(p.Flows[len(p.Flows)-1].Start) / 1e9
		load := 8 * float64(sent) / span / gateways / float64(uplink)
		if math.Abs(load/want-1) > 0.04 { // 20,000 sizes and gaps have a standard error of 0.013
			t.Errorf("%v flows/s load the uplinks to %.3f, want about %v", perSecond, load, want)
		}
	}
}

func TestTheLoopEndsFlowsWhenTheComparisonDoes(t *testing.T) {
	for _, p := range []*simgrid.Platform{tree(500, 50), tree(500, 200), simgrid.Generate(1, 14)} {
		want, err := simgrid.Simulate(p)
		if err != nil {
			t.Fatal(err)
		}
		l, took, err := timed(t.Context(), p, 0)
		if err != nil || took < 0 {
			t.Fatalf("%v, %v", took, err)
		}
		if d := cmp.Diff(want, l.ended); d != "" {
			t.Errorf("(-comparison +loop):\n%s", d)
		}
		if len(l.holder) > l.most+1 {
			t.Errorf("%d handles for %d flows at once", len(l.holder), l.most)
		}
	}
}

func TestIdleLinksChangeNoCompletionTime(t *testing.T) {
	few, _, err := timed(t.Context(), tree(300, 200), 0)
	if err != nil {
		t.Fatal(err)
	}
	many, _, err := timed(t.Context(), idle(tree(300, 200), 5000), 0)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(few.ended, many.ended); d != "" {
		t.Errorf("(-without +with idle links):\n%s", d)
	}
}

func TestAStarStaysAsFullAsItsName(t *testing.T) {
	for _, members := range []int{1, 3, 40, 90} {
		p := star(min(members, 50), members, 400)
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		l, _, err := timed(t.Context(), p, members)
		if err != nil {
			t.Fatal(err)
		}
		if l.most != members || len(p.Flows) != max(members, 200) {
			t.Errorf("%d flows at once in a star of %d, %d in all", l.most, members, len(p.Flows))
		}
		for i, at := range l.ended {
			if at <= l.arrived[i] {
				t.Fatalf("flow %d arrives at %v and ends at %v", i, l.arrived[i], at)
			}
		}
	}
}

// rows returns the words of each line of the output that starts with name.
func rows(out, name string) [][]string {
	var found [][]string
	for line := range strings.Lines(out) {
		if words := strings.Fields(line); len(words) > 0 && words[0] == name {
			found = append(found, words)
		}
	}
	return found
}

func TestTheTablesHaveARatioWhereSimGridIsInstalled(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-quick", "-flows", "300", "-reps", "1", "-changes", "500"}, &out); err != nil {
		t.Fatal(err)
	}
	for _, load := range []string{"light", "overload"} {
		found := rows(out.String(), load)
		if len(found) != 1 || len(found[0]) != 8 {
			t.Fatalf("rows of %s: %q", load, found)
		}
		ratio := strings.TrimPrefix(found[0][7], "ratio-simgrid=")
		if strings.Contains(out.String(), "SimGrid: NOT-RUN") {
			t.Logf("%s not compared: %s", load, strings.SplitN(out.String(), "\n", 2)[0])
			if ratio != notRun {
				t.Errorf("ratio %s without SimGrid", ratio)
			}
		} else if !strings.Contains(ratio, ".") {
			t.Errorf("ratio %q", ratio)
		}
	}
	for _, size := range []string{"100000", "1000"} { // idle links, and both
		if len(rows(out.String(), size)) == 0 {
			t.Errorf("no row for %s in\n%s", size, out.String())
		}
	}
}

func TestWithoutSimGridThereIsNoRatio(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-quick", "-flows", "100", "-changes", "100"}, &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "SimGrid: NOT-RUN, g++ is not installed (Debian: apt-get install g++ libsimgrid-dev)") ||
		strings.Count(out.String(), "ratio-simgrid=NOT-RUN") != 2 {
		t.Errorf("got\n%s", out.String())
	}
}

func TestCompletionTimesAreCompared(t *testing.T) {
	ends := []units.Time{1e9, 2e9}
	for _, c := range []struct {
		theirs []float64
		want   float64
	}{{[]float64{1, 2}, 0}, {[]float64{1, 1.999}, 1e6}, {[]float64{-1, 2}, math.Inf(1)}} {
		if got := apart(ends, c.theirs); got != c.want && !(math.Abs(got-c.want) <= 1e-3) {
			t.Errorf("%v: %v, want %v", c.theirs, got, c.want)
		}
	}
}

func TestPlansOfNothingAreRefused(t *testing.T) {
	for _, args := range [][]string{{"-flows", "0"}, {"-reps", "0"}, {"-changes", "0"}, {"-nonsense"}} {
		var out bytes.Buffer
		if err := run(t.Context(), args, &out); err == nil || out.Len() > 0 {
			t.Errorf("%v: %v\n%s", args, err, out.String())
		}
	}
}
