package reaction

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// naive is written from the documentation: it lives through every nanosecond, with tokens that are counted in nanoseconds.
type naive struct {
	Config
	now     int64 // what is due until then has been handed out
	grown   int64 // the buckets have gained tokens until then
	zones   []naiveZone
	nodes   []naiveNode
	stopped bool
	out     []Effect
}

type naiveZone struct {
	every, level int64 // the level is at most burst·every, and a token every
	regime       Regime
	queue        []int32
	since        []int64
}

type naiveNode struct {
	lost, tainted bool
	at            int64 // of the taint
}

func newNaive(c *Config) *naive {
	n := &naive{Config: *c, nodes: make([]naiveNode, len(c.Zones)), zones: make([]naiveZone, len(c.Zones))}
	n.Zones = slices.Clone(c.Zones)
	for i := range n.Zones {
		if c.Algorithm == Flat {
			n.Zones[i] = 0
		}
	}
	for i := range n.zones {
		n.zones[i].every, n.zones[i].level = int64(c.Every), c.Burst*int64(c.Every)
	}
	return n
}

func (m *naive) Lost(nowNs int64, n int32) {
	m.nodes[n].lost = true
	z := &m.zones[m.Zones[n]]
	z.queue, z.since = append(z.queue, n), append(z.since, nowNs+int64(m.Wait))
}

func (m *naive) leave(n int32) {
	z := &m.zones[m.Zones[n]]
	if i := slices.Index(z.queue, n); i >= 0 {
		z.queue, z.since = slices.Delete(z.queue, i, i+1), slices.Delete(z.since, i, i+1)
	}
}

func (m *naive) Trusted(_ int64, n int32) {
	m.nodes[n] = naiveNode{}
	m.leave(n)
}

func (m *naive) Settle(nowNs int64) bool {
	m.grow(nowNs)
	all, lostOf, sizeOf := true, map[int32]int{}, map[int32]int{}
	for n := range m.nodes {
		sizeOf[m.Zones[n]]++
		if m.nodes[n].lost {
			lostOf[m.Zones[n]]++
		}
		all = all && m.nodes[n].lost
	}
	all = all && m.Algorithm == Zoned
	if all && !m.stopped {
		for n := range m.nodes {
			if m.nodes[n].tainted {
				m.nodes[n].tainted = false
				z := &m.zones[m.Zones[n]]
				z.queue, z.since = append(z.queue, int32(n)), append(z.since, nowNs)
				m.out = append(m.out, Effect{AtNs: nowNs, Node: int32(n), Kind: Untaint})
			}
		}
	}
	resumed := m.stopped && !all
	m.stopped = all
	for i := range m.zones {
		m.zones[i].regime = Normal
		lost, size := lostOf[int32(i)], sizeOf[int32(i)]
		every := int64(m.Every)
		if m.Algorithm == Zoned {
			switch {
			case lost > 0 && lost == size:
				m.zones[i].regime = Full
			case lost > int(m.UnhealthyMin) && lost*1000 >= int(m.UnhealthyPermille)*size:
				m.zones[i].regime = Partial
				every = int64(Forever)
				if size > int(m.LargeZone) {
					every = int64(m.SecondaryEvery)
				}
			}
		}
		if m.stopped {
			every = int64(Forever)
		}
		m.zones[i].swap(every, m.Burst)
	}
	return resumed
}

func (z *naiveZone) swap(every, burst int64) {
	if every == z.every {
		return
	}
	had := z.every != int64(Forever) && z.level >= z.every
	z.every = every
	if every == int64(Forever) {
		return
	}
	z.level = burst * every
	if !had {
		z.level -= every
	}
}

// Advance lives up to an instant; what is due now is handed out once.
func (m *naive) Advance(nowNs int64) []Effect {
	for m.now < nowNs {
		m.now++
		m.grow(m.now)
		m.due()
	}
	out := m.out
	m.out = nil
	return out
}

// grow lets the buckets gain tokens until an instant.
func (m *naive) grow(nowNs int64) {
	for ; m.grown < nowNs; m.grown++ {
		for i := range m.zones {
			if z := &m.zones[i]; z.every != int64(Forever) {
				z.level = min(z.level+1, m.Burst*z.every)
			}
		}
	}
}

func (m *naive) due() {
	var out []Effect
	for i := range m.zones {
		z := &m.zones[i]
		for m.now%int64(m.Pass) == 0 && len(z.queue) > 0 && z.since[0] <= m.now && z.every != int64(Forever) && z.level >= z.every {
			n := z.queue[0]
			z.level -= z.every
			m.leave(n)
			m.nodes[n].tainted, m.nodes[n].at = true, m.now
			out = append(out, Effect{AtNs: m.now, Node: n, Kind: Taint})
		}
	}
	for n := range m.nodes {
		for class, d := range m.Tolerations {
			if x := &m.nodes[n]; x.tainted && d != Forever && x.at+int64(d) == m.now {
				out = append(out, Effect{AtNs: m.now, Node: int32(n), Class: int32(class), Kind: Evict})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Effect) int { return cmp.Compare(a.Kind, b.Kind) })
	m.out = append(m.out, out...)
}

func configs() *rapid.Generator[*Config] {
	return rapid.Custom(func(t *rapid.T) *Config {
		span := func(most int, name string) time.Duration { return time.Duration(rapid.IntRange(1, most).Draw(t, name)) }
		c := &Config{
			Algorithm: rapid.SampledFrom([]Algorithm{Flat, Zoned, Zoned}).Draw(t, "algorithm"),
			Every:     span(12, "every"), Burst: int64(rapid.IntRange(1, 3).Draw(t, "burst")),
			Pass: span(3, "pass"), Wait: span(6, "wait") - 1,
			SecondaryEvery: span(20, "secondary"), LargeZone: int32(rapid.IntRange(0, 4).Draw(t, "large")),
			UnhealthyPermille: int64(rapid.IntRange(1, 1000).Draw(t, "unhealthy")),
			UnhealthyMin:      int32(rapid.IntRange(0, 2).Draw(t, "min")),
		}
		nodes := rapid.IntRange(1, 7).Draw(t, "nodes")
		for range nodes {
			c.Zones = append(c.Zones, int32(rapid.IntRange(0, min(nodes-1, 2)).Draw(t, "zone")))
		}
		for range rapid.IntRange(0, 3).Draw(t, "classes") {
			d := time.Duration(rapid.IntRange(0, 25).Draw(t, "toleration"))
			if d > 20 {
				d = Forever
			}
			c.Tolerations = append(c.Tolerations, d)
		}
		return c
	})
}

func TestMachineAgreesWithOneThatLivesThroughEveryNanosecond(t *testing.T) {
	seen, stops := map[Kind]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		c := configs().Draw(t, "config")
		fast, slow := New(c), newNaive(c)
		lost := make([]bool, len(c.Zones))
		now := int64(0)
		for range rapid.IntRange(1, 25).Draw(t, "passes") {
			now += int64(rapid.IntRange(1, 15).Draw(t, "wait"))
			want, got := slow.Advance(now-1), fast.Advance(now-1)
			for _, n := range rapid.SliceOfN(rapid.IntRange(0, len(lost)-1), 0, 4).Draw(t, "changes") {
				if lost[n] = !lost[n]; lost[n] {
					fast.Lost(now, int32(n))
					slow.Lost(now, int32(n))
				} else {
					fast.Trusted(now, int32(n))
					slow.Trusted(now, int32(n))
				}
			}
			// The result of Advance is used before Settle.
			if d := gocmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("effects before %d (-naive +machine):\n%s", now, d)
			}
			for _, e := range got {
				seen[e.Kind]++
			}
			if a, b := slow.Settle(now), fast.Settle(now); a != b {
				t.Fatalf("resumed at %d: naive %v, machine %v", now, a, b)
			} else if a {
				stops++
			}
			for n := range lost {
				if slow.nodes[n].tainted != fast.Tainted(int32(n)) || slow.zones[slow.Zones[n]].regime != fast.Regime(int32(n)) {
					t.Fatalf("at %d node %d: tainted %v in regime %v, naive %+v", now, n, fast.Tainted(int32(n)), fast.Regime(int32(n)), slow.nodes[n])
				}
			}
		}
	})
	if seen[Taint] == 0 || seen[Evict] == 0 || seen[Untaint] == 0 || stops == 0 {
		t.Errorf("effects %v, %d stops: the generator is too tame", seen, stops)
	}
}

func kubernetes(nodes int) *Config {
	return &Config{
		Zones: make([]int32, nodes), Algorithm: Zoned, Every: 10 * time.Second, Burst: 1, Pass: 100 * time.Millisecond,
		Tolerations: []time.Duration{300 * time.Second}, SecondaryEvery: 100 * time.Second, LargeZone: 50,
		UnhealthyPermille: 550, UnhealthyMin: 2,
	}
}

func evictions(m *Machine, until time.Duration) []time.Duration {
	var out []time.Duration
	for _, e := range m.Advance(int64(until)) {
		if e.Kind == Evict {
			out = append(out, time.Duration(e.AtNs))
		}
	}
	return out
}

func lose(m *Machine, at time.Duration, nodes int) {
	for n := range nodes {
		m.Lost(int64(at), int32(n))
	}
	m.Settle(int64(at))
}

func TestRegimesOfKubernetes(t *testing.T) {
	sec := func(s ...int) []time.Duration {
		var out []time.Duration
		for _, x := range s {
			out = append(out, time.Duration(x)*time.Second)
		}
		return out
	}
	cases := map[string]struct {
		nodes, lost int
		want        []time.Duration
	}{
		"normal: one more every 10 s":                       {13, 3, sec(350, 360, 370)},
		"small zone, at least 55 % lost: nothing":           {13, 8, nil},
		"large zone, at least 55 % lost: one more in 100 s": {60, 33, sec(350, 450, 550)},
		"all zones lost: nothing":                           {13, 13, nil},
		"two of two or three is not partial":                {3, 2, sec(350, 360)},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			m := New(kubernetes(c.nodes))
			lose(m, 50*time.Second, c.lost)
			got := evictions(m, 650*time.Second)
			if d := gocmp.Diff(c.want, got[:min(len(got), 3)], cmpopts.EquateEmpty()); d != "" {
				t.Errorf("evictions (-want +got):\n%s", d)
			}
		})
	}
}

func TestAZoneOfItsOwnIsEvictedWhenAllOfItIsLost(t *testing.T) {
	c := kubernetes(13)
	c.Zones[0], c.Zones[1], c.Zones[2] = 1, 1, 1
	m := New(c)
	lose(m, 50*time.Second, 3)
	if got := evictions(m, time.Hour); len(got) != 3 || got[2] != 370*time.Second || m.Regime(0) != Full {
		t.Errorf("evictions at %v in regime %v", got, m.Regime(0))
	}
}

func TestALongerTolerationNeverEvictsEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		short := configs().Draw(t, "config")
		short.Tolerations = []time.Duration{time.Duration(rapid.IntRange(0, 30).Draw(t, "short"))}
		long := *short
		long.Tolerations = []time.Duration{short.Tolerations[0] + time.Duration(rapid.IntRange(0, 30).Draw(t, "more"))}
		a, b := New(short), New(&long)
		first := map[int32]int64{} // by node
		lost, now := make([]bool, len(short.Zones)), int64(0)
		for range rapid.IntRange(1, 20).Draw(t, "passes") {
			now += int64(rapid.IntRange(1, 20).Draw(t, "wait"))
			for _, e := range a.Advance(now) {
				if _, ok := first[e.Node]; !ok && e.Kind == Evict {
					first[e.Node] = e.AtNs
				}
			}
			for _, e := range b.Advance(now) {
				if at, ok := first[e.Node]; e.Kind == Evict && (!ok || at > e.AtNs) {
					t.Fatalf("node %d is evicted at %d with toleration %v, and at %d with %v", e.Node, e.AtNs, long.Tolerations, at, short.Tolerations)
				}
			}
			n := rapid.IntRange(0, len(lost)-1).Draw(t, "node")
			lost[n] = !lost[n]
			for _, m := range []*Machine{a, b} {
				if lost[n] {
					m.Lost(now, int32(n))
				} else {
					m.Trusted(now, int32(n))
				}
				m.Settle(now)
			}
		}
	})
}

func TestTheBucketIsNeverExceeded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := configs().Draw(t, "config")
		c.Algorithm, c.Zones = Flat, make([]int32, 30)
		m := New(c)
		var taints []int64
		for n, now := 0, int64(0); n < len(c.Zones); n++ {
			now += int64(rapid.IntRange(0, 15).Draw(t, "wait"))
			for _, e := range m.Advance(now) {
				if e.Kind == Taint {
					taints = append(taints, e.AtNs)
				}
			}
			m.Lost(now, int32(n))
			m.Settle(now)
		}
		for i := range taints {
			for k := i; k < len(taints); k++ {
				if most := c.Burst + (taints[k]-taints[i])/int64(c.Every); int64(k-i+1) > most {
					t.Fatalf("%d taints from %d to %d, at most %d are allowed", k-i+1, taints[i], taints[k], most)
				}
			}
		}
	})
}

func TestReactionDoesNotAllocateInSteadyState(t *testing.T) {
	m := New(kubernetes(100))
	now := int64(0)
	step := func() {
		now += int64(20 * time.Second)
		m.Advance(now)
		n := int32(now / int64(20*time.Second) % 100)
		m.Lost(now, n)
		m.Settle(now)
		m.Trusted(now, n)
		m.Settle(now)
	}
	for range 1000 {
		step()
	}
	if got := testing.AllocsPerRun(1000, step); got != 0 {
		t.Errorf("%v allocations per node", got)
	}
}

func TestValidateReportsEveryField(t *testing.T) {
	bad := &Config{Zones: []int32{1}, Algorithm: Zoned, Wait: -1, Tolerations: []time.Duration{-1}, LargeZone: -1, UnhealthyMin: -1}
	err := bad.Validate()
	for _, field := range []string{"Zones", "Every", "Burst", "Pass", "Wait", "Tolerations", "SecondaryEvery", "LargeZone", "UnhealthyPermille", "UnhealthyMin"} {
		if err == nil || !strings.Contains(err.Error(), field+":") {
			t.Errorf("%v does not tell of %s", err, field)
		}
	}
	if err := kubernetes(3).Validate(); err != nil {
		t.Errorf("the numbers of Kubernetes are not valid: %v", err)
	}
}
