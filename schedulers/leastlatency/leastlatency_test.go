package leastlatency_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/leastlatency"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestContract(t *testing.T) { schedtest.Run(t, leastlatency.New) }

// ceil returns a·b/c rounded up, in arbitrary precision.
func ceil(a, b, c int64) *big.Int {
	x := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	x.Add(x, big.NewInt(c-1))
	return x.Quo(x, big.NewInt(c))
}

// estimate is the formula of the package comment, term by term.
func estimate(d *schedulers.Draft, t *schedulers.Pending, n models.NodeID) *big.Rat {
	spec, node := d.Spec(t), &d.System.Nodes[n]
	latency, _ := d.Routes.Latency(n, t.Source)
	sum := big.NewInt(int64(latency))
	if narrow, _ := d.Routes.BottleneckBack(n, t.Source); n != t.Source {
		sum.Add(sum, ceil(int64(t.Input), 8e9, int64(narrow)))
	}
	demand := max(int64(spec.Demand.CPU), 1)
	work := ceil(ceil(int64(spec.ExpectedWork), 1000*int64(units.ReferenceSpeed), int64(node.Speed)).Int64(), 1, demand)
	switch {
	case node.Class > 0 && len(spec.Times) > int(node.Class) && spec.Times[node.Class] > 0:
		work = big.NewInt(int64(spec.Times[node.Class]))
	case len(spec.Times) > 0:
		work = ceil(int64(spec.Times[0]), int64(units.ReferenceSpeed), int64(node.Speed))
	}
	if after := int64(node.Capacity.CPU - d.Node(n).Free.CPU + spec.Demand.CPU); after > int64(node.Capacity.CPU) {
		work = ceil(work.Int64(), after, int64(node.Capacity.CPU))
	}
	return new(big.Rat).SetInt(sum.Add(sum, work))
}

func TestMatchesItsDefinition(t *testing.T) {
	schedtest.Twin(t, func() schedulers.Chooser { return leastlatency.Policy{} },
		func(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
			cost := func(n models.NodeID) *big.Rat { return estimate(d, t, n) }
			room, crowded := schedtest.Candidates(d, t)
			if len(room) > 0 {
				return schedtest.Least(room, cost)
			}
			return schedtest.Least(crowded, cost)
		})
}

// threeWays returns one task and three nodes with room: 1 is near, 2 is fast and
// 3 has a wide link.
func threeWays() *schedulers.Snapshot {
	s := schedtest.Star(1000, 1000, 1000)
	y := s.System
	y.Links[1].Latency, y.Links[2].Latency = 50*time.Millisecond, 50*time.Millisecond
	y.Nodes[2].Speed = 10 * units.ReferenceSpeed
	y.Links[2].Bandwidth = 1e9
	schedtest.Submit(s, 0, 1)
	return s
}

func TestWeighsDistanceTransferAndSpeed(t *testing.T) {
	for _, c := range []struct {
		name  string
		input units.Bytes
		work  time.Duration
		want  models.NodeID
	}{
		// Node 1: 1 + 0 + 10 ms; node 2: 50 + 0 + 1 ms; node 3: 50 + 0 + 10 ms.
		{"short work stays near", 0, 10 * time.Millisecond, 1},
		// Node 1: 1 + 0 + 1000 ms; node 2: 50 + 0 + 100 ms.
		{"long work goes to the fast node", 0, time.Second, 2},
		// Node 1: 1 + 800 + 10 ms; node 2: 50 + 800 + 1 ms; node 3: 50 + 80 + 10 ms.
		{"much data takes the wide link", 10e6, 10 * time.Millisecond, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := threeWays()
			s.Pending[0].Input = c.input
			s.System.Specs[0].ExpectedWork = c.work
			if d := cmp.Diff([]models.NodeID{c.want}, schedtest.Places(t, leastlatency.New(), s)); d != "" {
				t.Errorf("placement (-want +got):\n%s", d)
			}
		})
	}
}

func TestScoreIsTheExpectedLatency(t *testing.T) {
	s := threeWays()
	s.Pending[0].Input = 1e6
	s.Nodes[2].Status, s.Nodes[3].Status = models.Inactive, models.Inactive
	// 1 ms path, 8 Mbit at 100 Mbit/s, 1 s of work stretched by the cores that are
	// then promised on a node with one.
	const way = time.Millisecond + 80*time.Millisecond
	for promised, work := range map[units.MilliCPU]time.Duration{
		0: time.Second, 1: 1001 * time.Millisecond, 1000: 2 * time.Second, 2000: 3 * time.Second,
	} {
		s.Nodes[1].Free.CPU = 1000 - promised
		var d schedulers.Draft
		d.Reset(s)
		got := leastlatency.Policy{}.Choose(&d, &s.Pending[0])
		if want := (schedulers.Choice{Node: 1, Score: -int64(way + work)}); got != want {
			t.Errorf("with %v promised: choice %+v, want %+v", promised, got, want)
		}
	}
}

func TestAPathThatCarriesNothingIsTheLastResort(t *testing.T) {
	s := threeWays()
	s.Pending[0].Input = 1
	s.System.Links[0].Bandwidth, s.System.Links[1].Bandwidth = 0, 0
	if d := cmp.Diff([]models.NodeID{3}, schedtest.Places(t, leastlatency.New(), s)); d != "" {
		t.Errorf("placement (-want +got):\n%s", d)
	}
	s.Nodes[3].Status = models.Failed
	if d := cmp.Diff([]models.NodeID{1}, schedtest.Places(t, leastlatency.New(), s)); d != "" {
		t.Errorf("placement when there is no other (-want +got):\n%s", d)
	}
}

// When nothing gets through, all estimates are the longest there is, and the
// lowest number wins, not the shortest way.
func TestWhenAllEstimatesAreForEverTheLowestNumberWins(t *testing.T) {
	s := schedtest.Star(1000, 1000, 1000)
	s.System.Nodes[0].Capacity.Bandwidth = 0
	s.System.Links[0].Latency = time.Second
	schedtest.Submit(s, 0, 1)
	s.Pending[0].Input = 1
	policy := leastlatency.New()
	for range 3 { // by a look at all nodes first, and then by walks
		if d := cmp.Diff([]models.NodeID{1}, schedtest.Places(t, policy, s)); d != "" {
			t.Errorf("placement (-want +got):\n%s", d)
		}
	}
}

// A walk ranks no more than 4096 nodes; what is behind them is found as well.
func TestLooksBehindTheNodesThatAreRanked(t *testing.T) {
	const nodes = 5000
	capacities := make([]units.MilliCPU, nodes)
	for i := range capacities {
		capacities[i] = 1000
	}
	s := schedtest.Star(capacities...)
	for i := range s.Nodes {
		s.Nodes[i].Free.CPU = 0
	}
	s.Nodes[nodes-1].Free.CPU = -1000
	schedtest.Submit(s, 0, 1)
	policy := leastlatency.New()
	for range 200 { // until the ranking is full
		if d := cmp.Diff([]models.NodeID{1}, schedtest.Places(t, policy, s)); d != "" {
			t.Fatalf("placement without room (-want +got):\n%s", d)
		}
	}
	s.Nodes[nodes-1].Free.CPU = 1000
	if d := cmp.Diff([]models.NodeID{nodes - 1}, schedtest.Places(t, policy, s)); d != "" {
		t.Errorf("placement with room on one node (-want +got):\n%s", d)
	}
}
