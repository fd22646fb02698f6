package scenarios

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

func nodeNames(f *File) []string {
	names := make([]string, len(f.Nodes))
	for i := range f.Nodes {
		names[i] = string(f.Nodes[i].Name.V)
	}
	return names
}

func withNodes(nodes, workloads string) string {
	return "version: 1\nname: t\nduration: 1h\nnodes:\n" + nodes + "\nworkloads:\n" + workloads + "\nscheduler: {policy: nearest}\n"
}

const rest = "tier: edge, capacity: {cpu: 1, memory: 1GiB}}\n"

func TestTemplatesExpandInWrittenOrder(t *testing.T) {
	f := load1(t, withNodes(
		"  - {name: x-{b}-{a}, each: {a: [q, p], b: 9..11}, "+rest+
			"  - {name: \"{n}\", each: {n: [1, 02, three]}, "+rest, "  []"))
	equal(t, "names", nodeNames(f), []string{
		"x-9-q", "x-10-q", "x-11-q", "x-9-p", "x-10-p", "x-11-p", "1", "02", "three",
	})
}

func TestPlaceholdersStandForNumbersAndWordsToo(t *testing.T) {
	f := load1(t, withNodes(
		"  - {name: n-{i}, each: {i: 1..3, t: [edge]}, tier: \"{t}\", trusted: \"{b}\", capacity: {cpu: \"{i}\", memory: \"{i}GiB\"}, speed: \"0.{i}\", accelerators: [{model: \"m{i}\", count: \"{i}\"}], labels: {number: \"{i}\"}}\n",
		"  []"), "nodes.0.each={i: 1..3, t: [edge], b: [\"true\"]}")
	for i := range f.Nodes {
		n := &f.Nodes[i]
		k := int64(i + 1)
		equal(t, "cpu", int64(n.Capacity.CPU.V), 1000*k)
		equal(t, "memory", int64(n.Capacity.Memory.V), k<<30)
		equal(t, "speed", int64(n.Speed.V), 100_000*k)
		equal(t, "count", n.Accelerators[0].Count.V, k)
		equal(t, "trusted", n.Trusted.V, true)
		equal(t, "label", n.Labels[0].Value.V, fmt.Sprint(k))
	}
}

// The naive twin writes the entries out and loads them.
func TestTemplateEqualsItsEntriesWrittenOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sites := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,2}`), 1, 4, rapid.ID).Draw(t, "sites")
		low := rapid.IntRange(0, 20).Draw(t, "low")
		high := low + rapid.IntRange(0, 5).Draw(t, "more")
		short := fmt.Sprintf("  - {name: n-{s}-{i}, each: {s: [%s], i: %d..%d}, labels: {s: \"{s}\", i: \"{i}\"}, ", strings.Join(sites, ", "), low, high) + rest
		long := ""
		for _, s := range sites {
			for i := low; i <= high; i++ {
				long += fmt.Sprintf("  - {name: n-%s-%d, labels: {s: %q, i: \"%d\"}, ", s, i, s, i) + rest
			}
		}
		describe := func(text string) string {
			f, err := LoadBytes("t", []byte(withNodes(text, "  []")), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for i := range f.Nodes {
				n := &f.Nodes[i]
				fmt.Fprintln(&b, n.Name.V, n.Tier.V, n.Capacity.CPU.V, n.Labels[0].Value.V, n.Labels[1].Value.V)
			}
			return b.String()
		}
		if a, b := describe(short), describe(long); a != b {
			t.Fatalf("template:\n%s\nwritten out:\n%s", a, b)
		}
	})
}

func TestSourcesAreFoundByNameListTemplateAndLabel(t *testing.T) {
	nodes := "  - {name: cam-{site}-{i}, each: {site: [a, b], i: 1..3}, labels: {zone: \"{site}\", kind: cam}, " + rest +
		"  - {name: cam-a-x, labels: {zone: a, kind: other}, " + rest +
		"  - {name: gw-{site}, each: {site: [a, b]}, labels: {zone: \"{site}\"}, " + rest
	for _, c := range []struct {
		source string
		want   []string
	}{
		{"cam-a-1", []string{"cam-a-1"}},
		{"[cam-b-2, gw-a, cam-a-x]", []string{"cam-b-2", "cam-a-x", "gw-a"}},
		{"cam-{site}-{i}", []string{"cam-a-1", "cam-a-2", "cam-a-3", "cam-b-1", "cam-b-2", "cam-b-3"}},
		{"cam-a-{i}", []string{"cam-a-1", "cam-a-2", "cam-a-3"}},
		{"cam-{site}-2", []string{"cam-a-2", "cam-b-2"}},
		{"gw-{site}", []string{"gw-a", "gw-b"}},
		{"[gw-{site}, cam-b-{i}, gw-a]", []string{"cam-b-1", "cam-b-2", "cam-b-3", "gw-a", "gw-b"}},
		{"{labels: {zone: a}}", []string{"cam-a-1", "cam-a-2", "cam-a-3", "cam-a-x", "gw-a"}},
		{"{labels: {zone: [a, b], kind: other}}", []string{"cam-a-x"}},
		{"{labels: {kind: [cam, other], zone: b}}", []string{"cam-b-1", "cam-b-2", "cam-b-3"}},
	} {
		f := load1(t, withNodes(nodes, "  - {name: w, source: "+c.source+", arrivals: {every: 1m}, demand: {cpu: 1}, work: 1s}\n"))
		names := []string{}
		for _, i := range f.Workloads[0].Source.Nodes {
			names = append(names, nodeNames(f)[i])
		}
		equal(t, c.source, names, c.want)
		if !slices.IsSorted(f.Workloads[0].Source.Nodes) {
			t.Errorf("%s: %v", c.source, f.Workloads[0].Source.Nodes)
		}
	}
}

func TestVariablesOfAWorkloadGoIntoItsSource(t *testing.T) {
	f := load1(t, withNodes("  - {name: cam-{site}-{i}, each: {site: [a, b], i: 1..2}, "+rest,
		"  - {name: w-{site}, each: {site: [b, a]}, source: cam-{site}-{i}, arrivals: {every: 1m}, demand: {cpu: 1}, work: 1s}\n"))
	equal(t, "sources of w-b", f.Workloads[0].Source.Nodes, []int{2, 3})
	equal(t, "sources of w-a", f.Workloads[1].Source.Nodes, []int{0, 1})
}

func TestUnreadableEntriesDoNotMakeReferencesWrong(t *testing.T) {
	_, err := LoadBytes("t", []byte(withNodes(
		"  - {name: cam-{i}, each: {i: 1..3}, tear: edge, tier: edge, capacity: {cpu: 1, memory: 1GiB}}\n",
		"  - {name: w, source: cam-2, target: cam-9, arrivals: {every: 1m}, demand: {cpu: 1}, work: 1s}\n"+
			"  - {name: v, source: cam-{i}, arrivals: {every: 1m}, demand: {cpu: 1}, work: 1s}\n")), Options{})
	var found diagnostics.Errors
	if !errors.As(err, &found) || len(found.List) != 2 || found.List[0].Path != "nodes.0.tear" || found.List[1].Path != "workloads.0.target" {
		t.Errorf("%v", err)
	}
}
