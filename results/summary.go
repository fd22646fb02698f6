package results

import (
	"github.com/littoral-sim/littoral/results/stats"
)

// Summary holds the numbers of a run. It is what summary.json contains; keys are
// stable and end in their unit. Numbers of tasks and latencies cover the tasks
// that arrived after the warm-up, unless a name says whole run; numbers of nodes
// and transfers cover the whole run. A nil number does not exist, and never
// stands for zero.
type Summary struct {
	Format    int    `json:"format"`
	Scenario  string `json:"scenario"`
	Policy    string `json:"policy"`
	Seed      uint64 `json:"seed"`
	HorizonNs int64  `json:"horizon_ns"`
	WarmupNs  int64  `json:"warmup_ns"`
	Network   string `json:"network"` // how transfers share links: "max-min"

	Digest    string `json:"digest"` // of the event log
	Events    int64  `json:"events"`
	Steps     uint64 `json:"steps"`
	Decisions int64  `json:"decisions"`
	Refusals  int64  `json:"refusals"`
	Placed    int64  `json:"placed"`

	All       Workload   `json:"all"`
	Workloads []Workload `json:"workloads"` // those without a task included
	Transfers Transfers  `json:"transfers"`
	Nodes     Tier       `json:"nodes"` // all tiers together
	Tiers     []Tier     `json:"tiers"` // in the order of their first node

	// Streams is absent without any.
	Streams []Stream `json:"streams,omitempty"`

	// Services is absent without any. Their instances are not among the tasks of
	// All and Workloads.
	Services []Service `json:"services,omitempty"`

	Partition Partition `json:"partition"`
	// Mobility is nil when nothing moves.
	Mobility *Mobility `json:"mobility,omitempty"`
	// Trust is nil when nobody asks what vouches for nodes.
	Trust *Trust `json:"trust,omitempty"`
	// Footprint is nil when nothing but the power of nodes is accounted for.
	Footprint *Footprint `json:"footprint,omitempty"`
	// Gateways is nil when no node converts or protects data.
	Gateways *Gateways `json:"gateways,omitempty"`
	// Belief is nil when the scheduler saw the truth.
	Belief *Belief `json:"belief,omitempty"`
	// Sessions is nil when no state follows its source.
	Sessions *Sessions `json:"sessions,omitempty"`

	// Saturated lists what had no steady state; empty when all was well.
	Saturated []Saturated `json:"saturated"`

	AuditsOK int     `json:"audits_ok"`
	Audits   []Audit `json:"audits"`

	// Dir is where the files of the run are, or "". It is not part of the file.
	Dir string `json:"-"`

	curves   [][]stats.Point // of all together, then of each workload
	timeline *timeline
}

// JSON returns the bytes of summary.json.
func (s *Summary) JSON() ([]byte, error) { return encodeJSON(s) }

// Workload holds the numbers of one workload, or of all together.
type Workload struct {
	Name       string `json:"name"` // "" for all together
	Arrived    int64  `json:"arrived"`
	Finished   int64  `json:"finished"`
	Declined   int64  `json:"declined"`
	Unfinished int64  `json:"unfinished"` // pending + sending + queued + running
	Pending    int64  `json:"pending"`
	Sending    int64  `json:"sending"`
	Queued     int64  `json:"queued"`
	Running    int64  `json:"running"`

	// Replacements counts placements after the first of a task.
	Replacements int64 `json:"replacements"`
	// Unstable says why there is no steady state and hence no mean, or is empty.
	Unstable string `json:"unstable,omitempty"`

	Throughput stats.Estimate `json:"throughput_per_s"` // finished tasks
	Latency    stats.Estimate `json:"latency_mean_ns"`
	P50        *int64         `json:"latency_p50_ns"`
	P95        *int64         `json:"latency_p95_ns"`
	P99        *int64         `json:"latency_p99_ns"`
	P999       *int64         `json:"latency_p99_9_ns"`
	Max        *int64         `json:"latency_max_ns"`
	// QuantileError bounds how far, relatively, a quantile may lie above the
	// order statistic of the finished tasks: 0 for small runs.
	QuantileError float64 `json:"quantile_error_ratio"`

	Queue    stats.Estimate `json:"queue_mean_ns"`
	Decision stats.Estimate `json:"decision_mean_ns"`
	Transfer stats.Estimate `json:"transfer_mean_ns"`
	Convert  stats.Estimate `json:"convert_mean_ns"`
	Run      stats.Estimate `json:"run_mean_ns"`

	// DeadlineLow and DeadlineHigh are the shortest and longest deadline.
	DeadlineLow  *int64 `json:"deadline_min_ns"`
	DeadlineHigh *int64 `json:"deadline_max_ns"`
	// Missed is the share of tasks with a deadline that finished late, were
	// declined, or are unfinished past their deadline.
	Missed stats.Ratio `json:"deadline_missed_ratio"`

	WholeRun WholeRun `json:"whole_run"`
}

// parts returns the means of the parts in their order.
func (w *Workload) parts() [partCount]*stats.Estimate {
	return [partCount]*stats.Estimate{&w.Queue, &w.Decision, &w.Transfer, &w.Convert, &w.Run}
}

// WholeRun counts tasks over the whole run, warm-up included.
type WholeRun struct {
	Arrived     int64 `json:"arrived"`
	Finished    int64 `json:"finished"`
	Declined    int64 `json:"declined"`
	Left        int64 `json:"left"`        // in the system at the end
	Interrupted int64 `json:"interrupted"` // attempts lost to a crash or a cut
}

// Transfers counts the plain transfers.
type Transfers struct {
	Waiting  int64          `json:"waiting"`
	Sending  int64          `json:"sending"`
	Finished int64          `json:"finished"`
	Failed   int64          `json:"failed"`
	Bytes    int64          `json:"finished_bytes"`
	Duration stats.Estimate `json:"duration_mean_ns"` // of the finished ones
}

// Tier holds the numbers of the nodes of one tier over the whole run.
type Tier struct {
	Tier         string  `json:"tier"` // "" for all together
	Nodes        int64   `json:"nodes"`
	CPUMilli     int64   `json:"cpu_millicores"`
	Utilisation  float64 `json:"utilisation_ratio"`  // of the CPU time in service
	Availability float64 `json:"availability_ratio"` // up/(up+down)
	Active       int64   `json:"active_node_ns"`
	Error        int64   `json:"error_node_ns"`
	Crashes      int64   `json:"crashes"`
	Finished     int64   `json:"tasks_finished"`
	Received     int64   `json:"received_bytes"`
	Sent         int64   `json:"sent_bytes"`
	// Energy covers the EnergyNodes nodes whose power is stated; nil without any.
	Energy      *float64 `json:"energy_joule"`
	EnergyNodes int64    `json:"energy_nodes"`
}

// Partition holds the numbers of islands, which are sets of nodes that are up and
// joined by paths, over the whole run. A node is cut off while it is up without a
// path to any node of tier cloud that is up or, in a system without a node of that
// tier, while it is up but not in the largest island.
type Partition struct {
	IslandsWhole int64   `json:"islands_whole"` // when everything works
	IslandsMax   int64   `json:"islands_max"`
	IslandsMean  float64 `json:"islands_mean"` // over time
	// Parted is the time in which nodes were apart that are joined when everything
	// works.
	Parted int64 `json:"parted_ns"`
	CutOff int64 `json:"cut_off_node_ns"` // of all nodes together
	// CutOffNodes counts the nodes that were cut off at any time.
	CutOffNodes int64 `json:"cut_off_nodes"`
}

// Audit is one conservation law and what was counted for it.
type Audit struct {
	Name string `json:"name"`
	Law  string `json:"law"`
	Low  string `json:"low"`
	Got  string `json:"got"`
	High string `json:"high"`
	OK   bool   `json:"ok"`
}
