package session

import (
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
)

// End is one of the ends of sessions, by a dense number from 0.
type End int32

// Pair names two ends.
type Pair struct{ A, B End }

// ordered returns the pair with the lower end first: a session serves both directions.
func (p Pair) ordered() Pair {
	if p.B < p.A {
		return Pair{p.B, p.A}
	}
	return p
}

// Terms bound a session. The zero value lets it last until an end crashes.
type Terms struct {
	// LifetimeNs is how long a session is good after its handshake; 0 is no bound.
	LifetimeNs int64
	// IdleNs is how long it is good after it was last used; 0 is no bound.
	IdleNs int64
}

// Use is the answer of a Table.
type Use struct {
	WaitNs    int64 // until data may go
	Handshake bool  // a handshake begins, which is the caller's to carry
}

// Table holds the sessions and tokens of pairs of ends. It takes constant time for each call, and memory in proportion to the pairs ever used.
type Table struct {
	sessions map[Pair]session
	tokens   map[Pair]token // of A, as B knows it
	crashes  []uint32       // of each end
}

// session is between two ends, of which neither has crashed since as long as the counts agree.
type session struct {
	opensNs, endsNs int64 // its handshake is, or was, over at opensNs
	usedNs          int64
	crashA, crashB  uint32
}

type token struct {
	knownNs, endsNs int64
	crash           uint32 // of the end that knows it
}

// NewTable returns a table without sessions between as many ends.
func NewTable(ends int) *Table {
	return &Table{sessions: map[Pair]session{}, tokens: map[Pair]token{}, crashes: make([]uint32, ends)}
}

// Need asks for a session at an instant. Where there is none that is good, a handshake begins that takes setUpNs. Time must not run backwards
// from call to call.
func (t *Table) Need(nowNs int64, p Pair, terms Terms, setUpNs int64) Use {
	p = p.ordered()
	s, ok := t.sessions[p]
	if ok && t.good(&s, p, nowNs, terms) {
		s.usedNs = max(nowNs, s.opensNs)
		t.sessions[p] = s
		return Use{WaitNs: s.opensNs - min(nowNs, s.opensNs)}
	}
	opens := units.Add(nowNs, setUpNs)
	t.sessions[p] = session{
		opensNs: opens, endsNs: after(opens, terms.LifetimeNs), usedNs: opens,
		crashA: t.crashes[p.A], crashB: t.crashes[p.B],
	}
	return Use{WaitNs: setUpNs, Handshake: true}
}

// good reports whether a session can be used, or waited for.
func (t *Table) good(s *session, p Pair, nowNs int64, terms Terms) bool {
	return s.crashA == t.crashes[p.A] && s.crashB == t.crashes[p.B] &&
		nowNs < s.endsNs && nowNs < after(s.usedNs, terms.IdleNs)
}

// after returns the instant a bound after another, or never for no bound.
func after(fromNs, boundNs int64) int64 {
	if boundNs == 0 {
		return units.Unlimited
	}
	return units.Add(fromNs, boundNs)
}

// Used says that data has moved over a session until now. A pair without a session is left alone.
func (t *Table) Used(nowNs int64, p Pair) {
	p = p.ordered()
	if s, ok := t.sessions[p]; ok && s.usedNs < nowNs {
		s.usedNs = nowNs
		t.sessions[p] = s
	}
}

// Fail says that the handshake of a pair was cut short: unless it is over by now, there is no session.
func (t *Table) Fail(nowNs int64, p Pair) {
	p = p.ordered()
	if s, ok := t.sessions[p]; ok && nowNs < s.opensNs {
		delete(t.sessions, p)
	}
}

// Crash ends all sessions of an end, and makes it forget all tokens.
func (t *Table) Crash(e End) {
	if t.crashes[e]++; t.crashes[e] == 0 {
		panic(fmt.Sprintf("session: end %d has crashed too often to count", e))
	}
}

// Token returns how long it takes until B of the pair knows whether the token of A is good: 0 when it does, the rest of the time when it has
// asked. known is false when it must Ask.
func (t *Table) Token(nowNs int64, p Pair) (waitNs int64, known bool) {
	k, ok := t.tokens[p]
	if !ok || k.crash != t.crashes[p.B] || nowNs >= k.endsNs {
		return 0, false
	}
	return k.knownNs - min(nowNs, k.knownNs), true
}

// Ask says that B of the pair asks about the token of A, which takes roundTripNs. The answer is kept for ttlNs.
func (t *Table) Ask(nowNs int64, p Pair, ttlNs, roundTripNs int64) {
	known := units.Add(nowNs, roundTripNs)
	t.tokens[p] = token{knownNs: known, endsNs: units.Add(known, ttlNs), crash: t.crashes[p.B]}
}
