package schedulers

import "github.com/littoral-sim/littoral/models"

// TightestRoom returns, among the nodes that admit t with room, the one with the
// least free CPU, then the least free memory, then the lowest NodeID, or
// models.NoNode when no node admits t with room.
//
// It takes O(eligible nodes) time, and asks for the way to a node only when the
// node would be the best so far.
func (d *Draft) TightestRoom(t *Pending) models.NodeID { return d.extremeRoom(t, -1) }

// LoosestRoom is TightestRoom with most in place of least.
func (d *Draft) LoosestRoom(t *Pending) models.NodeID { return d.extremeRoom(t, 1) }

// extremeRoom returns the node with room where sign times what is free is most.
// With room and admission nothing free is negative, so differences are exact.
func (d *Draft) extremeRoom(t *Pending, sign int64) models.NodeID {
	s := d.Spec(t)
	best := models.NoNode
	var free models.Resources // on the best
	for _, n := range d.Eligible(t) {
		a := d.Node(n)
		if !a.HasRoom(s) {
			continue
		}
		if best != models.NoNode {
			more := sign * int64(a.Free.CPU-free.CPU)
			if more < 0 || more == 0 && sign*int64(a.Free.Memory-free.Memory) <= 0 {
				continue
			}
		}
		if d.Admits(t, n) {
			best, free = n, a.Free
		}
	}
	return best
}
