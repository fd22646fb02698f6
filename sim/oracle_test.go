package sim

import (
	"cmp"
	"math/big"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// The oracles compute whole runs by other means than the simulator, which must
// agree with them to the nanosecond.

// visit is one undisturbed task as an oracle sees it. All times are nanoseconds.
type visit struct {
	arrived  int64 // at its data source
	work     int64 // on the reference core
	demand   int64 // millicores
	input    int64
	output   int64
	called   int64 // a decision about it begins
	decided  int64
	ready    int64 // on its node
	started  int64
	ran      int64
	finished int64
}

// life is what the record of a task says of its course.
type life struct{ Arrived, Placed, Started, Finished, Queue, Decision, Transfer, Run int64 }

func (v *visit) life() life {
	return life{
		v.arrived, v.decided, v.started, v.finished,
		v.called - v.arrived + v.started - v.ready, v.decided - v.called,
		v.ready - v.decided + v.finished - v.ran, v.ran - v.started,
	}
}

// decide fills in the decisions of a scheduler that takes latency for each, and
// is called as soon as it is free and a task waits. Visits are by arrival.
func decide(visits []visit, latency int64) {
	free := int64(0)
	for i := 0; i < len(visits); {
		called := max(free, visits[i].arrived)
		free = called + latency
		for i < len(visits) && visits[i].arrived <= called {
			visits[i].called, visits[i].decided = called, free
			i++
		}
	}
}

// kieferWolfowitz fills in start and end of execution on a node with a number of
// cores in front of one queue, for tasks that use a core each: the recursion on
// the sorted vector of the times at which the cores become free (J. Kiefer and J.
// Wolfowitz, Trans. AMS 78, 1955, without the subtraction of the time between
// arrivals). Tasks queue in the order in which they become ready.
func kieferWolfowitz(visits []visit, cores int, speed int64) {
	free := make([]int64, cores)
	order := make([]*visit, len(visits))
	for i := range visits {
		order[i] = &visits[i]
	}
	slices.SortStableFunc(order, func(a, b *visit) int { return cmp.Compare(a.ready, b.ready) })
	for _, v := range order {
		v.started = max(v.ready, free[0])
		v.ran = v.started + ceil(big.NewRat(v.work*int64(units.ReferenceSpeed), speed))
		free[0] = v.ran
		slices.Sort(free)
	}
}

// fluid fills in start and end of execution on a node with processor sharing: it
// goes from one change of the rates to the next in rational numbers.
func fluid(visits []visit, capacity, speed int64) {
	left := make([]*big.Rat, len(visits)) // millicore-nanoseconds; nil before and after
	for now := int64(0); ; {
		for i := range visits {
			v := &visits[i]
			switch {
			case v.ready != now:
			case v.work == 0:
				v.started, v.ran = now, now
			default:
				v.started = now
				left[i] = big.NewRat(ceil(big.NewRat(v.work*1000*int64(units.ReferenceSpeed), speed)), 1)
			}
		}
		rates := waterFill(visits, left, capacity)
		next := int64(-1)
		for i := range visits {
			at := visits[i].ready
			if left[i] != nil {
				at = now + ceil(new(big.Rat).Quo(left[i], rates[i]))
			}
			if at > now && (next < 0 || at < next) {
				next = at
			}
		}
		if next < 0 {
			return
		}
		for i := range visits {
			if left[i] == nil {
				continue
			}
			left[i].Sub(left[i], new(big.Rat).Mul(rates[i], big.NewRat(next-now, 1)))
			if left[i].Sign() <= 0 {
				visits[i].ran, left[i] = next, nil
			}
		}
		now = next
	}
}

// waterFill returns the max–min fair rates of the tasks that have work left: the
// capacity is dealt out in equal shares, and who cannot use a share leaves the
// rest to the others.
func waterFill(visits []visit, left []*big.Rat, capacity int64) []*big.Rat {
	rates := make([]*big.Rat, len(visits))
	var open []int
	for i := range left {
		if left[i] != nil {
			open = append(open, i)
		}
	}
	slices.SortFunc(open, func(a, b int) int { return cmp.Compare(visits[a].demand, visits[b].demand) })
	rest := big.NewRat(capacity, 1)
	for k, i := range open {
		share := new(big.Rat).Quo(rest, big.NewRat(int64(len(open)-k), 1))
		if demand := big.NewRat(visits[i].demand, 1); demand.Cmp(share) < 0 {
			share = demand
		}
		rates[i] = share
		rest = new(big.Rat).Sub(rest, share)
	}
	return rates
}

// ceil returns the least integer not below a number that is not negative.
func ceil(x *big.Rat) int64 {
	n := new(big.Int).Add(x.Num(), new(big.Int).Sub(x.Denom(), big.NewInt(1)))
	return n.Quo(n, x.Denom()).Int64()
}

// drawVisits draws tasks whose times come from short lists, so that instants
// coincide often.
func drawVisits(t *rapid.T, demands ...int64) []visit {
	visits := make([]visit, rapid.IntRange(1, 16).Draw(t, "tasks"))
	at := int64(0)
	for i := range visits {
		at += rapid.SampledFrom([]int64{0, 10, 0, 5, 1, 20, 33}).Draw(t, "gap")
		visits[i] = visit{
			arrived: at,
			work:    rapid.SampledFrom([]int64{10, 5, 20, 0, 1, 7, 100}).Draw(t, "work"),
			demand:  rapid.SampledFrom(demands).Draw(t, "demand"),
		}
	}
	return visits
}

// plan makes a configuration of the visits: one workload for each, because only
// a workload has a distribution of work.
func (v *visit) add(c *Config, source, target models.NodeID) {
	spec := models.SpecID(-1)
	for i := range c.System.Specs {
		if int64(c.System.Specs[i].Demand.CPU) == v.demand {
			spec = models.SpecID(i)
		}
	}
	if spec < 0 {
		spec = addSpec(c.System, func(s *models.Spec) { s.Demand.CPU = units.MilliCPU(v.demand) })
	}
	once(c, spec, source, target, units.Time(v.arrived), v.work, v.input, v.output)
}

// agree runs a configuration under first-fit and compares the records with the
// visits, which are in the order of the task numbers.
func agree(t *rapid.T, c *Config, visits []visit) {
	l, _ := mustRun(t, c, firstFit())
	var got, want []life
	for _, r := range l.byNumber(t) {
		if r.State != trace.StateFinished || r.Attempts != 1 || r.Convert != 0 || r.Sum() != r.Finished-r.Arrived {
			t.Fatalf("not an undisturbed life whose parts add up: %+v", r)
		}
		got = append(got, life{r.Arrived, r.Placed, r.Started, r.Finished, r.Queue, r.Decision, r.Transfer, r.Run})
	}
	for i := range visits {
		want = append(want, visits[i].life())
	}
	if !slices.Equal(got, want) { // Diff is slow, and called for a difference only.
		t.Fatalf("oracle (-) and simulator (+) differ:\n%s", gocmp.Diff(want, got))
	}
}

func drawSpeed(t *rapid.T) units.Speed {
	return rapid.SampledFrom([]units.Speed{units.ReferenceSpeed, 300_000, 2_500_000, 7}).Draw(t, "speed")
}

// local finishes visits whose data never moves.
func local(visits []visit) {
	for i := range visits {
		visits[i].finished = visits[i].ran
	}
}

func TestFIFONodeFollowsKieferAndWolfowitz(t *testing.T) {
	checkOften(t, "4000", func(t *rapid.T) {
		visits := drawVisits(t, 1000)
		cores := rapid.IntRange(1, 5).Draw(t, "cores")
		latency := rapid.SampledFrom([]int64{0, 0, 10, 3}).Draw(t, "decision")
		c := &Config{System: &models.System{}, Horizon: 1e12, DecisionLatency: time.Duration(latency)}
		n := addNode(c.System, func(n *models.Node) {
			n.Discipline, n.Speed, n.Capacity.CPU = models.FIFO, drawSpeed(t), units.MilliCPU(1000*cores)
		})
		for i := range visits {
			visits[i].add(c, n, models.NoNode)
		}
		decide(visits, latency)
		for i := range visits {
			visits[i].ready = visits[i].decided
		}
		kieferWolfowitz(visits, cores, int64(c.System.Nodes[n].Speed))
		local(visits)
		agree(t, c, visits)
	})
}

func TestSharedNodeFollowsTheFluidModel(t *testing.T) {
	checkOften(t, "2000", func(t *rapid.T) {
		visits := drawVisits(t, 1000, 500, 2000, 300, 1)
		c := &Config{System: &models.System{}, Horizon: 1e12}
		n := addNode(c.System, func(n *models.Node) {
			n.Speed, n.Capacity.CPU = drawSpeed(t), rapid.SampledFrom([]units.MilliCPU{2000, 3000, 10_000}).Draw(t, "capacity")
		})
		for i := range visits {
			visits[i].add(c, n, models.NoNode)
		}
		decide(visits, 0)
		for i := range visits {
			visits[i].ready = visits[i].decided
		}
		fluid(visits, int64(c.System.Nodes[n].Capacity.CPU), int64(c.System.Nodes[n].Speed))
		local(visits)
		agree(t, c, visits)
	})
}

// A device sends over one chain of links to the only node that may run the
// tasks, and that over another chain to the target of the outputs.
func TestTandemOfTransfersAndQueueFollowsTheClosedForm(t *testing.T) {
	checkOften(t, "2000", func(t *rapid.T) {
		visits := drawVisits(t, 1000)
		cores := rapid.IntRange(1, 3).Draw(t, "cores")
		latency := rapid.SampledFrom([]int64{0, 0, 10, 3}).Draw(t, "decision")
		c := &Config{System: &models.System{}, Horizon: 1e12, DecisionLatency: time.Duration(latency)}
		device := addNode(c.System, drawRelay(t))
		in, edge := drawChain(t, c.System, device)
		c.System.Nodes[edge].Tier, c.System.Nodes[edge].Discipline = models.TierEdge, models.FIFO
		c.System.Nodes[edge].Capacity.CPU = units.MilliCPU(1000 * cores)
		out, target := drawChain(t, c.System, edge)
		for i := range visits {
			v := &visits[i]
			v.input = rapid.SampledFrom([]int64{10, 0, 100, 3}).Draw(t, "input")
			v.output = rapid.SampledFrom([]int64{10, 0, 7}).Draw(t, "output")
			v.add(c, device, target)
		}
		decide(visits, latency)
		var starts, inputs, ends, outputs []int64
		for i := range visits {
			starts, inputs = append(starts, visits[i].decided), append(inputs, visits[i].input)
		}
		for i, at := range in.arrivals(starts, inputs) {
			visits[i].ready = at
		}
		kieferWolfowitz(visits, cores, int64(c.System.Nodes[edge].Speed))
		for i := range visits {
			ends, outputs = append(ends, visits[i].ran), append(outputs, visits[i].output)
		}
		for i, at := range out.arrivals(ends, outputs) {
			visits[i].finished = at
		}
		agree(t, c, visits)
	})
}

// drawRelay draws a node that passes data on and runs nothing.
func drawRelay(t *rapid.T) func(n *models.Node) {
	return func(n *models.Node) {
		n.Tier = rapid.SampledFrom([]models.Tier{models.TierDevice, models.TierGateway, models.TierCloud}).Draw(t, "tier")
		n.Capacity.Bandwidth = drawRate(t)
	}
}

func drawRate(t *rapid.T) units.BitsPerSecond {
	return rapid.SampledFrom([]units.BitsPerSecond{8e9, 1e9, 3e9, 7e8, units.Unlimited}).Draw(t, "rate")
}

// chain is the sum of the latencies and the least of the rates of a path.
type chain struct {
	latency int64
	rate    units.BitsPerSecond
}

// arrivals returns when pieces of data are across that set out at given instants:
// after the latency each takes an equal share of the rate with all that are on
// their way, in rational numbers, until the nanosecond ⌈τ − δ⌉ when its last bit
// would pass at τ; δ is that of package flow, 0.00083 ns.
func (c chain) arrivals(out, size []int64) []int64 {
	across := make([]int64, len(out))
	left := make([]*big.Rat, len(out)) // nanobits; nil before and after
	for now := int64(0); ; {
		for i := range out {
			switch at := out[i] + c.latency; {
			case at != now:
			case size[i] == 0 || c.rate == units.Unlimited:
				across[i] = now
			default:
				left[i] = big.NewRat(8*size[i], 1)
				left[i].Mul(left[i], big.NewRat(1e9, 1))
			}
		}
		next, share := c.next(now, left, across)
		for i := range out {
			if at := out[i] + c.latency; at > now && (next < 0 || at < next) {
				next = at
			}
		}
		if next < 0 {
			return across
		}
		for i := range left {
			if left[i] != nil {
				left[i].Sub(left[i], new(big.Rat).Mul(share, big.NewRat(next-now, 1)))
			}
		}
		now = next
	}
}

// next ends what is across at an instant, as often as that gives others a greater
// share, and returns when the next piece is across, or -1, and the share until then.
func (c chain) next(now int64, left []*big.Rat, across []int64) (int64, *big.Rat) {
	delta := big.NewRat(1782411, 1<<31-1)
	for {
		open := int64(0)
		for i := range left {
			if left[i] != nil {
				open++
			}
		}
		if open == 0 {
			return -1, new(big.Rat)
		}
		share := big.NewRat(int64(c.rate), open)
		least, ended := int64(-1), false
		for i := range left {
			if left[i] == nil {
				continue
			}
			tau := new(big.Rat).Quo(left[i], share)
			tau.Sub(tau, delta)
			switch at := now + ceil(tau); {
			case tau.Sign() <= 0:
				across[i], left[i], ended = now, nil, true
			case least < 0 || at < least:
				least = at
			}
		}
		if !ended {
			return least, share
		}
	}
}

// drawChain adds one to three links and relays, and returns what they amount to
// and where they end.
func drawChain(t *rapid.T, y *models.System, from models.NodeID) (chain, models.NodeID) {
	c := chain{rate: y.Nodes[from].Capacity.Bandwidth}
	for range rapid.IntRange(1, 3).Draw(t, "links") {
		to := addNode(y, drawRelay(t))
		latency := rapid.SampledFrom([]int64{5, 0, 10, 1}).Draw(t, "latency")
		rate := drawRate(t)
		if rapid.Bool().Draw(t, "turned") {
			addLink(y, to, from, rate, time.Duration(latency))
		} else {
			addLink(y, from, to, rate, time.Duration(latency))
		}
		c.latency += latency
		c.rate = min(c.rate, rate, y.Nodes[to].Capacity.Bandwidth)
		from = to
	}
	return c, from
}
