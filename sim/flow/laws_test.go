package flow

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// script is a list of inputs that several networks can be given.
type script struct {
	capacities []units.BitsPerSecond
	starts     []timed
}

// timed is a flow with the instant of its start.
type timed struct {
	atNs int64
	Flow
}

// ended is a flow with the instant of its end.
type ended struct {
	AtNs int64
	ID   ID
}

func randomScript(d dice, l load) script {
	s := script{capacities: make([]units.BitsPerSecond, 1+d.upTo(l.links))}
	for c := range s.capacities {
		s.capacities[c] = units.BitsPerSecond(within(l.capacity(d)))
	}
	r := &run{d: d, l: l, links: len(s.capacities)}
	for id := range 1 + d.upTo(20) {
		r.nowNs += l.gapNs(d)
		s.starts = append(s.starts, timed{r.nowNs, Flow{
			ID: ID(id), Size: units.Bytes(l.size(d)), Weight: uint32(l.weight(d)), Cap: units.BitsPerSecond(l.limit(d)), Uses: r.path(),
		}})
	}
	return s
}

// play runs a script and returns when its flows end.
func play(s script) (log []ended) {
	n := New(s.capacities)
	advance := func(atNs int64) {
		for _, id := range n.Advance(atNs) {
			log = append(log, ended{atNs, id})
		}
	}
	for i := range s.starts {
		for at, ok := n.Next(); ok && at < s.starts[i].atNs; at, ok = n.Next() {
			advance(at)
		}
		n.Start(s.starts[i].atNs, &s.starts[i].Flow)
	}
	for at, ok := n.Next(); ok; at, ok = n.Next() {
		advance(at)
	}
	return log
}

// forScripts checks a law for random scripts of all families.
func forScripts(t *testing.T, law func(d dice, l load, s script, fail func(string, ...any))) {
	t.Helper()
	for _, l := range loads() {
		t.Run(l.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { law(drawn{t}, l, randomScript(drawn{t}, l), t.Fatalf) })
		})
	}
}

func same(fail func(string, ...any), what string, want, got []ended) {
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		fail("%s (-want +got):\n%s", what, diff)
	}
}

func TestNamesOfConstraintsDoNotMatter(t *testing.T) {
	forScripts(t, func(_ dice, _ load, s script, fail func(string, ...any)) {
		want := play(s)
		k := ConstraintID(len(s.capacities))
		for c := range s.capacities {
			s.capacities = append(s.capacities, s.capacities[int(k)-1-c])
		}
		// The other half of the constraints is idle, or used instead, in the opposite order.
		for i := range s.starts {
			for j := range s.starts[i].Uses {
				u := &s.starts[i].Uses[j]
				u.Constraint = 2*k - 1 - u.Constraint
			}
			slices.Reverse(s.starts[i].Uses)
		}
		same(fail, "renamed", want, play(s))
	})
}

func TestSeparateNetworksDoNotTouch(t *testing.T) {
	forScripts(t, func(d dice, l load, a script, fail func(string, ...any)) {
		b := randomScript(d, l)
		want := play(a)
		union := script{capacities: append(slices.Clone(a.capacities), b.capacities...), starts: slices.Clone(a.starts)}
		for _, f := range b.starts {
			f.ID += 1000
			f.Uses = slices.Clone(f.Uses)
			for j := range f.Uses {
				f.Uses[j].Constraint += ConstraintID(len(a.capacities))
			}
			union.starts = append(union.starts, f)
		}
		slices.SortStableFunc(union.starts, func(f, g timed) int { return cmp.Compare(f.atNs, g.atNs) })
		var of [2][]ended
		for _, e := range play(union) {
			half := int(e.ID / 1000)
			e.ID %= 1000
			of[half] = append(of[half], e)
		}
		same(fail, "first", want, of[0])
		same(fail, "second", play(b), of[1])
	})
}

func TestMoreDataOnFasterLinksTakesAsLong(t *testing.T) {
	forScripts(t, func(_ dice, l load, s script, fail func(string, ...any)) {
		if l.name == "bounds" {
			return // There is nothing beyond.
		}
		want := play(s)
		for c := range s.capacities {
			if s.capacities[c] != units.Unlimited {
				s.capacities[c] *= 3
			}
		}
		for i := range s.starts {
			s.starts[i].Size *= 3
			s.starts[i].Cap *= 3
		}
		same(fail, "three times as much", want, play(s))
	})
}

func TestWeightsCountOnlyByTheirRatio(t *testing.T) {
	forScripts(t, func(_ dice, _ load, s script, fail func(string, ...any)) {
		want := play(s)
		for i := range s.starts {
			s.starts[i].Weight *= 2
		}
		same(fail, "twice the weight", want, play(s))
	})
}

func TestWhatIsSentIsWhatTheLinkCarried(t *testing.T) {
	// One link, and rates that are whole numbers of bytes per nanosecond, so that nothing is lost to rounding.
	n := New([]units.BitsPerSecond{96e9})
	carried, sent, nowNs := int64(0), int64(0), int64(0)
	size := map[ID]int64{}
	d := newSeeded(3)
	pass := func(toNs int64) {
		carried += int64(n.Load(0)) / 8e9 * (toNs - nowNs)
		nowNs = toNs
	}
	for id := range ID(300) {
		for at, ok := n.Next(); ok; at, ok = n.Next() {
			if len(size) < 4 && at > nowNs {
				break
			}
			pass(at)
			for _, done := range n.Advance(at) {
				sent += size[done]
				delete(size, done)
			}
		}
		size[id] = 12 * (1 + d.upTo(1000))
		n.Start(nowNs, &Flow{ID: id, Size: units.Bytes(size[id]), Weight: 1, Uses: on(0)})
		n.Advance(nowNs)
		if id%5 == 0 {
			left, _ := n.Stop(nowNs, id)
			if int64(left.Sent+left.Remaining) != size[id] {
				t.Fatalf("flow %d of %d bytes left as %+v", id, size[id], left)
			}
			sent += int64(left.Sent)
			delete(size, id)
			n.Advance(nowNs)
		}
	}
	lost := int64(0)
	for id := range ID(300) {
		if left, ok := n.Peek(nowNs, id); ok {
			sent += int64(left.Sent)
			lost++
		}
	}
	// A flow consumes its share until the end of the nanosecond in which it finishes, and what it has sent is rounded.
	if carried < sent || carried > sent+12*300+lost {
		t.Errorf("%d bytes carried, %d sent", carried, sent)
	}
}

func TestObservingChangesNothing(t *testing.T) {
	n := New([]units.BitsPerSecond{1e6, 3e6})
	for id := range ID(5) {
		n.Start(0, &Flow{ID: id, Size: 1000, Weight: 1 + uint32(id), Uses: on(ConstraintID(id % 2))})
	}
	n.Advance(0)
	before := fmt.Sprintf("%+v", *n)
	atNs, _ := n.Next()
	for id := range ID(7) {
		n.Peek(atNs-1, id)
		n.Rate(id)
	}
	n.Load(0)
	if err := n.Check(); err != nil {
		t.Error(err)
	}
	if done := n.Advance(atNs - 1); len(done) > 0 || n.Len() != 5 {
		t.Errorf("%v finish early", done)
	}
	if after := fmt.Sprintf("%+v", *n); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}
