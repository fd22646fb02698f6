package sim

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// journal writes down what happens: events to the digest and the sink, records
// to the sink alone. What it lends to the sink is memory of its own, so that
// writing allocates nothing.
type journal struct {
	chain   *trace.Chain
	sink    trace.Sink
	reasons []string // names, indexed by models.Reason
	// failed is the first error. The run stops at the next event, and the sink
	// is not told of anything after it.
	failed error

	event    trace.Event
	task     trace.Task
	transfer trace.Transfer
}

// fail stops the run with an error, unless it is already stopping.
func (j *journal) fail(format string, args ...any) {
	if j.failed == nil {
		j.failed = fmt.Errorf(format, args...)
	}
}

// log appends one event to the event log.
func (j *journal) log(e trace.Event) {
	if j.failed != nil {
		return
	}
	j.event = e
	j.chain.Add(&j.event)
	if err := j.sink.Event(&j.event); err != nil {
		j.fail("record event %d: %w", j.chain.Events(), err)
	}
}

// logTask appends an event about a task.
func (j *journal) logTask(now units.Time, k trace.Kind, t *task, value int64, why models.Reason) {
	j.log(trace.Event{
		At: int64(now), Kind: k, Task: t.number, Node: int32(t.node), Value: value, Reason: uint8(why),
	})
}

// logTransfer appends an event about a plain transfer.
func (j *journal) logTransfer(now units.Time, k trace.Kind, i int32, c *Transfer, why models.Reason) {
	j.log(trace.Event{
		At: int64(now), Kind: k, Task: int64(i) + 1, Node: int32(c.To), Value: int64(c.Size), Reason: uint8(why),
	})
}

// logFault appends an event about a node or a link as a whole.
func (j *journal) logFault(now units.Time, k trace.Kind, index int32) {
	j.log(trace.Event{At: int64(now), Kind: k, Node: index})
}

// logRun appends an event that belongs to no entity.
func (j *journal) logRun(now units.Time, k trace.Kind, value int64) {
	j.log(trace.Event{At: int64(now), Kind: k, Node: trace.None, Value: value})
}

// recordTask hands the life of a task to the sink.
func (j *journal) recordTask(r trace.Task) {
	if j.failed != nil {
		return
	}
	j.task = r
	if err := j.sink.Task(&j.task); err != nil {
		j.fail("record task %d: %w", r.Number, err)
	}
}

// recordTransfer hands a plain transfer to the sink.
func (j *journal) recordTransfer(r trace.Transfer) {
	if j.failed != nil {
		return
	}
	j.transfer = r
	if err := j.sink.Transfer(&j.transfer); err != nil {
		j.fail("record transfer %d: %w", r.Index, err)
	}
}
