package sim

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/imagecache"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// runTwice runs a configuration under a random policy, and again after a change, if
// any, that means nothing. Every audit has to hold, every life in the log to be a
// legal one, and the second log to be that of the first run.
func runTwice(t *rapid.T, c *Config, change func()) (*trace.Outcome, *replay) {
	name, policy := anyPolicy(t)
	watch := newReplay(c)
	watch.lazy = name == "chaotic"
	out, err := Run(context.Background(), c, policy(), watch)
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	if wrong := watch.finish(out); wrong != "" {
		t.Fatalf("%s", wrong)
	}
	if change != nil {
		change()
	}
	if _, again := mustRun(t, c, policy()); out.Digest != again.Digest {
		t.Fatalf("digest %v, and %v in the second run", out.Digest, again.Digest)
	}
	return out, watch
}

// Anything can happen to a random system under a random policy, and still every
// audit holds, every life in the log is a legal one, nothing is promised twice,
// and a second run leaves the same log.
func TestEveryRunKeepsItsInvariants(t *testing.T) {
	seen, runs := make(map[[2]uint8]int), 0
	checkOften(t, "3000", func(t *rapid.T) {
		c := drawConfig(t)
		_, watch := runTwice(t, c, nil)
		runs++
		for pair, n := range watch.seen { //tidy:ordered sums do not depend on the order
			seen[pair] += n
		}
	})
	for _, want := range rare() {
		if runs >= 3000 && seen[want] == 0 {
			t.Errorf("no run had a %v for the reason %q", trace.Kind(want[0]), models.Reason(want[1]))
		}
	}
}

// rare lists what some of the random runs must contain for the test to be worth
// anything: every kind of event, and every reason that can be behind it.
func rare() [][2]uint8 {
	var out [][2]uint8
	for k := trace.TaskArrived; k <= trace.DataRerouted; k++ {
		switch k {
		case trace.TaskRefused:
			for why := range models.NodeLost {
				if why != models.OK && why != models.WrongLabel && why != models.WrongNode && why != models.Untrusted {
					out = append(out, [2]uint8{uint8(k), uint8(why)})
				}
			}
		case trace.TaskInterrupted:
			for _, why := range []models.Reason{models.NodeLost, models.PathLost, models.NoPlace, models.NoImage} {
				out = append(out, [2]uint8{uint8(k), uint8(why)})
			}
		case trace.TaskDeclined:
			for _, why := range []models.Reason{models.DeclinedByIt, models.PathLost, models.NoPlace, models.NoImage, models.NoMoreTries} {
				out = append(out, [2]uint8{uint8(k), uint8(why)})
			}
		case trace.TaskDeferred:
			out = append(out, [2]uint8{uint8(k), uint8(models.NoNodeFits)})
		case trace.TransferFailed:
			out = append(out, [2]uint8{uint8(k), uint8(models.PathLost)})
		default:
			out = append(out, [2]uint8{uint8(k), uint8(models.OK)})
		}
	}
	return out
}

// complete lists policies that place every task that some node admits.
func complete(name string) bool { return name != "chaotic" && name != "cloud-only" }

// When the scheduler is called at once, nothing waits at the end of an instant that
// could be done: no task that a node admits, no data that has a path.
func TestNothingWaitsThatCouldBeDone(t *testing.T) {
	checkOften(t, "2000", func(t *rapid.T) {
		c := drawConfig(t)
		c.Period, c.DecisionLatency = 0, 0
		name, policy := anyPolicy(t)
		w := newWorld(context.Background(), c, policy(), discard{})
		for at := c.Horizon / 8; at <= c.Horizon; at += c.Horizon / 8 {
			if err := w.engine.RunUntil(context.Background(), kernel.Time(at)); err != nil {
				t.Fatalf("run: %v", err)
			}
			if complete(name) {
				w.checkQueue(t)
			}
			if w.driver.room.any() && w.driver.queue.size > 0 {
				t.Fatalf("at %v: there is room that no decision knows of", at)
			}
			w.checkFlights(t)
			w.checkImages(t)
		}
	})
}

// checkFlights fails when data is under way over what does not work, unless it
// is to stall, when data waits for a path that there is, and when the shares of
// the flows are not fair.
func (w *world) checkFlights(t *rapid.T) {
	n := &w.network
	for id := range int32(len(n.flights.table)) {
		f := n.flights.at(id)
		if !n.flights.flying(id) {
			continue
		}
		for h := f.hops; h != none; h = n.flights.hops[h].then {
			if link := n.flights.hops[h].way.link(); !w.carries(link) && w.onCut(f.cargo()) != Stall {
				t.Fatalf("%+v is under way over link %d, which is broken", f.cargo(), link)
			}
		}
	}
	for _, p := range n.waiting {
		from, to := w.route(p.cargo)
		if _, ok := w.routes.Latency(from, to); ok && w.routes.NodeUp(from) {
			t.Fatalf("%+v waits, but there is a path from %d to %d", p, from, to)
		}
	}
	if err := n.flows.Check(); err != nil {
		t.Fatal(err)
	}
}

// checkImages fails when a task waits for room for its image though there is some,
// or for a pull that is not under way, and when a pull neither flies nor waits.
func (w *world) checkImages(t *rapid.T) {
	pulls := make(map[[2]int32]bool)
	for i := range w.images.pulls {
		p := &w.images.pulls[i]
		if p.node == models.NoNode {
			continue
		}
		pulls[[2]int32{int32(p.node), int32(p.image)}] = true
		waits := slices.ContainsFunc(w.network.waiting, func(x parcel) bool { return x.kind == imageCargo && x.index == int32(i) })
		if waits == (p.flight != none) || !w.routes.NodeUp(p.node) {
			t.Fatalf("pull %+v is under way and waits, or neither, or its node is down", *p)
		}
	}
	for id := range models.TaskID(w.tasks.count) {
		if !w.tasks.holds(id) || w.tasks.at(id).image == noImage {
			continue
		}
		x := w.tasks.at(id)
		c, image := w.images.caches[x.node], w.imageOf(x)
		state := c.State(imagecache.ID(image))
		switch x.image {
		case noRoom:
			if room := c.Capacity() - c.Claimed() + c.Idle(); state != imagecache.Pull || w.cfg.Images[image-1].Size <= room || !slices.Contains(w.images.full[x.node], id) {
				t.Fatalf("task %d waits for image %d on node %d, where there is room of %v", x.number, image, x.node, room)
			}
		case pulling:
			if state != imagecache.Join || !pulls[[2]int32{int32(x.node), int32(image)}] || !slices.Contains(w.pullOf(x.node, image).takers, id) {
				t.Fatalf("task %d waits for the pull of image %d to node %d, which is not under way", x.number, image, x.node)
			}
		default:
			if state != imagecache.Hit {
				t.Fatalf("task %d uses image %d on node %d, which is not there", x.number, image, x.node)
			}
		}
	}
}

// checkQueue fails when a pending task could be placed.
func (w *world) checkQueue(t *rapid.T) {
	for id := range models.TaskID(w.tasks.count) {
		if !w.tasks.holds(id) || w.tasks.at(id).status != models.TaskPending || w.tasks.at(id).resting {
			continue
		}
		x := w.tasks.at(id)
		for n := range w.nodes {
			if w.sys.Relation(w.routes, &w.truth[n], w.source(x), models.NodeID(n), w.spec(x)) == models.OK {
				t.Fatalf("task %d is pending, but node %d admits it", x.number, n)
			}
		}
	}
}
