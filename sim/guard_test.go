package sim

import (
	"flag"
	"fmt"
	"strconv"
	"testing"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// times returns how often to repeat something that is costly, unless
// -rapid.checks or RAPID_CHECKS asks for another number: 200 times at most.
func times(t *testing.T, usual int) int {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	n, err := strconv.Atoi(f.Value.String())
	if err != nil {
		t.Fatal(err)
	}
	if n == 100 { // what rapid does when nobody asks
		return usual
	}
	return min(n, 200)
}

// serviceTime is the mean time of service in the queues of this file.
const serviceTime = 1000

// loaded is a node with one core and Poisson arrivals at a load in percent, for as
// many times of service; or an uplink in front of a node that does nothing else.
func loaded(percent, services int64, uplink bool, seed uint64) *Config {
	c := &Config{System: &models.System{}, Seed: rng.Seed(seed), Horizon: units.Time(services * serviceTime)}
	device := addNode(c.System, func(n *models.Node) { n.Tier, n.Capacity.Bandwidth = models.TierDevice, units.Unlimited })
	edge := addNode(c.System, func(n *models.Node) { n.Discipline, n.Capacity.Bandwidth = models.FIFO, units.Unlimited })
	addLink(c.System, device, edge, 8e9, 0)
	exp := func(mean float64) rng.Dist { return rng.Must(rng.Exponential(mean)) }
	w := Workload{
		Name: "w", Spec: addSpec(c.System, nil), Sources: []models.NodeID{device}, Target: edge,
		Arrivals: Arrivals{Gap: exp(serviceTime * 100 / float64(percent))},
		Work:     exp(serviceTime), Input: fixed(0), Output: fixed(0),
	}
	if uplink {
		w.Work, w.Input = fixed(0), exp(serviceTime)
	}
	c.Workloads = []Workload{w}
	return c
}

// The guard tells an overload and nothing else, if the run is long enough. How often
// it spoke, of 200 seeds each, in runs that are as many times of service long:
//
//	load in percent       50    80    90   105   120   200
//	node, 1 000            0     0     4    82   187   200
//	node, 10 000           0     0     0   185   200   200
//	node, 100 000          0     0     0   200   200   200
//	uplink, 1 000          0     5     9    82   195   200
//	uplink, 10 000         0     0     0   177   200   200
//	uplink, 100 000                    0   200
//
// In a run of 1 000 times of service a long queue may be chance: a backlog of 20
// tasks is a fiftieth of it.
func TestTheGuardTellsAnOverload(t *testing.T) {
	for _, c := range []struct {
		services int64
		usual    int
		loads    []int64
	}{
		{1_000, 10, []int64{50, 80, 90, 105, 120, 200}},
		{10_000, 2, []int64{50, 80, 90, 105, 120, 200}},
		{100_000, 1, []int64{90, 105}},
	} {
		for _, uplink := range []bool{false, true} {
			for _, percent := range c.loads {
				t.Run(fmt.Sprintf("uplink=%v/services=%d/load=%d", uplink, c.services, percent), func(t *testing.T) {
					n, told := times(t, c.usual), 0
					for seed := range n {
						_, out := mustRun(t, loaded(percent, c.services, uplink, uint64(seed)), firstFit())
						if len(out.Saturated) > 0 {
							told++
						}
					}
					switch {
					case percent < 100 && c.services > 1000 && 100*told > n, percent < 100 && told > 2 && 20*told > n:
						t.Errorf("told %d of %d times, without a cause", told, n)
					case percent > 110 && c.services > 1000 && told < n, percent == 105 && c.services == 100_000 && told < n:
						t.Errorf("told only %d of %d times", told, n)
					}
				})
			}
		}
	}
}
