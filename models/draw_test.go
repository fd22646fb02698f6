package models

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// drawNode makes a node so small that a few tasks fill it.
func drawNode(t *rapid.T, id NodeID) Node {
	n := Node{
		ID: id, Name: fmt.Sprintf("n%d", id), Via: NoNode, Domain: NoDomain,
		Tier:         rapid.SampledFrom(Tiers()).Draw(t, "tier"),
		Capacity:     drawAmounts(t, "capacity", 2, 12),
		Accelerators: rapid.SliceOfN(rapid.SampledFrom([]Accelerator{{"gpu"}, {"npu"}}), 0, 4).Draw(t, "accelerators"),
		Security:     drawSecurity(t, "offered"),
	}
	n.CPULimit = rapid.SampledFrom([]units.MilliCPU{
		n.Capacity.CPU / 2, n.Capacity.CPU, n.Capacity.CPU * 3 / 2, n.Capacity.CPU * 4, units.Unlimited,
	}).Draw(t, "cpu limit")
	if zone := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "zone"); zone != "" {
		n.Labels = NewLabels(Label{"zone", zone})
	}
	return n
}

// drawAmounts draws from low to high units of each resource; of what is not
// compressible, a capacity may have no end.
func drawAmounts(t *rapid.T, label string, low, high int64) Resources {
	amount := func() int64 {
		if unlimited := int64(units.Unlimited); low > 0 && seldom(t, label, unlimited) > 0 {
			return unlimited
		}
		return rapid.Int64Range(low, high).Draw(t, label)
	}
	return Resources{
		CPU: units.MilliCPU(rapid.Int64Range(low, high).Draw(t, label)), Memory: units.Bytes(amount()),
		Storage: units.Bytes(amount()), Bandwidth: units.BitsPerSecond(amount()),
	}
}

func drawSecurity(t *rapid.T, label string) Security {
	return Security{
		TLS:   rapid.SampledFrom([]TLS{NoTLS, TLS12, TLS13}).Draw(t, label),
		Token: rapid.Bool().Draw(t, label), Attested: rapid.Bool().Draw(t, label), Trusted: rapid.Bool().Draw(t, label),
	}
}

// drawDemand makes a spec that restricts nothing.
func drawDemand(t *rapid.T, id SpecID) Spec {
	s := Spec{ID: id, Name: fmt.Sprintf("s%d", id), Replicas: 1, Demand: drawAmounts(t, "demand", 0, 4)}
	if rapid.IntRange(0, 2).Draw(t, "accelerated") == 0 {
		s.Accelerators = drawAcceleratorDemand(t)
	}
	s.Calls = rapid.SampledFrom([]ServiceID{NoService, NoService, NoService, 1, 3}).Draw(t, "service")
	return s
}

func drawAcceleratorDemand(t *rapid.T) AcceleratorDemand {
	return AcceleratorDemand{
		Count:  rapid.Int32Range(1, 3).Draw(t, "devices"),
		Share:  rapid.SampledFrom([]int32{1, 250, 500, 501, WholeDevice}).Draw(t, "share"),
		Models: rapid.SampledFrom([][]string{nil, {"gpu"}, {"npu"}, {"tpu", "npu"}}).Draw(t, "models"),
	}
}

// seldom draws from choices in about one case of ten, and the zero value else.
func seldom[T any](t *rapid.T, label string, choices ...T) (zero T) {
	if rapid.IntRange(0, 9).Draw(t, label) != 5 { // rapid prefers the ends of a range.
		return zero
	}
	return rapid.SampledFrom(choices).Draw(t, label)
}

// drawSpec makes a spec that may restrict anything, and mostly restricts little.
func drawSpec(t *rapid.T, id SpecID, nodes int) Spec {
	s := drawDemand(t, id)
	s.Protocol = seldom(t, "protocol", "mqtt", "coap")
	c := &s.Constraints
	c.Tiers = seldom(t, "tiers", NewTierSet(TierCloud), NewTierSet(TierEdge, TierGateway), NewTierSet(Tiers()...))
	if seldom(t, "named", true) {
		named := rapid.SliceOfNDistinct(rapid.Int32Range(0, int32(nodes)-1), 1, -1, rapid.ID).Draw(t, "named")
		for _, n := range slices.Sorted(slices.Values(named)) {
			c.Nodes = append(c.Nodes, NodeID(n))
		}
	}
	if seldom(t, "labelled", true) {
		c.Labels = []Selector{{"zone", rapid.SampledFrom([][]string{{"a"}, {"a", "b"}, nil}).Draw(t, "zones")}}
	}
	if seldom(t, "secured", true) {
		c.Security = drawSecurity(t, "required")
	}
	c.MaxLatency = seldom(t, "bound", time.Duration(1), 2, 5)
	c.Encrypted = seldom(t, "encrypted", true)
	return s
}

// panics returns what f panics with as text, and fails the test when it does not
// panic at all.
func panics(t *testing.T, f func()) (text string) {
	t.Helper()
	defer func() {
		t.Helper()
		why := recover()
		if why == nil {
			t.Error("no panic")
		}
		text = fmt.Sprint(why)
	}()
	f()
	return ""
}

// matrix prints which of the named states can become which.
func matrix[S fmt.Stringer](states []S, canBecome func(from, to S) bool) string {
	var b strings.Builder
	width := 0
	for _, s := range states {
		width = max(width, len(s.String()))
	}
	line := func(cells []string) {
		for i, c := range cells {
			cells[i] = fmt.Sprintf("%-*s", width, c)
		}
		b.WriteString(strings.TrimRight(strings.Join(cells, " "), " ") + "\n")
	}
	head := []string{""}
	for _, s := range states {
		head = append(head, s.String())
	}
	line(head)
	for _, from := range states {
		row := []string{from.String()}
		for _, to := range states {
			row = append(row, map[bool]string{true: "+", false: "-"}[canBecome(from, to)])
		}
		line(row)
	}
	return b.String()
}

// subsets returns all subsets of 0 … n-1 with k members, in ascending order.
func subsets(n, k int) [][]int32 {
	if k == 0 {
		return [][]int32{nil}
	}
	var out [][]int32
	for last := k - 1; last < n; last++ {
		for _, s := range subsets(last, k-1) {
			out = append(out, append(slices.Clone(s), int32(last)))
		}
	}
	return out
}
