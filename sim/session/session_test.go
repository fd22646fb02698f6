package session_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/session"
)

func TestASessionIsSetUpOnceAndServesBothDirections(t *testing.T) {
	table := session.NewTable(3)
	terms := session.Terms{LifetimeNs: 1000, IdleNs: 300}
	for _, c := range []struct {
		now       int64
		pair      session.Pair
		wait      int64
		handshake bool
	}{
		{0, session.Pair{A: 0, B: 1}, 50, true},
		{20, session.Pair{A: 1, B: 0}, 30, false}, // waits for the same handshake
		{50, session.Pair{A: 0, B: 1}, 0, false},
		{50, session.Pair{A: 0, B: 2}, 50, true},
		{349, session.Pair{A: 0, B: 1}, 0, false},
		{649, session.Pair{A: 0, B: 1}, 50, true}, // idle for 300
		{800, session.Pair{A: 0, B: 1}, 0, false},
		{1099, session.Pair{A: 0, B: 1}, 0, false},
		{1398, session.Pair{A: 0, B: 1}, 0, false},
		{1690, session.Pair{A: 0, B: 1}, 0, false},
		{1699, session.Pair{A: 0, B: 1}, 50, true}, // its life is over
	} {
		use := table.Need(c.now, c.pair, terms, 50)
		if use != (session.Use{WaitNs: c.wait, Handshake: c.handshake}) {
			t.Errorf("at %d for %v: got %v, want %d, %v", c.now, c.pair, use, c.wait, c.handshake)
		}
	}
}

func TestATokenIsAskedForOnceInItsTime(t *testing.T) {
	table := session.NewTable(2)
	p := session.Pair{A: 0, B: 1}
	for _, c := range []struct {
		now, wait int64
		asked     bool
	}{{0, 40, true}, {10, 30, false}, {40, 0, false}, {139, 0, false}, {140, 40, true}} {
		wait, asked := ask(table, c.now, p, 100, 40)
		if wait != c.wait || asked != c.asked {
			t.Errorf("at %d: got %d, %v, want %d, %v", c.now, wait, asked, c.wait, c.asked)
		}
	}
	if wait, asked := ask(table, 150, session.Pair{A: 1, B: 0}, 100, 40); wait != 40 || !asked {
		t.Errorf("the other direction: got %d, %v; its tokens are others", wait, asked)
	}
	table.Crash(1)
	if _, asked := ask(table, 200, p, 100, 40); !asked {
		t.Error("a crash does not make the gateway forget")
	}
}

// ask asks about a token that is not known, and returns how long that takes.
func ask(table *session.Table, now int64, p session.Pair, ttl, roundTrip int64) (wait int64, asked bool) {
	if wait, known := table.Token(now, p); known {
		return wait, false
	}
	table.Ask(now, p, ttl, roundTrip)
	return roundTrip, true
}

// twin answers from the whole history of a pair.
type twin struct {
	history map[session.Pair][]entry
	tokens  map[session.Pair][]entry
}

// entry is a handshake, or an answer about a token, that was over at opens.
type entry struct {
	opens, ends int64
	uses        []int64
	dead        bool
}

func (w *twin) need(now int64, p session.Pair, terms session.Terms, setUp int64) session.Use {
	if p.B < p.A {
		p.A, p.B = p.B, p.A
	}
	for i := range w.history[p] {
		h := &w.history[p][i]
		alive := !h.dead && (terms.LifetimeNs == 0 || now < h.opens+h.ends)
		last := h.opens
		for _, u := range h.uses {
			last = max(last, u)
		}
		if !alive || terms.IdleNs > 0 && now >= last+terms.IdleNs {
			h.dead = true
			continue
		}
		h.uses = append(h.uses, now)
		return session.Use{WaitNs: max(0, h.opens-now)}
	}
	w.history[p] = append(w.history[p], entry{opens: now + setUp, ends: terms.LifetimeNs})
	return session.Use{WaitNs: setUp, Handshake: true}
}

func (w *twin) used(now int64, p session.Pair) {
	if p.B < p.A {
		p.A, p.B = p.B, p.A
	}
	if n := len(w.history[p]); n > 0 {
		w.history[p][n-1].uses = append(w.history[p][n-1].uses, now)
	}
}

func (w *twin) fail(now int64, p session.Pair) {
	if p.B < p.A {
		p.A, p.B = p.B, p.A
	}
	for i := range w.history[p] {
		if w.history[p][i].opens > now {
			w.history[p][i].dead = true
		}
	}
}

func (w *twin) token(now int64, p session.Pair, ttl, roundTrip int64) (int64, bool) {
	for _, k := range w.tokens[p] {
		if !k.dead && now < k.ends {
			return max(0, k.opens-now), false
		}
	}
	w.tokens[p] = append(w.tokens[p], entry{opens: now + roundTrip, ends: now + roundTrip + ttl})
	return roundTrip, true
}

func (w *twin) crash(e session.End) {
	for p, list := range w.history {
		for i := range list {
			list[i].dead = list[i].dead || p.A == e || p.B == e
		}
	}
	for p, list := range w.tokens {
		for i := range list {
			list[i].dead = list[i].dead || p.B == e
		}
	}
}

func TestATableAgreesWithTheHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const ends = 3
		table := session.NewTable(ends)
		w := &twin{map[session.Pair][]entry{}, map[session.Pair][]entry{}}
		terms := session.Terms{
			LifetimeNs: rapid.SampledFrom([]int64{0, 5, 40}).Draw(t, "lifetime"),
			IdleNs:     rapid.SampledFrom([]int64{0, 3, 15}).Draw(t, "idle"),
		}
		now := int64(0)
		end := rapid.Map(rapid.IntRange(0, ends-1), func(i int) session.End { return session.End(i) })
		pair := rapid.Custom(func(t *rapid.T) session.Pair { return session.Pair{A: end.Draw(t, "a"), B: end.Draw(t, "b")} })
		span := rapid.Int64Range(0, 12)
		t.Repeat(map[string]func(*rapid.T){
			"wait": func(t *rapid.T) { now += span.Draw(t, "span") },
			"need": func(t *rapid.T) {
				p, setUp := pair.Draw(t, "pair"), span.Draw(t, "set-up")
				if got, want := table.Need(now, p, terms, setUp), w.need(now, p, terms, setUp); got != want {
					t.Fatalf("at %d %v needs %v, want %v", now, p, got, want)
				}
			},
			"used": func(t *rapid.T) {
				p := pair.Draw(t, "pair")
				table.Used(now, p)
				w.used(now, p)
			},
			"fail": func(t *rapid.T) {
				p := pair.Draw(t, "pair")
				table.Fail(now, p)
				w.fail(now, p)
			},
			"crash": func(t *rapid.T) {
				e := end.Draw(t, "end")
				table.Crash(e)
				w.crash(e)
			},
			"token": func(t *rapid.T) {
				p, ttl, trip := pair.Draw(t, "pair"), span.Draw(t, "ttl"), span.Draw(t, "round trip")
				wait, asked := ask(table, now, p, ttl, trip)
				if wantWait, want := w.token(now, p, ttl, trip); wait != wantWait || asked != want {
					t.Fatalf("at %d the token of %v: %d, %v, want %d, %v", now, p, wait, asked, wantWait, want)
				}
			},
		})
	})
}

// Records can be counted by filling them one by one.
func TestRecordsAreCountedAsIfFilledOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := session.Profile{Record: 22, RecordMax: units.Bytes(rapid.Int64Range(0, 50).Draw(t, "record"))}
		payload := units.Bytes(rapid.Int64Range(0, 2000).Draw(t, "payload"))
		message := units.Bytes(rapid.Int64Range(0, 200).Draw(t, "message"))
		n := int64(0)
		for left := payload; left > 0 || n == 0; {
			part := left
			if message > 0 {
				part = min(part, message)
			}
			left -= part
			for first := true; part > 0 || first; first = false {
				n++
				if p.RecordMax == 0 {
					break
				}
				part -= min(part, p.RecordMax)
			}
		}
		if got := p.Records(payload, message); got != n {
			t.Fatalf("%d records, want %d", got, n)
		}
		if got := p.Overhead(payload, message); got != units.Bytes(22*n) {
			t.Fatalf("overhead %v of %d records", got, n)
		}
	})
}

func TestCipherTimeIsRoundedUp(t *testing.T) {
	for _, c := range []struct {
		size, rate units.Bytes
		ns         int64
	}{{36_000_000, 36_000_000, 1e9}, {1, 3, 333_333_334}, {0, 5, 0}, {5, 0, 0}, {math.MaxInt64, 1, math.MaxInt64}} {
		if got := session.CipherTime(c.size, c.rate); got != c.ns {
			t.Errorf("%d bytes at %d/s take %d ns, want %d", c.size, c.rate, got, c.ns)
		}
	}
}

func TestProfilesAreChecked(t *testing.T) {
	p := session.Profile{RoundTrips: -1, Record: -1}
	want := "-1 round trips are not within 0 and 1000\n" +
		"handshake 0B, record overhead -1B and largest record 0B must not be negative"
	if err := p.Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if err := (&session.Profile{RoundTrips: 2, Handshake: 789, Record: 14, RecordMax: 1 << 14}).Validate(); err != nil {
		t.Error(err)
	}
}

func TestNothingIsAllocatedForAKnownPair(t *testing.T) {
	table := session.NewTable(2)
	now, p := int64(0), session.Pair{A: 0, B: 1}
	use := func() {
		now += 7
		table.Need(now, p, session.Terms{LifetimeNs: 20}, 3)
		ask(table, now, p, 9, 2)
		table.Used(now, p)
	}
	use()
	if got := testing.AllocsPerRun(1000, use); got != 0 {
		t.Errorf("%v allocations per use", got)
	}
}
