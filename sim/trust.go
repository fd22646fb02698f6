package sim

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/credential"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/trace"
)

// What vouches for nodes, and what follows when it does not any more. A certificate,
// a token or an attestation is renewed when the authority can be reached at the
// instant of an attempt, over whatever path. Tasks that ask for nothing it stands for
// do not care.

// Trust says what vouches for a node.
type Trust struct {
	Node models.NodeID
	// Certificate, Token and Attestation are nil where nothing of the kind runs out.
	// All are issued at the start of the run. An attestation ends when the node
	// crashes; the others survive that.
	Certificate, Token, Attestation *Credential
	// Boot is how much longer the node is out of service after each crash, to check
	// what it starts.
	Boot time.Duration
	// Evict takes tasks off the node when something runs out that they require, unless
	// they have run; otherwise they stay.
	Evict bool
}

// Credential is what vouches for a node for some time, and who renews it. Nodes may
// share one description, and have a credential each.
type Credential struct {
	credential.Spec
	Authority models.NodeID
}

// credentials returns the credentials of a node with the lapse that each leads to.
func (x *Trust) credentials() [3]*Credential {
	return [3]*Credential{x.Certificate, x.Token, x.Attestation}
}

// lapses holds what lapses when the credential at the same place expires.
func lapses() [3]models.Lapse {
	return [3]models.Lapse{models.CertificateLapse, models.TokenLapse, models.AttestationLapse}
}

// vouching is what vouches for the nodes now.
type vouching struct {
	fleet  *credential.Fleet
	owners []owner // by credential.ID
	ticket kernel.Ticket
	due    units.Time

	of    []int32 // index of each node among vouched, or none; nil without any
	nodes []vouched

	use     trace.TrustUse
	refused []int64         // by models.Reason
	leaving []models.TaskID // scratch
}

// owner is whose credential it is, and who renews it.
type owner struct {
	node, authority models.NodeID
	lapse           models.Lapse
}

// vouched is a node that something vouches for.
type vouched struct {
	*Trust
	first  int32 // its credentials in the fleet, from here on
	count  int32
	since  units.Time // of the present lapses
	lost   int64      // nanoseconds with any
	lapses int64      // so far

	after   failure.Condition // what it will be when it has booted
	booting kernel.Ticket
	boots   bool
	booted  bool // it is being put into service after its boot
}

// constrained reports whether tasks ask for anything that the audit of trust watches.
func constrained(c *models.Constraints) bool { return c.Regions != 0 || c.EncryptedBack || c.Enclave }

// addTrust issues all credentials, if anything vouches for a node or any task asks
// for it.
func (w *world) addTrust() {
	used := len(w.cfg.Trust) > 0
	for i := range w.sys.Specs {
		used = used || constrained(&w.sys.Specs[i].Constraints)
	}
	if !used {
		return
	}
	t := &vouching{due: units.Never, refused: make([]int64, len(w.reasons))}
	w.vouching = t
	if len(w.cfg.Trust) == 0 {
		return
	}
	t.of = make([]int32, len(w.sys.Nodes))
	for i := range t.of {
		t.of[i] = none
	}
	var specs []credential.Spec
	var of []int32
	known := map[*Credential]int32{}
	for i := range w.cfg.Trust {
		x := &w.cfg.Trust[i]
		v := vouched{Trust: x, first: int32(len(of))}
		for k, c := range x.credentials() {
			if c == nil {
				continue
			}
			s, ok := known[c]
			if !ok {
				s = int32(len(specs))
				known[c], specs = s, append(specs, c.Spec)
			}
			of = append(of, s)
			t.owners = append(t.owners, owner{x.Node, c.Authority, lapses()[k]})
		}
		v.count = int32(len(of)) - v.first
		t.of[x.Node] = int32(i)
		t.nodes = append(t.nodes, v)
	}
	t.fleet = credential.New(specs, of)
	w.retimeTrust()
}

// vouchedOf returns what vouches for a node, or nil.
func (w *world) vouchedOf(n models.NodeID) *vouched {
	if w.vouching == nil || w.vouching.of == nil || w.vouching.of[n] == none {
		return nil
	}
	return &w.vouching.nodes[w.vouching.of[n]]
}

// retimeTrust sets the one event of all credentials. It comes after the failures and
// repairs of its instant.
func (w *world) retimeTrust() {
	t := w.vouching
	due := units.Never
	if next, ok := t.fleet.Next(); ok {
		due = units.Time(next)
	}
	t.ticket, t.due = w.retimed(t.ticket, t.due, due, phaseRepair, evTrust, 0)
}

// renew lets credentials run out and be renewed.
func (w *world) renew(now units.Time) {
	t := w.vouching
	t.due = units.Never
	for _, e := range t.fleet.Advance(int64(now), w.vouches) {
		o := &t.owners[e.ID]
		switch {
		case e.Renewed:
			t.use.Renewals++
		case e.Failed:
			t.use.Failures++
		}
		switch {
		case e.Before != credential.Expired && e.After == credential.Expired:
			w.lapse(now, o)
		case e.Before == credential.Expired && e.After != credential.Expired:
			w.restore(now, o)
		}
	}
	w.retimeTrust()
}

// vouches reports whether the authority of a credential can renew it now.
func (w *world) vouches(id credential.ID) bool {
	o := &w.vouching.owners[id]
	if !w.routes.NodeUp(o.node) || !w.routes.NodeUp(o.authority) {
		return false
	}
	_, ok := w.routes.Latency(o.node, o.authority)
	return ok
}

// lapse notes that something vouches for a node no longer.
func (w *world) lapse(now units.Time, o *owner) {
	t := w.vouching
	switch o.lapse {
	case models.CertificateLapse:
		t.use.Certificates++
	case models.TokenLapse:
		t.use.Tokens++
	default:
		t.use.Attestations++
	}
	v := w.vouchedOf(o.node)
	v.lapses++
	v.settle(now, w.truth[o.node].Lapsed)
	w.setLapsed(o.node, w.truth[o.node].Lapsed|o.lapse)
	w.log(trace.Event{At: int64(now), Kind: trace.TrustLost, Node: int32(o.node), Value: int64(o.lapse)})
	if v.Evict {
		w.expel(now, o)
	}
}

// restore notes that it does again.
func (w *world) restore(now units.Time, o *owner) {
	w.vouchedOf(o.node).settle(now, w.truth[o.node].Lapsed)
	w.setLapsed(o.node, w.truth[o.node].Lapsed&^o.lapse)
	w.log(trace.Event{At: int64(now), Kind: trace.TrustRestored, Node: int32(o.node), Value: int64(o.lapse)})
	if w.belief != nil {
		w.restartKept(now, o.node)
	}
	w.stir(o.node)
	w.requestPass(now)
}

// setLapsed changes what has lapsed on a node. The observer knows, because it knows
// when a credential ends, and attestations come to the authorities.
func (w *world) setLapsed(n models.NodeID, to models.Lapse) {
	w.truth[n].SetLapsed(to)
	if w.belief != nil {
		w.belief.nodes[n].SetLapsed(to)
	}
}

// mayRestart reports whether a task that a node has kept may run there again.
func (w *world) mayRestart(n models.NodeID, id models.TaskID) bool {
	return w.truth[n].Lapsed.Denies(w.spec(w.tasks.at(id)).Constraints.Security) == models.OK
}

// settle adds the time since the last change of the lapses of a node.
func (v *vouched) settle(now units.Time, lapsed models.Lapse) {
	if lapsed != 0 {
		v.lost += int64(now - v.since)
	}
	v.since = now
}

// expel takes the tasks off a node that require what has lapsed, but for those that
// have run.
func (w *world) expel(now units.Time, o *owner) {
	t := w.vouching
	t.leaving = t.leaving[:0]
	for id := w.nodes[o.node].first; id != models.NoTask; id = w.tasks.at(id).next {
		x := w.tasks.at(id)
		if x.status != models.TaskReplying && o.lapse.Denies(w.spec(x).Constraints.Security) != models.OK {
			t.leaving = append(t.leaving, id)
		}
	}
	if len(t.leaving) == 0 {
		return
	}
	for _, id := range t.leaving {
		if x := w.tasks.at(id); !x.alive() || x.node != o.node {
			continue // One that has left before it made room for an image that it cannot have.
		}
		t.use.Evicted++
		w.forgetTask(id)
		w.interrupt(now, id, o.lapse.Denies(w.spec(w.tasks.at(id)).Constraints.Security))
	}
	w.advance(now, o.node)
	w.requestPass(now)
}

// crashTrust ends the attestation of a node that has crashed.
func (w *world) crashTrust(now units.Time, n models.NodeID) {
	v := w.vouchedOf(n)
	if v == nil {
		return
	}
	t := w.vouching
	for id := credential.ID(v.first); id < credential.ID(v.first+v.count); id++ {
		if t.owners[id].lapse == models.AttestationLapse && t.fleet.State(id) != credential.Expired {
			t.fleet.Void(int64(now), id)
			w.lapse(now, &t.owners[id])
		}
	}
	w.retimeTrust()
}

// repairTrust has what is due renewed as soon as a node is back.
func (w *world) repairTrust(now units.Time, n models.NodeID) {
	v := w.vouchedOf(n)
	if v == nil {
		return
	}
	for id := credential.ID(v.first); id < credential.ID(v.first+v.count); id++ {
		w.vouching.fleet.Try(int64(now), id)
	}
	w.retimeTrust()
}

// boots reports whether a change of the condition of a node has to wait, because the
// node checks what it starts.
func (w *world) boots(now units.Time, n models.NodeID, before, after failure.Condition) bool {
	v := w.vouchedOf(n)
	switch {
	case v == nil || v.Boot == 0:
		return false
	case v.booted:
		v.booted = false
		return false
	case v.boots && after == failure.Down: // It has not been back.
		w.engine.Cancel(v.booting)
		v.boots = false
		return true
	case v.boots:
		v.after = after
		return true
	case before != failure.Down || after == failure.Down:
		return false
	}
	v.boots, v.after = true, after
	v.booting = w.at(units.Add(now, units.Time(v.Boot)), phaseRepair, evBoot, int32(n))
	w.vouching.use.Boots++
	return true
}

// boot puts a node into service that has checked what it starts.
func (w *world) boot(now units.Time, n models.NodeID) {
	v := w.vouchedOf(n)
	v.boots, v.booted = false, true
	w.changeNode(now, n, failure.Down, v.after)
}

// mayPass reports whether the data of a task may go from a node over links. Other
// data may go anywhere.
func (w *world) mayPass(c cargo, from models.NodeID, path []models.LinkID) bool {
	if w.vouching == nil || c.kind != taskCargo {
		return true
	}
	t := w.tasks.at(models.TaskID(c.index))
	s := &w.spec(t).Constraints
	if !constrained(s) {
		return true
	}
	encrypted := s.EncryptedBack
	if t.status == models.TaskSending {
		encrypted = s.Encrypted
	}
	return w.sys.Along(from, path, s.Regions, encrypted) == models.OK
}

// watchPlacement counts what a placement that has been made breaks of what its task
// requires. It does not ask those who let it pass: credentials are asked themselves,
// and the regions and links one by one.
func (w *world) watchPlacement(t *task) {
	if w.vouching == nil {
		return
	}
	c, n := &w.spec(t).Constraints, &w.sys.Nodes[t.node]
	broken := c.Enclave && n.Enclave == nil || c.Security.Trusted && !n.Security.Trusted ||
		c.Security.Attested && !n.Security.Attested || c.Security.Token && !n.Security.Token || c.Security.TLS > n.Security.TLS
	if v := w.vouchedOf(t.node); v != nil {
		for id := credential.ID(v.first); id < credential.ID(v.first+v.count); id++ {
			expired := w.vouching.fleet.State(id) == credential.Expired
			broken = broken || expired && w.vouching.owners[id].lapse.Denies(c.Security) != models.OK
		}
	}
	for _, x := range [3]models.NodeID{w.source(t), t.node, w.target(t)} {
		broken = broken || c.Regions != 0 && !inside(c.Regions, w.sys.Nodes[x].Region)
	}
	if w.vouching.use.Watched++; broken {
		w.vouching.use.Violations++
	}
}

// watchFlight does the same for data that sets out over n.legs.
func (w *world) watchFlight(c cargo) {
	if w.vouching == nil || c.kind != taskCargo {
		return
	}
	t := w.tasks.at(models.TaskID(c.index))
	s := &w.spec(t).Constraints
	if !constrained(s) {
		return
	}
	broken := false
	for _, leg := range w.network.legs {
		l := &w.sys.Links[leg.way.link()]
		secret := s.Encrypted && t.status == models.TaskSending || s.EncryptedBack && t.status == models.TaskReplying
		broken = broken || secret && !l.Encrypted
		for _, r := range [3]models.Region{l.Region, w.sys.Nodes[l.A].Region, w.sys.Nodes[l.B].Region} {
			broken = broken || s.Regions != 0 && !inside(s.Regions, r)
		}
	}
	if w.vouching.use.Watched++; broken {
		w.vouching.use.Violations++
	}
}

// inside reports whether a region is in a set.
func inside(s models.RegionSet, r models.Region) bool {
	return r > 0 && uint64(s)>>(r-1)%2 == 1
}

// countRefusal notes why the referee refused something.
func (w *world) countRefusal(why models.Reason) {
	if w.vouching != nil {
		w.vouching.refused[why]++
	}
}

// trustUse closes the accounts of what vouches for nodes.
func (w *world) trustUse() *trace.TrustUse {
	t := w.vouching
	if t == nil {
		return nil
	}
	use := t.use
	var sum units.Wide
	for i := range t.nodes {
		v := &t.nodes[i]
		v.settle(w.cfg.Horizon, w.truth[v.Node].Lapsed)
		sum = sum.Plus(v.lost)
		use.Nodes = append(use.Nodes, trace.VouchedUse{Node: int32(v.Node), Lapses: v.lapses, Lost: v.lost})
	}
	use.Lost = clamp(sum.Big())
	for _, r := range []models.Reason{
		models.Untrusted, models.Unencrypted, models.CredentialExpired, models.TokenExpired, models.AttestationStale,
		models.NoEnclave, models.OutsideRegion, models.PathOutsideRegion,
	} {
		if n := t.refused[r]; n > 0 {
			use.Refused = append(use.Refused, trace.ReasonCount{Reason: w.reasons[r], Count: n})
		}
	}
	return &use
}

// auditTrust checks that nothing that was let pass breaks what its task requires.
func (w *world) auditTrust() []trace.Audit {
	if w.vouching == nil {
		return nil
	}
	return []trace.Audit{exact("trust", "placements and flights that break what their tasks require = 0", count(w.vouching.use.Violations), count(0))}
}

// trust checks what vouches for nodes.
func (v *validator) trust() {
	known := make(map[models.NodeID]bool, len(v.Trust))
	for i := range v.Trust {
		x := &v.Trust[i]
		v.check(v.isNode(x.Node), "something vouches for node %d, which does not exist", x.Node)
		v.check(!known[x.Node], "what vouches for node %d is given twice", x.Node)
		known[x.Node] = true
		v.check(x.Boot >= 0, "node %d takes a negative time %v to boot", x.Node, x.Boot)
		for _, c := range x.credentials() {
			if c == nil {
				continue
			}
			v.check(v.isNode(c.Authority), "the authority of node %d is node %d, which does not exist", x.Node, c.Authority)
			if err := c.Validate(); err != nil {
				v.check(false, "credential of node %d: %w", x.Node, err)
			}
		}
	}
	for i := range v.System.Nodes {
		n := &v.System.Nodes[i]
		v.check(n.Region <= models.RegionsMax, "node %q is in region %d; at most %d are possible", n.Name, n.Region, models.RegionsMax)
		v.check(n.Enclave == nil || n.Enclave.SlowdownPermille >= 1000 && n.Enclave.Transition >= 0,
			"the enclave of node %q needs a slowdown of at least 1 and a transition that is not negative", n.Name)
	}
	for i := range v.System.Links {
		l := &v.System.Links[i]
		v.check(l.Region <= models.RegionsMax, "link %q is in region %d; at most %d are possible", l.Name, l.Region, models.RegionsMax)
	}
	for i := range v.System.Specs {
		s := &v.System.Specs[i]
		v.check(s.Target == nil || v.isNode(*s.Target), "spec %q has a target that does not exist", s.Name)
	}
}
