package sim

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim/buffer"
	"github.com/littoral-sim/littoral/sim/mobility"
	"github.com/littoral-sim/littoral/sim/relocation"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/trace"
)

const second = units.Time(time.Second)

// addMobile adds a device that moves, attached to the first access point.
func addMobile(c *Config, m *Mobility, home models.Point, model mobility.Model) models.NodeID {
	y := c.System
	id := addNode(y, func(n *models.Node) { n.Tier = models.TierDevice })
	l := addLink(y, id, m.Access[0], 8e9, 10)
	y.Links[l].Roams = true
	m.Devices = append(m.Devices, Mobile{Node: id, Link: l, Home: home, Model: model})
	return id
}

// walk is a system with access points at 0, 100 and 200 m, joined to a cloud, and a
// device that walks at 1 m/s past them, 300 m far.
func walk() (*Config, models.NodeID) {
	y := &models.System{}
	cloud := addNode(y, func(n *models.Node) { n.Tier = models.TierCloud })
	m := Mobility{Coverage: 70_000, Hysteresis: 10_000, Handover: fixed(int64(time.Second))}
	for i := range int32(3) {
		ap := addNode(y, func(n *models.Node) { n.AccessPoint = true })
		addLink(y, ap, cloud, 8e9, 5)
		m.Access = append(m.Access, ap)
		m.Points = append(m.Points, models.Point{X: 100_000 * i})
	}
	c := &Config{System: y, Horizon: 300 * second, Audit: true}
	d := addMobile(c, &m, models.Point{}, &mobility.Path{Waypoints: []mobility.Waypoint{{}, {At: 300 * second, Point: models.Point{X: 300_000}}}})
	c.Mobility = []Mobility{m}
	return c, d
}

// It changes 55 m behind each access point, where the next one is nearer by 10 m,
// and loses the last one at 270 m. Both are strict: one nanosecond later.
func TestHandoversOfAWalkAreAtKnownInstants(t *testing.T) {
	c, d := walk()
	l, out := mustRun(t, c, firstFit())
	type step struct {
		At    units.Time
		Kind  trace.Kind
		Value models.NodeID
	}
	want := []step{
		{0, trace.DeviceAttached, 1},
		{55*second + 1, trace.DeviceDetached, 1},
		{56*second + 1, trace.DeviceAttached, 2},
		{155*second + 1, trace.DeviceDetached, 2},
		{156*second + 1, trace.DeviceAttached, 3},
		{270*second + 1, trace.DeviceDetached, 3},
	}
	var got []step
	for _, e := range l.events {
		if e.Kind == trace.DeviceAttached || e.Kind == trace.DeviceDetached {
			if e.Node != int32(d) {
				t.Fatalf("%+v is about another node", e)
			}
			got = append(got, step{units.Time(e.At), e.Kind, models.NodeID(e.Value)})
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	use := out.Mobility.Devices[0]
	if diff := cmp.Diff(trace.MobileUse{
		Node: int32(d), AccessPoint: 3, Handovers: 2, Attachments: 3, Detachments: 3,
		Attached: int64(268*second + 1), Changing: int64(2 * second), Outside: int64(30*second - 1), GapMax: int64(30*second - 1),
	}, use); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	if l := out.LinkUse[3]; l.Up != use.Attached || l.Down != use.Changing+use.Outside {
		t.Errorf("the link is told to be up for %d ns and down for %d ns", l.Up, l.Down)
	}
}

// 80 bytes on the way from the device to the cloud at 1 byte/s are at half their
// way when the device changes its access point at 55 s: what becomes of them is
// said by the policy. The new way has latency 15 as well.
func TestDataUnderWayMeetsAHandover(t *testing.T) {
	const again = 56*second + 1 + 15
	for policy, want := range map[OnCut]struct {
		state trace.TransferState
		at    units.Time
	}{
		Restart: {trace.TransferDone, again + 80*second},
		Stall:   {trace.TransferDone, again + 40*second}, // in whole bytes
		Reroute: {trace.TransferDone, again + 40*second},
		Abort:   {trace.TransferBroken, trace.None},
	} {
		c, d := walk()
		c.System.Links[3].Bandwidth = 8
		c.Transfers = []Transfer{{Name: "up", From: d, To: 0, Size: 80, At: 15 * second, OnCut: policy}}
		l, _ := mustRun(t, c, firstFit())
		if got := l.transfers[0]; got.State != want.state || got.Finished != int64(want.at) {
			t.Errorf("policy %d: %+v, want %v at %v", policy, got, want.state, want.at)
		}
	}
}

// A device that loses its only access point and comes back to it goes on with what
// has stalled.
func TestStalledDataGoesOnWhenTheDeviceIsBack(t *testing.T) {
	c, d := walk()
	m := &c.Mobility[0]
	m.Access, m.Points, m.Handover = m.Access[:1], m.Points[:1], fixed(0)
	m.Devices[0].Model = &mobility.Path{Waypoints: []mobility.Waypoint{
		{}, {At: 100 * second, Point: models.Point{X: 100_000}}, {At: 200 * second},
	}}
	c.System.Links[3].Bandwidth = 8
	c.Transfers = []Transfer{{Name: "up", From: d, To: 0, Size: 80, At: 0, OnCut: Stall}}
	l, out := mustRun(t, c, firstFit())
	// Out of coverage from 70 s + 1 ns to 130 s: 60 s less 1 ns without progress.
	if got := l.transfers[0].Finished; got != int64(80*second+15+60*second-1) {
		t.Errorf("finished at %d", got)
	}
	if use := out.Mobility.Devices[0]; use.Handovers != 0 || use.Attachments != 2 || use.Outside != int64(60*second-1) {
		t.Errorf("%+v", use)
	}
}

// What waits for a device that nobody can reach is delivered when it is attached,
// and its tasks are placed then.
func TestTasksWaitForAnAttachment(t *testing.T) {
	c, d := walk()
	spec := addSpec(c.System, nil)
	once(c, spec, d, models.NoNode, 55*second+500, 1000, 10, 10)
	l, _ := mustRun(t, c, firstFit())
	got := l.byNumber(t)[0]
	if got.State != trace.StateFinished || got.Placed != int64(56*second+1) || got.Node != 1 {
		t.Errorf("%+v", got)
	}
}

// The nearest node is that of the present access point.
func TestNearestFollowsADevice(t *testing.T) {
	for _, name := range []string{"nearest", "least-latency"} {
		c, d := walk()
		spec := addSpec(c.System, nil)
		for _, at := range []units.Time{10, 20, 60, 70, 160, 200, 260} {
			once(c, spec, d, models.NoNode, at*second, 1000, 10, 10)
		}
		policy, _ := catalog.New(name)
		l, _ := mustRun(t, c, policy)
		for i, want := range []int32{1, 1, 2, 2, 3, 3, 3} {
			if got := l.byNumber(t)[i]; got.Node != want {
				t.Errorf("%s: task %d ran on %d, want %d", name, i, got.Node, want)
			}
		}
	}
}

// Readings of a device wait in its buffer while it is detached, and are delivered
// when it is attached again.
func TestReadingsWaitForAnAttachment(t *testing.T) {
	c, d := walk()
	c.Buffers = []buffer.Config{buffer.Unbounded()}
	c.Streams = []Stream{{
		Name: "readings", Sources: []models.NodeID{d}, To: 0, Arrivals: Arrivals{Every: time.Second}, Size: fixed(10), Until: 160 * second,
		Stages: []Stage{{Buffer: 1}},
	}}
	_, out := mustRun(t, c, firstFit())
	if s := &out.Streams[0]; s.Made != 160 || s.Delivered != s.Made {
		t.Errorf("%d of %d readings delivered", s.Delivered, s.Made)
	}
}

// drawMobility adds devices that move, with tasks and transfers.
func drawMobility(t *rapid.T, c *Config) {
	m := Mobility{
		Coverage: one[int64](t, "coverage", 600, 200), Hysteresis: one[int64](t, "hysteresis", 0, 50),
		Handover: drawDist(t, "handover", 0, 30, 100),
	}
	for n := range c.System.Nodes {
		if n == 0 || rapid.Bool().Draw(t, "access point") {
			c.System.Nodes[n].AccessPoint = true
			m.Access = append(m.Access, models.NodeID(n))
			m.Points = append(m.Points, models.Point{X: rapid.Int32Range(0, 1000).Draw(t, "x"), Y: rapid.Int32Range(0, 1000).Draw(t, "y")})
		}
	}
	c.Buffers = append(c.Buffers, buffer.Unbounded())
	model := &mobility.RandomWaypoint{
		Max: models.Point{X: 1000, Y: 1000}, Speed: rng.Must(rng.Uniform(18e11, 18e12)), Pause: drawDist(t, "pause", 0, 50), Anywhere: true,
	}
	spec := addSpec(c.System, func(s *models.Spec) { drawSpec(t, s) })
	for range rapid.IntRange(1, 3).Draw(t, "devices") {
		d := addMobile(c, &m, models.Point{}, model)
		c.Workloads = append(c.Workloads, Workload{
			Name: fmt.Sprintf("w%d", len(c.Workloads)), Spec: spec, Sources: []models.NodeID{d}, Target: models.NoNode,
			Arrivals: Arrivals{Every: 200}, Work: fixed(100), Input: fixed(100), Output: fixed(300), CountMax: 8,
			OnCut: one(t, "on cut", Restart, Stall, Reroute, Abort), Following: drawFollowing(t, c),
		})
		if len(c.Streams) == 0 && m.Access[0] != d {
			c.Streams = append(c.Streams, Stream{
				Name: "readings", Sources: []models.NodeID{d}, To: m.Access[0], Arrivals: Arrivals{Every: 70}, Size: fixed(50),
				Stages: []Stage{{Buffer: one[BufferID](t, "buffer", 1, 0)}},
			})
		}
		c.Transfers = append(c.Transfers, Transfer{
			Name: fmt.Sprintf("x%d", len(c.Transfers)), From: d, To: anyNode(t, c.System, "to"), Size: 2000, At: 100,
			OnCut: one(t, "on cut", Restart, Stall, Reroute, Abort),
		})
	}
	c.Mobility = append(c.Mobility, m)
}

// drawFollowing has the state of a device follow it, or not.
func drawFollowing(t *rapid.T, c *Config) *Following {
	if c.Control != nil || !rapid.Bool().Draw(t, "follows") {
		return nil
	}
	return &Following{
		Config: relocation.Config{
			Strategy: one(t, "strategy", relocation.StopAndCopy, relocation.PreCopy, relocation.DualAnchor),
			State:    one[units.Bytes](t, "state", 100, 0, 2000), Dirty: one[units.Bytes](t, "dirty", 0, 1e8, 1e10),
			Threshold: one[units.Bytes](t, "threshold", 10, 0), RoundsMax: one[int32](t, "rounds", 4, 1), Steer: one[time.Duration](t, "steer", 20, 0),
		},
		FartherBy: one[time.Duration](t, "farther by", 1, 10),
	}
}

// Whatever else happens, all laws hold, the same again gives the same, and where
// devices are depends on nothing else.
func TestAnythingThatMoves(t *testing.T) {
	checkOften(t, "400", func(t *rapid.T) {
		c := drawConfig(t)
		drawMobility(t, c)
		_, start := anyPolicy(t)
		l, out := mustRun(t, c, start())
		_, again := mustRun(t, c, start())
		if out.Digest != again.Digest {
			t.Fatalf("two digests of one run: %x and %x", out.Digest, again.Digest)
		}
		bare := *c
		bare.Workloads, bare.Transfers, bare.Streams, bare.Faults, bare.Failures, bare.Outages, bare.Domains = nil, nil, nil, nil, nil, nil, nil
		alone, _ := mustRun(t, &bare, start())
		if diff := cmp.Diff(roaming(alone), roaming(l)); diff != "" {
			t.Fatalf("devices move otherwise (-alone +with load):\n%s", diff)
		}
	})
}

// roaming returns the events of mobile nodes.
func roaming(l *log) (out []trace.Event) {
	for _, e := range l.events {
		if e.Kind == trace.DeviceAttached || e.Kind == trace.DeviceDetached {
			out = append(out, e)
		}
	}
	return out
}

func TestMobilityIsValidated(t *testing.T) {
	for name, edit := range map[string]func(c *Config){
		"no handover":     func(c *Config) { c.Mobility[0].Handover = rng.Dist{} },
		"no coverage":     func(c *Config) { c.Mobility[0].Coverage = 0 },
		"places":          func(c *Config) { c.Mobility[0].Points = c.Mobility[0].Points[:1] },
		"no access point": func(c *Config) { c.System.Nodes[2].AccessPoint = false },
		"does not roam":   func(c *Config) { c.System.Links[3].Roams = false },
		"other link":      func(c *Config) { addLink(c.System, 4, 2, 8, 0) },
		"twice":           func(c *Config) { c.Mobility = append(c.Mobility, c.Mobility[0]) },
		"no model":        func(c *Config) { c.Mobility[0].Devices[0].Model = nil },
		"bad model":       func(c *Config) { c.Mobility[0].Devices[0].Model = &mobility.Path{} },
		"nobody moves":    func(c *Config) { c.Mobility = nil },
	} {
		c, _ := walk()
		edit(c)
		if c.validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
