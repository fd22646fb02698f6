package results_test

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/results/stats"
	"github.com/littoral-sim/littoral/sim/trace"
)

// counted returns the tasks of a workload, or of all for -1, that arrived after
// the warm-up.
func (w *world) counted(workload int32) []*trace.Task {
	var out []*trace.Task
	for i := range w.tasks {
		if k := &w.tasks[i]; !k.Warmup && (workload < 0 || k.Workload == workload) {
			out = append(out, k)
		}
	}
	return out
}

func mean(xs []int64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += float64(x)
	}
	return sum / float64(len(xs))
}

// TestSummaryAgreesWithPlainArithmetic recomputes the numbers of a summary from
// the list of all tasks.
func TestSummaryAgreesWithPlainArithmetic(t *testing.T) {
	w := newWorld(7, 10*minute, 0.7)
	s := w.record(t, "", results.Options{})
	for workload := int32(-1); workload < 3; workload++ {
		got := &s.All
		if workload >= 0 {
			got = &s.Workloads[workload]
		}
		states := map[trace.State]int64{}
		var latency []int64
		var parts [5][]int64
		missed, judged := int64(0), int64(0)
		for _, k := range w.counted(workload) {
			states[k.State]++
			late := k.Sum() > k.Deadline
			if k.Deadline != trace.None && (k.State == trace.StateFinished || k.State == trace.StateDeclined || late) {
				judged++
				if late || k.State == trace.StateDeclined {
					missed++
				}
			}
			if k.State != trace.StateFinished {
				continue
			}
			latency = append(latency, k.Finished-k.Arrived)
			for i, v := range []int64{k.Queue, k.Decision, k.Transfer, k.Convert, k.Run} {
				parts[i] = append(parts[i], v)
			}
		}
		counts := []int64{got.Finished, got.Declined, got.Pending, got.Sending, got.Queued, got.Running, got.Missed.Count, got.Missed.N}
		want := []int64{
			states[trace.StateFinished], states[trace.StateDeclined], states[trace.StatePending], states[trace.StateSending],
			states[trace.StateQueued], states[trace.StateRunning], missed, judged,
		}
		if d := cmp.Diff(want, counts); d != "" {
			t.Errorf("workload %d: counts (-want +got):\n%s", workload, d)
		}
		if got.Arrived != got.Finished+got.Declined+got.Unfinished || got.Unfinished != got.Pending+got.Sending+got.Queued+got.Running {
			t.Errorf("workload %d: arrived %d, finished %d, declined %d, unfinished %d", workload, got.Arrived, got.Finished, got.Declined, got.Unfinished)
		}
		for i, e := range []*stats.Estimate{&got.Queue, &got.Decision, &got.Transfer, &got.Convert, &got.Run} {
			if math.Abs(*e.Value-mean(parts[i])) > 1e-9*mean(parts[i]) || e.N != int64(len(latency)) {
				t.Errorf("workload %d, part %d: %v of %d, want %v", workload, i, *e.Value, e.N, mean(parts[i]))
			}
		}
		if math.Abs(*got.Latency.Value-mean(latency)) > 1e-9*mean(latency) {
			t.Errorf("workload %d: mean %v, want %v", workload, *got.Latency.Value, mean(latency))
		}
		slices.Sort(latency)
		for i, q := range []*int64{got.P50, got.P95, got.P99, got.P999} {
			rank := int(math.Ceil([]float64{0.5, 0.95, 0.99, 0.999}[i]*float64(len(latency)) - 1e-9))
			exact := latency[rank-1]
			if *q < exact || float64(*q-exact) > got.QuantileError*float64(exact) || got.QuantileError > 0.001 {
				t.Errorf("workload %d: quantile %d is %d, order statistic %d, error %v", workload, i, *q, exact, got.QuantileError)
			}
		}
		if *got.Max != latency[len(latency)-1] {
			t.Errorf("workload %d: max %d", workload, *got.Max)
		}
		rate := float64(len(latency)) / float64(w.outcome.Horizon-w.outcome.Warmup) * 1e9
		if math.Abs(*got.Throughput.Value-rate) > 1e-9 {
			t.Errorf("workload %d: throughput %v, want %v", workload, *got.Throughput.Value, rate)
		}
	}
}

func TestTiersAddUp(t *testing.T) {
	s := newWorld(7, 2*minute, 0.7).record(t, "", results.Options{})
	energy := 5760.000001
	want := []results.Tier{
		{Tier: "cloud", Nodes: 1, CPUMilli: 64000, Utilisation: 1. / 16, Availability: 1, Active: 2 * minute, Finished: 12, Received: 250_000_000},
		{Tier: "gateway", Nodes: 1, CPUMilli: 4000, Utilisation: 1 / 3.6, Availability: 0.9, Active: 108 * second, Error: 12 * second, Crashes: 1, Finished: 9, Sent: 4000, Energy: &energy, EnergyNodes: 1},
		{Tier: "device", Nodes: 1, CPUMilli: 250, Utilisation: 0.04, Availability: 1, Active: 2 * minute, Sent: 250_000_000},
	}
	if d := cmp.Diff(want, s.Tiers); d != "" {
		t.Errorf("tiers (-want +got):\n%s", d)
	}
	// 4 + 1 + 0.01 core-runs of 64 + 3.6 + 0.25.
	if got, want := s.Nodes.Utilisation, 5.01/67.85; math.Abs(got-want) > 1e-12 {
		t.Errorf("utilisation %v, want %v", got, want)
	}
	if got, want := s.Nodes.Availability, 348./360; math.Abs(got-want) > 1e-12 {
		t.Errorf("availability %v, want %v", got, want)
	}
}

// Above a load of one the queue grows without bound. Below it, tasks pile up and
// drain, which is not the same, however short or busy the run is.
func TestUnstableQueuesHaveNoMean(t *testing.T) {
	for seed := range uint64(5) {
		s := newWorld(seed, 10*minute, 1.2).record(t, "", results.Options{})
		for _, w := range []*results.Workload{&s.All, &s.Workloads[0]} {
			if w.Unstable == "" || w.Latency.Value != nil || w.Latency.CILow != nil || w.Queue.Value != nil || w.Latency.Note != w.Unstable {
				t.Errorf("seed %d, load 1.2: %q, %+v", seed, w.Unstable, w.Latency)
			}
			if w.P99 == nil {
				t.Errorf("seed %d: quantiles of what did finish are gone", seed)
			}
		}
	}
	wrong := 0
	for seed := range uint64(30) {
		for _, load := range []float64{0.3, 0.7} {
			s := newWorld(seed, 2*minute, load).record(t, "", results.Options{})
			for _, w := range s.Workloads {
				if w.Unstable != "" {
					wrong++
				}
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of 180 stable queues are called unstable", wrong)
	}
}

func TestEveryMeanInTheFileHasItsInterval(t *testing.T) {
	b, err := newWorld(7, 2*minute, 0.7).record(t, "", results.Options{}).JSON()
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	found := 0
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(path, x)
			}
		case map[string]any:
			for k, x := range v {
				if strings.Contains(k, "_mean_") || strings.HasSuffix(k, "_per_s") {
					found++
					m, ok := x.(map[string]any)
					for _, key := range []string{"value", "ci_low", "ci_high", "n", "method"} {
						if _, has := m[key]; !ok || !has {
							t.Errorf("%s.%s has no %s", path, k, key)
						}
					}
					if m["value"] != nil && m["ci_low"] == nil && m["note"] == nil {
						t.Errorf("%s.%s is bare and does not say why", path, k)
					}
				}
				walk(path+"."+k, x)
			}
		}
	}
	walk("", file)
	if found < 4*7+1 {
		t.Errorf("only %d means", found)
	}
}

func TestSummariesReadBackFromJSON(t *testing.T) {
	s := newWorld(7, 2*minute, 0.7).record(t, "", results.Options{})
	want, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var back results.Summary
	if err = json.Unmarshal(want, &back); err != nil {
		t.Fatal(err)
	}
	got, err := back.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Error("reading and writing changes the summary")
	}
}
