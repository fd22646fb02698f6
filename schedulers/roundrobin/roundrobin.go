package roundrobin

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
)

// Policy is round-robin as a Chooser. The zero value is ready and starts at the
// first node.
type Policy struct {
	last []models.NodeID // for each SpecID the node chosen last, or NoNode
}

// New returns round-robin as a Scheduler that starts at the first node. It
// implements encoding.BinaryMarshaler and encoding.BinaryUnmarshaler.
func New() schedulers.Scheduler { return schedulers.OneByOne(new(Policy)) }

// Choose implements schedulers.Chooser.
func (p *Policy) Choose(d *schedulers.Draft, t *schedulers.Pending) schedulers.Choice {
	for len(p.last) <= int(t.Spec) {
		p.last = append(p.last, models.NoNode)
	}
	nodes := d.Eligible(t)
	start, _ := slices.BinarySearch(nodes, p.last[t.Spec]+1)
	for _, overcommit := range [2]bool{false, true} {
		if n := next(d, t, nodes[start:], overcommit); n != models.NoNode {
			return p.take(t, n)
		}
		if n := next(d, t, nodes[:start], overcommit); n != models.NoNode {
			return p.take(t, n)
		}
	}
	return schedulers.Nowhere
}

// next returns the first of those nodes that admits t, with room unless
// overcommit.
func next(d *schedulers.Draft, t *schedulers.Pending, nodes []models.NodeID, overcommit bool) models.NodeID {
	s := d.Spec(t)
	for _, n := range nodes {
		if (overcommit || d.Node(n).HasRoom(s)) && d.Admits(t, n) {
			return n
		}
	}
	return models.NoNode
}

func (p *Policy) take(t *schedulers.Pending, n models.NodeID) schedulers.Choice {
	p.last[t.Spec] = n
	return schedulers.Choice{Node: n}
}

// MarshalBinary returns the cursors: their number, then each plus one, as
// unsigned varints.
func (p *Policy) MarshalBinary() ([]byte, error) {
	state := binary.AppendUvarint(nil, uint64(len(p.last)))
	for _, n := range p.last {
		state = binary.AppendUvarint(state, uint64(n+1))
	}
	return state, nil
}

// UnmarshalBinary restores what MarshalBinary returned. It leaves p unchanged
// when it returns an error. No bytes at all mean the initial state.
func (p *Policy) UnmarshalBinary(state []byte) error {
	if len(state) == 0 {
		p.last = nil
		return nil
	}
	count, used := binary.Uvarint(state)
	state = state[max(used, 0):]
	if used <= 0 || count > uint64(len(state)) {
		return errors.New("round-robin state: number of cursors is damaged")
	}
	last := make([]models.NodeID, 0, count)
	for i := range count {
		v, used := binary.Uvarint(state)
		if used <= 0 || v > math.MaxInt32 {
			return fmt.Errorf("round-robin state: cursor %d of %d is damaged", i, count)
		}
		state = state[used:]
		last = append(last, models.NodeID(int64(v)-1))
	}
	if len(state) > 0 {
		return fmt.Errorf("round-robin state: %d bytes after the last cursor", len(state))
	}
	p.last = last
	return nil
}
