package failure

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// TestLawsOfAnyConfiguration checks after every call what must hold whatever happens: effects join up, a component is at
// least as bad off as its domains, all time is accounted for, and no crew is idle while something waits for it.
func TestLawsOfAnyConfiguration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := draws{t}.config(8)
		m := mustNew(t, c)
		seen := slices.Repeat([]Condition{Working}, len(c.Components))
		crashes := make([]int64, len(c.Components))
		for range 60 {
			nowNs, ok := m.Next()
			if !ok {
				break
			}
			for _, e := range m.Advance(nowNs) {
				if e.Before != seen[e.Component] || e.Before == e.After {
					t.Fatalf("at %d ns: %+v, but the component was %v", nowNs, e, seen[e.Component])
				}
				seen[e.Component] = e.After
				if e.After == Down {
					crashes[e.Component]++
				}
			}
			checkComponents(t, m, c, nowNs, seen, crashes)
			checkCrews(t, m, c, nowNs)
		}
	})
}

func checkComponents(t *rapid.T, m *Machine, c *Config, nowNs int64, seen []Condition, crashes []int64) {
	for i := range c.Components {
		if m.Condition(ID(i)) != seen[i] {
			t.Fatalf("at %d ns: component %d is %v, but its effects say %v", nowNs, i, m.Condition(ID(i)), seen[i])
		}
		for _, k := range c.Components[i].Members {
			if seen[k] > seen[i] {
				t.Fatalf("at %d ns: component %d is %v, but its domain %d is %v", nowNs, k, seen[k], i, seen[i])
			}
		}
		a := m.Account(nowNs, ID(i))
		if sum := a.Working + a.Slow + a.Paused + a.Down; int64(sum) != nowNs || a.Waiting > sum-a.Working || a.Waiting < 0 {
			t.Fatalf("at %d ns: component %d has %+v", nowNs, i, a)
		}
		if a.Crashes != crashes[i] {
			t.Fatalf("at %d ns: component %d has crashed %d times, but its account is %+v", nowNs, i, crashes[i], a)
		}
	}
}

// checkCrews compares what crews and components say about the same waits. A component with one renewal waits for one
// crew at most, so with no other component the sums agree.
func checkCrews(t *rapid.T, m *Machine, c *Config, nowNs int64) {
	var byCrew, byComponent units.Wide
	for i, w := range c.Crews {
		if m.Repairing(i) > int(w.Members) || (m.Waiting(i) > 0 && m.Repairing(i) < int(w.Members)) {
			t.Fatalf("at %d ns: %d of crew %d repair and %d failures wait", nowNs, m.Repairing(i), i, m.Waiting(i))
		}
		byCrew = byCrew.PlusWide(m.Crew(nowNs, i).Waiting)
	}
	for i := range c.Components {
		if len(c.Components[i].Renewals) > 1 {
			return
		}
		byComponent = byComponent.Plus(int64(m.Account(nowNs, ID(i)).Waiting))
	}
	if byCrew != byComponent {
		t.Fatalf("at %d ns: crews count %v ns of waiting, components %v", nowNs, byCrew, byComponent)
	}
}

// TestANewComponentChangesNothingForTheOthers adds one with a life of its own, in front of all others or behind them.
func TestANewComponentChangesNothingForTheOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draws{t}
		c := d.config(5)
		extra := Component{Name: "new", Trace: d.trace(), Renewals: []Renewal{d.renewal(0, 0)}}
		front := rapid.Bool().Draw(t, "front")
		more := *c
		shift := ID(0)
		if front {
			shift = 1
			more.Components = []Component{extra}
			for _, k := range c.Components {
				k.Members = slices.Clone(k.Members)
				for j := range k.Members {
					k.Members[j]++
				}
				more.Components = append(more.Components, k)
			}
		} else {
			more.Components = append(slices.Clone(c.Components), extra)
		}
		const rounds = 60
		const horizonNs = 30
		without, with := mustNew(t, c), mustNew(t, &more)
		want := run(without, horizonNs, rounds)
		var got []line
		for _, l := range run(with, horizonNs, 3*rounds) {
			if l.Component -= shift; l.Component >= 0 && int(l.Component) < len(c.Components) {
				l.Origin -= shift
				got = append(got, l)
			}
		}
		// Where times are zero, a run can be cut off by the bound on rounds.
		withoutNs, _ := without.Next()
		withNs, _ := with.Next()
		if n := min(len(got), len(want)); withoutNs <= horizonNs || withNs <= horizonNs {
			got, want = got[:n], want[:n]
		}
		if !slices.Equal(got, want) {
			t.Fatalf("-without +with:\n%s", cmp.Diff(want, got, cmp.AllowUnexported(line{})))
		}
	})
}

func TestWithoutCausesNothingIsEverDue(t *testing.T) {
	m := mustNew(t, &Config{Components: []Component{{Name: "a"}, {Name: "b", Members: []ID{0}}}})
	if atNs, ok := m.Next(); ok {
		t.Errorf("due at %d ns", atNs)
	}
	if e := m.Advance(5); len(e) > 0 {
		t.Errorf("effects %v", e)
	}
	if got := m.Account(9, 0); got != (Account{Working: 9}) {
		t.Errorf("account %+v", got)
	}
}

// TestTheStateMachineAllocatesNothing lets it warm up first: the slices of what is under way grow to their size.
func TestTheStateMachineAllocatesNothing(t *testing.T) {
	c := &Config{Crews: []Crew{{Name: "crew", Members: 2}}}
	for i, name := range []string{"a", "b", "c", "d", "e", "f"} {
		mode := Mode{Kind: Slow, SpeedPermille: int64(100 + i)}
		c.Components = append(c.Components, Component{Name: name, Renewals: []Renewal{
			{Up: exponential(50), Down: exponential(20), Crew: "crew"},
			{Label: "slow", Up: exponential(30), Down: exponential(30), Mode: mode, Clock: Operating},
		}})
	}
	c.Components = append(c.Components, Component{Name: "rack", Members: []ID{0, 1, 2}, Renewals: []Renewal{{
		Up: exponential(50), Down: exponential(20),
	}}})
	m := mustNew(t, c)
	step := func() {
		atNs, _ := m.Next()
		m.Advance(atNs)
	}
	for range 1000 {
		step()
	}
	if got := testing.AllocsPerRun(1000, step); got != 0 {
		t.Errorf("%v allocations per event", got)
	}
}
