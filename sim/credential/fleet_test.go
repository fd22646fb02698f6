package credential_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/sim/credential"
)

// naive is a fleet that looks at every credential and remembers instants of issue.
type naive struct{ list []one }

type one struct {
	spec           credential.Spec
	issued         int64
	voided, failed bool
	next           int64
	told           credential.State // in the last effect
}

func (x *one) state(now int64) credential.State {
	switch {
	case x.voided || now >= x.issued+int64(x.spec.Life):
		return credential.Expired
	case x.failed:
		return credential.RotateDue
	default:
		return credential.Valid
	}
}

// next returns when something happens to a credential that has been dealt with up to, and at, now.
func (x *one) due(now int64) int64 {
	if end := x.issued + int64(x.spec.Life); !x.voided && end > now {
		return min(end, x.next)
	}
	return x.next
}

// advance works through instant after instant from after last, where what was brought forward to last is still to be done.
func (n *naive) advance(last, now int64, reach func(credential.ID) bool) (out []credential.Effect) {
	for {
		at := int64(math.MaxInt64)
		for i := range n.list {
			at = min(at, max(n.list[i].due(last), last))
		}
		if at > now {
			return out
		}
		for i := range n.list {
			x := &n.list[i]
			end := x.issued + int64(x.spec.Life)
			expires := !x.voided && end == at && at > last
			if x.next != at && !expires {
				continue
			}
			e := credential.Effect{ID: credential.ID(i), Before: x.told}
			if x.next == at && reach(e.ID) {
				x.issued, x.voided, x.failed, x.next, e.Renewed = at, false, false, at+int64(x.spec.Renew), true
			} else if x.next == at {
				x.next, x.failed, e.Failed = at+int64(x.spec.Retry), true, true
			}
			e.After = x.state(at)
			x.told = e.After
			out = append(out, e)
		}
		last = at
	}
}

// The fleet does what its slow twin does, whatever fails and however time passes.
func TestFleetDoesWhatItsTwinDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := func(label string, most int64) time.Duration {
			return time.Duration(rapid.Int64Range(1, most).Draw(t, label))
		}
		var specs []credential.Spec
		for range rapid.IntRange(1, 3).Draw(t, "specs") {
			life := span("life", 40)
			specs = append(specs, credential.Spec{Life: life, Renew: span("renew", int64(life)), Retry: span("retry", 15)})
		}
		of := rapid.SliceOfN(rapid.Int32Range(0, int32(len(specs)-1)), 0, 6).Draw(t, "of")
		fast, slow := credential.New(specs, of), &naive{}
		for _, s := range of {
			slow.list = append(slow.list, one{spec: specs[s], next: int64(specs[s].Renew)})
		}
		cut := make([]bool, len(of))
		reach := func(id credential.ID) bool { return !cut[id] }
		now := int64(0)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			if len(of) > 0 {
				id := credential.ID(rapid.IntRange(0, len(of)-1).Draw(t, "id"))
				switch rapid.IntRange(0, 5).Draw(t, "deed") {
				case 0, 1:
					cut[id] = !cut[id]
				case 2:
					fast.Void(now, id)
					x := &slow.list[id]
					x.voided, x.told, x.next = true, credential.Expired, max(x.next, now)
				case 3:
					fast.Try(now, id)
					if x := &slow.list[id]; x.state(now) != credential.Valid {
						x.next = min(x.next, now)
					}
				}
			}
			last := now
			now += rapid.Int64Range(0, 30).Draw(t, "passes")
			want := slow.advance(last, now, reach)
			if got := slices.Clone(fast.Advance(now, reach)); !slices.Equal(got, want) {
				t.Fatalf("from %d to %d (-want +got):\n%s", last, now, cmp.Diff(want, got))
			}
			due := int64(math.MaxInt64)
			for i := range slow.list {
				if got, want := fast.State(credential.ID(i)), slow.list[i].state(now); got != want {
					t.Fatalf("at %d credential %d is %v, want %v", now, i, got, want)
				}
				due = min(due, slow.list[i].due(now))
			}
			if got, ok := fast.Next(); ok != (len(of) > 0) || ok && got != due {
				t.Fatalf("at %d the next is at %d, %v, want %d", now, got, ok, due)
			}
		}
	})
}

// A cut that begins after a renewal leaves the rest of the life: the credential expires exactly at its end, and comes back with the first attempt after the
// cut.
func TestACutLongerThanTheRemainingLifeExpiresIt(t *testing.T) {
	spec := []credential.Spec{{Life: 100, Renew: 80, Retry: 7}}
	for _, c := range []struct{ from, until, expires, back int64 }{
		{10, 79, -1, -1},
		{80, 94, -1, -1},
		{80, 95, 100, 101}, // attempts at 80, 87, 94 and 101
		{80, 100, 100, 101},
		{80, 150, 100, 150},
		{161, 400, 260, 401}, // renewed at 80 and 160; attempts from 240 on
	} {
		f := credential.New(spec, []int32{0})
		expires, back := int64(-1), int64(-1)
		for now := range int64(421) {
			for _, e := range f.Advance(now, func(credential.ID) bool { return now < c.from || now >= c.until }) {
				switch {
				case e.After == credential.Expired && e.Before != credential.Expired:
					expires = now
				case e.Before == credential.Expired && e.After == credential.Valid && back < 0:
					back = now
				}
			}
		}
		if expires != c.expires || back != c.back {
			t.Errorf("cut from %d to %d: expired at %d and back at %d, want %d and %d", c.from, c.until, expires, back, c.expires, c.back)
		}
	}
}

func TestAdvanceAllocatesNothing(t *testing.T) {
	f := credential.New([]credential.Spec{{Life: 100, Renew: 80, Retry: 7}}, make([]int32, 1000))
	now := int64(0)
	got := testing.AllocsPerRun(100, func() {
		now += 40
		f.Advance(now, func(id credential.ID) bool { return id%3 > 0 || now%400 == 0 })
	})
	if got != 0 {
		t.Errorf("%v allocations", got)
	}
}

func TestAllProblemsOfASpecAreReported(t *testing.T) {
	err := (&credential.Spec{Life: 0, Renew: 5, Retry: -1}).Validate()
	for _, part := range []string{"Life", "Renew", "Retry"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not speak of %s", err, part)
		}
	}
	if err := (&credential.Spec{Life: 5, Renew: 5, Retry: 1}).Validate(); err != nil {
		t.Error(err)
	}
}
