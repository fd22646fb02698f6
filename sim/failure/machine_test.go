package failure

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func mustNew(t rapid.TB, c *Config) *Machine {
	t.Helper()
	m, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// line is one effect with its time.
type line struct {
	atNs int64
	Effect
}

func (l line) String() string {
	return fmt.Sprintf("%d: %d of %d %v → %v", l.atNs, l.Component, l.Origin, l.Before, l.After)
}

// TestMachineDoesWhatItsNaiveTwinDoes lets both go through the same instants and compares all that can be seen.
func TestMachineDoesWhatItsNaiveTwinDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draws{t}
		c := d.config(6)
		m, n := mustNew(t, c), newNaive(c)
		nowNs := int64(0)
		t.Repeat(map[string]func(*rapid.T){
			"advance": func(t *rapid.T) {
				atNs, ok := m.Next()
				if !ok {
					t.Skip("nothing happens any more")
				}
				nowNs = atNs
				got, want := m.Advance(nowNs), n.Advance(nowNs)
				if len(got)+len(want) > 0 && !cmp.Equal(got, want) {
					t.Fatalf("at %d ns: got %v, want %v", nowNs, got, want)
				}
			},
			"wait": func(t *rapid.T) {
				atNs, _ := m.Next()
				nowNs = min(nowNs+int64(draws{t}.upTo("ns", 3)), atNs)
			},
			"advance too early": func(t *rapid.T) {
				if atNs, _ := m.Next(); nowNs < atNs && len(m.Advance(nowNs)) > 0 {
					t.Fatalf("effects at %d ns, but Next is %d ns", nowNs, atNs)
				}
			},
			"": func(t *rapid.T) {
				gotNs, gotOK := m.Next()
				wantNs, wantOK := n.Next()
				if gotNs != wantNs || gotOK != wantOK {
					t.Fatalf("at %d ns: next is %d %v, want %d %v", nowNs, gotNs, gotOK, wantNs, wantOK)
				}
				for i := range c.Components {
					id := ID(i)
					if got, want := m.Condition(id), n.Condition(id); got != want {
						t.Fatalf("at %d ns: component %d is %v, want %v", nowNs, id, got, want)
					}
					if diff := cmp.Diff(n.Account(nowNs, id), m.Account(nowNs, id)); diff != "" {
						t.Fatalf("at %d ns, account of component %d (-want +got):\n%s", nowNs, id, diff)
					}
				}
				for i := range c.Crews {
					a := m.Crew(nowNs, i)
					busy, waiting, repairs := n.Crew(nowNs, i)
					got := fmt.Sprint(m.Repairing(i), m.Waiting(i), a.Busy, a.Waiting, a.Repairs)
					if want := fmt.Sprint(n.Repairing(i), n.Waiting(i), busy, waiting, repairs); got != want {
						t.Fatalf("at %d ns: crew %d repairing, waiting, ∫busy, ∫waiting, repairs are %s, want %s", nowNs, i, got, want)
					}
				}
			},
		})
	})
}

// run advances a machine to a horizon, in at most so many rounds.
func run(m *Machine, horizonNs int64, rounds int) []line {
	var log []line
	for atNs, ok := m.Next(); ok && atNs <= horizonNs && rounds > 0; atNs, ok = m.Next() {
		for _, e := range m.Advance(atNs) {
			log = append(log, line{atNs, e})
		}
		rounds--
	}
	return log
}
