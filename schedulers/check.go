package schedulers

import "github.com/littoral-sim/littoral/models"

// Refusal is an action that must not be carried out.
type Refusal struct {
	Index int32 // into Plan.Actions
	models.Reason
}

// Check is the referee: it returns every action of p that must not be carried
// out on the world that s describes, in order. It takes the transactions in
// order; one that holds a bad action is refused as a whole (its other actions
// with models.Partial) and leaves no trace on those that follow. The caller
// applies all other actions.
//
// s may be newer than the snapshot that the plan was made for; that is how a
// plan that took time meets a world that moved on.
func Check(s *Snapshot, p *Plan) []Refusal { return new(Referee).Check(s, p) }

// Referee runs Check again and again without allocating. The zero Referee is
// ready. It is not safe for concurrent use.
type Referee struct {
	draft    Draft
	where    []int32 // for each TaskID: index in Pending plus one, when mark is epoch
	mark     []uint32
	epoch    uint32
	used     []bool // for each pending task: taken by an earlier action
	refusals []Refusal
	undo     []models.Allocation // nodes as they were before the transaction
	undoNode []models.NodeID
}

// Check does what the function of that name does. The result is valid until the
// next call.
func (r *Referee) Check(s *Snapshot, p *Plan) []Refusal {
	r.begin(s)
	first := int32(0)
	for _, end := range p.Ends {
		if end < first || int(end) > len(p.Actions) {
			break // not a list of transactions; what follows belongs to none
		}
		r.transaction(p, first, end)
		first = end
	}
	for i := int(first); i < len(p.Actions); i++ {
		r.refuse(int32(i), models.Partial)
	}
	return r.refusals
}

func (r *Referee) begin(s *Snapshot) {
	r.draft.Reset(s)
	r.refusals = r.refusals[:0]
	if r.epoch++; r.epoch == 0 {
		clear(r.mark)
		r.epoch = 1
	}
	r.used = r.used[:0]
	for i := range s.Pending {
		t := int(s.Pending[i].Task)
		for len(r.mark) <= t {
			r.mark = append(r.mark, 0)
			r.where = append(r.where, 0)
		}
		r.mark[t], r.where[t] = r.epoch, int32(i)
		r.used = append(r.used, false)
	}
}

func (r *Referee) refuse(i int32, why models.Reason) {
	r.refusals = append(r.refusals, Refusal{i, why})
}

// transaction checks the actions first … end-1 and takes them back when one of
// them is bad.
func (r *Referee) transaction(p *Plan, first, end int32) {
	r.undo, r.undoNode = r.undo[:0], r.undoNode[:0]
	bad := end
	why := models.OK
	for i := first; i < end && why == models.OK; i++ {
		if why = r.action(&p.Actions[i], end-first > 1); why != models.OK {
			bad = i
		}
	}
	if why == models.OK {
		return
	}
	for k := len(r.undo) - 1; k >= 0; k-- {
		r.restore(r.undoNode[k], &r.undo[k])
	}
	for i := first; i < end; i++ {
		if i < bad {
			r.used[r.where[p.Actions[i].Task]] = false
		}
		if i == bad {
			r.refuse(i, why)
		} else {
			r.refuse(i, models.Partial)
		}
	}
}

// action applies one action to the draft, or says why it must not be.
func (r *Referee) action(a *Action, remember bool) models.Reason {
	if a.Op < Place || a.Op > Decline {
		return models.UnknownAction
	}
	if a.Task < 0 || int(a.Task) >= len(r.mark) || r.mark[a.Task] != r.epoch {
		return models.NotPending
	}
	i := r.where[a.Task]
	if r.used[i] {
		return models.PlacedTwice
	}
	if a.Op == Place {
		if why := r.place(a, &r.draft.Pending[i], remember); why != models.OK {
			return why
		}
	}
	r.used[i] = true
	return models.OK
}

func (r *Referee) place(a *Action, t *Pending, remember bool) models.Reason {
	d := &r.draft
	if a.Node < 0 || int(a.Node) >= len(d.Nodes) {
		return models.UnknownNode
	}
	if a.Generation != 0 && a.Generation != d.Nodes[a.Node].Generation {
		return models.Stale
	}
	if why := d.System.Relation(d.Routes, d.Node(a.Node), t.Source, a.Node, d.Spec(t)); why != models.OK {
		return why
	}
	if remember {
		r.remember(a.Node)
	}
	d.Reserve(t, a.Node)
	return models.OK
}

// remember saves a node so that restore can bring it back.
func (r *Referee) remember(n models.NodeID) {
	if len(r.undo) < cap(r.undo) {
		r.undo = r.undo[:len(r.undo)+1]
	} else {
		r.undo = append(r.undo, models.Allocation{})
	}
	copyAllocation(&r.undo[len(r.undo)-1], r.draft.Node(n))
	r.undoNode = append(r.undoNode, n)
}

func (r *Referee) restore(n models.NodeID, before *models.Allocation) {
	copyAllocation(r.draft.touch(n), before)
}
