package sim

import (
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/retry"
)

// pair is a device n0 and, 10 ns away over a link of a byte per nanosecond, a node
// n1 with one core, which serves in order.
func pair() *Config {
	c := &Config{System: &models.System{}, Horizon: 1000}
	device := addNode(c.System, func(n *models.Node) { n.Tier, n.Capacity.Bandwidth = models.TierDevice, units.Unlimited })
	edge := addNode(c.System, func(n *models.Node) { n.Discipline, n.Capacity.Bandwidth = models.FIFO, units.Unlimited })
	addLink(c.System, device, edge, 8e9, 10)
	addSpec(c.System, nil)
	return c
}

// alone is the node of a pair without a device.
func alone() *Config {
	c := &Config{System: &models.System{}, Horizon: 1000}
	addNode(c.System, func(n *models.Node) { n.Discipline = models.FIFO })
	addSpec(c.System, nil)
	return c
}

func pause(n models.NodeID, at units.Time, d time.Duration) Fault {
	return Fault{At: at, On: OnNode(n), For: d, Mode: failure.Mode{Kind: failure.Pause}}
}

func slow(on Target, permille int64, at units.Time, d time.Duration) Fault {
	return Fault{At: at, On: on, For: d, Mode: failure.Mode{Kind: failure.Slow, SpeedPermille: permille}}
}

func reboot(n models.NodeID, at units.Time, d time.Duration) Fault {
	return Fault{At: at, On: OnNode(n), Mode: failure.Mode{Kind: failure.Reboot, Downtime: d}}
}

func TestAPausedNodeGoesOnWhereItWas(t *testing.T) {
	c := pair()
	once(c, 0, 0, 0, 0, 100, 0, 0)
	once(c, 0, 0, 0, 50, 10, 0, 0)
	c.Faults = []Fault{pause(1, 40, 50)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		10 input-received #1 n1
		10 task-started #1 n1
		40 node-paused n1
		50 task-arrived #2 n0
		50 task-deferred #2 no-node-fits
		90 node-continued n1
		90 task-placed #2 n1
		90 input-sent #2 n1
		100 input-received #2 n1
		160 task-ran #1 n1
		160 task-started #2 n1
		170 task-ran #2 n1
		170 output-received #1 n1
		170 task-finished #1 n1
		180 output-received #2 n1
		180 task-finished #2 n1
	`)
}

// Data passes a node that is paused, and reaches it.
func TestDataPassesAPausedNode(t *testing.T) {
	c := ring()
	for i := range c.System.Nodes {
		c.System.Nodes[i].Capacity.Bandwidth = units.Unlimited
	}
	c.Transfers = []Transfer{{Name: "by", From: 0, To: 1, Size: 100}, {Name: "to", From: 0, To: 2, Size: 100}}
	c.Faults = []Fault{cut(0, 0, 0), pause(2, 0, 500)}
	// They share l1 from 40 on, where 80 bytes of the second one are left.
	tells(t, c, firstFit(), `
		0 link-cut l0
		0 node-paused n2
		0 transfer-started #1 n1
		0 transfer-started #2 n2
		200 transfer-finished #2 n2
		220 transfer-finished #1 n1
		500 node-continued n2
	`)
}

func TestASourceThatIsPausedMakesNoTask(t *testing.T) {
	c := pair()
	once(c, 0, 0, 0, 40, 10, 0, 0)
	c.Faults = []Fault{pause(0, 40, 1)}
	tells(t, c, firstFit(), `
		40 node-paused n0
		41 node-continued n0
	`)
}

func TestASlowNodeTakesLonger(t *testing.T) {
	c := alone()
	once(c, 0, 0, 0, 10, 100, 0, 0)
	c.Faults = []Fault{slow(OnNode(0), 500, 50, 100)}
	// 40 ns of work by 50, another 50 by 150, and the last ten at full speed.
	tells(t, c, firstFit(), `
		10 task-arrived #1 n0
		10 task-placed #1 n0
		10 task-started #1 n0
		50 node-slowed n0
		150 node-continued n0
		160 task-ran #1 n0
		160 task-finished #1 n0
	`)
}

// The worst of several slow-downs counts, and thirds of a nanosecond are not lost.
func TestSlowDownsThatOverlapAreExact(t *testing.T) {
	c := alone()
	once(c, 0, 0, 0, 0, 100, 0, 0)
	c.Faults = []Fault{slow(OnNode(0), 333, 10, 20), slow(OnNode(0), 700, 15, 30)}
	// 10 by 10, 6.66 by 30, 10.5 by 45; what is left, 72.84, ends after 117.84.
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		10 node-slowed n0
		30 node-slowed n0
		45 node-continued n0
		118 task-ran #1 n0
		118 task-finished #1 n0
	`)
}

// What was done before a node stood still or slowed down is done.
func TestWorkThatEndsInTheInstantOfAChangeOfSpeedEndsThen(t *testing.T) {
	for name, f := range map[string]Fault{"node-paused": pause(0, 100, 50), "node-slowed": slow(OnNode(0), 1, 100, 50)} {
		c := alone()
		once(c, 0, 0, 0, 0, 100, 0, 0)
		c.Faults = []Fault{f}
		tells(t, c, firstFit(), `
			0 task-arrived #1 n0
			0 task-placed #1 n0
			0 task-started #1 n0
			100 `+name+` n0
			100 task-ran #1 n0
			100 task-finished #1 n0
			150 node-continued n0
		`)
	}
}

// A part of a nanosecond that a slow node is behind does not hold up what is due
// when its speed changes.
func TestWorkThatIsDueIsDoneThoughTheClockHasAPartOfANanosecond(t *testing.T) {
	c := alone()
	once(c, 0, 0, 0, 0, 10, 0, 0)
	c.Faults = []Fault{slow(OnNode(0), 999, 0, 11), slow(OnNode(0), 500, 11, 100)}
	tells(t, c, firstFit(), `
		0 node-slowed n0
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		11 node-slowed n0
		11 task-ran #1 n0
		11 task-finished #1 n0
		111 node-continued n0
	`)
}

// A node that is repaired while it is slow works slowly at once; one that is both
// down and paused is down.
func TestConditionsThatOverlapShowOneAfterTheOther(t *testing.T) {
	c := alone()
	once(c, 0, 0, 0, 0, 50, 0, 0)
	c.Faults = []Fault{slow(OnNode(0), 500, 20, 100), down(0, 30, 10), pause(0, 35, 15), reboot(0, 200, 20)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		20 node-slowed n0
		30 node-crashed n0
		30 task-interrupted #1 n0 node-lost
		30 task-deferred #1 no-node-fits
		40 node-repaired n0
		40 node-paused n0
		50 node-continued n0
		50 node-slowed n0
		50 task-placed #1 n0
		50 task-started #1 n0
		120 node-continued n0
		135 task-ran #1 n0
		135 task-finished #1 n0
		200 node-crashed n0
		220 node-repaired n0
	`)
}

func TestAHigherPriorityTakesTheCoreAndGivesItBack(t *testing.T) {
	c := alone()
	c.System.Nodes[0].Discipline = models.PreemptivePriority
	urgent := addSpec(c.System, func(s *models.Spec) { s.Priority = 5 })
	once(c, 0, 0, 0, 0, 100, 0, 0)
	once(c, urgent, 0, 0, 40, 30, 0, 0)
	c.Faults = []Fault{slow(OnNode(0), 500, 50, 20)}
	// The urgent one has 10 ns by 50 and as much by 70; the rest takes 10.
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		40 task-arrived #2 n0
		40 task-placed #2 n0
		40 task-preempted #1 n0
		40 task-started #2 n0
		50 node-slowed n0
		70 node-continued n0
		80 task-ran #2 n0
		80 task-finished #2 n0
		80 task-resumed #1 n0
		140 task-ran #1 n0
		140 task-finished #1 n0
	`)
}

func TestATaskThatWasPreemptedIsLostWithItsNode(t *testing.T) {
	c := alone()
	c.System.Nodes[0].Discipline = models.PreemptivePriority
	urgent := addSpec(c.System, func(s *models.Spec) { s.Priority = 5 })
	once(c, 0, 0, 0, 0, 100, 0, 0)
	once(c, urgent, 0, 0, 40, 30, 0, 0)
	for i := range c.Workloads {
		c.Workloads[i].Retry = atMostOnce()
	}
	c.Faults = []Fault{down(0, 60, 20)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		40 task-arrived #2 n0
		40 task-placed #2 n0
		40 task-preempted #1 n0
		40 task-started #2 n0
		60 node-crashed n0
		60 task-interrupted #2 n0 node-lost
		60 task-declined #2 no-more-tries
		60 task-interrupted #1 n0 node-lost
		60 task-declined #1 no-more-tries
		80 node-repaired n0
	`)
}

func TestATaskWithoutAPlaceIsTurnedAway(t *testing.T) {
	c := alone()
	c.System.Nodes[0].Places = 1
	once(c, 0, 0, 0, 0, 100, 0, 0)
	once(c, 0, 0, 0, 99, 10, 0, 0)
	once(c, 0, 0, 0, 100, 10, 0, 0) // its place is free in the instant in which the first task leaves
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		99 task-arrived #2 n0
		99 task-placed #2 n0
		99 task-interrupted #2 n0 no-place
		99 task-declined #2 no-place
		100 task-ran #1 n0
		100 task-finished #1 n0
		100 task-arrived #3 n0
		100 task-placed #3 n0
		100 task-started #3 n0
		110 task-ran #3 n0
		110 task-finished #3 n0
	`)
}

func TestDelaysBetweenAttemptsGrowUntilThereAreNoMore(t *testing.T) {
	c := alone()
	once(c, 0, 0, 0, 0, 100, 0, 0)
	c.Workloads[0].Retry = &retry.Policy{Attempts: 4, Initial: 10, FactorPermille: 2000, Most: 30}
	c.Faults = []Fault{down(0, 20, 5), down(0, 50, 5), down(0, 90, 20), down(0, 145, 5)}
	// 10 ns, then 20, then 30: for the third the node is back before; for the second,
	// in time.
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		20 node-crashed n0
		20 task-interrupted #1 n0 node-lost
		25 node-repaired n0
		30 task-placed #1 n0
		30 task-started #1 n0
		50 node-crashed n0
		50 task-interrupted #1 n0 node-lost
		55 node-repaired n0
		70 task-placed #1 n0
		70 task-started #1 n0
		90 node-crashed n0
		90 task-interrupted #1 n0 node-lost
		110 node-repaired n0
		120 task-placed #1 n0
		120 task-started #1 n0
		145 node-crashed n0
		145 task-interrupted #1 n0 node-lost
		145 task-declined #1 no-more-tries
		150 node-repaired n0
	`)
}

// A delay that ends in the instant of a crash ends after it, and one that ends while
// the node is down leaves the task pending.
func TestADelayThatEndsWhileItsNodeIsDown(t *testing.T) {
	c := alone()
	once(c, 0, 0, 0, 0, 100, 0, 0)
	c.Workloads[0].Retry = &retry.Policy{Attempts: 9, Initial: 10, FactorPermille: 1000, Most: 10}
	c.Faults = []Fault{down(0, 20, 5), down(0, 30, 15)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		20 node-crashed n0
		20 task-interrupted #1 n0 node-lost
		25 node-repaired n0
		30 node-crashed n0
		30 task-deferred #1 no-node-fits
		45 node-repaired n0
		45 task-placed #1 n0
		45 task-started #1 n0
		145 task-ran #1 n0
		145 task-finished #1 n0
	`)
}

func TestAnAttemptGoesOnFromTheLastCheckpointAfterARestart(t *testing.T) {
	c := alone()
	once(c, 0, 0, 0, 0, 100, 0, 0)
	c.Workloads[0].Checkpoint = retry.Checkpoint{Every: 30, Restart: 5}
	c.Faults = []Fault{down(0, 70, 10), down(0, 82, 2), down(0, 120, 10)}
	// 60 are saved at 70. The second attempt does not come to work. The third begins
	// at 89 and is at 91 when it is lost: 90 are saved, and ten left.
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		70 node-crashed n0
		70 task-interrupted #1 n0 node-lost
		70 task-deferred #1 no-node-fits
		80 node-repaired n0
		80 task-placed #1 n0
		82 node-crashed n0
		82 task-interrupted #1 n0 node-lost
		82 task-deferred #1 no-node-fits
		84 node-repaired n0
		84 task-placed #1 n0
		89 task-started #1 n0
		120 node-crashed n0
		120 task-interrupted #1 n0 node-lost
		120 task-deferred #1 no-node-fits
		130 node-repaired n0
		130 task-placed #1 n0
		135 task-started #1 n0
		145 task-ran #1 n0
		145 task-finished #1 n0
	`)
}

// Progress counts on the reference core, whatever the speed of the node is at the
// time.
func TestAPartOfTheWorkOfASlowNodeIsSaved(t *testing.T) {
	c := alone()
	c.System.Nodes[0].Speed = 2 * units.ReferenceSpeed
	once(c, 0, 0, 0, 0, 200, 0, 0)
	c.Workloads[0].Checkpoint = retry.Checkpoint{ResumePermille: 500}
	c.Faults = []Fault{slow(OnNode(0), 500, 40, 30), down(0, 60, 20)}
	// 80 by 40 and 20 by 60: half of that is saved. The other 150 take 75.
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n0
		0 task-started #1 n0
		40 node-slowed n0
		60 node-crashed n0
		60 task-interrupted #1 n0 node-lost
		60 task-deferred #1 no-node-fits
		80 node-repaired n0
		80 task-placed #1 n0
		80 task-started #1 n0
		155 task-ran #1 n0
		155 task-finished #1 n0
	`)
}

// A domain fails and works again with all of its nodes and links in one instant.
func TestADomainTakesItsNodesAndLinksAtOnce(t *testing.T) {
	c := ring()
	for i := range c.System.Nodes {
		c.System.Nodes[i].Capacity.Bandwidth = units.Unlimited
	}
	c.System.Domains = []string{"rack", "site"}
	c.System.Nodes[1].Domain = 0
	c.Domains = []Domain{{ID: 0, Links: []models.LinkID{1}}, {ID: 1, Domains: []models.DomainID{0}}}
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1, Size: 100}, {Name: "u", From: 0, To: 2, Size: 100}}
	c.Faults = []Fault{{At: 60, On: OnDomain(1), For: 40}}
	tells(t, c, firstFit(), `
		0 transfer-started #1 n1
		0 transfer-started #2 n2
		60 link-cut l1
		60 transfer-failed #2 n2 path-lost
		60 transfer-started #2 n2
		60 node-crashed n1
		60 transfer-failed #1 n1 path-lost
		60 transfer-failed #2 n2 path-lost
		60 domain-failed rack
		60 domain-failed site
		100 link-restored l1
		100 transfer-started #2 n2
		100 node-repaired n1
		100 transfer-started #1 n1
		100 domain-restored rack
		100 domain-restored site
		210 transfer-finished #1 n1
		220 transfer-finished #2 n2
	`)
}

func TestTwoFailuresWaitForOneCrew(t *testing.T) {
	c := ring()
	c.Horizon = 200
	c.Crews = []failure.Crew{{Name: "crew", Members: 1}}
	for n := range models.NodeID(3) {
		c.Failures = append(c.Failures, Renewal{On: OnNode(n), Up: fixed(100 + 10*int64(n)), Down: fixed(30), Crew: "crew", Priority: int32(n)})
	}
	// The crew is with n0 when the others fail, and goes to the more urgent one next.
	tells(t, c, firstFit(), `
		100 node-crashed n0
		110 node-crashed n1
		120 node-crashed n2
		130 node-repaired n0
		160 node-repaired n2
		190 node-repaired n1
	`)
}

// atMostOnce is the policy of tasks that are not repeated.
func atMostOnce() *retry.Policy { return &retry.Policy{Attempts: 1, FactorPermille: 1000} }
