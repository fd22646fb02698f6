package sim

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/energy"
	"github.com/littoral-sim/littoral/sim/share"
)

// What a run uses, and who bears it.
//
// The power of a node has two parts. The static one is what it draws without
// anything to run, asleep or out of service; nobody bears it. The dynamic one is what
// comes on top with the CPU in use. It is divided among the workloads in proportion
// to the CPU service that their tasks have had on the node, which for a linear power
// is what each has caused. When the carbon intensity of the grid of the node changes,
// the books are closed, so that the service since then bears the emission since then.
//
// The energy of a node that has a linear power and no battery follows from integrals
// that are kept anyway, and costs nothing as the run goes on. Others are metered at
// each change of the CPU in use.

// power is the account of everything that is used.
type power struct {
	of       []int32 // the account of each node, or none
	accounts []account
	linkOf   []int32 // the account of each link, or none
	links    []linkAccount
	bills    []bill // of each workload, and one for what belongs to none
	grids    []grid
	// billed is the service of tasks that are under way for which the books have been
	// closed.
	billed map[models.TaskID]int64

	weights []units.Wide // scratch
}

// bill is what a workload bears.
type bill struct {
	compute  units.Wide // attojoules
	network  units.Wide // attojoules
	emission units.Wide // milligrams · nW · ns / kWh
	rent     units.Wide // millionths of a currency unit · ns / h
	traffic  units.Wide // millionths of a currency unit · bytes / 10⁹
}

func (b *bill) add(x *bill) {
	b.compute, b.network = b.compute.PlusWide(x.compute), b.network.PlusWide(x.network)
	b.emission = b.emission.PlusWide(x.emission)
	b.rent, b.traffic = b.rent.PlusWide(x.rent), b.traffic.PlusWide(x.traffic)
}

// account is what one node uses.
type account struct {
	node   models.NodeID
	more   *NodeFootprint // nil when the system says everything
	curve  *energy.Curve  // nil when its power is not known
	grid   int32          // index, or none
	asleep wakefulness
	open   bool // among those that its grid closes

	static  energy.Meter
	dynamic energy.Meter // only if metered
	served  []service    // by workload, since the books were closed

	closed units.Wide // dynamic energy that has been divided
	rented units.Wide // price of the CPU in use that has been divided
	shared bill       // what has been divided

	rest *rest // nil when it never sleeps
	cell *cell // nil without a battery
}

// service is the CPU time, in millicore-nanoseconds, of the tasks of a workload.
type service struct {
	workload int32
	had      units.Wide
}

// metered reports whether the power is followed through each change of the CPU in
// use.
func (a *account) metered() bool {
	return a.cell != nil || a.curve != nil && a.curve.Model() != energy.Linear
}

// linkAccount is what one link uses.
type linkAccount struct {
	*LinkFootprint
	used bill
}

// addPower opens the accounts, if there is anything to account for.
func (w *world) addPower() {
	f, y := &w.cfg.Footprint, w.sys
	known := len(f.Nodes) > 0 || len(f.Links) > 0
	for i := range y.Nodes {
		known = known || y.Nodes[i].Power != nil
	}
	if !known {
		return
	}
	p := &power{
		of: make([]int32, len(y.Nodes)), linkOf: make([]int32, len(y.Links)),
		bills: make([]bill, len(w.cfg.Workloads)+1), billed: map[models.TaskID]int64{},
	}
	w.power = p
	more := make([]int32, len(y.Nodes))
	for i := range f.Nodes {
		more[f.Nodes[i].Node] = int32(i + 1)
	}
	for i := range y.Nodes {
		p.of[i] = none
		var x *NodeFootprint
		if more[i] > 0 {
			x = &f.Nodes[more[i]-1]
		}
		if x != nil || y.Nodes[i].Power != nil {
			p.of[i] = int32(len(p.accounts))
			p.accounts = append(p.accounts, w.newAccount(models.NodeID(i), x))
		}
	}
	for i := range p.linkOf {
		p.linkOf[i] = none
	}
	for i := range f.Links {
		p.linkOf[f.Links[i].Link] = int32(i)
		p.links = append(p.links, linkAccount{LinkFootprint: &f.Links[i]})
	}
	w.addGrids()
	for i := range p.accounts {
		w.meter(0, p.accounts[i].node)
	}
}

func (w *world) newAccount(id models.NodeID, more *NodeFootprint) account {
	a := account{node: id, more: more, grid: none}
	if w.sys.Nodes[id].Power != nil {
		curve, err := newCurve(&w.sys.Nodes[id], more)
		if err != nil { // The configuration has been validated.
			panic(err)
		}
		a.curve = curve
	}
	var from *energy.Steps
	if more != nil {
		if more.Grid != NoGrid {
			a.grid, from = int32(more.Grid)-1, w.cfg.Footprint.Grids[more.Grid-1]
		}
		if more.Sleep != nil {
			a.rest = &rest{Sleep: more.Sleep, due: units.Never}
		}
		if more.Battery != nil {
			a.cell = newCell(more.Battery)
		}
	}
	a.static = energy.NewMeter(from, 0)
	return a
}

// accountOf returns the account of a node, or nil.
func (w *world) accountOf(id models.NodeID) *account {
	if w.power == nil || w.power.of[id] == none {
		return nil
	}
	return &w.power.accounts[w.power.of[id]]
}

// meter follows a change of the status, the speed, the wakefulness or the CPU in use
// of a node.
func (w *world) meter(now units.Time, id models.NodeID) {
	a := w.accountOf(id)
	if a == nil {
		return
	}
	if w.nodes[id].station.Len() > 0 {
		w.reopen(a)
	}
	if a.rest != nil {
		w.relax(now, a)
	}
	if a.curve != nil {
		if static := w.staticPower(a); static != a.static.Power() {
			a.static.Set(int64(now), static)
		}
	}
	if a.metered() {
		a.dynamic.Set(int64(now), w.dynamicPower(a))
	}
	if a.cell != nil {
		w.drain(now, a)
	}
}

// staticPower returns what a node draws without anything to run.
func (w *world) staticPower(a *account) int64 {
	switch {
	case a.cell != nil && a.cell.Empty():
		return 0
	case w.truth[a.node].Status == models.Failed:
		return a.offPower()
	case a.asleep == sleeping:
		return a.rest.Power
	case a.asleep == waking:
		return a.rest.Waking
	default:
		return a.curve.Static()
	}
}

func (a *account) offPower() int64 {
	if a.more == nil {
		return 0
	}
	return a.more.Off
}

// dynamicPower returns what the CPU in use adds. A node that runs at a part of its
// speed has as much less of its CPU in use.
func (w *world) dynamicPower(a *account) int64 {
	n := &w.nodes[a.node]
	capacity := int64(w.sys.Nodes[a.node].Capacity.CPU)
	if capacity == 0 || w.truth[a.node].Status == models.Failed {
		return 0
	}
	return a.curve.Dynamic(n.station.InUse()*(fullSpeed-n.clock.slow), capacity*fullSpeed)
}

// bill books the service that a task has had on its node.
func (w *world) bill(id models.TaskID, had int64) {
	if w.power == nil {
		return
	}
	t := w.tasks.at(id)
	before := int64(0)
	if len(w.power.billed) > 0 {
		before = w.power.billed[id]
		delete(w.power.billed, id)
	}
	if a := w.accountOf(t.node); a != nil {
		a.serve(w.workload(t), had-before)
	}
}

// serve books a service.
func (a *account) serve(workload int32, had int64) {
	i, ok := slices.BinarySearchFunc(a.served, workload, func(s service, x int32) int { return cmp.Compare(s.workload, x) })
	if !ok {
		a.served = slices.Insert(a.served, i, service{workload: workload})
	}
	a.served[i].had = a.served[i].had.Plus(had)
}

// close divides what the CPU in use has drawn, emitted and cost since the last call
// among the workloads, given the carbon intensity since then.
func (w *world) close(now units.Time, a *account, intensity int64) {
	p := w.power
	cost := w.inUse(now, a)
	used := bill{compute: cost.compute.MinusWide(a.closed), rent: cost.rent.MinusWide(a.rented)}
	a.closed, a.rented = cost.compute, cost.rent
	p.weights = p.weights[:0]
	for _, s := range a.served {
		p.weights = append(p.weights, s.had)
	}
	other := len(p.bills) - 1
	compute, rent := energy.Divide(used.compute, p.weights), energy.Divide(used.rent, p.weights)
	charge := func(workload int, compute, rent units.Wide) {
		x := bill{compute: compute, emission: compute.Times(intensity), rent: rent}
		p.bills[workload].add(&x)
		a.shared.add(&x)
	}
	if compute == nil { // Less than a nanosecond of anybody's work.
		charge(other, used.compute, used.rent)
	}
	for i := range compute {
		charge(int(a.served[i].workload), compute[i], rent[i])
	}
	a.served = a.served[:0]
}

// inUse returns what the CPU in use has drawn and cost until now.
func (w *world) inUse(now units.Time, a *account) bill {
	n, capacity := &w.nodes[a.node], int64(w.sys.Nodes[a.node].Capacity.CPU)
	var b bill
	if capacity == 0 {
		return b
	}
	hi, lo := n.station.Busy(n.clock.at(int64(now))).Uint128()
	busy := units.WideOf(hi, lo)
	part := func(rate int64) units.Wide {
		if rate == 0 || busy == (units.Wide{}) {
			return units.Wide{}
		}
		x := busy.Big()
		return units.WideFrom(x.Quo(x.Mul(x, big.NewInt(rate)), big.NewInt(capacity)))
	}
	switch {
	case a.metered():
		b.compute = a.dynamic.Read(int64(now)).Energy
	case a.curve != nil:
		b.compute = part(a.curve.Range())
	}
	if a.more != nil {
		b.rent = part(a.more.HourPrice)
	}
	return b
}

// owner returns who bears the cost of a piece of cargo: the index of a workload, or
// of the bill for what belongs to none.
func (w *world) owner(c cargo) int32 {
	if c.kind == taskCargo {
		return w.workload(w.tasks.at(models.TaskID(c.index)))
	}
	return int32(len(w.power.bills) - 1)
}

// billLink books what it takes to carry bytes over a link.
func (w *world) billLink(c cargo, x way, sent units.Bytes) {
	p := w.power
	if p == nil || p.linkOf[x.link()] == none {
		return
	}
	l := &p.links[p.linkOf[x.link()]]
	perBit := l.PerBit
	if x&1 == 1 {
		perBit = l.PerBitBack
	}
	const attoPerByte = 8_000_000 // attojoules in a picojoule, times bits in a byte
	b := bill{
		network: units.Wide{}.PlusProduct(int64(sent), attoPerByte*perBit),
		traffic: units.Wide{}.PlusProduct(int64(sent), l.GBPrice),
	}
	if l.Grid != NoGrid {
		b.emission = b.network.Times(p.grids[l.Grid-1].value)
	}
	l.used.add(&b)
	p.bills[w.owner(c)].add(&b)
}

// endPower closes all books. The service of the tasks on their nodes has been booked.
func (w *world) endPower(now units.Time) {
	if w.power == nil {
		return
	}
	for i := range w.power.accounts {
		a := &w.power.accounts[i]
		w.endRest(now, a)
		w.close(now, a, w.intensity(a))
	}
}

// grid is a power grid.
type grid struct {
	*energy.Steps
	value int64   // its carbon intensity at present
	open  []int32 // accounts of nodes that it feeds and that have had something to run since the last change
}

// addGrids schedules the first change of each grid.
func (w *world) addGrids() {
	for i, s := range w.cfg.Footprint.Grids {
		w.power.grids = append(w.power.grids, grid{Steps: s, value: s.At(0)})
		w.awaitGrid(0, int32(i))
	}
}

func (w *world) awaitGrid(now units.Time, i int32) {
	if next, ok := w.power.grids[i].Next(int64(now)); ok && units.Time(next) <= w.cfg.Horizon {
		w.at(units.Time(next), phaseVary, evGrid, i)
	}
}

// intensity returns the carbon intensity at present of what feeds a node.
func (w *world) intensity(a *account) int64 {
	if a.grid == none {
		return 0
	}
	return w.power.grids[a.grid].value
}

// reopen has the books of a node closed at the next change of its grid.
func (w *world) reopen(a *account) {
	if a.grid != none && !a.open {
		a.open = true
		g := &w.power.grids[a.grid]
		g.open = append(g.open, w.power.of[a.node])
	}
}

// changeGrid closes the books of the nodes that a grid feeds, before its carbon
// intensity changes. What is still running is asked for the service that it has had.
func (w *world) changeGrid(now units.Time, i int32) {
	g := &w.power.grids[i]
	still := g.open[:0]
	for _, k := range g.open {
		a := &w.power.accounts[k]
		n := &w.nodes[a.node]
		for id := n.first; id != models.NoTask; id = w.tasks.at(id).next {
			w.billSoFar(now, a, id)
		}
		w.close(now, a, g.value)
		if a.open = n.station.Len() > 0; a.open {
			still = append(still, k)
		}
	}
	g.open = still
	g.value = g.At(int64(now))
	w.awaitGrid(now, i)
}

// billSoFar books the service that a task has had that goes on.
func (w *world) billSoFar(now units.Time, a *account, id models.TaskID) {
	t := w.tasks.at(id)
	if t.status != models.TaskQueued && t.status != models.TaskRunning {
		return
	}
	n := &w.nodes[t.node]
	left, ok := n.station.Peek(n.clock.at(int64(now)), share.ID(id))
	if !ok || left.Attained == 0 {
		return
	}
	a.serve(w.workload(t), left.Attained-w.power.billed[id])
	w.power.billed[id] = left.Attained
}
