package scenarios

import (
	"strings"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/sim/channel"
)

// swapped returns the small scenario with one part of it exchanged.
func swapped(t *testing.T, part, by string) string {
	t.Helper()
	if !strings.Contains(small, part) {
		t.Fatalf("no %q", part)
	}
	return strings.Replace(small, part, by, 1)
}

// withLink returns the small scenario with other keys of its link.
func withLink(t *testing.T, keys string) string {
	t.Helper()
	return swapped(t, "bandwidth: 1Gbit/s, latency: 1ms", keys)
}

// withArrivals returns the small scenario with other arrivals.
func withArrivals(t *testing.T, arrivals string) string {
	t.Helper()
	return swapped(t, "every: 1s", arrivals)
}

// qualities returns what a link offers at some instants.
func qualities(l *channel.Link, at []time.Duration) []channel.Quality {
	var out []channel.Quality
	for _, t := range at {
		for next, ok := l.Next(); ok && next <= int64(t); next, ok = l.Next() {
			l.Advance(next)
		}
		out = append(out, l.Quality())
	}
	return out
}

func TestOverridesReachThePhysics(t *testing.T) {
	f := load1(t, small,
		"links.ab.class=4g-good",
		"links.ab.bandwidth-back=7Mbit/s",
		"links.ab.loss=0.05",
		"links.ab.profile.every=24h",
		"links.ab.profile.steps=[{at: 0s, bandwidth: 1Mbit/s}]",
		"links.ab.outages.good=10m",
		"links.ab.outages.bad={exponential: {mean: 2s}}",
		"nodes.b.failures.up=1d",
		"nodes.b.failures.down={exponential: {mean: 1h}}",
		"nodes.b.failures.mode=slow",
		"nodes.b.failures.speed=0.5",
		"nodes.a.failures=[{name: x, up: 1d, down: 1h}, {name: y, up: 2d, down: 1h}]",
		"nodes.a.failures.y.down=3h",
		"nodes.a.failures.0.up=5d",
		"workloads.w.retry.backoff.initial=1s",
		"workloads.w.checkpoint.every=10s",
		"workloads.w.arrivals={sine: {mean: 1/s, swing: 0.5, every: 24h}}",
		"workloads.w.arrivals.sine.peak=14h",
		"domains=[{name: d, links: [ab]}]",
		"domains.d.failures.up=90d",
		"domains.d.failures.down=1h",
		"domains.d.failures.crew=c",
		"crews=[{name: c, size: 1}]",
		"crews.c.size=3",
		"images=[{name: i, size: 1MB, registry: b}]",
		"workloads.w.image=i",
	)
	l := &f.Links[0]
	equal(t, "link", []any{l.BandwidthBack.V, l.Loss.Constant.V, l.Profile.Every.V, l.Outages[0].Bad.Exponential.Mean.V},
		[]any{BitsPerSecond(7_000_000), Ratio(50_000), 24 * time.Hour, 2 * time.Second})
	equal(t, "mode", f.Nodes[1].Failures[0].Mode.V, ModeSlow)
	equal(t, "failures", []time.Duration{f.Nodes[0].Failures[0].Up.Constant.V, f.Nodes[0].Failures[1].Down.Constant.V}, []time.Duration{5 * 24 * time.Hour, 3 * time.Hour})
	equal(t, "peak", f.Workloads[0].Arrivals.Sine.Peak.V, 14*time.Hour)
	equal(t, "domain", []any{f.Domains[0].Failures[0].Crew.Index, f.Crews[0].Size.V, f.Workloads[0].Image.Index}, []any{0, int64(3), 0})
}

func TestWrongOverridesOfThePhysicsSayWhere(t *testing.T) {
	for set, say := range map[string]string{
		"nodes.b.failures.upp=1d":   `unknown key "upp": did you mean up?`,
		"links.ab.clsas=lan":        `unknown key "clsas": did you mean class?`,
		"links.ab.class=lann":       `there is no link class "lann": did you mean lan?`,
		"links.ab.outages.god=1s":   `did you mean good?`,
		"workloads.w.on-cut=retart": `did you mean restart?`,
	} {
		_, err := LoadBytes("t.yaml", []byte(small), Options{Set: []string{set}, Policies: policies()})
		if err == nil || !strings.Contains(err.Error(), say) || !strings.HasPrefix(err.Error(), "--set:1:") {
			t.Errorf("%s: %v; want %q", set, err, say)
		}
	}
}

func TestInstancesOfATemplateHaveTheirOwnClass(t *testing.T) {
	f := load1(t, swapped(t, "  - {name: ab, between: [a, b], bandwidth: 1Gbit/s, latency: 1ms}",
		"  - {name: ab-{c}, each: {c: [wan, man]}, between: [a, b], class: \"{c}\"}"))
	equal(t, "bandwidths", []BitsPerSecond{f.Links[0].Bandwidth.V, f.Links[1].Bandwidth.V}, []BitsPerSecond{300_000_000, 1_000_000_000})
	equal(t, "latencies", []time.Duration{f.Links[0].Latency.V, f.Links[1].Latency.V}, []time.Duration{60 * time.Millisecond, 10 * time.Millisecond})
}

// A profile may make a link faster than its latency says, so a requirement that
// only then can be met is no mistake.
func TestRequirementsAreHeldAgainstTheLeastLatency(t *testing.T) {
	text := strings.Replace(withLink(t, "bandwidth: 1Gbit/s, latency: 50ms, profile: {steps: [{at: 1m, latency: 1ms}]}"),
		"work: 100ms", "work: 100ms, requires: {tier: cloud, max-latency: 5ms}", 1)
	load1(t, text)
	if _, err := LoadBytes("t", []byte(strings.Replace(text, ", latency: 1ms}]", ", latency: 20ms}]", 1)), Options{}); err == nil || !strings.Contains(err.Error(), "is 20ms away") {
		t.Errorf("error %v", err)
	}
}

func TestOutagesOfUnknownLengthAreDoubted(t *testing.T) {
	for keys, want := range map[string]int{
		"class: leo, bandwidth: 20Mbit/s":                               1,
		"class: leo, bandwidth: 20Mbit/s, outages: {good: 1h, bad: 1s}": 0,
	} {
		f := load1(t, withLink(t, keys))
		if len(f.Warnings) != want {
			t.Errorf("%s: %v", keys, f.Warnings)
		}
	}
}

func TestProcessesCountAsLoad(t *testing.T) {
	for arrivals, overload := range map[string]bool{
		"daily: {steps: [{at: 0s, rate: 80/s}], every: 1h}":                 false,
		"daily: {steps: [{at: 0s, rate: 100/s}], every: 1h}":                true,
		"mmpp: {states: [{rate: 200/s, stay: 1s}, {rate: 0/s, stay: 2s}]}":  false,
		"mmpp: {states: [{rate: 200/s, stay: 1s}, {rate: 50/s, stay: 1s}]}": true,
		"on-off: {on: 1s, off: 1s, rate: 170/s}":                            false,
		"on-off: {on: 1s, off: 1s, rate: 190/s}":                            true,
	} {
		f := load1(t, withArrivals(t, arrivals))
		if got := len(f.Warnings) == 1 && strings.Contains(f.Warnings[0].Problem, "times the work"); got != overload {
			t.Errorf("%s: %v", arrivals, f.Warnings)
		}
	}
}
