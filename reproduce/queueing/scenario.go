package queueing

import (
	"fmt"
	"math"
	"math/big"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

// queue is a queue as a scenario: an edge node, and a device from which all tasks
// come to it. Tasks have no data, so that nothing but the node takes time.
type queue struct {
	discipline models.Discipline
	servers    int
	places     int32 // of waiting and running tasks together, or 0 for any number
	classes    []class
	up, down   rng.Dist // between pauses and during them; none without breakdowns
}

// class is a stream of tasks.
type class struct {
	arrivals sim.Arrivals
	service  rng.Dist // before stretching, in nanoseconds
	priority int32
}

const (
	deviceNode models.NodeID = iota
	serverNode
)

// node returns a node with enough of everything but time.
func node(id models.NodeID, name string, tier models.Tier, servers int) models.Node {
	return models.Node{
		ID: id, Name: name, Tier: tier, Speed: units.ReferenceSpeed, CPULimit: units.Unlimited,
		Domain: models.NoDomain, Via: models.NoNode,
		Capacity: models.Resources{CPU: units.MilliCPU(1000 * servers), Memory: 1, Storage: 1, Bandwidth: 1e9},
	}
}

// scenario describes the queue to the simulator. A bias makes the node slower.
func (c *course) scenario(q *queue) *sim.Config {
	server := node(serverNode, "server", models.TierEdge, q.servers)
	server.Discipline, server.Places = q.discipline, q.places
	server.Speed = units.Speed(math.Round(float64(units.ReferenceSpeed) / c.stretch))
	y := &models.System{
		Nodes: []models.Node{node(deviceNode, "device", models.TierDevice, 1), server},
		Links: []models.Link{{Name: "wire", A: deviceNode, B: serverNode, Bandwidth: 1e9}},
	}
	cfg := &sim.Config{System: y, Seed: c.seed, Warmup: warmup, Horizon: c.horizon(), Policy: "first-fit"}
	// A device takes no pauses: when the node does, its tasks wait for it.
	source := deviceNode
	if q.up.IsZero() {
		source = serverNode
	} else {
		cfg.Failures = []sim.Renewal{{On: sim.OnNode(serverNode), Label: c.model, Up: q.up, Down: q.down, Mode: failure.Mode{Kind: failure.Pause}}}
	}
	nothing := rng.Must(rng.Deterministic(0))
	for i, x := range q.classes {
		y.Specs = append(y.Specs, models.Spec{
			ID: models.SpecID(i), Name: fmt.Sprintf("class %d", i), Demand: models.Resources{CPU: 1000}, Priority: x.priority,
			Replicas: 1, ExpectedWork: time.Second, Constraints: models.Constraints{Tiers: models.NewTierSet(models.TierEdge)},
		})
		cfg.Workloads = append(cfg.Workloads, sim.Workload{
			Name: fmt.Sprintf("%s, class %d", c.model, i), Spec: models.SpecID(i), Sources: []models.NodeID{source}, Target: models.NoNode,
			Arrivals: x.arrivals, Work: x.service, Input: nothing, Output: nothing,
		})
	}
	return cfg
}

// serve runs the queue and returns what it did to the tasks of each class that
// arrived in the time that is measured.
func (c *course) serve(q *queue) ([]tally, error) {
	s := &desk{from: int64(warmup), until: int64(c.until()), classes: make([]tally, len(q.classes))}
	if _, err := sim.Run(c.ctx, c.scenario(q), firstfit.New(), s); err != nil {
		return nil, err
	}
	for i := range s.classes {
		if s.classes[i].served == 0 {
			return nil, fmt.Errorf("class %d: nobody was served", i)
		}
	}
	return s.classes, nil
}

// tally sums up what happened to the tasks of a class. Sums of times are exact.
type tally struct {
	served, lost int64
	delayed      int64      // served ones that did not start at once
	sojourn      units.Wide // nanoseconds, of the served ones
	running      units.Wide // nanoseconds from the start of service to the end
}

// meanSeconds returns a sum of nanoseconds over a count, in seconds.
func meanSeconds(sum units.Wide, count int64) float64 {
	mean, _ := new(big.Rat).SetFrac(sum.Big(), new(big.Int).Mul(big.NewInt(count), big.NewInt(int64(second)))).Float64()
	return mean
}

// meanSojourn returns the mean time from arrival to departure in seconds, meanWait
// that from arrival to the start of service.
func (t *tally) meanSojourn() float64 { return meanSeconds(t.sojourn, t.served) }

func (t *tally) meanWait() float64 { return meanSeconds(t.sojourn.MinusWide(t.running), t.served) }

// lossRatio returns the part of those arriving that found no place, delayRatio the
// part of the others that had to wait.
func (t *tally) lossRatio() float64  { return float64(t.lost) / float64(t.served+t.lost) }
func (t *tally) delayRatio() float64 { return float64(t.delayed) / float64(t.served) }

// desk is a sink that keeps the tallies of those who arrive from an instant on and
// before another one.
type desk struct {
	from, until int64
	classes     []tally
}

// Task adds a task to the tally of its class.
func (d *desk) Task(t *trace.Task) error {
	if t.Arrived < d.from || t.Arrived >= d.until {
		return nil
	}
	k := &d.classes[t.Workload]
	switch {
	case t.State == trace.StateDeclined && t.Reason == models.NoPlace.String():
		k.lost++
	case t.State == trace.StateFinished:
		k.served++
		k.sojourn = k.sojourn.Plus(t.Finished - t.Arrived)
		k.running = k.running.Plus(t.Finished - t.Started)
		if t.Started > t.Arrived {
			k.delayed++
		}
	default:
		return fmt.Errorf("task %d, which arrived at %v, is %v: %s", t.Number, units.Time(t.Arrived), t.State, t.Reason)
	}
	return nil
}

// Event does nothing.
func (d *desk) Event(*trace.Event) error { return nil }

// Transfer does nothing.
func (d *desk) Transfer(*trace.Transfer) error { return nil }
