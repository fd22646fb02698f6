package scenarios

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

func TestOverridesReplaceAndAddValues(t *testing.T) {
	f := load1(t, small,
		"scheduler.policy=first-fit",
		"scheduler.period=10s",
		"nodes.b.speed=2",
		"nodes.0.capacity.cpu=250m",
		"nodes.a.power.idle=1W",
		"nodes.a.power.busy=2W",
		"nodes.a.labels.zone=x",
		`nodes.a.labels."a.b"=y`,
		"duration=10m",
		"workloads.w.arrivals={poisson: {rate: 2/s}}",
		"workloads.0.requires.max-latency=5ms",
		"workloads.w.demand.cpu=0.25",
		"faults=[{at: 1m, crash: b, for: 1s}]",
		"links.ab.between.1=b",
		"name='two words'",
		"name=two-words",
	)
	equal(t, "policy", f.Scheduler.Policy.V, "first-fit")
	equal(t, "period", f.Scheduler.Period.V, 10*time.Second)
	equal(t, "speed", f.Nodes[1].Speed.V, 2_000_000)
	equal(t, "cpu", f.Nodes[0].Capacity.CPU.V, 250)
	equal(t, "power", []Milliwatts{f.Nodes[0].Power.Idle.V, f.Nodes[0].Power.Busy.V}, []Milliwatts{1000, 2000})
	equal(t, "duration", f.Duration.V, 10*time.Minute)
	equal(t, "rate", f.Workloads[0].Arrivals.Poisson.Rate.V, 2*EventRatePerSecond)
	equal(t, "max latency", f.Workloads[0].Requires.MaxLatency.V, 5*time.Millisecond)
	equal(t, "faults", len(f.Faults), 1)
	equal(t, "name", f.Name.V, "two-words")
	for key, want := range map[string]string{"zone": "x", "a.b": "y"} {
		got, _ := f.Nodes[0].Labels.Lookup(key)
		equal(t, key, got, want)
	}
}

func TestOverridesReachTemplatesByTheNameInTheFile(t *testing.T) {
	f := load1(t, withNodes("  - {name: n-{i}, each: {i: 1..3}, "+rest, "  []"), "nodes.n-{i}.speed=2", "nodes.n-{i}.each.i=1..5")
	equal(t, "nodes", len(f.Nodes), 5)
	equal(t, "speed", f.Nodes[4].Speed.V, 2_000_000)
}

func TestWrongOverridesSayWhere(t *testing.T) {
	for _, c := range []struct {
		set string
		col int
		say string
	}{
		{"duration", 1, "an override needs a path and a value"},
		{"=1", 1, "an override needs a path and a value"},
		{"duration=", 10, "the override has no value"},
		{"duraton=1h", 1, `unknown key "duraton": did you mean duration?`},
		{"scheduler.polcy=nearest", 11, "did you mean policy?"},
		{"nodes.c.speed=1", 7, `the list has no element "c": number an element from 0 to 1, or name it as the file does: a, b`},
		{"nodes.clod.speed=1", 7, "the list has no element"},
		{"nodes.7.speed=1", 7, "the list has no element"},
		{"nodes.b.sped=1", 9, "did you mean speed?"},
		{"nodes.b.capacity.cpuu=1", 18, "did you mean cpu?"},
		{"nodes.b.speed.x=1", 15, "speed is a single value, which has no parts"},
		{"nodes..speed=1", 7, "a part of the path is empty"},
		{`nodes."b.speed=1`, 7, "this quotation mark is not closed"},
		{`nodes."b"x=1`, 10, "a point was expected here"},
		{"transfers.x.size=1MB", 1, "the file has no transfers: set the whole list"},
		{"nodes.b.speed=[1", 17, "a comma or ']' is missing"},
		{"nodes.b.speed=&x 1", 15, "anchors"},
		{"nodes.b.speed=fast", 15, `"fast" is not a number`},
		{"links.ab.between=[a, zz]", 22, `there is no node "zz"`},
		{"scheduler.policy=neerest", 18, "did you mean nearest?"},
		{"duration=1h\nseed: 2", 1, "one line"},
		{"seed=1 # x\xff", 1, "UTF-8"},
	} {
		_, err := LoadBytes("t.yaml", []byte(small), Options{Set: []string{"seed=2", c.set}, Policies: policies()})
		var found diagnostics.Errors
		if !errors.As(err, &found) || len(found.List) != 1 {
			t.Errorf("%q: %v", c.set, err)
			continue
		}
		d := found.List[0]
		if d.File != "--set" || d.Line != 1 || d.Col != c.col || !strings.Contains(d.String(), c.say) {
			t.Errorf("%q: %s; want column %d: %s", c.set, d, c.col, c.say)
		}
	}
}

func TestOverrideIsQuotedInTheComplaint(t *testing.T) {
	_, err := LoadBytes("t.yaml", []byte(small), Options{Set: []string{"scheduler.policy=neerest"}, Policies: policies()})
	want := "--set:1:18: scheduler.policy: there is no policy \"neerest\": did you mean nearest?\n" +
		"    scheduler.policy=neerest\n" +
		"                     ^^^^^^^"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
