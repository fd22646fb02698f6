package schedulers

import "github.com/littoral-sim/littoral/models"

// Pool says which nodes take part in a random choice.
type Pool uint8

// The pools.
const (
	Admitted Pool = iota // all nodes that admit the task
	WithRoom             // those that do so without over-commitment of CPU
)

// sampleTriesMax bounds the random tries of Sample before it looks at every
// node. When one node in four belongs to the pool, 32 tries all miss once in
// 10,000 choices.
const sampleTriesMax = 32

// Sample returns a node drawn uniformly from a pool without one node, which may
// be models.NoNode, or models.NoNode when nobody is left. It consumes a varying
// number of draws.
//
// It takes O(1) expected time when a good part of the eligible nodes belongs to
// the pool: it draws eligible nodes until one does. After 32 misses it scans all
// of them. Both ways are uniform, so the mixture is.
func (d *Draft) Sample(t *Pending, pool Pool, except models.NodeID) models.NodeID {
	nodes := d.Eligible(t)
	if len(nodes) == 0 {
		return models.NoNode
	}
	for range sampleTriesMax {
		if n := nodes[d.IntN(len(nodes))]; n != except && d.belongs(t, n, pool) {
			return n
		}
	}
	d.pool = d.pool[:0]
	for _, n := range nodes {
		if n != except && d.belongs(t, n, pool) {
			d.pool = append(d.pool, n)
		}
	}
	if len(d.pool) == 0 {
		return models.NoNode
	}
	return d.pool[d.IntN(len(d.pool))]
}

func (d *Draft) belongs(t *Pending, n models.NodeID, pool Pool) bool {
	return (pool == Admitted || d.HasRoom(t, n)) && d.Admits(t, n)
}

// IntN returns a uniform number in 0 … n-1 from the snapshot's source, as the
// function of that name does.
func (d *Draft) IntN(n int) int { return IntN(d.Rand, n) }
