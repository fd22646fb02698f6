package sim

import (
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// Delivery says when a command of the observer sets out to its node.
type Delivery uint8

// The ways of delivery.
const (
	// DeliveryPush sends a command at once: the observer has a channel to each node,
	// like the watch of Kubernetes.
	DeliveryPush Delivery = iota
	// DeliveryResponse sends a command as the answer to a heartbeat: it waits at the
	// observer until the next one of its node arrives there, like the desires of
	// Baetyl over HTTP.
	DeliveryResponse
)

// order sends a command to its node, or keeps it until that is heard again.
func (w *world) order(now units.Time, m note) {
	if held := w.belief.held; held != nil {
		held[m.node] = append(held[m.node], m)
		return
	}
	w.sendOrder(now, m)
}

// respond sends what waits for a heartbeat of a node that has just been heard.
func (w *world) respond(now units.Time, n models.NodeID) {
	held := w.belief.held
	if held == nil {
		return
	}
	for _, m := range held[n] {
		if w.belief.bookings.at(m.index).serial == m.serial {
			w.sendOrder(now, m)
		}
	}
	held[n] = held[n][:0]
}

// sendOrder sends a command to its node. Without a way it waits there for the next
// reconciliation.
func (w *world) sendOrder(now units.Time, m note) {
	if x := w.belief.bookings.at(m.index); !w.tell(now, m) && m.kind == noteCommand && x.fate == fateSent {
		w.missed(now, x, models.Unreachable)
	}
}
