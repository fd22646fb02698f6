package schedulers

import "github.com/littoral-sim/littoral/models"

// watermark says that none of the first nodes of an Eligible list fits any more.
type watermark struct {
	epoch uint32
	nodes int32
}

// Exhausted reports whether no eligible node fits tasks of this kind any more,
// wherever their data comes from. Placements only take, so once that is so, it
// stays so for the rest of the plan.
//
// All calls of one plan about one kind of task take O(eligible nodes) time
// together, because each goes on where the one before has stopped.
func (d *Draft) Exhausted(t *Pending) bool {
	w, nodes := d.watermark(t), d.Eligible(t)
	for int(w.nodes) < len(nodes) && d.Fits(t, nodes[w.nodes]) != models.OK {
		w.nodes++
	}
	return int(w.nodes) == len(nodes)
}

// knownExhausted is Exhausted as far as earlier calls have found out, in O(1).
func (d *Draft) knownExhausted(t *Pending) bool {
	return int(d.watermark(t).nodes) == len(d.Eligible(t))
}

func (d *Draft) watermark(t *Pending) *watermark {
	for len(d.full) <= int(t.Spec) {
		d.full = append(d.full, watermark{})
	}
	w := &d.full[t.Spec]
	if w.epoch != d.epoch {
		*w = watermark{epoch: d.epoch}
	}
	return w
}
