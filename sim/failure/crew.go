package failure

import "github.com/littoral-sim/littoral/models/units"

// crew is the state of a crew and its account.
type crew struct {
	members, busy int32
	queue         queue
	sinceNs       int64
	account       CrewAccount
}

// CrewAccount says what a crew has done since the start of the run.
type CrewAccount struct {
	// Busy is the integral over time of the members at work, Waiting that of the failures in the queue, in nanoseconds.
	Busy, Waiting units.Wide
	// Repairs is how many repairs have begun.
	Repairs int64
}

// call asks the crew of a renewal for a repair.
func (m *Machine) call(i int32, w *renewal) {
	c, s := &m.causes[i], &m.components[m.causes[i].owner]
	c.status = queued
	// The queue is ascending, and -1 - p is so without overflow when the priority p is descending.
	c.key = key{major: -1 - int64(w.Priority), stage: 0, tie: m.next()}
	v := &m.crews[w.crew]
	v.settle(m.nowNs)
	s.settle(m.nowNs)
	s.waiting++
	v.queue.push(m.causes, i)
	m.dispatch(v)
}

// free takes a member from a repair that has ended.
func (m *Machine) free(v *crew) {
	v.settle(m.nowNs)
	v.busy--
	m.dispatch(v)
}

// dispatch sends free members to what is waiting.
func (m *Machine) dispatch(v *crew) {
	for v.busy < v.members && len(v.queue) > 0 {
		i := v.queue.pop(m.causes)
		c := &m.causes[i]
		w, s := &m.renewals[c.which], &m.components[c.owner]
		s.settle(m.nowNs)
		s.waiting--
		v.busy++
		v.account.Repairs++
		c.status = ending
		m.schedule(i, units.Add(m.nowNs, w.Down.SampleInt64(&w.down)), phaseEnd)
	}
}

// settle brings the account up to an instant.
func (v *crew) settle(nowNs int64) {
	v.account = v.at(nowNs)
	v.sinceNs = nowNs
}

// at returns the account at an instant.
func (v *crew) at(nowNs int64) CrewAccount {
	a, spanNs := v.account, nowNs-v.sinceNs
	a.Busy = a.Busy.PlusProduct(int64(v.busy), spanNs)
	a.Waiting = a.Waiting.PlusProduct(int64(len(v.queue)), spanNs)
	return a
}

// Crew returns the account of a crew, given by its index in Config.Crews, at an instant, which must not be later than
// Next.
func (m *Machine) Crew(nowNs int64, i int) CrewAccount {
	m.check(nowNs)
	return m.crews[i].at(nowNs)
}

// Waiting returns how many failures wait for a crew at the moment, and Repairing how many it repairs.
func (m *Machine) Waiting(i int) int { return len(m.crews[i].queue) }

// Repairing returns how many repairs a crew has under way.
func (m *Machine) Repairing(i int) int { return int(m.crews[i].busy) }
