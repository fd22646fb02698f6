package channel

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// streams returns the streams of one link.
func streams(seed rng.Seed, link string) func(string) rng.Stream {
	return func(purpose string) rng.Stream { return rng.NewStream(seed, 0, "link/"+link, purpose) }
}

func fixed(ns int64) rng.Dist { return rng.Must(rng.Deterministic(ns)) }

func exponential(meanNs float64) rng.Dist { return rng.Must(rng.Exponential(meanNs)) }

// plain is the oracle of a Link: it knows all instants of change beforehand and looks everything up by walking over plain lists.
type plain struct {
	nominal Nominal
	profile *ProfileSpec
	fades   []GilbertElliott
	ends    [][]int64 // of each fade, the ends of its stays
}

const horizon = 5000

func newPlain(n Nominal, p *ProfileSpec, fades []GilbertElliott, stream func(string) rng.Stream) *plain {
	o := &plain{nominal: n, profile: p, fades: fades}
	for _, g := range fades {
		s := stream("channel/" + g.Name)
		first := g.First
		if first.IsZero() {
			first = g.Good.Stay
		}
		ends := []int64{max(1, first.SampleInt64(&s))}
		for bad := true; ends[len(ends)-1] < 2*horizon; bad = !bad {
			stay := g.Good.Stay
			if bad {
				stay = g.Bad.Stay
			}
			ends = append(ends, ends[len(ends)-1]+max(1, stay.SampleInt64(&s)))
		}
		o.ends = append(o.ends, ends)
	}
	return o
}

// quality composes with rational numbers.
func (o *plain) quality(now int64, cuts int) Quality {
	bandwidth, latency, keep, up := int64(o.nominal.Bandwidth), o.nominal.Latency, rat(lossAll-int64(o.nominal.Loss), lossAll), cuts == 0
	if p := o.profile; p != nil {
		pos := now
		if p.Period > 0 {
			pos %= int64(p.Period)
		}
		for _, s := range p.Bandwidth {
			if int64(s.At) <= pos {
				bandwidth = int64(s.Bandwidth)
			}
		}
		for _, s := range p.Latency {
			if int64(s.At) <= pos {
				latency = s.Latency
			}
		}
	}
	up = up && bandwidth > 0
	offered := rat(bandwidth, 1)
	for i, g := range o.fades {
		c := g.Good
		for k, end := range o.ends[i] {
			if end <= now {
				if c = g.Bad; k%2 == 1 {
					c = g.Good
				}
			}
		}
		up = up && !c.Down
		offered.Mul(offered, rat(int64(c.Share), int64(ShareAll)))
		keep.Mul(keep, rat(lossAll-int64(c.Loss), lossAll))
		latency += c.Extra
	}
	if !up {
		return Quality{}
	}
	whole := new(big.Int).Quo(offered.Num(), offered.Denom())
	// Half of a unit more, and then down, is to the nearest.
	kept := keep.Mul(keep, rat(lossAll, 1)).Add(keep, rat(1, 2))
	loss := lossAll - new(big.Int).Quo(kept.Num(), kept.Denom()).Int64()
	return Quality{
		Up: true, Bandwidth: max(1, units.BitsPerSecond(whole.Int64())), Latency: latency, Loss: min(LossMax, Loss(loss)),
	}
}

func rat(a, b int64) *big.Rat { return big.NewRat(a, b) }

// changes returns all instants at which the oracle may change without a cut.
func (o *plain) changes() (out []int64) {
	for _, ends := range o.ends {
		out = append(out, ends...)
	}
	if p := o.profile; p != nil && max(len(p.Bandwidth), len(p.Latency)) > 1 || p != nil && p.Period == 0 {
		for begin := int64(0); begin < 2*horizon; begin += int64(p.Period) {
			for _, s := range p.Bandwidth {
				out = append(out, begin+int64(s.At))
			}
			for _, s := range p.Latency {
				out = append(out, begin+int64(s.At))
			}
			if p.Period == 0 {
				break
			}
		}
	}
	slices.Sort(out)
	return out
}

func drawStay(t *rapid.T) rng.Dist {
	switch rapid.IntRange(0, 3).Draw(t, "kind of stay") {
	case 0:
		return fixed(rapid.Int64Range(1, 900).Draw(t, "stay"))
	case 1:
		return rng.Must(rng.Uniform(0, rapid.Float64Range(1, 900).Draw(t, "stay")))
	case 2:
		return rng.Must(rng.Weibull(0.7, rapid.Float64Range(1, 600).Draw(t, "stay")))
	default:
		return exponential(rapid.Float64Range(1, 600).Draw(t, "stay"))
	}
}

func drawCondition(t *rapid.T) Condition {
	c := Condition{Stay: drawStay(t), Down: rapid.IntRange(0, 3).Draw(t, "down") == 0}
	if !c.Down {
		c.Share = Share(rapid.Uint32Range(1, uint32(ShareAll)).Draw(t, "share"))
		c.Extra = time.Duration(rapid.Int64Range(0, 2).Draw(t, "extra"))
		c.Loss = Loss(rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(0, uint32(LossMax))).Draw(t, "loss"))
	}
	return c
}

func drawProfile(t *rapid.T) *ProfileSpec {
	p := &ProfileSpec{}
	end := time.Duration(0)
	ats := func(name string) (out []time.Duration) {
		at := time.Duration(0)
		for range rapid.IntRange(0, 6).Draw(t, name) {
			out = append(out, at)
			at += time.Duration(rapid.Int64Range(1, 600).Draw(t, "gap"))
		}
		end = max(end, at)
		return out
	}
	for _, at := range ats("bandwidths") {
		p.Bandwidth = append(p.Bandwidth, BandwidthStep{at, units.BitsPerSecond(rapid.Int64Range(0, 5).Draw(t, "bandwidth"))})
	}
	for _, at := range ats("latencies") {
		p.Latency = append(p.Latency, LatencyStep{at, time.Duration(rapid.Int64Range(0, 5).Draw(t, "latency"))})
	}
	switch {
	case len(p.Bandwidth)+len(p.Latency) == 0:
		return nil
	case rapid.Bool().Draw(t, "repeats"):
		p.Period = end + time.Duration(rapid.Int64Range(0, 500).Draw(t, "rest"))
	case rapid.Bool().Draw(t, "begins late"):
		late := time.Duration(rapid.Int64Range(0, 500).Draw(t, "late"))
		for i := range p.Bandwidth {
			p.Bandwidth[i].At += late
		}
	}
	return p
}

func TestLinkAgreesWithItsOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nominal := Nominal{
			Bandwidth: units.BitsPerSecond(rapid.OneOf(rapid.Int64Range(1, 9), rapid.Int64Range(1, math.MaxInt64)).Draw(t, "bandwidth")),
			Latency:   time.Duration(rapid.Int64Range(0, 9).Draw(t, "latency")),
			Loss:      Loss(rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(0, uint32(LossMax))).Draw(t, "loss")),
		}
		var profile *Profile
		steps := drawProfile(t)
		if steps != nil {
			var err error
			if profile, err = NewProfile(*steps); err != nil {
				t.Fatal(err)
			}
		}
		var fades []GilbertElliott
		for i := range rapid.IntRange(0, processesMax).Draw(t, "processes") {
			g := GilbertElliott{Name: fmt.Sprint("p", i), Good: drawCondition(t), Bad: drawCondition(t)}
			if rapid.Bool().Draw(t, "first") {
				g.First = drawStay(t)
			}
			fades = append(fades, g)
		}
		spec, err := NewVariation(profile, fades...)
		if err != nil {
			t.Fatal(err)
		}
		names := streams(rng.Seed(rapid.Uint64().Draw(t, "seed")), "l")
		agree(t, NewLink(nominal, spec, names), newPlain(nominal, steps, fades, names))
	})
}

// agree drives a link with cuts and needless calls, and compares it with its oracle at each of them.
func agree(t *rapid.T, l *Link, o *plain) {
	changes, cuts, before := o.changes(), 0, o.quality(0, 0)
	if l.Quality() != before {
		t.Fatalf("quality at the start is %+v, want %+v", l.Quality(), before)
	}
	for now, n := int64(0), 0; n < 200; n++ {
		for len(changes) > 0 && changes[0] <= now {
			changes = changes[1:]
		}
		next, ok := l.Next()
		if want := len(changes) > 0; ok != want && now < horizon || ok && want && next != changes[0] {
			t.Fatalf("after %d the next change is at %d (%v), want %v", now, next, ok, changes[:min(1, len(changes))])
		}
		target := now + rapid.Int64Range(0, 900).Draw(t, "pause")
		if !ok && target > horizon || ok && next > horizon {
			return
		}
		now = target
		if ok {
			now = min(next, target)
		}
		for range rapid.IntRange(0, 2).Draw(t, "inputs") {
			if cuts > 0 && rapid.Bool().Draw(t, "restore") {
				l.Restore(now)
				cuts--
			} else if cuts < 3 {
				l.Cut(now)
				cuts++
			}
		}
		q, changed := l.Advance(now)
		want := o.quality(now, cuts)
		if q != want || changed != (q != before) || l.Quality() != q {
			t.Fatalf("quality at %d with %d cuts is %+v, changed %v, want %+v after %+v", now, cuts, q, changed, want, before)
		}
		before = q
	}
}

func TestCutsDoNotShiftWhatVariesByItself(t *testing.T) {
	spec, err := NewVariation(nil, GilbertElliott{
		Name: "fading", Good: Condition{Stay: exponential(1000), Share: ShareAll}, Bad: Condition{Stay: exponential(300), Share: ShareAll / 4},
	})
	if err != nil {
		t.Fatal(err)
	}
	nominal := Nominal{Bandwidth: 1 << 20}
	times := func(cut bool) (out []int64) {
		l := NewLink(nominal, spec, streams(1, "l"))
		for n := range 1000 {
			at, _ := l.Next()
			if cut && n%3 == 0 {
				l.Cut(at)
			} else if cut && n%3 == 1 {
				l.Restore(at)
			}
			l.Advance(at)
			out = append(out, at)
		}
		return out
	}
	if !slices.Equal(times(true), times(false)) {
		t.Error("cuts shift the changes of the link")
	}
}

func TestOtherProcessesAndLinksDoNotShiftAProcess(t *testing.T) {
	one := GilbertElliott{Name: "one", Good: Condition{Stay: exponential(1000), Share: ShareAll}, Bad: Condition{Stay: exponential(300), Down: true}}
	two := one
	two.Name = "two"
	downs := func(link string, processes ...GilbertElliott) (out []int64) {
		spec, err := NewVariation(nil, processes...)
		if err != nil {
			t.Fatal(err)
		}
		l := NewLink(Nominal{Bandwidth: 1}, spec, streams(1, link))
		for len(out) < 100 {
			at, _ := l.Next()
			l.Advance(at)
			for i := range l.processes {
				if p := &l.processes[i]; p.spec.Name == "one" && p.bad && !slices.Contains(out, p.until) {
					out = append(out, p.until)
				}
			}
		}
		return out
	}
	alone := downs("a", one)
	if !slices.Equal(alone, downs("a", two, one)) {
		t.Error("another process shifts a process")
	}
	if slices.Equal(alone, downs("b", one)) {
		t.Error("two links fade alike")
	}
}

func TestLinkPanicsWhenItsProtocolIsBroken(t *testing.T) {
	profile, err := NewProfile(ProfileSpec{Latency: []LatencyStep{{100, 5}}})
	if err != nil {
		t.Fatal(err)
	}
	spec, err := NewVariation(profile)
	if err != nil {
		t.Fatal(err)
	}
	link := func() *Link { return NewLink(Nominal{Bandwidth: 1}, spec, nil) }
	for want, f := range map[string]func(){
		"time runs backwards, from 9 ns to 8":        func() { l := link(); l.Advance(9); l.Advance(8) },
		"call at 101 ns skips the advance":           func() { link().Advance(101) },
		"at 102 ns skips the advance":                func() { link().Cut(102) },
		"no advance after the inputs at 5":           func() { l := link(); l.Cut(5); l.Advance(6) },
		"restore at 7 ns of a link that is not cut":  func() { link().Restore(7) },
		"needs a variation, a bandwidth above 0":     func() { NewLink(Nominal{Bandwidth: 1}, nil, nil) },
		"latency of at least 0":                      func() { NewLink(Nominal{Bandwidth: 1, Latency: -1}, spec, nil) },
		"a bandwidth above 0, a latency of at least": func() { NewLink(Nominal{}, spec, nil) },
		"a loss of at most":                          func() { NewLink(Nominal{Bandwidth: 1, Loss: LossMax + 1}, spec, nil) },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
					t.Errorf("panic is %q, want %q", got, want)
				}
			}()
			f()
		}()
	}
}

func TestInputsAreDueAtOnce(t *testing.T) {
	spec, err := NewVariation(nil)
	if err != nil {
		t.Fatal(err)
	}
	l := NewLink(Nominal{Bandwidth: 8, Latency: 3}, spec, nil)
	if at, ok := l.Next(); ok || at != math.MaxInt64 {
		t.Errorf("a link that does not vary has its next change at %d, %v", at, ok)
	}
	l.Cut(7)
	if at, ok := l.Next(); !ok || at != 7 {
		t.Errorf("after a cut at 7, Next is %d, %v", at, ok)
	}
	if l.Quality() != (Quality{Up: true, Bandwidth: 8, Latency: 3}) {
		t.Errorf("a cut takes effect before Advance: %+v", l.Quality())
	}
	if q, changed := l.Advance(7); !changed || q != (Quality{}) {
		t.Errorf("after the cut the link offers %+v, changed %v", q, changed)
	}
}

func TestAdvanceDoesNotAllocate(t *testing.T) {
	profile, err := NewProfile(ProfileSpec{Bandwidth: []BandwidthStep{{0, 8}, {500, 0}, {600, 9}}, Period: 1000})
	if err != nil {
		t.Fatal(err)
	}
	good, bad := Condition{Stay: exponential(700), Share: ShareAll}, Condition{Stay: exponential(300), Share: 9, Extra: 3, Loss: 77}
	spec, err := NewVariation(profile, GilbertElliott{Name: "a", Good: good, Bad: bad}, GilbertElliott{Name: "b", Good: good, Bad: bad})
	if err != nil {
		t.Fatal(err)
	}
	l := NewLink(Nominal{Bandwidth: 5}, spec, streams(1, "l"))
	if n := testing.AllocsPerRun(1000, func() {
		at, _ := l.Next()
		l.Advance(at)
	}); n != 0 {
		t.Errorf("%v allocations for each change", n)
	}
}

func BenchmarkAdvance(b *testing.B) {
	good, bad := Condition{Stay: exponential(7e6), Share: ShareAll}, Condition{Stay: exponential(3e6), Share: 9, Extra: 3, Loss: 77}
	spec, err := NewVariation(nil, GilbertElliott{Name: "a", Good: good, Bad: bad})
	if err != nil {
		b.Fatal(err)
	}
	l := NewLink(Nominal{Bandwidth: 5e8}, spec, streams(1, "l"))
	b.ReportAllocs()
	for b.Loop() {
		at, _ := l.Next()
		l.Advance(at)
	}
}
