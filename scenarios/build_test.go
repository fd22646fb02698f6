package scenarios

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/retry"
	"github.com/littoral-sim/littoral/sim/trace"
)

// physics loads and builds the file that has every key of the physics.
func physics(t *testing.T) (*File, *sim.Config) {
	t.Helper()
	return good(t, "physics")
}

// good loads and builds a file of the corpus of good ones.
func good(t *testing.T, name string) (*File, *sim.Config) {
	t.Helper()
	file, err := Load("testdata/good/"+name+".yaml", Options{Policies: policies()})
	if err != nil {
		t.Fatal(err)
	}
	return file, built(t, file)
}

func built(t *testing.T, file *File) *sim.Config {
	t.Helper()
	cfg, err := file.Build()
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func linkNamed(t *testing.T, cfg *sim.Config, name string) *models.Link {
	t.Helper()
	for i := range cfg.System.Links {
		if cfg.System.Links[i].Name == name {
			return &cfg.System.Links[i]
		}
	}
	t.Fatalf("no link %s", name)
	return nil
}

func channelOf(t *testing.T, cfg *sim.Config, name string) sim.Channel {
	t.Helper()
	link := linkNamed(t, cfg, name)
	for _, ch := range cfg.Channels {
		if ch.Link == link.ID {
			return ch
		}
	}
	t.Fatalf("link %s does not vary", name)
	return sim.Channel{}
}

// ignore is a sink that keeps nothing.
type ignore struct{}

func (ignore) Event(*trace.Event) error       { return nil }
func (ignore) Task(*trace.Task) error         { return nil }
func (ignore) Transfer(*trace.Transfer) error { return nil }

// What is built must be something that the simulator accepts and can run.
func TestWhatIsBuiltRuns(t *testing.T) {
	for _, name := range corpus(t, "good") {
		file, err := Load(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		file.Duration.V = min(file.Duration.V, 3*time.Minute)
		file.Warmup.V = 0
		policy, err := catalog.New("nearest")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sim.Run(context.Background(), built(t, file), policy, ignore{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLinksAreBuiltWithWhatVaries(t *testing.T) {
	_, cfg := physics(t)
	up := linkNamed(t, cfg, "uplink-a")
	equal(t, "rates", []BitsPerSecond{up.Bandwidth, up.BandwidthBack}, []BitsPerSecond{20_000_000, 100_000_000})
	ch := channelOf(t, cfg, "uplink-a")
	equal(t, "loss", ch.Loss, channel.LossOf(0.02))
	equal(t, "jitter", ch.Scatter.Jitter.Mean(), 5e6)
	equal(t, "scattered loss", ch.Scatter.Loss.IsZero(), true)
	if ch.Variation == nil || ch.Variation != channelOf(t, cfg, "uplink-b").Variation {
		t.Error("the instances of a template do not share their variation")
	}
	spare := channelOf(t, cfg, "spare-a")
	equal(t, "fixed loss", spare.Loss, 0)
	equal(t, "mean of loss", math.Round(spare.Scatter.Loss.Mean()*1e6), 25_000)
	equal(t, "a latency replaces the jitter of the class", spare.Scatter.Jitter.IsZero(), true)
	for _, ch := range cfg.Channels {
		if cfg.System.Links[ch.Link].Name == "rack-a-1" {
			t.Error("a constant link varies")
		}
	}
}

func TestLinkClassesGiveWhatIsNotWritten(t *testing.T) {
	file, cfg := physics(t)
	class, _ := profiles.Lookup("mobile-isp")
	spare := linkNamed(t, cfg, "spare-b")
	equal(t, "uplink of the class", spare.Bandwidth, class.Uplink.Bandwidth.V)
	equal(t, "written", []any{spare.BandwidthBack, spare.Latency}, []any{BitsPerSecond(80_000_000), 40 * time.Millisecond})
	wifi, _ := profiles.Lookup("wifi")
	lan := linkNamed(t, cfg, "lan-a-1")
	equal(t, "both ways alike", []BitsPerSecond{lan.Bandwidth, lan.BandwidthBack}, []BitsPerSecond{wifi.Uplink.Bandwidth.V, 0})
	equal(t, "latency of the class", lan.Latency, wifi.Uplink.Delay.V.Base)
	equal(t, "jitter of the class", channelOf(t, cfg, "lan-a-1").Scatter.Jitter.Equal(wifi.Uplink.Delay.V.Jitter), true)
	for i := range file.Links {
		if l := &file.Links[i]; l.Class.IsSet() && l.Name.V == "lan-a-1" && (l.Bandwidth.IsSet() || l.Bandwidth.V == 0) {
			t.Errorf("bandwidth of the class: %+v", l.Bandwidth)
		}
	}
	sky := linkNamed(t, cfg, "sky")
	equal(t, "uplink written, downlink of the class", []BitsPerSecond{sky.Bandwidth, sky.BandwidthBack}, []BitsPerSecond{20_000_000, 300_000_000})
	if channelOf(t, cfg, "sky").Variation == nil {
		t.Error("the class has outages, but the link has none")
	}
}

// played returns what a link offers in the first moments of the run.
func played(t *testing.T, text string, at ...time.Duration) []channel.Quality {
	t.Helper()
	cfg := built(t, load1(t, withLink(t, text)))
	link := &cfg.System.Links[0]
	l := channel.NewLink(channel.Nominal{Bandwidth: link.Bandwidth, Latency: link.Latency, Loss: cfg.Channels[0].Loss}, cfg.Channels[0].Variation, nil)
	return qualities(l, at)
}

func TestProfilesBecomeSteps(t *testing.T) {
	got := played(t, "bandwidth: 1Gbit/s, latency: 1ms, profile: {steps: [{at: 1s, bandwidth: 8Mbit/s}, {at: 2s, latency: 5ms}, {at: 3s, bandwidth: 0bit/s}]}",
		0, time.Second, 2*time.Second, 3*time.Second)
	equal(t, "qualities", got, []channel.Quality{
		{Up: true, Bandwidth: 1_000_000_000, Latency: time.Millisecond},
		{Up: true, Bandwidth: 8_000_000, Latency: time.Millisecond},
		{Up: true, Bandwidth: 8_000_000, Latency: 5 * time.Millisecond},
		{},
	})
}

func TestFailuresAreBuiltForTheirTarget(t *testing.T) {
	_, cfg := physics(t)
	cloud := map[string]sim.Renewal{}
	targets := map[sim.TargetKind]int{}
	for _, r := range cfg.Failures {
		targets[r.On.Kind]++
		if r.On == sim.OnNode(0) {
			cloud[r.Label] = r
		}
	}
	equal(t, "targets", targets, map[sim.TargetKind]int{sim.TargetNode: 3 + 4, sim.TargetLink: 2, sim.TargetDomain: 2})
	equal(t, "reboot", cloud["upgrade"].Mode, failure.Mode{Kind: failure.Reboot, Downtime: 90 * time.Second})
	equal(t, "reboot has no down time", cloud["upgrade"].Down.IsZero(), true)
	equal(t, "slow", cloud["throttle"].Mode, failure.Mode{Kind: failure.Slow, SpeedPermille: 250})
	disk := cloud["disk"]
	equal(t, "repair", []any{disk.Crew, disk.Priority, disk.Clock, disk.Mode.Kind}, []any{"field", int32(5), failure.Operating, failure.Crash})
	equal(t, "crews", cfg.Crews, []failure.Crew{{Name: "field", Members: 2}})
	minute := units.Time(time.Minute)
	equal(t, "outages", cfg.Outages[0], sim.Outages{On: sim.OnNode(0), Trace: failure.Trace{
		Mode:    failure.Mode{Kind: failure.Pause},
		Outages: []failure.Outage{{From: 30 * minute, Until: 35 * minute}, {From: 60 * minute, Until: 61 * minute}, {From: 90 * minute, Until: units.Never}},
	}})
}

func TestDomainsHoldLinksAndDomains(t *testing.T) {
	_, cfg := physics(t)
	equal(t, "names", cfg.System.Domains, []string{"site-a", "site-b", "rack-a", "rack-b", "power", "hall"})
	equal(t, "nodes", []models.DomainID{cfg.System.Nodes[1].Domain, cfg.System.Nodes[3].Domain}, []models.DomainID{0, 2})
	equal(t, "site", cfg.Domains[0], sim.Domain{ID: 0, Links: []models.LinkID{linkNamed(t, cfg, "uplink-a").ID, linkNamed(t, cfg, "spare-a").ID}, Domains: []models.DomainID{2}})
	equal(t, "domain that only nodes name", cfg.Domains[2], sim.Domain{ID: 4, Domains: []models.DomainID{5}})
}

func TestFaultsAreBuilt(t *testing.T) {
	_, cfg := physics(t)
	link, a1, a2 := sim.OnLink(linkNamed(t, cfg, "uplink-a").ID), sim.OnNode(3), sim.OnNode(4)
	m := func(n int64) units.Time { return units.Time(n * int64(time.Minute)) }
	slow := func(permille int64) failure.Mode { return failure.Mode{Kind: failure.Slow, SpeedPermille: permille} }
	equal(t, "faults", cfg.Faults, []sim.Fault{
		{At: m(10), On: link, For: time.Minute},
		{At: m(11), On: link, For: time.Minute, Mode: failure.Mode{Kind: failure.Pause}},
		{At: m(12), On: link, For: time.Minute, Mode: slow(500)},
		{At: m(20), On: a1, For: 2 * time.Minute},
		{At: m(21), On: a1, For: time.Minute, Mode: failure.Mode{Kind: failure.Pause}},
		{At: m(23), On: a2, For: 5 * time.Minute, Mode: slow(125)},
		{At: m(24), On: a2, Mode: failure.Mode{Kind: failure.Reboot, Downtime: 90 * time.Second}},
		{At: m(30), On: sim.OnDomain(2), For: 5 * time.Minute},
		{At: m(40), On: sim.OnDomain(1), For: time.Minute, Mode: failure.Mode{Kind: failure.Pause}},
		{At: m(41), On: sim.OnDomain(1), For: time.Minute, Mode: slow(900)},
	})
}

func TestLostAttemptsAreBuilt(t *testing.T) {
	_, cfg := physics(t)
	w := cfg.Workloads
	equal(t, "policy", *w[0].Retry, retry.Policy{Attempts: 5, Initial: time.Second, FactorPermille: 1500, Most: time.Minute, JitterPermille: 500})
	equal(t, "policy without bounds", *w[1].Retry, retry.Policy{Attempts: units.Unlimited, FactorPermille: 2000, Most: units.Unlimited})
	equal(t, "policy without delays", *w[2].Retry, retry.Policy{Attempts: 1, FactorPermille: 1000})
	equal(t, "no policy", w[3].Retry == nil, true)
	equal(t, "checkpoints", []retry.Checkpoint{w[0].Checkpoint, w[1].Checkpoint, w[2].Checkpoint},
		[]retry.Checkpoint{{Every: 50_000_000, Restart: 5 * time.Second}, {ResumePermille: 800}, {}})
	equal(t, "on cut", []sim.OnCut{w[0].OnCut, w[1].OnCut, w[2].OnCut, w[3].OnCut, cfg.Transfers[0].OnCut},
		[]sim.OnCut{sim.Reroute, sim.Stall, sim.Abort, sim.Restart, sim.Reroute})
	equal(t, "image", []any{w[0].Image, w[1].Image, cfg.Images[0]}, []any{sim.ImageID(1), sim.NoImage, sim.Image{Name: "detector", Size: 400_000_000, Registry: 0}})
	n := &cfg.System.Nodes[0]
	equal(t, "node", []any{n.Discipline, n.Places, n.ImageCache}, []any{models.PreemptivePriority, int32(200), Bytes(100 << 30)})
	equal(t, "priority", cfg.System.Nodes[3].Discipline, models.PriorityQueue)
}

// The number of tasks that the loader expects bounds runs, so it must be that of
// the process, also where the process itself knows no formula.
func TestExpectedTasksAreThoseOfTheProcess(t *testing.T) {
	for _, c := range []struct {
		arrivals string
		want     float64 // per second
	}{
		{"on-off: {on: {exponential: {mean: 1s}}, off: {exponential: {mean: 3s}}, rate: 8/s}", 2},
		{"on-off: {on: 1s, off: 3s, rate: 8/s}", 2},
		{"on-off: {on: 1s, off: 3s, gap: 125ms}", 2},
		{"on-off: {on: {pareto: {shape: 1, min: 1s}}, off: 3s, rate: 8/s}", 8},
		{"mmpp: {states: [{rate: 10/s, stay: 1s}, {rate: 1/s, stay: 2s}]}", 4},
		{"mmpp: {states: [{rate: 10/s, stay: 1s, next: [0, 1]}, {rate: 1/s, stay: 2s, next: [0, 1]}]}", 10},
		{"daily: {steps: [{at: 0s, rate: 1/s}, {at: 30s, rate: 5/s}], every: 1m}", 3},
		{"sine: {mean: 2/s, swing: 1, every: 1m}", 2},
	} {
		f := load1(t, withArrivals(t, c.arrivals))
		if got := f.Workloads[0].Arrivals.processRate(); math.Abs(got-c.want) > 1e-9*c.want {
			t.Errorf("%s: %v, want %v", c.arrivals, got, c.want)
		}
		if n, most := (&checker{}).arrivalsWithin(f.Workloads[0].Arrivals, time.Hour), int64(3600*c.want); n < most || n > most+1 {
			t.Errorf("%s: %d tasks in an hour, want %d", c.arrivals, n, most)
		}
	}
}
