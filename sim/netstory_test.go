package sim

import (
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/rng"
)

// move adds a plain transfer over the link of a pair, or back.
func move(c *Config, back bool, size units.Bytes, onCut OnCut) {
	t := Transfer{Name: string(rune('a' + len(c.Transfers))), From: 0, To: 1, Size: size, OnCut: onCut}
	if back {
		t.From, t.To = 1, 0
	}
	c.Transfers = append(c.Transfers, t)
}

// wide is a ring whose nodes let everything pass.
func wide() *Config {
	c := ring()
	for i := range c.System.Nodes {
		c.System.Nodes[i].Capacity.Bandwidth = units.Unlimited
	}
	return c
}

func TestDataStallsThroughACut(t *testing.T) {
	c := wide()
	move(c, false, 100, Stall)
	c.Faults = []Fault{cut(0, 60, 40), down(1, 120, 20)}
	tells(t, c, firstFit(), `
		0 transfer-started #1 n1
		60 link-cut l0
		100 link-restored l0
		120 node-crashed n1
		140 node-repaired n1
		170 transfer-finished #1 n1
	`)
}

// The latency of a path passes during a cut.
func TestDataThatStallsInItsLatencyWaitsBehindIt(t *testing.T) {
	c := pair()
	move(c, false, 100, Stall)
	move(c, false, 100, Stall)
	c.Transfers[1].At = 45
	c.Faults = []Fault{cut(0, 5, 45)}
	// The second one finds no path before 50.
	tells(t, c, firstFit(), `
		0 transfer-started #1 n1
		5 link-cut l0
		50 link-restored l0
		50 transfer-started #2 n1
		240 transfer-finished #1 n1
		250 transfer-finished #2 n1
	`)
}

func TestTheRestTakesTheWayRound(t *testing.T) {
	c := wide()
	move(c, false, 100, Reroute)
	c.Faults = []Fault{cut(0, 60, 0)}
	// Of 100 bytes 50 have arrived; the way round takes 40 ns and 50 more.
	tells(t, c, firstFit(), `
		0 transfer-started #1 n1
		60 link-cut l0
		60 transfer-rerouted #1 n1
		150 transfer-finished #1 n1
	`)
}

func TestTheRestWaitsForAnyWay(t *testing.T) {
	c := wide()
	once(c, addSpec(c.System, nil), 0, 1, 0, 10, 100, 0)
	c.Workloads[0].OnCut = Reroute
	c.Faults = []Fault{cut(0, 60, 0), cut(1, 40, 50), cut(2, 95, 5)}
	// 50 bytes are left at 60, and all of them still at 95: the latency is not over.
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		40 link-cut l1
		60 link-cut l0
		90 link-restored l1
		90 data-rerouted #1 n1
		95 link-cut l2
		100 link-restored l2
		100 data-rerouted #1 n1
		190 input-received #1 n1
		190 task-started #1 n1
		200 task-ran #1 n1
		200 task-finished #1 n1
	`)
}

// What waits for a way is lost with the node that it is for.
func TestTheRestIsLostWithItsNode(t *testing.T) {
	c := pair()
	once(c, 0, 0, 1, 0, 10, 100, 0)
	c.Workloads[0].OnCut = Reroute
	c.Faults = []Fault{cut(0, 60, 60), down(1, 80, 20)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		60 link-cut l0
		80 node-crashed n1
		80 task-interrupted #1 n1 node-lost
		80 task-deferred #1 no-node-fits
		100 node-repaired n1
		120 link-restored l0
		120 task-placed #1 n1
		120 input-sent #1 n1
		230 input-received #1 n1
		230 task-started #1 n1
		240 task-ran #1 n1
		240 task-finished #1 n1
	`)
}

func TestWhatIsAbortedIsGivenUp(t *testing.T) {
	c := wide()
	spec := addSpec(c.System, nil)
	once(c, spec, 0, 0, 0, 10, 100, 0) // loses its input
	once(c, spec, 1, 0, 0, 10, 0, 100) // loses its output
	for i := range c.Workloads {
		c.Workloads[i].OnCut = Abort
	}
	move(c, false, 1000, Abort)
	c.Faults = []Fault{cut(0, 60, 1)}
	tells(t, c, firstFit(), `
		0 transfer-started #1 n1
		0 task-arrived #1 n0
		0 task-arrived #2 n1
		0 task-placed #1 n1
		0 task-placed #2 n1
		0 input-sent #1 n1
		0 task-started #2 n1
		10 task-ran #2 n1
		60 link-cut l0
		60 task-interrupted #1 n1 path-lost
		60 task-declined #1 path-lost
		60 task-interrupted #2 n1 path-lost
		60 task-declined #2 path-lost
		60 transfer-failed #1 n1 path-lost
		61 link-restored l0
	`)
}

func TestHalfDuplexSharesBothDirections(t *testing.T) {
	for _, c := range []struct {
		half        bool
		back        units.BitsPerSecond
		there, home string
	}{{false, 0, "110", "110"}, {true, 0, "210", "210"}, {false, 4e9, "110", "210"}} {
		x := pair()
		x.System.Links[0].HalfDuplex, x.System.Links[0].BandwidthBack = c.half, c.back
		move(x, false, 100, Restart)
		move(x, true, 100, Restart)
		tells(t, x, firstFit(), `
			0 transfer-started #1 n1
			0 transfer-started #2 n0
			`+c.there+` transfer-finished #1 n1
			`+c.home+` transfer-finished #2 n0
		`)
	}
}

// variation is a channel of the only link of a pair.
func variation(t *testing.T, profile *channel.Profile, processes ...channel.GilbertElliott) Channel {
	t.Helper()
	v, err := channel.NewVariation(profile, processes...)
	if err != nil {
		t.Fatal(err)
	}
	return Channel{Variation: v}
}

func good(stay int64) channel.Condition {
	return channel.Condition{Stay: fixed(stay), Share: channel.ShareAll}
}

func TestEveryKindOfChannelSlowsATransfer(t *testing.T) {
	half := must1(channel.NewProfile(channel.ProfileSpec{Bandwidth: []channel.BandwidthStep{{At: 60, Bandwidth: 4e9}}}))
	later := must1(channel.NewProfile(channel.ProfileSpec{Latency: []channel.LatencyStep{{At: 0, Latency: 25}, {At: 1, Latency: 99}}}))
	fade := channel.GilbertElliott{Name: "f", Good: good(60), Bad: channel.Condition{Stay: fixed(500), Share: channel.ShareOf(0.25)}}
	lossy := channel.GilbertElliott{Name: "f", Good: good(60), Bad: channel.Condition{Stay: fixed(500), Share: channel.ShareAll, Loss: channel.LossOf(0.5)}}
	for name, c := range map[string]struct {
		channel  Channel
		finished string
	}{
		"half is lost":                 {Channel{Loss: channel.LossOf(0.5)}, "210"},
		"jitter":                       {Channel{Scatter: channel.Scatter{Jitter: fixed(7)}}, "117"},
		"scattered loss":               {Channel{Scatter: channel.Scatter{Loss: rng.Must(rng.Uniform(0.5, 0.5000000001))}}, "210"},
		"both losses":                  {Channel{Loss: channel.LossOf(0.5), Scatter: channel.Scatter{Loss: rng.Must(rng.Uniform(0.5, 0.5000000001))}}, "410"},
		"half the rate from 60 on":     {variation(t, half), "160"},
		"the latency that it met":      {variation(t, later), "125"},
		"a quarter in the bad state":   {variation(t, nil, fade), "260"},
		"loss that begins on the way":  {variation(t, nil, lossy), "160"},
		"half, and of that a quarter":  {variation(t, half, fade), "460"},
		"half, and of that half again": {variation(t, half, lossy), "260"},
	} {
		t.Run(name, func(t *testing.T) {
			x := pair()
			x.Channels = []Channel{c.channel}
			move(x, false, 100, Restart)
			tells(t, x, firstFit(), `
				0 transfer-started #1 n1
				`+c.finished+` transfer-finished #1 n1
			`)
		})
	}
}

// A profile holds on a link that has no limit by itself, and the other direction
// keeps its ratio where there is one.
func TestAProfileRulesWhateverTheLinkCouldDo(t *testing.T) {
	slower := must1(channel.NewProfile(channel.ProfileSpec{Bandwidth: []channel.BandwidthStep{{At: 0, Bandwidth: 4e9}}}))
	for _, c := range []struct {
		there, back units.BitsPerSecond
		want        [2]string
	}{
		{8e9, 0, [2]string{"210", "210"}},
		{8e9, 16e9, [2]string{"210", "110"}},
		{units.Unlimited, 0, [2]string{"210", "210"}},
		{units.Unlimited, 8e9, [2]string{"210", "110"}},
		{8e13, 4e13, [2]string{"210", "410"}},
	} {
		x := pair()
		x.System.Links[0].Bandwidth, x.System.Links[0].BandwidthBack = c.there, c.back
		x.Channels = []Channel{variation(t, slower)}
		move(x, false, 100, Restart)
		move(x, true, 100, Restart)
		ends := "\n" + c.want[0] + " transfer-finished #1 n1\n" + c.want[1] + " transfer-finished #2 n0\n"
		if len(c.want[1]) == len(c.want[0]) && c.want[1] < c.want[0] {
			ends = "\n" + c.want[1] + " transfer-finished #2 n0\n" + c.want[0] + " transfer-finished #1 n1\n"
		}
		tells(t, x, firstFit(), "0 transfer-started #1 n1\n0 transfer-started #2 n0"+ends)
	}
}

// A link whose process is in a bad state that is down is cut, and works again when
// neither the process nor a fault has it down.
func TestABadStateThatIsDownCutsALink(t *testing.T) {
	c := pair()
	c.Horizon = 200
	bad := channel.Condition{Stay: fixed(30), Down: true}
	c.Channels = []Channel{variation(t, nil, channel.GilbertElliott{Name: "outage", Good: good(60), Bad: bad})}
	move(c, false, 90, Stall)
	c.Faults = []Fault{cut(0, 80, 20), cut(0, 150, 10)}
	tells(t, c, firstFit(), `
		0 transfer-started #1 n1
		60 link-cut l0
		100 link-restored l0
		140 transfer-finished #1 n1
		150 link-cut l0
		180 link-restored l0
	`)
}

func TestALinkThatIsPausedOrSlowKeepsItsRoutes(t *testing.T) {
	c := wide()
	move(c, false, 100, Restart)
	move(c, false, 10, Restart)
	c.Transfers[1].At = 65
	c.Faults = []Fault{
		{At: 60, On: OnLink(0), For: 40, Mode: failure.Mode{Kind: failure.Pause}},
		slow(OnLink(0), 500, 100, 1000),
	}
	// 50 bytes are left at 100; the second transfer takes 4 ns per byte of the half.
	tells(t, c, firstFit(), `
		0 transfer-started #1 n1
		65 transfer-started #2 n1
		140 transfer-finished #2 n1
		220 transfer-finished #1 n1
	`)
}

// software is a pair with an image of 100 bytes at the device, and tasks without
// data that need it.
func software(at ...units.Time) *Config {
	c := pair()
	c.Images = []Image{{Name: "app", Size: 100, Registry: 0}}
	for _, t := range at {
		once(c, 0, 0, 1, t, 10, 0, 0)
		c.Workloads[len(c.Workloads)-1].Image = 1
	}
	return c
}

func TestTwoTasksJoinOnePullAndAThirdFindsTheImage(t *testing.T) {
	tells(t, software(0, 50, 200), firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		10 input-received #1 n1
		50 task-arrived #2 n0
		50 task-placed #2 n1
		50 input-sent #2 n1
		60 input-received #2 n1
		110 image-pulled app n1
		110 task-started #1 n1
		120 task-ran #1 n1
		120 task-finished #1 n1
		120 task-started #2 n1
		130 task-ran #2 n1
		130 task-finished #2 n1
		200 task-arrived #3 n0
		200 task-placed #3 n1
		200 input-sent #3 n1
		210 input-received #3 n1
		210 task-started #3 n1
		220 task-ran #3 n1
		220 task-finished #3 n1
	`)
}

// A pull is lost with its node; what has been pulled is kept.
func TestACrashEndsAPullAndKeepsAnImage(t *testing.T) {
	c := software(0)
	c.Workloads[0].Work = fixed(100)
	c.Faults = []Fault{down(1, 60, 10), down(1, 200, 10)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		10 input-received #1 n1
		60 node-crashed n1
		60 task-interrupted #1 n1 node-lost
		60 task-deferred #1 no-node-fits
		70 node-repaired n1
		70 task-placed #1 n1
		70 input-sent #1 n1
		80 input-received #1 n1
		180 image-pulled app n1
		180 task-started #1 n1
		200 node-crashed n1
		200 task-interrupted #1 n1 node-lost
		200 task-deferred #1 no-node-fits
		210 node-repaired n1
		210 task-placed #1 n1
		210 input-sent #1 n1
		220 input-received #1 n1
		220 task-started #1 n1
		320 task-ran #1 n1
		320 task-finished #1 n1
	`)
}

// A pull starts again after a cut, whatever becomes of the data of tasks; the task
// waits.
func TestAPullStartsAgainAfterACut(t *testing.T) {
	c := software(0)
	c.Workloads[0].OnCut = Abort
	c.Faults = []Fault{cut(0, 60, 10)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		10 input-received #1 n1
		60 link-cut l0
		70 link-restored l0
		180 image-pulled app n1
		180 task-started #1 n1
		190 task-ran #1 n1
		190 task-finished #1 n1
	`)
}

// Image and input share the link; the restart follows the later of them.
func TestAnImageSharesTheNetworkWithTheInput(t *testing.T) {
	c := software(0)
	c.Workloads[0].Input = fixed(50)
	c.Workloads[0].Checkpoint.Restart = 5
	c.Faults = []Fault{down(1, 5, 15)}
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		5 node-crashed n1
		5 task-interrupted #1 n1 node-lost
		5 task-deferred #1 no-node-fits
		20 node-repaired n1
		20 task-placed #1 n1
		20 input-sent #1 n1
		130 input-received #1 n1
		180 image-pulled app n1
		185 task-started #1 n1
		195 task-ran #1 n1
		195 task-finished #1 n1
	`)
}

func TestATaskWaitsForRoomForItsImage(t *testing.T) {
	c := software(0, 0, 0)
	c.System.Nodes[1].ImageCache = 150
	c.Images = append(c.Images, Image{Name: "big", Size: 120, Registry: 0}, Image{Name: "huge", Size: 151, Registry: 0})
	c.Workloads[1].Image, c.Workloads[2].Image = 2, 3
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-arrived #2 n0
		0 task-arrived #3 n0
		0 task-placed #1 n1
		0 task-placed #2 n1
		0 task-placed #3 n1
		0 input-sent #1 n1
		0 input-sent #2 n1
		0 task-interrupted #3 n1 no-room-for-image
		0 task-declined #3 no-room-for-image
		10 input-received #1 n1
		10 input-received #2 n1
		110 image-pulled app n1
		110 task-started #1 n1
		120 task-ran #1 n1
		120 task-finished #1 n1
		250 image-pulled big n1
		250 task-started #2 n1
		260 task-ran #2 n1
		260 task-finished #2 n1
	`)
}

// The images that a node has outlive its crash, also when a task waits there for the
// room that one of them takes.
func TestACrashGivesUpNoImageForATaskThatWaits(t *testing.T) {
	c := software(0, 0, 120, 300)
	c.System.Nodes[1].ImageCache = 100
	c.Images = append(c.Images, Image{Name: "other", Size: 100, Registry: 0})
	c.Workloads[0].Work, c.Workloads[2].Work = fixed(30), fixed(1000)
	c.Workloads[1].Image = 2
	for i := range c.Workloads {
		c.Workloads[i].Retry = atMostOnce()
	}
	c.Faults = []Fault{down(1, 150, 50)}
	// The second task waits behind the third, which uses the image when the first one
	// is done, and is lost before the second.
	tells(t, c, firstFit(), `
		0 task-arrived #1 n0
		0 task-arrived #2 n0
		0 task-placed #1 n1
		0 task-placed #2 n1
		0 input-sent #1 n1
		0 input-sent #2 n1
		10 input-received #1 n1
		10 input-received #2 n1
		110 image-pulled app n1
		110 task-started #1 n1
		120 task-arrived #3 n0
		120 task-placed #3 n1
		120 input-sent #3 n1
		130 input-received #3 n1
		140 task-ran #1 n1
		140 task-finished #1 n1
		140 task-started #3 n1
		150 node-crashed n1
		150 task-interrupted #3 n1 node-lost
		150 task-declined #3 no-more-tries
		150 task-interrupted #2 n1 node-lost
		150 task-declined #2 no-more-tries
		200 node-repaired n1
		300 task-arrived #4 n0
		300 task-placed #4 n1
		300 input-sent #4 n1
		310 input-received #4 n1
		310 task-started #4 n1
		320 task-ran #4 n1
		320 task-finished #4 n1
	`)
}

// A task that is on its node before its image waits as in the queue.
func TestTimeUntilTheImageIsThereCountsAsQueueing(t *testing.T) {
	l, _ := mustRun(t, software(0), firstFit())
	if r := l.tasks[0]; r.Transfer != 10 || r.Queue != 100 || r.Run != 10 {
		t.Errorf("transfer %v, queue %v, run %v; want 10, 100 and 10", time.Duration(r.Transfer), time.Duration(r.Queue), time.Duration(r.Run))
	}
}

func TestAPullWaitsForItsRegistry(t *testing.T) {
	c := software(0)
	registry := addNode(c.System, func(n *models.Node) { n.Tier = models.TierCloud })
	addLink(c.System, registry, 1, 8e9, 0)
	c.System.Nodes[registry].Capacity.Bandwidth = units.Unlimited
	c.Images[0].Registry = registry
	c.Faults = []Fault{down(registry, 0, 40)}
	tells(t, c, firstFit(), `
		0 node-crashed n2
		0 task-arrived #1 n0
		0 task-placed #1 n1
		0 input-sent #1 n1
		10 input-received #1 n1
		40 node-repaired n2
		140 image-pulled app n1
		140 task-started #1 n1
		150 task-ran #1 n1
		150 task-finished #1 n1
	`)
}
