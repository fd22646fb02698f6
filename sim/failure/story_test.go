package failure

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// tells runs a configuration and compares what happens with a story of one line per effect.
func tells(t *testing.T, c *Config, want string) *Machine {
	t.Helper()
	m := mustNew(t, c)
	var lines []string
	for s := range strings.Lines(want) {
		if s = strings.TrimSpace(s); s != "" {
			lines = append(lines, s)
		}
	}
	var got []string
	for _, l := range run(m, 100, 1000) {
		s := fmt.Sprintf("%d %s %v", l.atNs, c.Components[l.Component].Name, l.After)
		if l.Component != l.Origin {
			s += " by " + c.Components[l.Origin].Name
		}
		got = append(got, s)
	}
	if diff := cmp.Diff(lines, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	return m
}

func fixed(ns int64) rng.Dist { return rng.Must(rng.Deterministic(ns)) }

// once adds a scripted crash; a span of 0 has no end.
func once(c *Component, upNs, downNs int64) {
	c.Faults = append(c.Faults, Fault{At: units.Time(upNs), For: units.Time(downNs).Sub(0)})
}

func TestOverlappingAndAdjoiningFaults(t *testing.T) {
	c := &Config{Components: []Component{{Name: "a"}, {Name: "b"}}}
	for _, span := range [][2]int64{{10, 10}, {15, 10}, {25, 5}, {40, 0}} {
		once(&c.Components[0], span[0], span[1])
	}
	c.Components[1].Trace.Outages = []Outage{{5, 7}, {7, 9}, {10, 11}, {50, units.Never}}
	m := tells(t, c, `
		5 b down
		9 b working
		10 a down
		10 b down
		11 b working
		30 a working
		40 a down
		50 b down
	`)
	if got, want := m.Account(60, 0), (Account{Working: 20, Down: 40, Faults: 4, Crashes: 2}); got != want {
		t.Errorf("a: %+v, want %+v", got, want)
	}
	if got, want := m.Account(60, 1), (Account{Working: 45, Down: 15, Faults: 3, Crashes: 3}); got != want {
		t.Errorf("b: %+v, want %+v", got, want)
	}
}

func TestTheWorstCauseDecides(t *testing.T) {
	c := &Config{Components: []Component{{Name: "a", Faults: []Fault{
		{At: 10, For: 90, Mode: Mode{Kind: Slow, SpeedPermille: 800}},
		{At: 20, For: 20, Mode: Mode{Kind: Slow, SpeedPermille: 200}},
		{At: 30, For: 40, Mode: Mode{Kind: Slow, SpeedPermille: 500}},
		{At: 35, For: 10, Mode: Mode{Kind: Pause}},
		{At: 36, Mode: Mode{Kind: Reboot, Downtime: 2}},
		{At: 36, For: 1},
	}}}}
	m := tells(t, c, `
		10 a slow 800‰
		20 a slow 200‰
		35 a paused
		36 a down
		38 a paused
		45 a slow 500‰
		70 a slow 800‰
		100 a working
	`)
	if got, want := m.Account(100, 0), (Account{Working: 10, Slow: 80, Paused: 8, Down: 2, Faults: 6, Crashes: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestADomainTakesItsMembersAlong has a rack in two domains at once: what reaches a node on two ways reaches it once.
func TestADomainTakesItsMembersAlong(t *testing.T) {
	c := &Config{Components: []Component{
		{Name: "n0"},
		{Name: "n1"},
		{Name: "rack", Members: []ID{1, 0}},
		{Name: "power", Members: []ID{2, 1}},
		{Name: "n2"},
	}}
	once(&c.Components[3], 10, 20)
	once(&c.Components[2], 20, 20)
	once(&c.Components[0], 30, 5)
	m := tells(t, c, `
		10 n0 down by power
		10 n1 down by power
		10 rack down by power
		10 power down
		30 power working
		40 n0 working by rack
		40 n1 working by rack
		40 rack working
	`)
	if got := m.Account(50, 1); got.Faults != 0 || got.Crashes != 1 || got.Down != 30 {
		t.Errorf("n1: %+v", got)
	}
}

func TestAFailureWithoutUpTimeTakesTheNextRound(t *testing.T) {
	// The draws of a are not known, but each is 0 or 7.
	c := &Config{Components: []Component{
		{Name: "a", Renewals: []Renewal{{Up: rng.Must(rng.Empirical([]int64{0, 7}, nil)), Down: fixed(0)}}},
		{Name: "b", Faults: []Fault{{At: 3, For: 1}}},
	}}
	m := mustNew(t, c)
	var crashes, again int64
	for beforeNs := int64(-1); crashes < 100; {
		atNs, _ := m.Next()
		e := m.Advance(atNs)
		if atNs%7 != 0 {
			continue
		}
		if want := []Effect{{0, 0, Working, Down}, {0, 0, Down, Working}}; !cmp.Equal(e, want) {
			t.Fatalf("at %d ns: got %v, want %v", atNs, e, want)
		}
		crashes++
		if atNs == beforeNs {
			again++
		}
		beforeNs = atNs
	}
	if got := m.Account(m.nowNs, 0); got.Crashes != crashes || got.Faults != crashes || got.Down != 0 {
		t.Errorf("%d crashes, but %+v", crashes, got)
	}
	if again == 0 {
		t.Error("no failure without up time was met")
	}
}

func TestAWaitingFailureTakesThePlaceOfItsPriority(t *testing.T) {
	c := &Config{Crews: []Crew{{Name: "one", Members: 1}}}
	for i, w := range []struct {
		upNs     int64
		priority int32
	}{{10, 0}, {20, 0}, {30, math.MinInt32}, {30, 5}, {30, 5}, {40, math.MaxInt32}} {
		c.Components = append(c.Components, Component{Name: fmt.Sprint("n", i), Renewals: []Renewal{{
			Up: fixed(w.upNs), Down: fixed(15), Crew: "one", Priority: w.priority,
		}}})
	}
	// The crew is free at 25, 40, 55 …: it takes n1 and then, of what waits, what has come at that instant as well.
	m := mustNew(t, c)
	var got []string
	for _, l := range run(m, 100, 1000) {
		if l.After == Working {
			got = append(got, fmt.Sprintf("%d n%d", l.atNs, l.Component))
		}
	}
	want := []string{"25 n0", "40 n1", "55 n5", "70 n3", "85 n4", "100 n0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("repairs (-want +got):\n%s", diff)
	}
	if a := m.Account(100, 1); a.Waiting != 5+(100-60) || a.Down != 20+40 {
		t.Errorf("n1: %+v", a)
	}
}

func TestTheClockOfOperationStandsStillWhileAnotherCauseHolds(t *testing.T) {
	up := []Renewal{{Up: fixed(20), Down: fixed(10), Clock: Operating}}
	c := &Config{Components: []Component{
		{Name: "crash", Renewals: up, Faults: []Fault{{At: 5, For: 10}}},
		{Name: "pause", Renewals: up, Faults: []Fault{{At: 5, For: 10, Mode: Mode{Kind: Pause}}}},
		{Name: "slow", Renewals: up, Faults: []Fault{{At: 5, For: 10, Mode: Mode{Kind: Slow, SpeedPermille: 1}}}},
		{Name: "run out", Renewals: up, Faults: []Fault{{At: 20, For: 1}}},
		{Name: "in repair", Renewals: up, Faults: []Fault{{At: 25, For: 50}}},
		{Name: "calendar", Renewals: []Renewal{{Up: fixed(20), Down: fixed(10)}}, Faults: []Fault{{At: 5, For: 10}}},
	}}
	m := mustNew(t, c)
	begins := make([][]int64, len(c.Components))
	faults := make([]int64, len(c.Components))
	for atNs, ok := m.Next(); ok && atNs <= 100; atNs, ok = m.Next() {
		m.Advance(atNs)
		for i := range faults {
			if f := m.Account(atNs, ID(i)).Faults; f > faults[i] {
				begins[i], faults[i] = append(begins[i], atNs), f
			}
		}
	}
	want := [][]int64{
		{5, 30, 60, 90},
		{5, 30, 60, 90},
		{5, 20, 50, 80},
		{20, 50, 80},
		{20, 25, 95}, // repaired at 30, held until 75
		{5, 20, 50, 80},
	}
	if diff := cmp.Diff(want, begins); diff != "" {
		t.Errorf("beginnings (-want +got):\n%s", diff)
	}
}

func TestWhatNeverHappensIsNeverDue(t *testing.T) {
	c := &Config{Components: []Component{
		{Name: "a", Renewals: []Renewal{{Up: fixed(math.MaxInt64), Down: fixed(1)}, {
			Label: "x", Up: fixed(math.MaxInt64), Down: fixed(1), Clock: Operating,
		}}},
		{Name: "b", Faults: []Fault{{At: 3, For: 1}}},
		{Name: "r", Members: []ID{0}, Faults: []Fault{{At: 3}}},
	}}
	m := tells(t, c, `
		3 b down
		3 a down by r
		3 r down
		4 b working
	`)
	if atNs, ok := m.Next(); ok || atNs != math.MaxInt64 {
		t.Errorf("next at %d ns, %v", atNs, ok)
	}
	if got := m.Account(math.MaxInt64, 0); got != (Account{Working: 3, Down: math.MaxInt64 - 3, Crashes: 1}) {
		t.Errorf("a at the end of time: %+v", got)
	}
	late := &Config{Components: []Component{{Name: "a", Renewals: []Renewal{{Up: fixed(math.MaxInt64 - 1), Down: fixed(5)}}}}}
	m = mustNew(t, late)
	if e := m.Advance(math.MaxInt64 - 1); len(e) != 1 {
		t.Errorf("at the last instant: %v", e)
	}
	if _, ok := m.Next(); ok {
		t.Error("a repair after the end of time is due")
	}
}

func TestBrokenProtocolPanicsWithTheNumbers(t *testing.T) {
	c := &Config{Components: []Component{{Name: "a", Faults: []Fault{{At: 5, For: 5}}}}}
	for want, call := range map[string]func(*Machine){
		"failure: call at 6 ns skips the advance that was due at 5 ns": func(m *Machine) { m.Advance(6) },
		"failure: call at 7 ns skips the advance that was due at 5 ns": func(m *Machine) { m.Account(7, 0) },
		"failure: time runs backwards, from 5 ns to 4 ns": func(m *Machine) {
			m.Advance(5)
			m.Advance(4)
		},
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}()
			call(mustNew(t, c))
		}()
	}
}

func TestNamesOfKindsAndConditions(t *testing.T) {
	got := fmt.Sprint(Crash, Pause, Slow, Reboot, Kind(9), Down, Paused, Working, Condition(250))
	if want := "crash pause slow reboot kind 9 down paused working slow 250‰"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
