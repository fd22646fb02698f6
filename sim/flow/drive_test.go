package flow

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// dice is where a random run takes its decisions from: a seeded generator, or rapid when a failure is to be made small.
type dice interface {
	// upTo returns an integer from 0 to n−1.
	upTo(n int64) int64
}

// seeded are dice that fall the same way for the same seed.
type seeded struct{ *rand.Rand }

func newSeeded(seed uint64) seeded { return seeded{rand.New(rand.NewPCG(seed, 0x5a5a))} }

func (s seeded) upTo(n int64) int64 { return s.Int64N(n) }

// drawn are dice of rapid.
type drawn struct{ *rapid.T }

func (d drawn) upTo(n int64) int64 { return rapid.Int64Range(0, n-1).Draw(d.T, "d") }

// pick returns one of the values.
func pick(d dice, values ...int64) int64 { return values[d.upTo(int64(len(values)))] }

// load says what a random run is made of.
type load struct {
	name     string
	steps    int64
	links    int64
	longest  int64
	capacity func(dice) int64
	size     func(dice) int64
	weight   func(dice) int64
	limit    func(dice) int64
	factor   func(dice) int64
	gapNs    func(dice) int64
	// stops, reroutes and resizes are their shares among the inputs, in percent.
	stops, reroutes, resizes int64
}

func always(value int64) func(dice) int64 { return func(dice) int64 { return value } }

// mostly returns the common value three times in four.
func mostly(common int64, values ...int64) func(dice) int64 {
	return func(d dice) int64 {
		if d.upTo(4) > 0 {
			return common
		}
		return pick(d, values...)
	}
}

// loads are the families of random runs.
func loads() []load {
	return []load{
		{
			name: "grid", steps: 24, links: 5, longest: 3, stops: 15, reroutes: 10, resizes: 10,
			capacity: func(d dice) int64 {
				return 1e9 * pick(d, 0, 1, 2, 3, 4, 5, 6, 8, 12, 20_000)
			},
			size:   func(d dice) int64 { return d.upTo(25) },
			weight: mostly(1, 2, 3), limit: mostly(0, 1e9, 2e9, 3e9), factor: mostly(Unit, Unit/2, 2*Unit, 3*Unit),
			gapNs: func(d dice) int64 { return d.upTo(30) },
		},
		{
			name: "ties", steps: 30, links: 6, longest: 3, stops: 10, reroutes: 5, resizes: 5,
			capacity: mostly(10e9, 5e9, 20e9),
			size:     func(d dice) int64 { return 60 * d.upTo(6) },
			weight:   always(1), limit: mostly(0, 2e9, 5e9), factor: always(Unit),
			gapNs: func(d dice) int64 { return 48 * d.upTo(3) },
		},
		{
			name: "plain", steps: 30, links: 5, longest: 4, stops: 10, reroutes: 10, resizes: 10,
			capacity: func(d dice) int64 { return pick(d, 1e6, 7e6, 10e6, 54e6, 100e6, 1e9, units.Unlimited) },
			size:     func(d dice) int64 { return d.upTo(1e7) },
			weight:   mostly(1, 2, 7, 100), limit: mostly(0, 3e5, 1e6, 20e6), factor: mostly(Unit, Unit*10/9, 5*Unit),
			gapNs: func(d dice) int64 { return d.upTo(1e8) },
		},
		{
			name: "bounds", steps: 14, links: 4, longest: 3, stops: 10, reroutes: 10, resizes: 10,
			capacity: func(d dice) int64 { return pick(d, 1e12, 1e13, CapacityMax-1, CapacityMax, units.Unlimited) },
			size:     func(d dice) int64 { return pick(d, 1, 1000, 1<<40, SizeMax-d.upTo(3)) },
			weight:   mostly(1, 1, 2, 64), limit: mostly(0, 1e12, CapacityMax), factor: mostly(Unit, Unit/16, 16*Unit),
			gapNs: func(d dice) int64 { return pick(d, 0, 1, 1e6, 1e12) },
		},
		{
			name: "slow", steps: 20, links: 4, longest: 3, stops: 10, reroutes: 10, resizes: 10,
			capacity: func(d dice) int64 { return pick(d, 1e3, 9_600, 250_000, 1e6) },
			size:     func(d dice) int64 { return 1 + d.upTo(1e5) },
			weight:   always(1), limit: mostly(0, 1e3, 5e3), factor: mostly(Unit, 2*Unit, 3*Unit),
			gapNs: func(d dice) int64 { return pick(d, 0, 1, 1e9, 1e11) },
		},
	}
}

// machine is what a Network and its twins have in common.
type machine interface {
	Start(nowNs int64, f *Flow)
	Stop(nowNs int64, id ID) (Left, bool)
	Reroute(nowNs int64, id ID, uses []Use) bool
	SetCapacity(nowNs int64, c ConstraintID, capacity units.BitsPerSecond)
	Advance(nowNs int64) []ID
	Next() (int64, bool)
	Peek(nowNs int64, id ID) (Left, bool)
	Rate(id ID) units.BitsPerSecond
	Load(c ConstraintID) units.BitsPerSecond
	Len() int
}

// drive runs a network and its twin for a random load, comparing all that can be seen after each step.
func drive(d dice, l load, b bound, twinOf func([]units.BitsPerSecond) machine, fail func(string, ...any)) {
	capacities := make([]units.BitsPerSecond, 1+d.upTo(l.links))
	for c := range capacities {
		capacities[c] = units.BitsPerSecond(within(l.capacity(d)))
	}
	n, twin := New(capacities), twinOf(slices.Clone(capacities))
	n.bound = b
	n.crowd = int(pick(d, 0, 2, usualCrowd))
	r := &run{d: d, l: l, n: n, twin: twin, links: len(capacities), fail: fail}
	for range 1 + d.upTo(l.steps) {
		r.step()
	}
	for range 4 * l.steps {
		at, ok := n.Next()
		if !ok {
			break
		}
		r.advance(at)
	}
	if b == usualBound() && n.refills > 0 {
		fail("%d repairs did not end by themselves\n%s", n.refills, r.story())
	}
}

// within turns what is too much into units.Unlimited.
func within(capacity int64) int64 {
	if capacity < 0 || capacity > CapacityMax {
		return units.Unlimited
	}
	return capacity
}

// run is a run in progress.
type run struct {
	d       dice
	l       load
	n       *Network
	twin    machine
	links   int
	nowNs   int64
	present []ID
	last    ID
	free    []ID
	paths   [][]Use
	// log tells what happened, for a failure.
	log  []string
	fail func(string, ...any)
}

func (r *run) note(format string, args ...any) {
	if len(r.log) == 1000 {
		r.log = append(r.log[:0], "…")
	}
	r.log = append(r.log, fmt.Sprintf("%d: ", r.nowNs)+fmt.Sprintf(format, args...))
}

func (r *run) step() {
	target := r.nowNs
	if r.d.upTo(3) > 0 {
		target += r.l.gapNs(r.d)
	}
	if next, ok := r.n.Next(); ok && r.d.upTo(4) == 0 {
		target = next
	}
	for next, ok := r.n.Next(); ok && next < target; next, ok = r.n.Next() {
		r.advance(next)
	}
	r.nowNs = target
	if r.d.upTo(2) == 0 {
		r.advance(target)
	}
	for range 1 + r.d.upTo(2) {
		r.input()
	}
	if next, ok := r.n.Next(); r.d.upTo(3) > 0 || (ok && next == r.nowNs) {
		r.advance(r.nowNs)
	}
}

// path returns random uses, half of the time those of an earlier flow, so that bundles of flows form.
func (r *run) path() []Use {
	if k := int64(len(r.paths)); k > 0 && r.d.upTo(2) == 0 {
		return slices.Clone(r.paths[r.d.upTo(k)])
	}
	var uses []Use
	for range r.d.upTo(r.l.longest + 1) {
		c := ConstraintID(r.d.upTo(int64(r.links)))
		if !slices.ContainsFunc(uses, func(u Use) bool { return u.Constraint == c }) {
			uses = append(uses, Use{Constraint: c, Coefficient: uint32(r.l.factor(r.d))})
		}
	}
	r.paths = append(r.paths, uses)
	return slices.Clone(uses)
}

func (r *run) input() {
	d, l := r.d, r.l
	dart := d.upTo(100)
	some := len(r.present) > 0
	switch {
	case dart < l.stops && some:
		id := r.present[d.upTo(int64(len(r.present)))]
		r.note("stop %d", id)
		got, _ := r.n.Stop(r.nowNs, id)
		want, _ := r.twin.Stop(r.nowNs, id)
		r.same("left of the stopped", want, got)
		r.gone(id)
	case dart < l.stops+l.reroutes && some:
		id, uses := r.present[d.upTo(int64(len(r.present)))], r.path()
		r.note("reroute %d %v", id, uses)
		r.n.Reroute(r.nowNs, id, uses)
		r.twin.Reroute(r.nowNs, id, uses)
	case dart < l.stops+l.reroutes+l.resizes:
		c, capacity := ConstraintID(d.upTo(int64(r.links))), units.BitsPerSecond(within(l.capacity(d)))
		r.note("capacity of %d is %d", c, int64(capacity))
		r.n.SetCapacity(r.nowNs, c, capacity)
		r.twin.SetCapacity(r.nowNs, c, capacity)
	default:
		f := &Flow{
			ID: r.last, Size: units.Bytes(l.size(d)), Weight: uint32(l.weight(d)), Cap: units.BitsPerSecond(l.limit(d)),
			Uses: r.path(),
		}
		if k := len(r.free); k > 0 && d.upTo(2) == 0 {
			f.ID, r.free = r.free[k-1], r.free[:k-1]
		} else {
			r.last++
		}
		r.note("start %d size %d weight %d cap %d %v", f.ID, int64(f.Size), f.Weight, int64(f.Cap), f.Uses)
		r.n.Start(r.nowNs, f)
		r.twin.Start(r.nowNs, f)
		r.present = append(r.present, f.ID)
	}
}

func (r *run) gone(id ID) {
	i := slices.Index(r.present, id)
	r.present = slices.Delete(r.present, i, i+1)
	r.free = append(r.free, id)
}

func (r *run) advance(atNs int64) {
	r.nowNs = atNs
	got := slices.Clone(r.n.Advance(atNs))
	want := r.twin.Advance(atNs)
	r.note("finished %v", got)
	if !slices.Equal(want, got) {
		r.same("finished", want, got)
	}
	for _, id := range got {
		r.gone(id)
	}
	r.compare()
}

// compare compares all that can be seen of the network with its twin.
func (r *run) compare() {
	if err := r.n.Check(); err != nil {
		r.fail("%v\n%s", err, r.story())
	}
	gotAt, _ := r.n.Next()
	wantAt, _ := r.twin.Next()
	r.same("next", wantAt, gotAt)
	r.same("len", r.twin.Len(), r.n.Len())
	for c := range ConstraintID(r.links) {
		if want := r.twin.Load(c); want < units.Unlimited/2 {
			r.same(fmt.Sprintf("load of %d", c), want, r.n.Load(c))
		}
	}
	atNs := r.nowNs
	if gotAt > r.nowNs {
		atNs += r.d.upTo(min(gotAt-r.nowNs, 1e12) + 1)
	}
	for _, id := range r.present {
		r.same(fmt.Sprintf("rate of %d", id), r.twin.Rate(id), r.n.Rate(id))
		want, _ := r.twin.Peek(atNs, id)
		got, _ := r.n.Peek(atNs, id)
		r.same(fmt.Sprintf("left of %d at %d", id, atNs), want, got)
	}
}

func (r *run) same(what string, want, got any) {
	if diff := cmp.Diff(want, got); diff != "" {
		r.fail("%s (-want +got):\n%s%s", what, diff, r.story())
	}
}

func (r *run) story() string {
	text := ""
	for _, line := range r.log {
		text += line + "\n"
	}
	return text
}

func exact(capacities []units.BitsPerSecond) machine { return &oracle{capacities: capacities} }

func TestAgreesWithExactArithmetic(t *testing.T) {
	for _, l := range loads() {
		t.Run(l.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { drive(drawn{t}, l, usualBound(), exact, t.Fatalf) })
		})
	}
}

func TestRepairThatGivesUpIsFilledAnew(t *testing.T) {
	for _, l := range loads() {
		t.Run(l.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				d := drawn{t}
				drive(d, l, bound{all: int(d.upTo(6))}, exact, t.Fatalf)
			})
		})
	}
}

func TestAgreesWithNaiveTwinInLargerNetworks(t *testing.T) {
	for _, l := range loads() {
		l.links, l.steps = 60, 400
		t.Run(l.name, func(t *testing.T) {
			for seed := range uint64(3) {
				drive(newSeeded(seed), l, usualBound(), simple, t.Fatalf)
			}
		})
	}
}

func TestAgreesWithNaiveTwinWithThousandsOfFlows(t *testing.T) {
	l := load{
		name: "crowd", steps: 1, links: 1, longest: 4, stops: 5, reroutes: 5, resizes: 2,
		capacity: func(d dice) int64 { return pick(d, 1e9, 10e9, 25e9) },
		size:     func(d dice) int64 { return 1 + d.upTo(1e8) },
		weight:   mostly(1, 2, 3, 10), limit: mostly(0, 1e6, 10e6, 1e8), factor: mostly(Unit, Unit*11/10),
		gapNs: func(d dice) int64 { return d.upTo(1e6) },
	}
	d := newSeeded(7)
	capacities := make([]units.BitsPerSecond, 200)
	for c := range capacities {
		capacities[c] = units.BitsPerSecond(l.capacity(d))
	}
	r := &run{d: d, l: l, n: New(capacities), twin: simple(slices.Clone(capacities)), links: len(capacities), fail: t.Fatalf}
	for range 3000 {
		r.input()
	}
	// When thousands of flows start at once, filling all constraints anew may be the shorter way.
	r.advance(0)
	refills := r.n.refills
	for range 80 {
		r.step()
	}
	if r.n.refills > refills || r.n.Len() < 2000 {
		t.Errorf("%d flows at the end, %d repairs did not end by themselves", r.n.Len(), r.n.refills-refills)
	}
}
