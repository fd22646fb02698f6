package failure

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

func TestAllThatIsWrongIsReportedAtOnce(t *testing.T) {
	one := rng.Must(rng.Deterministic(1))
	c := &Config{
		Components: []Component{
			{},
			{Name: "a", Members: []ID{0, 9, -1, 0}, Faults: []Fault{
				{At: -1, For: -2, Mode: Mode{Kind: Slow}},
				{For: 5, Mode: Mode{Kind: Reboot}},
				{Mode: Mode{Kind: Crash, SpeedPermille: 3, Downtime: 4}},
				{Mode: Mode{Kind: 7}},
			}},
			{Name: "a", Trace: Trace{Mode: Mode{Kind: Reboot, Downtime: 1}, Outages: []Outage{{-5, 2}, {1, 1}, {1, 9}}}},
			{Name: "b", Renewals: []Renewal{
				{},
				{Up: one, Down: one, Crew: "nobody", Clock: 5},
				{Label: "x", Up: one, Down: one, Mode: Mode{Kind: Reboot, Downtime: 1}},
				{Label: "y", Up: one, Crew: "crew", Mode: Mode{Kind: Reboot, Downtime: 1}},
			}},
		},
		Crews: []Crew{{}, {Name: "crew", Members: 1}, {Name: "crew", Members: 1}},
	}
	want := `
Crews[0].Name: is empty
Crews[0].Members: 0 is less than 1
Crews[2].Name: "crew" is also the name of Crews[1]
Components[0].Name: is empty
Components[1].Members[1]: there is no component 9
Components[1].Members[2]: there is no component -1
Components[1].Members[3]: "" is listed twice
Components[1].Faults[0].At: -0.000000001s is before the start of the run
Components[1].Faults[0].For: -2ns is negative
Components[1].Faults[0].Mode: a slow-down to 0‰ is outside 1 to 999
Components[1].Faults[1].Mode: the downtime of a reboot must be more than 0, not 0s
Components[1].Faults[1].For: a reboot lasts for its downtime, but 5ns is given
Components[1].Faults[2].Mode: a crash has no speed, but 3‰ is given
Components[1].Faults[2].Mode: a crash has no downtime, but 4ns is given
Components[1].Faults[3].Mode: kind 7 does not exist
Components[2].Name: "a" is also the name of Components[1]
Components[2].Trace.Mode: the outages of a trace have their own length, so they cannot be reboots
Components[2].Trace.Outages[0].From: -0.000000005s is before the start of the run
Components[2].Trace.Outages[1].Until: 0.000000001s is not after 0.000000001s
Components[2].Trace.Outages[1].From: 0.000000001s is before the end of the outage before it, 0.000000002s
Components[3].Renewals[0].Up: is missing
Components[3].Renewals[0].Down: is missing
Components[3].Renewals[1].Label: "" is also the label of Renewals[0]
Components[3].Renewals[1].Crew: there is no crew "nobody"
Components[3].Renewals[1].Clock: 5 does not exist
Components[3].Renewals[2].Down: a reboot lasts for its downtime, but deterministic(value=1) is given
Components[3].Renewals[3].Crew: a reboot needs no crew, but "crew" is given`
	err := c.Validate()
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(strings.TrimSpace(want), err.Error()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if m, err := New(c); m != nil || err == nil || !strings.HasPrefix(err.Error(), "failures: Crews[0].Name") {
		t.Errorf("New returns %v, %v", m, err)
	}
}

func TestADomainThatHoldsItselfIsRefusedWithTheWayRound(t *testing.T) {
	for _, test := range []struct {
		name    string
		members [][]ID
		want    string
	}{
		{"itself", [][]ID{{}, {1}}, "Components[1].Members: a domain is a member of itself: c1 → c1"},
		{"a loop of three", [][]ID{{1}, {2, 3}, {3, 4}, {}, {1}}, "Components[1].Members: a domain is a member of itself: c1 → c2 → c4 → c1"},
		{"two ways to one member", [][]ID{{1, 2}, {3}, {3}, {4}, {}}, ""},
	} {
		c := &Config{}
		for i, m := range test.members {
			c.Components = append(c.Components, Component{Name: "c" + string(rune('0'+i)), Members: m})
		}
		got := ""
		if err := c.Validate(); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestADeepChainOfDomainsIsNoCycle(t *testing.T) {
	const depth = 100_000
	c := &Config{Components: make([]Component, depth)}
	for i := range depth {
		c.Components[i].Name = units.Time(i).String()
		if i > 0 {
			c.Components[i].Members = []ID{ID(i - 1)}
		}
	}
	c.Components[depth-1].Faults = []Fault{{At: 1, For: 1}}
	m := mustNew(t, c)
	if got := len(m.Advance(1)); got != depth {
		t.Errorf("%d components fail, want %d", got, depth)
	}
	c.Components[0].Members = []ID{depth - 1}
	want := "Components[0].Members: a domain is a member of itself: 0.000000000s → 0.000099999s → 0.000099998s → 0.000099997s" +
		" → 0.000099996s → (99991 more) → 0.000000004s → 0.000000003s → 0.000000002s → 0.000000001s → 0.000000000s"
	if err := c.Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
