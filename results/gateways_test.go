package results

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/sim/trace"
)

func twoGateways() *trace.Outcome {
	return &trace.Outcome{
		Names: trace.Names{Nodes: []string{"dev", "gw-a", "gw-b"}},
		GatewayUse: []trace.GatewayUse{
			{Node: 0, BusyCPU: 5},
			{Node: 1, Messages: 10, Converted: 7, Lost: 2, Inside: 1, BusyCPU: 2_000_000, Overhead: 1500, Handshakes: 3, Questions: 4},
			{Node: 2, Messages: 2, Converted: 2, BusyCPU: 1_000_000, Overhead: 500},
		},
	}
}

func TestGatewaysAreSummedUp(t *testing.T) {
	g := gatewaysOf(twoGateways())
	want := &Gateways{Nodes: 2, Messages: 12, Converted: 9, Lost: 2, Inside: 1, BusyCPU: 3_000_005, Overhead: 2000, Handshakes: 3, Questions: 4}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, part := range []string{"9 messages", "2 nodes", "3.00 ms", "2.00 kB", "3 handshakes", "4 questions", "2 lost"} {
		if !strings.Contains(g.fact(), part) {
			t.Errorf("%q does not say %q", g.fact(), part)
		}
	}
	if gatewaysOf(&trace.Outcome{}) != nil {
		t.Error("there are gateways where there are none")
	}
}

func TestRowsOfGateways(t *testing.T) {
	o := twoGateways()
	r := &Recorder{node: cells(o.Names.Nodes)}
	f, err := newPending(filepath.Join(t.TempDir(), GatewaysFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.discard()
	if err := r.writeGateways(f, o); err != nil {
		t.Fatal(err)
	}
	want := gatewayColumns + "dev,0,0,0,0,5,0,0,0\ngw-a,10,7,2,1,2000000,1500,3,4\ngw-b,2,2,0,0,1000000,500,0,0\n"
	if diff := cmp.Diff(want, string(f.buf)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
