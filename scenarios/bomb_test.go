package scenarios

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The bounds on a refusal. Time is the least of some attempts, because what else
// runs on the machine can only add to it.
const (
	refusalBytesMax = 64 << 20
	refusalTimeMax  = 100 * time.Millisecond * raceSlowdown
	refusalAttempts = 10
)

// refuse loads a bomb and returns what the refusal says and costs.
func refuse(data []byte) (took time.Duration, allocated uint64, err error) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begin := cpuTime()
	_, err = LoadBytes("bomb", data, Options{Policies: policies()})
	_ = fmt.Sprint(err) // is part of the price
	took = cpuTime() - begin
	runtime.ReadMemStats(&after)
	return took, after.TotalAlloc - before.TotalAlloc, err
}

func TestBombsAreRefusedQuicklyAndInLittleMemory(t *testing.T) {
	node := "  - {name: n-{i}, each: {%s}, tier: edge, capacity: {cpu: 1, memory: 1GiB}}\n"
	variables := []string{}
	for i := range 40 {
		variables = append(variables, fmt.Sprintf("v%d: 1..1000", i))
	}
	swap := func(part, by string) string {
		if !strings.Contains(small, part) {
			t.Fatalf("no %q", part)
		}
		return strings.Replace(small, part, by, 1)
	}
	chain := ""
	for i := range 999 {
		chain += fmt.Sprintf(", {name: d-%d, within: d-%d}", i+1, i)
	}
	placeholder := strings.Repeat("{i}", 10_000)
	for name, text := range map[string]string{
		"count 1e18":            swap("demand:", "count: 1e18, demand:"),
		"count with digits":     swap("demand:", "count: 1000000000000000000, demand:"),
		"range":                 withNodes(fmt.Sprintf(node, "i: 1..1000000000000000000"), "  []"),
		"product":               withNodes(fmt.Sprintf(node, "i: 1..4000000, j: 1..4000000"), "  []"),
		"many products":         withNodes(fmt.Sprintf(node, strings.Join(variables, ", ")), "  []"),
		"nodes":                 withNodes(fmt.Sprintf(node, "i: 1..4999999"), "  []"),
		"many node entries":     withNodes(strings.Repeat(fmt.Sprintf(node, "i: 1..999999"), 10), "  []"),
		"workloads":             withNodes(fmt.Sprintf(node, "i: 1..2"), "  - {name: w-{i}, each: {i: 1..4999999}, source: n-1, arrivals: {every: 1h}, demand: {cpu: 1}, work: 1s}\n"),
		"long texts":            withNodes("  - {name: n-{i}, each: {i: ["+strings.Repeat("x", 60_000)+"]}, tier: edge, labels: {a: '"+placeholder+"'}, capacity: {cpu: 1, memory: 1GiB}}\n", "  []"),
		"accelerators":          swap("{cpu: 8,", "{cpu: 8, memory: 16GiB}, accelerators: [{model: a, count: 1000000}, {model: b, count: 1000000}], labels: {x: y}, security: {tls: none}, power: {idle: 1W, busy: 1W}, x: {"),
		"sources":               withNodes(fmt.Sprintf(node, "i: 1..20000"), "  - {name: w-{k}, each: {k: 1..20000}, source: \"n-{i}\", arrivals: {every: 1h}, demand: {cpu: 1}, work: 1s}\n"),
		"tasks":                 swap("every: 1s", "every: 1ns"),
		"rate":                  swap("every: 1s", "poisson: {rate: 2500000000/s}"),
		"rate of one long year": strings.Replace(swap("every: 1s", "poisson: {rate: 2500000000/s}"), "duration: 1h", "duration: 100000d", 1),
		"changes of a source":   swap("every: 1s", "on-off: {on: 1ns, off: 1ns, rate: 1/h}"),
		"changes of a link":     swap("latency: 1ms", "latency: 1ms, outages: {good: 1ns, bad: 1ns}"),
		"changes of a profile":  swap("latency: 1ms", "latency: 1ms, profile: {steps: [{at: 0s, latency: 1ms}], every: 1ns}"),
		"changes of nodes":      swap("memory: 16GiB}", "memory: 16GiB}, failures: {up: 1ns, down: 1ns}"),
		"rate of a day":         swap("every: 1s", "daily: {steps: [{at: 0s, rate: 1000000000/s}], every: 24h}"),
		"domains":               swap("scheduler:", "domains: [{name: d-{i}, each: {i: 1..4999999}}, {name: e-{i}, each: {i: 1..4999999}}]\nscheduler:"),
		"long cycle of domains": swap("scheduler:", "domains: [{name: d-0, within: d-999}"+chain+"]\nscheduler:"),
		"states":                swap("every: 1s", "mmpp: {states: ["+strings.Repeat("{rate: 1/s, stay: 1s}, ", 2000)+"{rate: 1/s, stay: 1s}]}"),
		"replicas":              swap("demand:", "replicas: 100000000000, demand:"),
		"digits":                swap("duration: 1h", "duration: "+strings.Repeat("9", 60_000)+"s"),
		"decimals":              swap("duration: 1h", "duration: 0."+strings.Repeat("9", 60_000)+"s"),
		"wrong names":           withNodes(strings.Repeat("  - {name: \"\\x1b\", gateway: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}\n", 3_000), "  []"),
		"unknown keys":          small + strings.Repeat("x", 60_000) + ": 1\n",
	} {
		t.Run(name, func(t *testing.T) {
			took, allocated, err := refuse([]byte(text))
			for n := 1; n < refusalAttempts && took > refusalTimeMax; n++ {
				again, _, _ := refuse([]byte(text))
				took = min(took, again)
			}
			if err == nil {
				t.Fatal("accepted")
			}
			message := err.Error()
			t.Logf("%.1f MB, %v: %.200s", float64(allocated)/1e6, took, message)
			if allocated > refusalBytesMax || took > refusalTimeMax {
				t.Errorf("%d MB, %v", allocated>>20, took)
			}
			if len(message) > 64<<10 {
				t.Errorf("the message has %d bytes", len(message))
			}
		})
	}
}
