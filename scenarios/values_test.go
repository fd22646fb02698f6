package scenarios

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func load1(t *testing.T, text string, set ...string) *File {
	t.Helper()
	file, err := LoadBytes("test.yaml", []byte(text), Options{Set: set, Policies: policies()})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func everything(t *testing.T) *File {
	t.Helper()
	file, err := Load("testdata/good/everything.yaml", Options{Policies: policies()})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// equal fails when got differs from want.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

func TestEveryKeyArrivesInItsUnit(t *testing.T) {
	f := everything(t)
	equal(t, "seed", f.Seed.V, 7)
	equal(t, "description", f.Description.V, "Every key of the format, to see that each is read.\n{this} is no placeholder.\n")
	equal(t, "duration", f.Duration.V, time.Hour)
	equal(t, "warmup", f.Warmup.V, 5*time.Minute)

	cloud := &f.Nodes[0]
	equal(t, "cpu", cloud.Capacity.CPU.V, 64000)
	equal(t, "memory", cloud.Capacity.Memory.V, 256<<30)
	equal(t, "storage", cloud.Capacity.Storage.V, 10<<40)
	equal(t, "bandwidth", cloud.Capacity.Bandwidth.V, 10_000_000_000)
	equal(t, "speed", cloud.Speed.V, 1_500_000)
	equal(t, "discipline", cloud.Discipline.V, DisciplineFIFO)
	equal(t, "overcommit", cloud.Overcommit.V, 1_250_000)
	equal(t, "model", cloud.Accelerators[1].Model.V, "P100")
	equal(t, "count", cloud.Accelerators[0].Count.V, 2)
	equal(t, "trusted", cloud.Trusted.V, true)
	equal(t, "tls", cloud.Security.TLS.V, TLS13)
	equal(t, "token", cloud.Security.Token.V, true)
	equal(t, "attested", cloud.Security.Attested.V, true)
	equal(t, "domain", cloud.Domain.V, "region-1")
	value, ok := cloud.Labels.Lookup("key with space")
	equal(t, "label", value, "1")
	equal(t, "label found", ok, true)

	gateway := &f.Nodes[1]
	equal(t, "gateway cpu", gateway.Capacity.CPU.V, 250)
	equal(t, "gateway bandwidth given", gateway.Capacity.Bandwidth.IsSet(), false)
	equal(t, "gateway storage", gateway.Capacity.Storage.V, 0)
	equal(t, "gateway speed", gateway.Speed.V, 1_000_000)
	equal(t, "gateway speed given", gateway.Speed.IsSet(), false)
	equal(t, "gateway discipline", gateway.Discipline.V, DisciplineShared)
	equal(t, "protocols", len(gateway.Protocols), 2)

	camera := &f.Nodes[3]
	equal(t, "camera", camera.Name.V, "cam-a-1")
	equal(t, "camera gateway", camera.Gateway, Ref{Name: "gw-a", Pos: camera.Gateway.Pos, Index: 1})
	equal(t, "latitude", camera.At.Lat.V, -37_815_200_000)
	equal(t, "longitude", camera.At.Lon.V, 144_974_800_000)
	equal(t, "idle", camera.Power.Idle.V, 1600)
	equal(t, "busy", camera.Power.Busy.V, 5100)
	equal(t, "up shape", camera.Failures[0].Up.Weibull.Shape.V, 700_000)
	equal(t, "up scale", camera.Failures[0].Up.Weibull.Scale.V, 30*24*time.Hour)
	equal(t, "down cv", camera.Failures[0].Down.Lognormal.CV.V.Float(), 1.5)

	uplink := &f.Links[6]
	equal(t, "uplink", uplink.Name.V, "uplink-a")
	equal(t, "ends", []int{uplink.Between[0].Index, uplink.Between[1].Index}, []int{1, 0})
	equal(t, "link bandwidth", uplink.Bandwidth.V, 100_000_000)
	equal(t, "link latency", uplink.Latency.V, 30*time.Millisecond)
	equal(t, "duplex", uplink.Duplex.V, DuplexHalf)
	equal(t, "encrypted", uplink.Encrypted.V, true)
	equal(t, "default duplex", f.Links[0].Duplex.V, DuplexFull)
}

func TestEveryKeyOfAWorkloadArrives(t *testing.T) {
	f := everything(t)
	w := &f.Workloads[0]
	equal(t, "sources", w.Source.Nodes, []int{3, 4})
	equal(t, "target", w.Target.Index, 0)
	equal(t, "protocol", w.Protocol.V, "mqtt")
	equal(t, "rate", w.Arrivals.Poisson.Rate.V, 2*EventRatePerSecond)
	equal(t, "window", []time.Duration{w.From.V, w.Until.V}, []time.Duration{time.Minute, 50 * time.Minute})
	equal(t, "count", w.Count.V, 1000)
	equal(t, "cpu", w.Demand.CPU.V, 500)
	equal(t, "memory", w.Demand.Memory.V, 200<<20)
	equal(t, "storage", w.Demand.Storage.V, 1_000_000)
	equal(t, "bandwidth", w.Demand.Bandwidth.V, 1_000_000)
	equal(t, "share", w.Demand.Accelerators.Share.V, 460_000)
	equal(t, "models", len(w.Demand.Accelerators.Model), 2)
	equal(t, "work", w.Work.Exponential.Mean.V, 80*time.Millisecond)
	equal(t, "input", w.Input.Constant.V, 120_000)
	equal(t, "output", w.Output.Uniform.Max.V, 2000)
	equal(t, "deadline", w.Deadline.V, 300*time.Millisecond)
	equal(t, "priority", w.Priority.V, 5)
	equal(t, "replicas", w.Replicas.V, 1)
	r := w.Requires
	equal(t, "tiers", []Tier{r.Tier[0].V, r.Tier[1].V}, []Tier{TierEdge, TierCloud})
	equal(t, "requirements", []any{r.Trusted.V, r.TLS.V, r.Token.V, r.Attested.V}, []any{true, TLS12, true, true})
	equal(t, "label values", len(r.Labels[0].Values), 2)
	equal(t, "max latency", r.MaxLatency.V, 50*time.Millisecond)
	equal(t, "nodes", r.Nodes[0].Index, 0)

	equal(t, "tier alone", f.Workloads[1].Requires.Tier[0].V, TierDevice)
	equal(t, "cpu in decimals", f.Workloads[1].Demand.CPU.V, 250)
	equal(t, "every", f.Workloads[1].Arrivals.Every.V, 10*time.Second)
	equal(t, "default replicas", f.Workloads[1].Replicas.V, 1)
	at := f.Workloads[3].Arrivals.At
	equal(t, "at", []time.Duration{at[0].V, at[1].V, at[2].V}, []time.Duration{0, 1500 * time.Millisecond, 1500 * time.Millisecond})
	equal(t, "phases", f.Workloads[6].Arrivals.Gap.Erlang.K.V, 3)

	equal(t, "transfer", []any{f.Transfers[1].Name.V, f.Transfers[1].From.Index, f.Transfers[1].To.Index, f.Transfers[1].Size.V, f.Transfers[1].At.V},
		[]any{Name("backup-2"), 4, 0, Bytes(250_000_000), 10 * time.Minute})
	equal(t, "cut", []any{f.Faults[0].Cut.Index, f.Faults[0].For.V}, []any{6, 20 * time.Minute})
	equal(t, "crash", []any{f.Faults[1].Crash.Index, f.Faults[1].For.IsSet(), f.Faults[1].Cut.IsSet()}, []any{8, false, false})
	equal(t, "repair", f.Faults[2].Repair.Index, 8)
	equal(t, "scheduler", []any{f.Scheduler.Policy.V, f.Scheduler.Period.V, f.Scheduler.DecisionLatency.V},
		[]any{Name("least-latency"), 10 * time.Second, 2 * time.Millisecond})
}

func TestEveryValueKnowsItsPlace(t *testing.T) {
	f := everything(t)
	for _, c := range []struct {
		what string
		pos  Pos
		want Pos
	}{
		{"seed", f.Seed.Pos, Pos{Line: 7, Col: 7}},
		{"capacity", f.Nodes[0].Capacity.Memory.Pos, Pos{Line: 14, Col: 33}},
		{"template", f.Nodes[8].Name.Pos, Pos{Line: 30, Col: 11}},
		{"entry", f.Nodes[8].Pos, Pos{Line: 30, Col: 5}},
		{"reference", f.Links[0].Between[1].Pos, Pos{Line: 42, Col: 85}},
		{"distribution", f.Workloads[0].Work.Pos, Pos{Line: 66, Col: 11}},
		{"label", f.Workloads[0].Source.Labels[0].Key.Pos, Pos{Line: 53, Col: 23}},
	} {
		equal(t, c.what, c.pos, c.want)
	}
}

func TestDefaultsAreThoseOfTheFormat(t *testing.T) {
	f := load1(t, small)
	equal(t, "seed", f.Seed.V, 1)
	equal(t, "warmup", f.Warmup.V, 0)
	equal(t, "period", f.Scheduler.Period.V, 0)
	equal(t, "warnings", len(f.Warnings), 0)
	w := &f.Workloads[0]
	equal(t, "target given", w.Target.IsSet(), false)
	equal(t, "input", w.Input == nil, true)
	equal(t, "deadline given", w.Deadline.IsSet(), false)
	equal(t, "requires", w.Requires == nil, true)
	equal(t, "memory", w.Demand.Memory.V, 0)
	equal(t, "overcommit given", f.Nodes[0].Overcommit.IsSet(), false)
}

// small is the least scenario in which something happens.
const small = `version: 1
name: small
duration: 1h
nodes:
  - {name: a, tier: device, capacity: {cpu: 1, memory: 1GiB}}
  - {name: b, tier: cloud, capacity: {cpu: 8, memory: 16GiB}}
links:
  - {name: ab, between: [a, b], bandwidth: 1Gbit/s, latency: 1ms}
workloads:
  - {name: w, source: a, arrivals: {every: 1s}, demand: {cpu: 1}, work: 100ms}
scheduler: {policy: nearest}
`
