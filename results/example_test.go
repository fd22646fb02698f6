package results_test

import (
	"fmt"
	"os"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/sim/trace"
)

// A recorder without a directory gathers statistics only.
func Example() {
	names := trace.Names{Nodes: []string{"camera", "gateway"}, Workloads: []string{"inspect"}, Reasons: []string{""}}
	recorder, err := results.NewRecorder("", names, results.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	const ms = 1_000_000
	for i := range int64(1000) {
		arrived := 10 * ms * i
		run := (5 + i%7) * ms
		err = recorder.Task(&trace.Task{
			Number: i + 1, Node: 1, State: trace.StateFinished, Attempts: 1,
			Arrived: arrived, Placed: arrived, Started: arrived + 2*ms, Finished: arrived + 2*ms + run,
			Transfer: 2 * ms, Run: run, Deadline: 12 * ms,
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	outcome := &trace.Outcome{
		Names: names, Seed: 1, Policy: "nearest", Horizon: 10_000 * ms, Network: "max-min",
		Workloads: []trace.WorkloadUse{{Arrived: 1000, Finished: 1000}},
		NodeUse: []trace.NodeUse{
			{Node: 0, Tier: "device", CPUMilli: 1000, Active: 10_000 * ms, Energy: trace.None},
			{Node: 1, Tier: "gateway", CPUMilli: 4000, Active: 10_000 * ms, BusyCPU: 8_000 * ms, Energy: trace.None},
		},
		Audits: []trace.Audit{{Name: "tasks", Law: "arrived = finished + declined + left", Got: "1000", Low: "1000", High: "1000", OK: true}},
	}
	summary, err := recorder.Finish(outcome, results.Manifest{Scenario: "one-camera"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := summary.Print(os.Stdout, results.Style{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// one-camera  policy nearest  seed 1  simulated 10 s
	//
	//   workload  arrived  finished  unfinished  declined      p50      p95      p99      mean ± 95 %     deadline missed
	//   inspect     1,000     1,000           0         0  10.0 ms  13.0 ms  13.0 ms  10.00 ± 0.03 ms  14.2 % (12.2–16.5)
	//
	//   share of latency  queue  decision  transfer  convert     run
	//   inspect           0.0 %     0.0 %    20.0 %    0.0 %  80.0 %
	//
	//   tier     nodes  cpu used  available  crashes  received  sent
	//   device       1       0 %      100 %        0       0 B   0 B
	//   gateway      1    20.0 %      100 %        0       0 B   0 B
	//   all          2    16.0 %      100 %        0       0 B   0 B
	//
	//   decisions   0, 0 placements, 0 actions refused
	//   network     max-min
	//   audits      1 of 1 hold
	//   digest      0000000000000000000000000000000000000000000000000000000000000000 over 0 events
}
