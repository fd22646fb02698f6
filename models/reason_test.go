package models

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Event logs hold the numbers: none may move, new ones come at the end.
const reasonNames = `
0
1 not-active
2 tier
3 node
4 label
5 security
6 cpu-capacity
7 memory-capacity
8 storage-capacity
9 bandwidth-capacity
10 accelerator-capacity
11 protocol
12 unreachable
13 latency
14 encryption
15 cpu-full
16 memory-full
17 storage-full
18 bandwidth-full
19 accelerator-full
20 not-pending
21 unknown-node
22 unknown-action
23 stale
24 placed-twice
25 transaction-refused
26 node-lost
27 path-lost
28 declined
29 no-node-fits
30 no-place
31 no-more-tries
32 no-room-for-image
33 no-instance
34 scaled-in
35 replaced
36 no-measured-time
37 credential-expired
38 token-expired
39 attestation-stale
40 no-enclave
41 residency
42 path-residency
43 node-leaves
44 migrated
`

func TestReasonsKeepTheirNumbers(t *testing.T) {
	var got strings.Builder
	got.WriteString("\n")
	for r, name := range Reasons() {
		got.WriteString(strings.TrimSpace(strings.Join([]string{strconv.Itoa(r), name}, " ")) + "\n")
	}
	if diff := cmp.Diff(reasonNames, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEveryReasonHasItsOwnCode(t *testing.T) {
	code := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	seen := map[string]Reason{}
	for r := range reasonEnd {
		name := r.String()
		if r != OK && !code.MatchString(name) {
			t.Errorf("reason %d is called %q, which is not in kebab case", r, name)
		}
		if other, ok := seen[name]; ok {
			t.Errorf("reasons %d and %d are both called %q", other, r, name)
		}
		seen[name] = r
	}
	if got := reasonEnd.String(); got != "unknown" {
		t.Errorf("a reason that does not exist is called %q", got)
	}
}
