package relocation

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

const second = int64(time.Second)

// naive is the slow twin: it writes down what happens as a list of spans, and reads
// the sums off it.
type naive struct {
	c     *Config
	spans []span
}

type span struct {
	from, to       units.Time
	bytes          units.Bytes
	source, target bool
}

// relocate plays a whole relocation, given how long each transfer takes.
func (n *naive) relocate(now units.Time, takes func(units.Bytes) units.Time) units.Time {
	add := func(span_ units.Time, bytes units.Bytes, source, target bool) {
		n.spans = append(n.spans, span{now, now + span_, bytes, source, target})
		now += span_
	}
	steer := units.Time(n.c.Steer)
	if n.c.Strategy == StopAndCopy {
		add(takes(n.c.State), n.c.State, false, false)
		add(steer, 0, false, false)
		return now
	}
	left := n.c.State
	for round := int32(1); ; round++ {
		took := takes(left)
		add(took, left, true, false)
		left = min(n.c.State, units.Bytes((int64(n.c.Dirty)*int64(took)+second-1)/second))
		if n.c.Strategy == DualAnchor || left <= n.c.Threshold || round == n.c.RoundsMax {
			break
		}
	}
	dual := n.c.Strategy == DualAnchor
	if left > 0 {
		add(takes(left), left, dual, false)
	}
	add(steer, 0, dual, dual)
	return now
}

func (n *naive) sums() (down int64, sent units.Bytes) {
	for _, s := range n.spans {
		if !s.source && !s.target {
			down += int64(s.to - s.from)
		}
		sent += s.bytes
	}
	return down, sent
}

func drawConfig(t *rapid.T) *Config {
	size := rapid.Int64Range(0, 1000)
	return &Config{
		Strategy: Strategy(rapid.IntRange(0, 2).Draw(t, "strategy")), State: units.Bytes(size.Draw(t, "state")),
		Dirty: units.Bytes(size.Draw(t, "dirty")), Threshold: units.Bytes(rapid.Int64Range(0, 50).Draw(t, "threshold")),
		RoundsMax: rapid.Int32Range(1, 6).Draw(t, "rounds"), Steer: time.Duration(rapid.Int64Range(0, 2*second).Draw(t, "steer")),
	}
}

func TestRelocationsAreThoseOfTheTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawConfig(t)
		var m Machine
		now := units.Time(rapid.Int64Range(0, second).Draw(t, "begin"))
		for range rapid.IntRange(1, 3).Draw(t, "relocations") {
			rate := rapid.Int64Range(1, 2000).Draw(t, "rate")
			takes := func(b units.Bytes) units.Time { return units.Time((int64(b)*second + rate - 1) / rate) }
			n := naive{c: c}
			want := n.relocate(now, takes)
			zero := false
			for step, k := m.Begin(now, c), 0; !step.Done; step = m.Next(now, c) {
				source, target := m.Serves(c)
				if s := n.spans[min(k, len(n.spans)-1)]; s.source != source || s.target != target {
					t.Fatalf("step %d: source %v, target %v, want %+v", k, source, target, s)
				}
				zero = zero || !source && !target
				if step.Wait >= 0 {
					now += units.Time(step.Wait)
				} else {
					now += takes(step.Send)
				}
				k++
			}
			down, sent := n.sums()
			if now != want || m.Downtime() != down || m.Sent() != sent || m.State() != Stable {
				t.Fatalf("ends at %v after %d ns of downtime and %d bytes, want %v, %d, %d", now, m.Downtime(), m.Sent(), want, down, sent)
			}
			if zero && c.Strategy == DualAnchor {
				t.Fatal("a moment without an anchor")
			}
		}
	})
}

// S/B + steer: 20 MB at 100 MB/s and 50 ms.
func TestDowntimeOfStopAndCopy(t *testing.T) {
	c := &Config{State: 20e6, Steer: 50 * time.Millisecond}
	var m Machine
	if step := m.Begin(0, c); step.Send != 20e6 {
		t.Fatalf("%+v", step)
	}
	if step := m.Next(units.Time(200*time.Millisecond), c); step.Wait != c.Steer {
		t.Fatalf("%+v", step)
	}
	if step := m.Next(units.Time(250*time.Millisecond), c); !step.Done || m.Downtime() != int64(250*time.Millisecond) {
		t.Fatalf("%+v after %d", step, m.Downtime())
	}
}

// At 100 MB/s with 10 MB/s becoming dirty each round is a tenth of the one before.
func TestRoundsOfPreCopyAreAGeometricSeries(t *testing.T) {
	c := &Config{Strategy: PreCopy, State: 100e6, Dirty: 10e6, Threshold: 100e3, RoundsMax: 30, Steer: time.Millisecond}
	var m Machine
	now := units.Time(0)
	var sent []units.Bytes
	step := m.Begin(now, c)
	for ; step.Wait < 0; step = m.Next(now, c) {
		sent = append(sent, step.Send)
		now += units.Time(int64(step.Send) * 10) // 10 ns a byte
	}
	want := []units.Bytes{100e6, 10e6, 1e6, 100e3}
	if len(sent) != len(want) {
		t.Fatalf("%v, want %v", sent, want)
	}
	for i := range want {
		if sent[i] != want[i] {
			t.Fatalf("%v, want %v", sent, want)
		}
	}
	m.Next(now+units.Time(c.Steer), c)
	if m.Downtime() != int64(time.Millisecond+time.Millisecond) {
		t.Errorf("%d ns of downtime", m.Downtime())
	}
}

func TestAFailureLeavesTheSessionWhereItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawConfig(t)
		var m Machine
		now, stopped := units.Time(5), units.Time(-1)
		m.Begin(now, c)
		for range rapid.IntRange(0, 4).Draw(t, "steps") {
			if source, _ := m.Serves(c); !source && stopped < 0 {
				stopped = now
			}
			now += 7
			if m.Next(now, c).Done {
				return
			}
		}
		if source, _ := m.Serves(c); !source && stopped < 0 {
			stopped = now
		}
		now += 3
		m.Fail(now, c)
		want := int64(0)
		if stopped >= 0 {
			want = int64(now - stopped)
		}
		if source, target := m.Serves(c); !source || target || m.State() != Stable || m.Downtime() != want {
			t.Fatalf("%v after a failure, source %v, target %v, downtime %d, want %d", m.State(), source, target, m.Downtime(), want)
		}
	})
}

func TestConfigurationReportsEveryProblem(t *testing.T) {
	for _, c := range []Config{
		{Strategy: strategies}, {State: -1}, {Dirty: -1}, {Threshold: -1}, {Steer: -1}, {Strategy: PreCopy},
	} {
		if c.Validate() == nil {
			t.Errorf("%+v is accepted", c)
		}
	}
	if err := (&Config{Strategy: PreCopy, RoundsMax: 1}).Validate(); err != nil {
		t.Error(err)
	}
}
