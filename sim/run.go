package sim

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/share"
	"github.com/littoral-sim/littoral/sim/trace"
)

// Run executes cfg under policy until the horizon and streams the records of
// what happens to sink. cfg is not modified.
//
// It returns the outcome together with an *AuditError when the run broke a
// conservation law, and no outcome with any other error: a configuration that
// makes no sense (every problem at once), an error of the policy or the sink, a
// *kernel.LivelockError, or the end of ctx.
func Run(ctx context.Context, cfg *Config, policy schedulers.Scheduler, sink trace.Sink) (*trace.Outcome, error) {
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	w := newWorld(ctx, cfg, policy, sink)
	if err := w.run(ctx); err != nil {
		return nil, err
	}
	out := w.end()
	if w.failed != nil {
		return nil, w.failed
	}
	if !out.AuditsOK() {
		broken := slices.DeleteFunc(slices.Clone(out.Audits), func(a trace.Audit) bool { return a.OK })
		return out, &AuditError{broken}
	}
	return out, nil
}

// newWorld sets everything up at time 0.
func newWorld(ctx context.Context, cfg *Config, policy schedulers.Scheduler, sink trace.Sink) *world {
	w := &world{
		cfg: cfg, sys: cfg.System, sink: sink,
		routes:    models.NewRoutes(cfg.System),
		linkUse:   make([]linkUse, len(cfg.System.Links)),
		transfers: make([]transfer, len(cfg.Transfers)),
		counts:    make([]counts, len(cfg.Workloads)),
	}
	w.engine = kernel.New[event](w, kernel.Config{})
	w.chain = trace.NewChain(header(cfg))
	for i := range w.sys.Nodes {
		w.truth = append(w.truth, models.NewAllocation(&w.sys.Nodes[i]))
	}
	w.addNodes()
	w.addFaults()
	for i := range cfg.Transfers {
		w.transfers[i] = transfer{state: trace.TransferWaiting, started: trace.None, ended: trace.None}
		w.at(cfg.Transfers[i].At, phaseArrive, evTransfer, int32(i))
	}
	w.addSources()
	w.addDriver(ctx, policy)
	if cfg.Warmup > 0 {
		w.at(cfg.Warmup, phaseObserve, evWarmup, 0)
	}
	return w
}

// header makes the names part of the digest, because events hold indices.
func header(cfg *Config) string {
	var b strings.Builder
	n := names(cfg)
	for _, list := range [][]string{n.Nodes, n.Links, n.Workloads, n.Transfers, n.Reasons} {
		fmt.Fprintf(&b, "\n%d", len(list))
		for _, s := range list {
			fmt.Fprintf(&b, " %q", s)
		}
	}
	return b.String()
}

func names(cfg *Config) trace.Names {
	n := trace.Names{Reasons: models.Reasons()}
	for i := range cfg.System.Nodes {
		n.Nodes = append(n.Nodes, cfg.System.Nodes[i].Name)
	}
	for i := range cfg.System.Links {
		n.Links = append(n.Links, cfg.System.Links[i].Name)
	}
	for i := range cfg.Workloads {
		n.Workloads = append(n.Workloads, cfg.Workloads[i].Name)
	}
	for i := range cfg.Transfers {
		n.Transfers = append(n.Transfers, cfg.Transfers[i].Name)
	}
	return n
}

// Names returns the names that the records of a run refer to by index.
func (c *Config) Names() trace.Names { return names(c) }

// end records what is still in the system, closes all sums and checks them.
func (w *world) end() *trace.Outcome {
	now := w.cfg.Horizon
	held := w.endTasks(now)
	for i := range w.transfers {
		w.recordTransfer(int32(i))
	}
	for i := range w.nodes {
		w.nodes[i].settle(now, w.truth[i].Status)
	}
	for i := range w.linkUse {
		u := &w.linkUse[i]
		if w.routes.LinkUp(models.LinkID(i)) {
			u.up += int64(now - u.since)
		} else {
			u.down += int64(now - u.since)
		}
	}
	w.ledger.advance(now)
	left := int64(0)
	for i := range w.counts {
		left += w.counts[i].left
	}
	w.log(&trace.Event{At: int64(now), Kind: trace.RunEnded, Node: trace.None, Value: left})
	return w.outcome(w.audits(held))
}

// endTasks records the tasks that are still in the system, by number, and
// returns what they hold on each node.
func (w *world) endTasks(now units.Time) []holding {
	held := make([]holding, len(w.nodes))
	var left []models.TaskID
	for i := range w.tasks {
		if w.tasks[i].alive {
			left = append(left, models.TaskID(i))
		}
	}
	slices.SortFunc(left, func(a, b models.TaskID) int { return cmp.Compare(w.tasks[a].number, w.tasks[b].number) })
	for _, id := range left {
		t := &w.tasks[id]
		*t.currentPart() += int64(now - t.since)
		t.since = now
		if t.holds {
			h, s := &held[t.node], w.spec(t)
			h.sum = h.sum.Add(s.Demand)
			h.shares += int64(s.Accelerators.Count) * int64(s.Accelerators.Share)
		}
		if t.status == models.TaskQueued || t.status == models.TaskRunning {
			w.countServed(now, id)
		}
		w.counts[t.workload].left++
		w.record(now, id, leftState(t.status), models.OK)
		w.ledger.exit(now, t)
	}
	return held
}

// countServed books the service that a task has had when the run ends.
func (w *world) countServed(now units.Time, id models.TaskID) {
	n := &w.nodes[w.tasks[id].node]
	left, ok := n.station.Peek(int64(now), share.ID(id))
	if !ok {
		panic(fmt.Sprintf("sim: task %d is not on its node", w.tasks[id].number))
	}
	n.work = n.work.Plus(left.Attained)
	n.extra = n.extra.Plus(1)
}

func leftState(s models.TaskStatus) trace.State {
	switch s {
	case models.TaskSending, models.TaskReplying:
		return trace.StateSending
	case models.TaskQueued:
		return trace.StateQueued
	case models.TaskRunning:
		return trace.StateRunning
	default:
		return trace.StatePending
	}
}

func (w *world) recordTransfer(i int32) {
	c, t := &w.cfg.Transfers[i], &w.transfers[i]
	r := trace.Transfer{
		Index: i, From: int32(c.From), To: int32(c.To), State: t.state, Bytes: int64(c.Size),
		Started: int64(t.started), Finished: int64(t.ended),
	}
	if err := w.sink.Transfer(&r); err != nil && w.failed == nil {
		w.failed = fmt.Errorf("record transfer %q: %w", c.Name, err)
	}
}

// outcome gathers the totals.
func (w *world) outcome(audits []trace.Audit) *trace.Outcome {
	out := &trace.Outcome{
		Names: names(w.cfg), Seed: uint64(w.cfg.Seed), Policy: w.cfg.Policy,
		Horizon: int64(w.cfg.Horizon), Warmup: int64(w.cfg.Warmup), Network: "uncontended",
		Events: w.chain.Events(), Steps: w.engine.Steps(), Digest: w.chain.Sum(), Links: w.chain.Links(),
		Decisions: w.driver.decisions, Refusals: w.driver.refusals, Placed: w.ledger.placed,
		Audits: audits,
	}
	for i, c := range w.counts {
		out.Workloads = append(out.Workloads, trace.WorkloadUse{
			Workload: int32(i), Arrived: c.arrived, Finished: c.finished, Declined: c.declined,
			Left: c.left, Interrupted: c.interrupted,
		})
	}
	for i := range w.nodes {
		out.NodeUse = append(out.NodeUse, w.nodeUse(i))
	}
	for i := range w.linkUse {
		l, u := &w.sys.Links[i], &w.linkUse[i]
		out.LinkUse = append(out.LinkUse, trace.LinkUse{
			Link: int32(i), From: int32(l.A), To: int32(l.B), BitsPerSec: int64(l.Bandwidth),
			Up: u.up, Down: u.down, BytesForward: int64(u.forward), BytesBack: int64(u.back),
		})
	}
	return out
}

func (w *world) nodeUse(i int) trace.NodeUse {
	m, n := &w.sys.Nodes[i], &w.nodes[i]
	high, low := n.station.Busy(int64(w.cfg.Horizon)).Uint128()
	busy := units.WideOf(high, low).Big()
	use := trace.NodeUse{
		Node: int32(i), Tier: m.Tier.String(), CPUMilli: int64(m.Capacity.CPU),
		Active: n.spent[models.Active], Inactive: n.spent[models.Inactive], Error: n.spent[models.Failed],
		BusyCPU:  clamp(new(big.Int).Quo(busy, big.NewInt(1000))),
		Finished: n.ran, Crashes: n.crash, Received: int64(n.gotten), Sent: int64(n.sent),
		Energy: trace.None, MemoryMax: int64(n.memory),
	}
	if m.Power != nil {
		use.Energy = energy(m, n, busy)
	}
	return use
}

// energy returns the microjoules that a node has used, rounded down: its idle
// power while it was Active, and the rest in proportion to its CPU in use.
func energy(m *models.Node, n *node, busy *big.Int) int64 {
	// One milliwatt for one nanosecond is one picojoule.
	sum := new(big.Int).Mul(big.NewInt(m.Power.IdleMilliwatt), big.NewInt(n.spent[models.Active]))
	if m.Capacity.CPU > 0 {
		dynamic := new(big.Int).Mul(big.NewInt(m.Power.BusyMilliwatt-m.Power.IdleMilliwatt), busy)
		sum.Add(sum, dynamic.Quo(dynamic, big.NewInt(int64(m.Capacity.CPU))))
	}
	return clamp(sum.Quo(sum, big.NewInt(1_000_000)))
}

func clamp(x *big.Int) int64 {
	if !x.IsInt64() {
		return units.Unlimited
	}
	return x.Int64()
}
