package sim

import (
	"math"
	"math/big"
	"math/bits"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/retry"
	"github.com/littoral-sim/littoral/sim/rng"
)

// The work of a task whose running time has been measured class by class is not
// known before it has a node. Until then there is the number between 0 and 1 that
// it has drawn: task.work holds its bits, and task.saved the part of the work that
// earlier attempts have done, in wholeWork.

// wholeWork is all work of such a task in the unit of task.saved.
const wholeWork = int64(1) << 52

// drawWork draws the work of a task, one number whatever it is made of.
func (w *Workload) drawWork(s *rng.Stream) int64 {
	if w.Times == nil {
		return w.Work.SampleInt64(s)
	}
	return int64(math.Float64bits(s.Open01()))
}

// workOn returns the millicore-nanoseconds that a task still has to do on its node.
func (w *world) workOn(t *task) int64 {
	e := w.enclaveOf(t)
	if e == nil {
		return w.workOutside(t)
	}
	inside := units.MulDivCeil(w.workOutside(t), e.SlowdownPermille, 1000)
	return units.Add(inside, w.transition(t, e))
}

// enclaveOf returns the enclave in which a task runs on its node, or nil.
func (w *world) enclaveOf(t *task) *models.Enclave {
	if !w.spec(t).Constraints.Enclave {
		return nil
	}
	return w.sys.Nodes[t.node].Enclave
}

// transition is what it takes to enter and leave an enclave, in millicore-nanoseconds.
func (w *world) transition(t *task, e *models.Enclave) int64 {
	return units.MulDivCeil(int64(e.Transition), int64(w.spec(t).Demand.CPU), 1)
}

// outside returns the service outside an enclave that a service on the cores of the
// node of a task amounts to, rounded down.
func (w *world) outside(t *task, served units.Wide) units.Wide {
	e := w.enclaveOf(t)
	if e == nil {
		return served
	}
	x := served.Big()
	x.Sub(x, big.NewInt(w.transition(t, e)))
	if x.Sign() <= 0 {
		return units.Wide{}
	}
	x.Mul(x, big.NewInt(1000))
	return units.Wide{}.Plus(clamp(x.Quo(x, big.NewInt(e.SlowdownPermille))))
}

// workOutside is workOn without an enclave.
func (w *world) workOutside(t *task) int64 {
	node := &w.sys.Nodes[t.node]
	if w.workloadOf(t).Times == nil {
		return units.CoreWork(time.Duration(t.work-w.saved[t.number]), node.Speed)
	}
	ns := part(w.timeOn(t), wholeWork-w.saved[t.number], wholeWork)
	return units.MulDivCeil(ns, int64(w.spec(t).Demand.CPU), 1)
}

// timeOn returns the nanoseconds that all of a task takes on its node when it gets
// the CPU that it demands, for one with measured times.
func (w *world) timeOn(t *task) int64 {
	times, node := w.workloadOf(t).Times, &w.sys.Nodes[t.node]
	u := math.Float64frombits(uint64(t.work))
	if w.spec(t).ByClass(node) {
		return max(times[node.Class].QuantileInt64(u), 0)
	}
	return units.MulDivCeil(max(times[0].QuantileInt64(u), 0), int64(units.ReferenceSpeed), int64(node.Speed))
}

// saveMeasured is save for a task with measured times.
func (w *world) saveMeasured(t *task, served units.Wide) {
	total := w.timeOn(t)
	if total == 0 {
		return
	}
	x := served.Big()
	x.Quo(x, big.NewInt(int64(w.spec(t).Demand.CPU)))
	p := retry.Progress{Total: total, Saved: part(w.saved[t.number], total, wholeWork)}
	p = w.workloadOf(t).Checkpoint.Lose(p, min(clamp(x), p.Remaining()))
	w.saved[t.number] = max(w.saved[t.number], part(p.Saved, wholeWork, total))
}

// part returns the integer nearest to x·of/whole, where of is at most whole or x is.
func part(x, of, whole int64) int64 {
	hi, lo := bits.Mul64(uint64(x), uint64(of))
	lo, carry := bits.Add64(lo, uint64(whole)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(whole))
	return int64(q)
}

// workText says how much a task has to do, for a message.
func (w *world) workText(t *task) string {
	if w.workloadOf(t).Times == nil {
		return time.Duration(t.work).String() + " on the reference core"
	}
	return time.Duration(w.timeOn(t)).String() + " there"
}
