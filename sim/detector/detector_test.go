package detector

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/sim/rng"
)

// naive is written from the documentation: it makes every pass, and looks at every node with all its signals.
type naive struct {
	Config
	done  int64
	nodes []naiveNode
}

type naiveNode struct {
	seen  []int64 // instants of the passes that observe its signals
	lost  bool
	since int // signals that had come when it was taken for lost
	reset int64
}

func newNaive(c *Config, nodes int) *naive {
	return &naive{Config: *c, nodes: make([]naiveNode, nodes)}
}

func (d *naive) observed(atNs int64) int64 {
	pass := (d.done/int64(d.Monitor) + 1) * int64(d.Monitor)
	for pass < atNs {
		pass += int64(d.Monitor)
	}
	return pass
}

func (d *naive) Hear(atNs int64, n int32) {
	d.nodes[n].seen = append(d.nodes[n].seen, d.observed(atNs))
}

func (d *naive) Advance(nowNs int64) []Change {
	var out []Change
	for at := d.done + int64(d.Monitor); at <= nowNs; at += int64(d.Monitor) {
		d.done = at
		for i := range d.nodes {
			if d.nodes[i].changes(&d.Config, at) {
				out = append(out, Change{AtNs: at, Node: int32(i), Lost: d.nodes[i].lost})
			}
		}
	}
	return out
}

// passes rounds a span up to whole periods of the monitor.
func passes(c *Config, x time.Duration) int64 {
	m := int64(c.Monitor)
	return (int64(x) + m - 1) / m * m
}

func (n *naiveNode) changes(c *Config, at int64) bool {
	switch {
	case n.lost && n.recovers(c, at):
		n.lost = false
		return true
	case !n.lost && n.silent(c, at):
		n.lost, n.since = true, len(n.seen)
		return true
	}
	return false
}

// silent says whether the silence is too long.
func (n *naiveNode) silent(c *Config, at int64) bool {
	latest, heard := n.reset, n.reset > 0
	for _, s := range n.seen {
		latest, heard = max(latest, s), true
	}
	if !heard {
		return at >= passes(c, c.Startup)
	}
	return at-latest >= passes(c, c.Grace)
}

// recovers says whether there have been enough signals in a row.
func (n *naiveNode) recovers(c *Config, at int64) bool {
	row, latest := int32(0), int64(0)
	for _, s := range n.seen[n.since:] {
		if row > 0 && s-latest > passes(c, c.Grace) {
			row = 0
		}
		latest = max(latest, s)
		if row++; row >= c.Recovery {
			return latest <= at
		}
	}
	return false
}

func configs() *rapid.Generator[*Config] {
	return rapid.Custom(func(t *rapid.T) *Config {
		return &Config{
			Monitor:  time.Duration(rapid.IntRange(1, 5).Draw(t, "monitor")),
			Grace:    time.Duration(rapid.IntRange(1, 30).Draw(t, "grace")),
			Startup:  time.Duration(rapid.IntRange(1, 40).Draw(t, "startup")),
			Recovery: int32(rapid.IntRange(1, 4).Draw(t, "recovery")),
		}
	})
}

func TestDetectorAgreesWithOneThatMakesEveryPass(t *testing.T) {
	seen := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		c := configs().Draw(t, "config")
		nodes := rapid.IntRange(1, 4).Draw(t, "nodes")
		fast, slow := New(c, nodes), newNaive(c, nodes)
		now := int64(0)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			if rapid.IntRange(0, 2).Draw(t, "what") > 0 {
				n := int32(rapid.IntRange(0, nodes-1).Draw(t, "node"))
				fast.Hear(now, n)
				slow.Hear(now, n)
				continue
			}
			if wait := int64(rapid.IntRange(0, 25).Draw(t, "wait")); wait > 0 {
				// A signal at the instant of a pass comes before it now, and after it in the next step.
				want, got := slow.Advance(now+wait-1), fast.Advance(now+wait-1)
				if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
					t.Fatalf("changes before %d (-naive +detector):\n%s", now+wait, d)
				}
				now += wait
				for _, x := range got {
					seen[x.Lost]++
				}
				continue
			}
			want, got := slow.Advance(now), fast.Advance(now)
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("changes until %d (-naive +detector):\n%s", now, d)
			}
			for _, x := range got {
				seen[x.Lost]++
			}
			if at, ok := fast.Next(); ok && at <= now {
				t.Fatalf("at %d the next pass is at %d", now, at)
			}
		}
	})
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("lost %d, trusted again %d: the generator is too tame", seen[true], seen[false])
	}
}

func TestAResetCountsAsASignalOfAllThatAreTrusted(t *testing.T) {
	c := &Config{Monitor: 5, Grace: 20, Startup: 60, Recovery: 1}
	d := New(c, 3)
	d.Hear(0, 0)
	want := []Change{{AtNs: 20 + 5, Node: 0, Lost: true}} // The pass at 5 has observed it.
	if diff := cmp.Diff(want, d.Advance(32)); diff != "" {
		t.Fatalf("changes until 32 (-want +got):\n%s", diff)
	}
	d.Hear(33, 1)
	d.Reset(40)
	d.Advance(40)
	want = []Change{{AtNs: 60, Node: 1, Lost: true}, {AtNs: 60, Node: 2, Lost: true}}
	if diff := cmp.Diff(want, d.Advance(1000)); diff != "" {
		t.Fatalf("changes after a reset at 40 (-want +got):\n%s", diff)
	}
}

// With the numbers of Kubernetes, a cut at a random instant is noticed after G + U(0, m) − U(0, g): between 39.6 s and 55 s,
// 47.4 s in the mean.
func TestDetectionTimeHasItsClosedForm(t *testing.T) {
	send := Sender{Period: 10 * time.Second, JitterPermille: 40}
	c := &Config{Monitor: 5 * time.Second, Grace: 50 * time.Second, Startup: time.Minute, Recovery: 1}
	stream := rng.NewStream(1, 0, "node/n0", "heartbeat")
	const runs = 4000
	least, most, sum := time.Hour, time.Duration(0), time.Duration(0)
	for range runs {
		d := New(c, 1)
		cut := int64(100*time.Second) + int64(stream.Uint64N(uint64(100*time.Second)))
		for at := send.First(&stream); at < cut; at += send.Gap(&stream) {
			d.Advance(at - 1)
			d.Hear(at, 0)
		}
		changes := d.Advance(cut + int64(time.Minute))
		if len(changes) != 1 || !changes[0].Lost {
			t.Fatalf("a cut at %d gave %+v", cut, changes)
		}
		took := time.Duration(changes[0].AtNs - cut)
		least, most, sum = min(least, took), max(most, took), sum+took
	}
	if least < 39600*time.Millisecond || most > 55*time.Second {
		t.Errorf("a cut was noticed after %v to %v, want 39.6s to 55s", least, most)
	}
	// The mean of g is weighted with its length: 50 + 2.5 − E(g²)/(2·E(g)) = 47.4. Its standard error is 3.3 s/√4000.
	if mean := sum / runs; (mean - 47400*time.Millisecond).Abs() > 250*time.Millisecond {
		t.Errorf("a cut was noticed after %v in the mean, want 47.4s", mean)
	}
}

func TestACutShorterThanTheGraceLessTheGapIsNotNoticed(t *testing.T) {
	send := Sender{Period: 10 * time.Second, JitterPermille: 40}
	c := &Config{Monitor: 5 * time.Second, Grace: 50 * time.Second, Startup: time.Minute, Recovery: 1}
	rapid.Check(t, func(t *rapid.T) {
		stream := rng.NewStream(rng.Seed(rapid.Uint64().Draw(t, "seed")), 0, "node/n0", "heartbeat")
		d := New(c, 1)
		from := rapid.Int64Range(0, int64(time.Minute)).Draw(t, "from")
		to := from + rapid.Int64Range(0, int64(c.Grace-2*10400*time.Millisecond)).Draw(t, "length")
		for at := send.First(&stream); at < int64(5*time.Minute); at += send.Gap(&stream) {
			if changes := d.Advance(at - 1); len(changes) > 0 {
				t.Fatalf("a cut from %d to %d was noticed: %+v", from, to, changes)
			}
			if at < from || at >= to {
				d.Hear(at, 0)
			}
		}
	})
}

func TestHearAndAdvanceDoNotAllocateInSteadyState(t *testing.T) {
	d := New(&Config{Monitor: 5, Grace: 50, Startup: 60, Recovery: 1}, 100)
	now := int64(0)
	step := func() {
		now += 7
		d.Advance(now)
		d.Hear(now, int32(now%100))
	}
	for range 10000 {
		step()
	}
	if got := testing.AllocsPerRun(1000, step); got != 0 {
		t.Errorf("%v allocations per signal", got)
	}
}

func TestValidateReportsEveryField(t *testing.T) {
	err := (&Config{Monitor: 1, Grace: PassesMax, Startup: -1}).Validate()
	for _, field := range []string{"Grace", "Startup", "Recovery"} {
		if err == nil || !strings.Contains(err.Error(), field+":") {
			t.Errorf("%v does not tell of %s", err, field)
		}
	}
	if err := (Sender{JitterPermille: 1001}).Validate(); err == nil || !strings.Contains(err.Error(), "Period:") || !strings.Contains(err.Error(), "JitterPermille:") {
		t.Errorf("%v does not tell of both fields", err)
	}
}

func BenchmarkHour(b *testing.B) {
	const nodes = 10_000
	for b.Loop() {
		d := New(&Config{Monitor: 5 * time.Second, Grace: 50 * time.Second, Startup: time.Minute, Recovery: 1}, nodes)
		for at := int64(time.Second); at < int64(time.Hour); at += int64(10 * time.Second) {
			for n := range int32(nodes) {
				d.Hear(at, n)
			}
			d.Advance(at)
		}
	}
}
