package sim

import (
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/session"
	"github.com/littoral-sim/littoral/sim/trace"
)

// gated is a device n0, a gateway n1 with one core and a cloud n2 that runs the
// tasks, whose links move a byte per nanosecond in 10 and 100 ns.
func gated() *Config {
	c := &Config{System: &models.System{}, Horizon: 10_000}
	y := c.System
	everything := func(tier models.Tier) func(*models.Node) {
		return func(n *models.Node) { n.Tier, n.Discipline, n.Capacity.Bandwidth = tier, models.FIFO, units.Unlimited }
	}
	device := addNode(y, everything(models.TierDevice))
	gateway := addNode(y, everything(models.TierGateway))
	cloud := addNode(y, everything(models.TierCloud))
	addLink(y, device, gateway, 8e9, 10)
	addLink(y, gateway, cloud, 8e9, 100)
	addSpec(y, func(s *models.Spec) {
		s.Protocol, s.Constraints.Tiers = "mqtt", models.NewTierSet(models.TierCloud)
	})
	c.Gateways = []Gateway{{Node: gateway, Rules: []Rule{
		{From: "mqtt", To: "http", Work: 7, Delay: 3, Overhead: 20},
		{From: "http", To: "mqtt", Work: 5, Delay: 2, Overhead: 4},
	}}}
	return c
}

// timeline runs one task of 100 bytes in and 40 out that takes 50 ns in the cloud,
// and returns its record.
func timeline(t *testing.T, c *Config) (trace.Task, *trace.Outcome) {
	t.Helper()
	once(c, 0, 0, models.NoNode, 0, 50, 100, 40)
	l, out := mustRun(t, c, firstFit())
	return l.tasks[0], out
}

func TestDataIsConvertedOnTheWayThereAndBack(t *testing.T) {
	c := gated()
	once(c, 0, 0, models.NoNode, 0, 50, 100, 40)
	// There: 10 + 100 ns to the gateway, 7 of work and 3 of delay there, and 100 +
	// 120 to the cloud. Back: 100 + 40, 5 + 2, 10 + 44.
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n2
		0 input-sent #1 n2
		110 gateway-entered #1 n1
		120 gateway-left #1 n1
		340 input-received #1 n2
		340 task-started #1 n2
		390 task-ran #1 n2
		530 gateway-entered #1 n1
		537 gateway-left #1 n1
		591 output-received #1 n2
		591 task-finished #1 n2
	`)
}

func TestConversionIsAPartOfTheLatency(t *testing.T) {
	task, out := timeline(t, gated())
	if task.Convert != 10+7 || task.Transfer != 110+220+140+54 || task.Run != 50 || task.Sum() != 591 {
		t.Errorf("got %+v", task)
	}
	want := []trace.GatewayUse{{Node: 1, Messages: 2, Converted: 2, BusyCPU: 12, Overhead: 24}}
	if diff := gocmp.Diff(want, out.GatewayUse); diff != "" {
		t.Errorf("use (-want +got):\n%s", diff)
	}
}

func TestEachMessageIsConverted(t *testing.T) {
	c := gated()
	once(c, 0, 0, models.NoNode, 0, 50, 100, 40)
	c.Workloads[0].Message = 30
	l, out := mustRun(t, c, firstFit())
	// Four messages there and two back.
	if got, want := l.tasks[0].Convert, int64(4*7+3+2*5+2); got != want {
		t.Errorf("conversion takes %d, want %d", got, want)
	}
	if got, want := l.tasks[0].Transfer, int64(110+100+180+140+10+48); got != want {
		t.Errorf("transfer takes %d, want %d", got, want)
	}
	if u := out.GatewayUse[0]; u.Messages != 6 || u.Overhead != 4*20+2*4 {
		t.Errorf("use %+v", u)
	}
}

// Sessions of the gateway protect both legs. With two round trips a handshake takes
// 40 ns to the device and 400 to the cloud, and 30 bytes on each leg; a record has
// 5 bytes besides its payload of at most 64. A core encrypts half a byte per
// nanosecond.
func TestProtectionIsSetUpAndPaidForByTheByte(t *testing.T) {
	c := gated()
	c.Gateways[0].Session = &Protection{Profile: session.Profile{RoundTrips: 2, Handshake: 30, Record: 5, RecordMax: 64}}
	c.Gateways[0].Cipher = 500_000_000
	once(c, 0, 0, models.NoNode, 0, 50, 100, 40)
	// There: 40 + 10 + (100 + 2·5 + 30); 7 + 2·(100 + 120) + 3; 400 + 100 + (120 + 2·5 +
	// 30). Back, over sessions that are open: 100 + (40 + 5); 5 + 2·(40 + 44) + 2; 10 +
	// (44 + 5).
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n2
		0 input-sent #1 n2
		0 handshake-begun n1
		190 gateway-entered #1 n1
		640 handshake-begun n1
		640 gateway-left #1 n1
		1300 input-received #1 n2
		1300 task-started #1 n2
		1350 task-ran #1 n2
		1495 gateway-entered #1 n1
		1670 gateway-left #1 n1
		1729 output-received #1 n2
		1729 task-finished #1 n2
	`)
	_, out := mustRun(t, c, firstFit())
	want := []trace.GatewayUse{{
		Node: 1, Messages: 2, Converted: 2, BusyCPU: 7 + 440 + 5 + 168, Handshakes: 2,
		Overhead: 40 + 20 + 40 + 5 + 4 + 5,
	}}
	if diff := gocmp.Diff(want, out.GatewayUse); diff != "" {
		t.Errorf("use (-want +got):\n%s", diff)
	}
}

// A device encrypts what it sends before that sets out, on a core of its own.
func TestEndsEncryptAndDecryptAtTheirOwnSpeed(t *testing.T) {
	c := gated()
	c.Gateways[0].Session = &Protection{}
	c.Gateways = append(c.Gateways, Gateway{Node: 0, Cipher: 100_000_000}, Gateway{Node: 2, Cipher: 200_000_000})
	task, out := timeline(t, c)
	// 100 bytes take the device 1000 ns, and the 120 that arrive the cloud 600; it
	// encrypts 40 in 200, and the device decrypts 44 in 440.
	if want := int64(1000 + 10 + 600 + 200 + 7 + 440); task.Convert != want || task.Transfer != 110+220+140+54 {
		t.Errorf("got %+v, want conversion of %d", task, want)
	}
	if u := out.GatewayUse; u[0].BusyCPU != 1440 || u[2].BusyCPU != 800 || u[1].BusyCPU != 12 {
		t.Errorf("use %+v", u)
	}
}

// Two devices meet in a handshake, data that comes during one waits for it, and
// what comes when it has expired makes another.
func TestSessionsAreSharedAndExpire(t *testing.T) {
	c := gated()
	c.Gateways[0].Rules = nil
	c.Gateways[0].Session = &Protection{
		Profile: session.Profile{RoundTrips: 2, Handshake: 30},
		Terms:   session.Terms{LifetimeNs: 1000},
	}
	for i, at := range []units.Time{0, 20, 100, 1039, 1040} {
		c.Transfers = append(c.Transfers, Transfer{Name: string(rune('a' + i)), From: 0, To: 1, Size: 10, At: at})
	}
	l, out := mustRun(t, c, firstFit())
	// The first waits 40 ns, and the second the rest of it. From 50 on they share the
	// link: 10 bytes of each by 70, and the other 30 of the first by 100.
	var got []int64
	for _, x := range l.transfers {
		got = append(got, x.Finished)
	}
	if diff := gocmp.Diff([]int64{100, 70, 120, 1059, 1040 + 50 + 40}, got); diff != "" {
		t.Errorf("finished (-want +got):\n%s", diff)
	}
	if out.GatewayUse[0].Handshakes != 2 || out.GatewayUse[0].Overhead != 60 {
		t.Errorf("use %+v", out.GatewayUse[0])
	}
}

func TestTokensAreCheckedAndAskedFor(t *testing.T) {
	c := gated()
	c.Gateways[0].Rules = nil
	c.Gateways[0].Session = &Protection{Token: &Token{Check: 6, Introspect: 2, TTL: 500}}
	for i, at := range []units.Time{0, 50, 700, 720} {
		c.Transfers = append(c.Transfers, Transfer{Name: string(rune('a' + i)), From: 0, To: 2, Size: 10, At: at})
	}
	l, out := mustRun(t, c, firstFit())
	// The question takes 200 ns: from 20 to 220, so that the second waits from 70 on.
	// The answer is good until 720, which is when the third comes to the gateway; the
	// fourth waits with it until 920. One core checks a token in 6 ns.
	var got []int64
	for _, x := range l.transfers {
		got = append(got, x.Finished)
	}
	// The first of two has 6 of its 10 bytes in the cloud when the second begins to
	// flow, so both take half of the rate until it has the others.
	if diff := gocmp.Diff([]int64{220 + 6 + 100 + 14, 220 + 12 + 100 + 14, 920 + 6 + 100 + 14, 920 + 12 + 100 + 14}, got); diff != "" {
		t.Errorf("finished (-want +got):\n%s", diff)
	}
	if out.GatewayUse[0].Questions != 2 {
		t.Errorf("use %+v", out.GatewayUse[0])
	}
}

// A gateway that converts is a processor like any other: its jobs queue behind
// tasks, and tasks behind them.
func TestConversionQueuesAmongTasks(t *testing.T) {
	c := gated()
	gateway := addSpec(c.System, func(s *models.Spec) { s.Constraints.Tiers = models.NewTierSet(models.TierGateway) })
	once(c, gateway, 1, models.NoNode, 100, 60, 0, 0) // on the gateway until 160
	once(c, gateway, 1, models.NoNode, 115, 60, 0, 0) // behind the conversion, until 227
	once(c, 0, 0, models.NoNode, 0, 50, 100, 0)       // at the gateway at 110
	l, _ := mustRun(t, c, firstFit())
	tasks := l.byNumber(t)
	if got := tasks[0].Convert; got != 50+7+3+7 { // and the empty output on its way back, 5 + 2
		t.Errorf("conversion takes %d", got)
	}
	if tasks[2].Finished != 227 {
		t.Errorf("the task behind the conversion ends at %d", tasks[2].Finished)
	}
}

func TestACrashLosesWhatIsInsideAsItsPolicySays(t *testing.T) {
	for name, c := range map[string]struct {
		policy OnCut
		story  string
	}{
		"restart": {Restart, `
			113 task-interrupted #1 n2 path-lost
			113 task-deferred #1 no-node-fits
			200 node-repaired n1
			200 task-placed #1 n2
			200 input-sent #1 n2
			310 gateway-entered #1 n1
			320 gateway-left #1 n1
			540 input-received #1 n2
			540 task-started #1 n2
			590 task-ran #1 n2
			690 gateway-entered #1 n1
			697 gateway-left #1 n1
			711 output-received #1 n2
			711 task-finished #1 n2`},
		"stall": {Stall, `
			200 node-repaired n1
			210 gateway-left #1 n1
			430 input-received #1 n2
			430 task-started #1 n2
			480 task-ran #1 n2
			580 gateway-entered #1 n1
			587 gateway-left #1 n1
			601 output-received #1 n2
			601 task-finished #1 n2`},
		"reroute": {Reroute, `
			200 node-repaired n1
			310 gateway-entered #1 n1
			320 gateway-left #1 n1
			540 input-received #1 n2
			540 task-started #1 n2
			590 task-ran #1 n2
			690 gateway-entered #1 n1
			697 gateway-left #1 n1
			711 output-received #1 n2
			711 task-finished #1 n2`},
		"abort": {Abort, `
			113 task-interrupted #1 n2 path-lost
			113 task-declined #1 path-lost
			200 node-repaired n1`},
	} {
		t.Run(name, func(t *testing.T) {
			x := gated()
			once(x, 0, 0, models.NoNode, 0, 50, 100, 0)
			x.Workloads[0].OnCut = c.policy
			x.Faults = []Fault{down(1, 113, 87)}
			tells(t, x, firstFit(), `
				0 task-arrived #1 n0
				0 task-placed #1 n2
				0 input-sent #1 n2
				110 gateway-entered #1 n1
				113 node-crashed n1
				`+c.story)
		})
	}
}

// Converted data whose path is gone stays in the gateway, or goes back.
func TestDataWaitsInAGatewayForAPath(t *testing.T) {
	for policy, finished := range map[OnCut]int64{
		Stall: 300 + 220, Reroute: 300 + 220, Restart: 300 + 110 + 10 + 220, Abort: trace.None,
	} {
		c := gated()
		c.Transfers = []Transfer{{Name: "t", From: 0, To: 2, Size: 100, Protocol: "mqtt", OnCut: policy}}
		c.Faults = []Fault{cut(1, 115, 185)}
		l, out := mustRun(t, c, firstFit())
		if got := l.transfers[0].Finished; got != finished {
			t.Errorf("%v: finished at %d, want %d", policy, got, finished)
		}
		if u := out.GatewayUse[0]; u.Lost != 0 {
			t.Errorf("%v: %+v; what is converted is not lost in conversion", policy, u)
		}
	}
}

func TestACrashEndsSessionsAndFailedHandshakesAreMadeAgain(t *testing.T) {
	c := gated()
	c.Gateways[0].Rules = nil
	c.Gateways[0].Session = &Protection{Profile: session.Profile{RoundTrips: 1, Handshake: 30}}
	for i, at := range []units.Time{0, 300, 500} {
		c.Transfers = append(c.Transfers, Transfer{Name: string(rune('a' + i)), From: 0, To: 1, Size: 10, At: at})
	}
	c.Faults = []Fault{cut(0, 15, 5), down(0, 400, 50)} // The first is 20 ns into its handshake no more.
	l, out := mustRun(t, c, firstFit())
	var got []int64
	for _, x := range l.transfers {
		got = append(got, x.Finished)
	}
	if diff := gocmp.Diff([]int64{20 + 30 + 40, 320, 570}, got); diff != "" {
		t.Errorf("finished (-want +got):\n%s", diff)
	}
	if got := out.GatewayUse[0].Handshakes; got != 3 {
		t.Errorf("%d handshakes", got)
	}
}

func TestAFullGatewayLosesData(t *testing.T) {
	c := gated()
	c.System.Nodes[1].Places = 1
	once(c, 0, 0, models.NoNode, 0, 50, 100, 40)
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 2, Size: 100, Protocol: "mqtt"}}
	l, out := mustRun(t, c, firstFit())
	// Both are there at 210; the transfer set out first.
	if l.transfers[0].State != trace.TransferDone || l.tasks[0].Reason != "no-place" {
		t.Errorf("got %+v and %+v", l.transfers[0], l.tasks[0])
	}
	if u := out.GatewayUse[0]; u.Messages != 2 || u.Converted != 1 || u.Lost != 1 {
		t.Errorf("use %+v", u)
	}
}

func TestTheUplinkProtocolChoosesTheRule(t *testing.T) {
	for uplink, convert := range map[string]int64{"": 10 + 7, "http": 10 + 7, "coap": 1000 + 2000} {
		c := gated()
		c.Gateways[0].Rules = append(c.Gateways[0].Rules,
			Rule{From: "mqtt", To: "coap", Work: 1000}, Rule{From: "coap", To: "mqtt", Work: 2000})
		once(c, 0, 0, models.NoNode, 0, 50, 100, 40)
		c.Workloads[0].Uplink = uplink
		l, _ := mustRun(t, c, firstFit())
		if l.tasks[0].Convert != convert {
			t.Errorf("%q: conversion takes %d, want %d", uplink, l.tasks[0].Convert, convert)
		}
	}
}

// What is not there costs nothing: neither a gateway whose rules do not apply, nor
// one off the way, changes anything.
func TestGatewaysThatDoNothingChangeNothing(t *testing.T) {
	digest := func(edit func(c *Config)) trace.Digest {
		c := gated()
		c.System.Specs[0].Protocol = "opc-ua"
		once(c, 0, 0, models.NoNode, 0, 50, 100, 40)
		edit(c)
		_, out := mustRun(t, c, firstFit())
		return out.Digest
	}
	if digest(func(*Config) {}) != digest(func(c *Config) { c.Gateways = nil }) {
		t.Error("a gateway whose rules do not apply changes the run")
	}
}

func TestGatewaysAreChecked(t *testing.T) {
	c := gated()
	c.System.Nodes[2].Capacity.CPU = 0
	c.Gateways = append(c.Gateways,
		Gateway{Node: 7}, Gateway{Node: 1},
		Gateway{Node: 2, Cipher: -1, Rules: []Rule{{From: "a", To: "a"}}, Session: &Protection{
			Profile: session.Profile{RoundTrips: -1}, Terms: session.Terms{IdleNs: -1},
			Token: &Token{Check: -time.Second, Introspect: 9},
		}})
	c.Transfers = []Transfer{{Name: "t", From: 0, To: 1, Message: -1}}
	err := c.validate()
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{
		"node 7, which does not exist", `"n1" is given as a gateway twice`, `"n2" needs CPU`, "negative cipher",
		"not from 3 to 3", "-1 round trips", "idle time -1 ns", "token check -1s", "known to node 9", "negative message size",
	} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing from:\n%v", part, err)
		}
	}
}

// A gateway that sleeps is woken up by what it is to convert.
func TestASleepingGatewayWakesUpToConvert(t *testing.T) {
	c := gated()
	c.System.Nodes[1].Power = &models.Power{IdleMilliwatt: 1, BusyMilliwatt: 2}
	c.Footprint.Nodes = []NodeFootprint{{Node: 1, Sleep: &Sleep{After: 20, Wake: 60}}}
	task, _ := timeline(t, c)
	// It sleeps from 20 and is awake at 170, 60 after the data has come; back it comes
	// at 400 + 50 + 140, more than 20 after it has gone on at 180.
	if task.Convert != 60+10+60+7 {
		t.Errorf("got %+v", task)
	}
}

// The books of what nodes use balance with gateways in them.
func TestGatewaysBearWhatTheyUse(t *testing.T) {
	checkOften(t, "500", func(t *rapid.T) {
		c := drawFootprint(t)
		for i := range c.Workloads {
			c.Workloads[i].Input = fixed(rapid.Int64Range(0, 1e9).Draw(t, "input"))
		}
		drawGateways(t, c)
		_, policy := anyPolicy(t)
		mustRun(t, c, policy())
	})
}
