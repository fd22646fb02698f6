package share

import (
	"math/big"
	"slices"
)

// ward is the oracle of the slots that serve by priority: a waiting room whose patients are called up one by one, and
// sent back to it for those that are worse off. It keeps what each still lacks and looks at everybody all the time.
type ward struct {
	nowNs      int64
	capacity   int64
	places     int
	preemptive bool
	jobs       []*patient
	busy       *big.Int
}

type patient struct {
	Job
	missing int64
	held    int64
	started bool
}

func newWard(capacity int64, preemptive bool) *ward {
	return &ward{capacity: capacity, places: PlacesMax, preemptive: preemptive, busy: new(big.Int)}
}

// heldBelow sums what is held by patients of a lower priority.
func (w *ward) heldBelow(priority int64) int64 {
	sum := int64(0)
	for _, j := range w.jobs {
		if int64(j.Priority) < priority {
			sum += j.held
		}
	}
	return sum
}

func (w *ward) held() int64 { return w.heldBelow(1 << 40) }

func (w *ward) InUse() int64 {
	if w.capacity == 0 {
		return 0
	}
	return w.held()
}

// pass lets time go by. It never goes past the end of a treatment by more than part of a nanosecond, so what is missing
// stays above minus what is held.
func (w *ward) pass(nowNs int64) {
	span := nowNs - w.nowNs
	w.nowNs = nowNs
	w.busy.Add(w.busy, new(big.Int).Mul(big.NewInt(w.InUse()), big.NewInt(span)))
	if w.capacity > 0 {
		for _, j := range w.jobs {
			j.missing -= j.held * span
		}
	}
}

// called returns who is next and what it would hold, nil if it cannot be had.
func (w *ward) called() (next *patient, need int64) {
	for _, j := range w.jobs {
		if j.held == 0 && (next == nil || j.Priority > next.Priority) {
			next = j
		}
	}
	if next == nil || w.capacity == 0 {
		return nil, 0
	}
	need = min(next.Demand, w.capacity)
	staying := w.held()
	if w.preemptive && staying+need > w.capacity {
		staying -= w.heldBelow(int64(next.Priority))
	}
	if staying+need > w.capacity {
		return nil, 0
	}
	return next, need
}

func (w *ward) Add(nowNs int64, j Job) bool {
	if len(w.jobs) >= w.places {
		return false
	}
	w.pass(nowNs)
	w.jobs = append(w.jobs, &patient{Job: j, missing: j.Work})
	return true
}

func (w *ward) Remove(nowNs int64, id ID) (Left, bool) {
	w.pass(nowNs)
	left, ok := w.Peek(nowNs, id)
	w.jobs = slices.DeleteFunc(w.jobs, func(j *patient) bool { return j.ID == id })
	return left, ok
}

func (w *ward) SetCapacity(nowNs, millicores int64) {
	w.pass(nowNs)
	w.capacity = millicores
}

func (w *ward) Advance(nowNs int64) []Event {
	w.pass(nowNs)
	var events []Event
	happen := func(j *patient, k Kind) { events = append(events, Event{ID: j.ID, Kind: k}) }
	w.jobs = slices.DeleteFunc(w.jobs, func(j *patient) bool {
		done := j.held > 0 && j.missing <= 0
		if done {
			happen(j, Finished)
		}
		return done
	})
	for j, need := w.called(); j != nil; j, need = w.called() {
		if j.missing == 0 {
			happen(j, Started)
			happen(j, Finished)
			w.jobs = slices.DeleteFunc(w.jobs, func(k *patient) bool { return k == j })
			continue
		}
		for w.held()+need > w.capacity {
			var out *patient
			for _, k := range w.jobs {
				if k.held > 0 && (out == nil || k.Priority <= out.Priority) {
					out = k
				}
			}
			out.held = 0
			happen(out, Preempted)
		}
		if j.started {
			happen(j, Resumed)
		} else {
			happen(j, Started)
		}
		j.held, j.started = need, true
	}
	return events
}

func (w *ward) Next() (int64, bool) {
	if j, _ := w.called(); j != nil {
		return w.nowNs, true
	}
	next, ok := int64(never), false
	for _, j := range w.jobs {
		if j.held == 0 || (w.capacity == 0 && j.missing > 0) {
			continue
		}
		spanNs := max(0, j.missing) / j.held
		if spanNs*j.held < j.missing {
			spanNs++
		}
		if spanNs < never-w.nowNs {
			next, ok = min(next, w.nowNs+spanNs), true
		}
	}
	return next, ok
}

func (w *ward) Peek(nowNs int64, id ID) (Left, bool) {
	for _, j := range w.jobs {
		if j.ID != id {
			continue
		}
		missing := j.missing
		if w.capacity > 0 {
			missing -= j.held * (nowNs - w.nowNs)
		}
		missing = max(0, missing)
		return Left{Attained: j.Work - missing, Remaining: missing, Started: j.started}, true
	}
	return Left{}, false
}

func (w *ward) Busy(nowNs int64) Integral {
	sum := new(big.Int).Mul(big.NewInt(w.InUse()), big.NewInt(nowNs-w.nowNs))
	return integralOf(sum.Add(sum, w.busy))
}

func (w *ward) Capacity() int64 { return w.capacity }
func (w *ward) SetPlaces(n int) { w.places = n }
func (w *ward) Places() int     { return w.places }
func (w *ward) Len() int        { return len(w.jobs) }

func (w *ward) Queued() int {
	n := 0
	for _, j := range w.jobs {
		if j.held == 0 {
			n++
		}
	}
	return n
}
