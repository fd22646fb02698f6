package results

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/sim/trace"
)

func lapsed() *trace.Outcome {
	return &trace.Outcome{
		Names: trace.Names{Nodes: []string{"ca", "edge-a", "edge-b"}},
		Trust: &trace.TrustUse{
			Nodes: []trace.VouchedUse{{Node: 1, Lapses: 2, Lost: 3_000_000_000}, {Node: 2}}, Lost: 3_000_000_000,
			Certificates: 1, Tokens: 2, Attestations: 3, Renewals: 40, Failures: 5, Boots: 6, Evicted: 7,
			Refused: []trace.ReasonCount{{Reason: "credential-expired", Count: 8}, {Reason: "residency", Count: 9}}, Watched: 10,
		},
	}
}

func TestTrustIsSummedUp(t *testing.T) {
	x := trustOf(lapsed())
	want := &Trust{
		Nodes: 2, NodesLapsed: 1, Lapsed: 3_000_000_000, Certificates: 1, Tokens: 2, Attestations: 3, Renewals: 40, Failures: 5,
		Boots: 6, Evicted: 7, Refused: []Refused{{"credential-expired", 8}, {"residency", 9}}, Watched: 10,
	}
	if diff := cmp.Diff(want, x); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	text := strings.Join(x.facts(), "\n")
	for _, part := range []string{
		"1 certificates", "2 tokens", "3 attestations", "1 of 2 nodes", "3.00 s", "40 renewals", "5 failed", "0 violations",
		"8 for credential-expired, 9 for residency", "7 attempts evicted", "6 secure boots",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not say %q", text, part)
		}
	}
	if trustOf(&trace.Outcome{}) != nil {
		t.Error("there is trust where nobody asked")
	}
}

func TestRowsOfTrust(t *testing.T) {
	o := lapsed()
	r := &Recorder{node: cells(o.Names.Nodes)}
	f, err := newPending(filepath.Join(t.TempDir(), TrustFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.discard()
	if err := r.writeTrust(f, o); err != nil {
		t.Fatal(err)
	}
	want := trustColumns + "edge-a,2,3000000000\nedge-b,0,0\n"
	if diff := cmp.Diff(want, string(f.buf)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
