package sim

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// replay is a sink that follows a run by its event log alone and notes the first
// thing that must not happen: an order of events that no life has, a reservation
// above the capacity of a node, a task on a node that is down.
type replay struct {
	cfg   *Config
	wrong string
	lazy  bool // the policy does as it likes

	now      int64
	ended    bool
	tasks    []replayed // by number
	nodes    []replayedNode
	linkDown []bool
	domains  []bool // that are down
	moving   []bool // plain transfers
	done     []bool
	recorded int
	lastLeft int64
	seen     map[[2]uint8]int // events by kind and reason
}

// replayed is what the log has told of a task.
type replayed struct {
	workload int64
	arrived  int64
	source   models.NodeID
	node     models.NodeID
	last     trace.Kind
	attempts int32
	lost     int64 // attempts that were interrupted
	records  int
	placedAt int64
	lostAt   int64 // when the last attempt was
	lostBy   models.Reason
}

type replayedNode struct {
	down   bool
	paused bool
	slow   bool
	images map[int64]bool // that it has ever had
	tasks  int
	held   models.Resources
	shares int64
}

func newReplay(c *Config) *replay {
	return &replay{
		cfg: c, tasks: make([]replayed, 1), nodes: make([]replayedNode, len(c.System.Nodes)),
		linkDown: make([]bool, len(c.System.Links)), domains: make([]bool, len(c.System.Domains)),
		moving: make([]bool, len(c.Transfers)), done: make([]bool, len(c.Transfers)),
		seen: make(map[[2]uint8]int),
	}
}

// must notes e when ok is false.
func (r *replay) must(ok bool, e any, rule string) {
	if !ok && r.wrong == "" {
		r.wrong = fmt.Sprintf("%s: %+v", rule, e)
	}
}

func (r *replay) Event(e *trace.Event) error {
	r.seen[[2]uint8{uint8(e.Kind), e.Reason}]++
	r.must(!r.ended, e, "an event after the end")
	r.must(e.At >= r.now && e.At <= int64(r.cfg.Horizon), e, "time goes back or past the horizon")
	if e.At > r.now {
		for i := range r.nodes {
			r.must(!r.nodes[i].down || r.nodes[i].tasks == 0, e, fmt.Sprintf("node %d is down and holds tasks", i))
		}
	}
	r.now = e.At
	switch {
	case e.Kind <= trace.TaskInterrupted, e.Kind == trace.TaskPreempted, e.Kind == trace.TaskResumed, e.Kind == trace.DataRerouted:
		r.task(e)
	case e.Kind.IsTransfer():
		r.transfer(e)
	case e.Kind >= trace.NodePaused && e.Kind <= trace.NodeContinued, e.Kind == trace.NodeCrashed, e.Kind == trace.NodeRepaired:
		r.node(e)
	case e.Kind.IsDomain():
		r.must(r.domains[e.Node] == (e.Kind == trace.DomainRestored), e, "a failure of a domain that is down, or a repair of one that is not")
		r.domains[e.Node] = !r.domains[e.Node]
	case e.Kind == trace.ImagePulled:
		n := &r.nodes[e.Node]
		if n.images == nil {
			n.images = make(map[int64]bool)
		}
		n.images[e.Value] = true
		r.must(!n.down && e.Value >= 1 && int(e.Value) <= len(r.cfg.Images), e, "an image that does not exist, or on a node that is down")
	case e.Kind == trace.LinkCut, e.Kind == trace.LinkRestored:
		r.must(r.linkDown[e.Node] == (e.Kind == trace.LinkRestored), e, "a cut of a link that is down, or a repair of one that is not")
		r.linkDown[e.Node] = !r.linkDown[e.Node]
	case e.Kind == trace.WarmupEnded:
		r.must(e.At == int64(r.cfg.Warmup), e, "the warm-up ends at another time")
	case e.Kind == trace.RunEnded:
		r.ended = true
		r.must(e.At == int64(r.cfg.Horizon), e, "the run ends before the horizon")
	}
	return nil
}

// node follows the condition of a node.
func (r *replay) node(e *trace.Event) {
	n := &r.nodes[e.Node]
	switch e.Kind {
	case trace.NodeCrashed:
		r.must(!n.down, e, "a crash of a node that is down")
		n.down, n.paused, n.slow = true, false, false
	case trace.NodeRepaired:
		r.must(n.down, e, "a repair of a node that is not down")
		n.down = false
	case trace.NodePaused:
		r.must(!n.down && !n.paused, e, "a pause of a node that does not work")
		n.paused = true
	case trace.NodeSlowed:
		r.must(!n.down && e.Value > 0 && e.Value < 1000, e, "a node that is down, or at a speed that is none, is slow")
		n.paused, n.slow = false, true
	default:
		r.must(!n.down && (n.paused || n.slow), e, "a node goes on that was at full speed")
		n.paused, n.slow = false, false
	}
}

// follows lists for each kind of event the kinds that may be the last before it
// in the life of its task.
func follows(k trace.Kind) []trace.Kind {
	pending := []trace.Kind{trace.TaskArrived, trace.TaskDeferred, trace.TaskInterrupted}
	switch k {
	case trace.TaskPlaced, trace.TaskDeclined:
		return pending
	case trace.TaskDeferred:
		return []trace.Kind{trace.TaskArrived, trace.TaskInterrupted}
	case trace.InputSent:
		return []trace.Kind{trace.TaskPlaced}
	case trace.InputReceived:
		return []trace.Kind{trace.InputSent}
	case trace.TaskStarted:
		return []trace.Kind{trace.TaskPlaced, trace.InputReceived}
	case trace.TaskPreempted:
		return []trace.Kind{trace.TaskStarted, trace.TaskResumed}
	case trace.TaskResumed:
		return []trace.Kind{trace.TaskPreempted}
	case trace.TaskRan:
		return []trace.Kind{trace.TaskStarted, trace.TaskResumed}
	case trace.OutputReceived:
		return []trace.Kind{trace.TaskRan}
	case trace.TaskFinished:
		return []trace.Kind{trace.TaskRan, trace.OutputReceived}
	case trace.TaskInterrupted:
		return []trace.Kind{
			trace.TaskPlaced, trace.InputSent, trace.InputReceived, trace.TaskStarted, trace.TaskPreempted, trace.TaskResumed, trace.TaskRan,
		}
	case trace.DataRerouted:
		return []trace.Kind{trace.InputSent, trace.TaskRan}
	default: // task-arrived begins a life
		return nil
	}
}

func (r *replay) task(e *trace.Event) {
	if e.Kind == trace.TaskRefused {
		r.must(e.Reason > 0 && int(e.Reason) < len(models.Reasons()), e, "a refusal without a reason")
		r.must(e.Node >= trace.None && int(e.Node) < len(r.nodes) && e.Task >= 0 && int(e.Task) < len(r.tasks), e, "a refusal names what does not exist")
		return
	}
	if e.Kind == trace.TaskArrived {
		r.must(int(e.Task) == len(r.tasks), e, "numbers are not in order of arrival")
		r.must(!r.nodes[e.Node].down && !r.nodes[e.Node].paused, e, "a source that is down or paused makes a task")
		r.tasks = append(r.tasks, replayed{
			workload: e.Value, arrived: e.At, source: models.NodeID(e.Node), node: models.NoNode, last: e.Kind,
		})
		return
	}
	t := &r.tasks[e.Task]
	legal := false
	for _, k := range follows(e.Kind) {
		legal = legal || t.last == k
	}
	r.must(legal, e, fmt.Sprintf("it follows %v", t.last))
	if e.Kind == trace.DataRerouted {
		r.must(r.cfg.Workloads[t.workload].OnCut == Reroute && e.Value >= 0 && e.Node == int32(t.node), e, "data takes another path against its policy")
		return // its task goes on
	}
	before := t.last
	t.last = e.Kind
	switch e.Kind {
	case trace.TaskPlaced:
		r.retry(e, t, before)
		r.place(e, t)
	case trace.TaskDeclined:
		r.declined(e, t, before)
	case trace.InputSent:
		r.must(t.source != t.node, e, "an input is sent to where it is")
	case trace.TaskStarted:
		r.must((before == trace.TaskPlaced) == (t.source == t.node), e, "an input is missing, or sent for nothing")
		image := r.cfg.Workloads[t.workload].Image
		r.must(image == NoImage || r.nodes[e.Node].images[int64(image)], e, "a task starts without its image")
		restart := int64(0)
		if t.attempts > 1 {
			restart = int64(r.cfg.Workloads[t.workload].Checkpoint.Restart)
		}
		r.must(e.At >= units.Add(t.placedAt, restart), e, "a task starts before it is ready to go on")
	case trace.TaskRan:
		r.release(e, t)
	case trace.TaskFinished:
		r.must((before == trace.TaskRan) == (r.target(t) == t.node), e, "an output is missing, or sent for nothing")
		r.must(e.Value == e.At-t.arrived, e, "another latency")
		r.nodes[t.node].tasks--
	case trace.TaskInterrupted:
		if before != trace.TaskRan {
			r.release(e, t)
		}
		r.nodes[t.node].tasks--
		t.node = models.NoNode
		t.lost++
		t.lostAt, t.lostBy = e.At, models.Reason(e.Reason)
	default: // nothing else to check
	}
	if e.Kind != trace.TaskInterrupted {
		r.must(int32(t.node) == e.Node, e, "another node")
	}
}

// retry checks that another attempt is allowed, and not too early.
func (r *replay) retry(e *trace.Event, t *replayed, before trace.Kind) {
	t.placedAt = e.At
	p := r.cfg.Workloads[t.workload].Retry
	if p == nil || t.attempts == 0 {
		return
	}
	d := int64(p.Backoff(int64(t.attempts)))
	least := units.Add(t.lostAt, d-units.MulDivCeil(d, p.JitterPermille, 1000))
	r.must(int64(t.attempts) < p.Attempts && e.At >= least, e, fmt.Sprintf("another attempt than the policy allows, or before %d", least))
	exact := before == trace.TaskInterrupted && p.JitterPermille == 0 && r.cfg.Period == 0 && r.cfg.DecisionLatency == 0
	r.must(!exact || e.At == least || r.lazy, e, fmt.Sprintf("a task that no decision has left pending is placed after %d", least))
}

// declined checks that a task was given up for the reason that the world may have,
// or by the policy.
func (r *replay) declined(e *trace.Event, t *replayed, before trace.Kind) {
	w := &r.cfg.Workloads[t.workload]
	lost := before == trace.TaskInterrupted && t.lostAt == e.At
	switch models.Reason(e.Reason) {
	case models.NoMoreTries:
		r.must(r.lazy || (lost && w.Retry != nil && int64(t.attempts) == w.Retry.Attempts), e, "a task has tries left")
	case models.NoPlace:
		r.must(r.lazy || (lost && t.lostBy == models.NoPlace), e, "a task had a place")
	case models.PathLost:
		r.must(r.lazy || (lost && t.lostBy == models.PathLost && w.OnCut == Abort), e, "a task is given up that may try again")
	case models.NoImage:
		r.must(r.lazy || (lost && t.lostBy == models.NoImage), e, "a task had its image")
	default: // by the policy
	}
}

func (r *replay) target(t *replayed) models.NodeID {
	if to := r.cfg.Workloads[t.workload].Target; to != models.NoNode {
		return to
	}
	return t.source
}

func (r *replay) spec(t *replayed) *models.Spec {
	return &r.cfg.System.Specs[r.cfg.Workloads[t.workload].Spec]
}

// place books a reservation and compares it with the node as a whole.
func (r *replay) place(e *trace.Event, t *replayed) {
	t.node, t.attempts = models.NodeID(e.Node), t.attempts+1
	n, m, s := &r.nodes[e.Node], &r.cfg.System.Nodes[e.Node], r.spec(t)
	n.tasks++
	n.held = n.held.Add(s.Demand)
	n.shares += int64(s.Accelerators.Count) * int64(s.Accelerators.Share)
	limit := m.Capacity
	limit.CPU = m.CPULimit
	r.must(!n.down && !n.paused, e, "a task is placed on a node that is down or paused")
	r.must(n.held.Within(limit), e, fmt.Sprintf("%+v is promised of %+v", n.held, limit))
	r.must(n.shares <= models.WholeDevice*int64(len(m.Accelerators)), e, "more accelerators are promised than there are")
}

func (r *replay) release(e *trace.Event, t *replayed) {
	n, s := &r.nodes[t.node], r.spec(t)
	n.held = n.held.Sub(s.Demand)
	n.shares -= int64(s.Accelerators.Count) * int64(s.Accelerators.Share)
	r.must(!n.held.Negative() && n.shares >= 0, e, "more is given back than was taken")
}

func (r *replay) transfer(e *trace.Event) {
	i := e.Task - 1
	if e.Kind == trace.TransferRerouted || e.Kind == trace.TransferEntered || e.Kind == trace.TransferLeft {
		r.must(r.moving[i], e, "a transfer goes on that is not under way")
		return
	}
	r.must(!r.done[i] && r.moving[i] == (e.Kind != trace.TransferStarted), e, "a transfer starts or ends twice")
	r.must(e.At >= int64(r.cfg.Transfers[i].At), e, "a transfer starts too early")
	r.moving[i] = e.Kind == trace.TransferStarted
	r.done[i] = e.Kind == trace.TransferFinished
}

func (r *replay) Task(x *trace.Task) error {
	t := &r.tasks[x.Number]
	t.records++
	sojourn := int64(r.cfg.Horizon) - x.Arrived
	if x.Finished != trace.None {
		sojourn = x.Finished - x.Arrived
	}
	r.must(x.Queue >= 0 && x.Decision >= 0 && x.Transfer >= 0 && x.Run >= 0 && x.Convert >= 0 && (x.Convert == 0 || len(r.cfg.Gateways) > 0), x, "a part is negative")
	r.must(x.Sum() == sojourn, x, "the parts are not the sojourn time")
	r.must(x.Arrived == t.arrived && x.Attempts == t.attempts && int64(x.Workload) == t.workload && x.Source == int32(t.source), x, "another task than in the log")
	r.must(x.Warmup == (x.Arrived < int64(r.cfg.Warmup)), x, "the mark of the warm-up is wrong")
	states := map[trace.Kind][]trace.State{
		trace.TaskFinished: {trace.StateFinished}, trace.TaskDeclined: {trace.StateDeclined},
		trace.TaskArrived: {trace.StatePending}, trace.TaskDeferred: {trace.StatePending}, trace.TaskInterrupted: {trace.StatePending},
		trace.TaskPlaced: {trace.StateQueued}, trace.InputSent: {trace.StateSending}, trace.InputReceived: {trace.StateQueued},
		trace.TaskStarted: {trace.StateRunning}, trace.TaskRan: {trace.StateSending},
		trace.TaskPreempted: {trace.StateQueued}, trace.TaskResumed: {trace.StateRunning},
	}[t.last]
	if x.Finished == trace.None {
		r.must(x.Number > r.lastLeft, x, "tasks that are left are not recorded by number")
		r.lastLeft = x.Number
	}
	r.must(len(states) == 1 && states[0] == x.State, x, fmt.Sprintf("the last event was %v", t.last))
	return nil
}

func (r *replay) Transfer(x *trace.Transfer) error {
	r.must(int(x.Index) == r.recorded, x, "records of transfers are not in order")
	r.recorded++
	want := trace.TransferBroken
	switch {
	case r.done[x.Index]:
		want = trace.TransferDone
	case r.moving[x.Index]:
		want = trace.TransferSending
	case r.cfg.Transfers[x.Index].At > r.cfg.Horizon:
		want = trace.TransferWaiting
	}
	r.must(x.State == want, x, fmt.Sprintf("its state should be %v", want))
	r.must((x.Started == trace.None) == (want == trace.TransferBroken || want == trace.TransferWaiting), x, "the start of an attempt that is over, or none")
	r.must((x.Finished == trace.None) == (want != trace.TransferDone), x, "the end of a transfer that is not done, or none")
	return nil
}

// finish checks what can be said when all is told.
func (r *replay) finish(out *trace.Outcome) string {
	r.must(r.ended, nil, "the run never ended")
	r.must(r.recorded == len(r.cfg.Transfers), r.recorded, "records of transfers are missing")
	uses := make([]trace.WorkloadUse, len(r.cfg.Workloads))
	for i := 1; i < len(r.tasks); i++ {
		t := &r.tasks[i]
		r.must(t.records == 1, *t, "not one record")
		u := &uses[t.workload]
		u.Arrived++
		u.Interrupted += t.lost
		switch t.last {
		case trace.TaskFinished:
			u.Finished++
		case trace.TaskDeclined:
			u.Declined++
		default:
			u.Left++
		}
	}
	for i, u := range out.Workloads {
		uses[i].Workload = int32(i)
		r.must(u == uses[i], u, fmt.Sprintf("the log counts %+v", uses[i]))
	}
	for i, u := range out.NodeUse {
		n := &r.cfg.System.Nodes[i]
		r.must(u.MemoryMax <= int64(n.Capacity.Memory), u, "more memory than there is")
		// Milliwatts times nanoseconds over a million are microjoules.
		r.must((u.Energy == trace.None) == (n.Power == nil), u, "energy without power, or the reverse")
		r.must(n.Power == nil || u.Energy <= int64(units.Bytes(3*r.cfg.Horizon)), u, "more energy than at full power")
	}
	return r.wrong
}
