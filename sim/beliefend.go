package sim

import (
	"math/big"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/trace"
)

// closeBelief brings all integrals of the observer to the end of the run.
func (w *world) closeBelief(now units.Time) {
	if w.belief == nil {
		return
	}
	for i := range w.belief.peers {
		w.age(now, &w.belief.peers[i])
	}
	var nothing group
	w.change(now, &nothing, func() {})
}

// believed returns the totals about the observer, or nil without one.
func (w *world) believed() *trace.Belief {
	b := w.belief
	if b == nil {
		return nil
	}
	out := b.count
	out.Observer = int32(b.Observer)
	// The integral is kept twice as large as it is.
	most := new(big.Int).Mul(big.NewInt(2*int64(len(b.peers))), big.NewInt(int64(w.cfg.Horizon)))
	out.AgeMean = clamp(new(big.Int).Quo(b.stale.Big(), most))
	return &out
}

// auditBeliefs checks the laws of the observer, if there is one.
func (w *world) auditBeliefs() []trace.Audit {
	if w.belief == nil {
		return nil
	}
	return []trace.Audit{w.auditBelief(), w.auditBookings()}
}

// auditBelief checks that what the observer believes to be free is the capacity less
// what it has booked.
func (w *world) auditBelief() trace.Audit {
	good := int64(0)
	for n := range w.belief.nodes {
		sum := w.sys.Nodes[n].Capacity
		for i := w.belief.peers[n].first; i != none; i = w.belief.bookings.at(i).next {
			if x := w.belief.bookings.at(i); !x.freed {
				sum = sum.Sub(w.sys.Specs[x.spec].Demand)
			}
		}
		if sum == w.belief.nodes[n].Free {
			good++
		}
	}
	return exact("belief", "nodes where capacity = believed free + booked", count(good), count(int64(len(w.belief.nodes))))
}

// auditBookings checks that what is reserved in truth has been booked: what a task
// holds is known to the observer, whatever it believes of its node.
func (w *world) auditBookings() trace.Audit {
	held, booked := int64(0), int64(0)
	for id := range models.TaskID(w.tasks.count) {
		if !w.tasks.holds(id) || !w.tasks.at(id).holds {
			continue
		}
		held++
		i := w.belief.bookings.booked(id)
		if i == none {
			continue
		}
		if x := w.belief.bookings.at(i); x.task == id && x.node == w.tasks.at(id).node && !x.freed {
			booked++
		}
	}
	return exact("bookings", "reservations at the end = those that the observer has booked", count(booked), count(held))
}
