package failure

import (
	"math/big"
	"slices"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// naive is a Machine written from its documentation: it looks at every cause for whatever it wants to know, works out all
// conditions anew after each change, and adds up accounts from instant to instant.
type naive struct {
	cfg      *Config
	causes   []*naiveCause // by component; faults, trace, renewals
	nowNs    int64
	round    int
	phase    int
	drawn    int // the number of times drawn so far
	accounts []Account
	crews    []naiveCrew
}

type naiveCause struct {
	owner     ID
	condition Condition
	holds     bool

	// atNs is when it begins, or ends if it holds; never while it waits or its clock stands still.
	atNs         int64
	round, phase int
	order        int // among what is scripted the place in the configuration; else above a million

	fault   *Fault
	outages []Outage // what is still to come, adjoining ones merged
	renewal *Renewal

	up, down rng.Stream
	leftNs   int64 // on a clock that stands still, else -1
	crew     int
	waits    bool
	repairs  bool
}

type naiveCrew struct {
	busy, waiting *big.Int
	repairs       int64
}

func newNaive(cfg *Config) *naive {
	n := &naive{cfg: cfg, accounts: make([]Account, len(cfg.Components))}
	for range cfg.Crews {
		n.crews = append(n.crews, naiveCrew{new(big.Int), new(big.Int), 0})
	}
	for i := range cfg.Components {
		k := &cfg.Components[i]
		for j := range k.Faults {
			f := &k.Faults[j]
			n.causes = append(n.causes, &naiveCause{
				owner: ID(i), condition: f.Mode.condition(), fault: f, atNs: int64(f.At), order: len(n.causes), leftNs: -1,
			})
		}
		var merged []Outage
		for _, o := range k.Trace.Outages {
			if last := len(merged) - 1; last >= 0 && merged[last].Until == o.From {
				merged[last].Until = o.Until
			} else {
				merged = append(merged, o)
			}
		}
		if len(merged) > 0 {
			n.causes = append(n.causes, &naiveCause{
				owner: ID(i), condition: k.Trace.Mode.condition(), outages: merged, atNs: int64(merged[0].From), order: len(n.causes), leftNs: -1,
			})
		}
		for j := range k.Renewals {
			w, prefix := &k.Renewals[j], ""
			if w.Label != "" {
				prefix = w.Label + "/"
			}
			c := &naiveCause{
				owner: ID(i), condition: w.Mode.condition(), renewal: w, leftNs: -1,
				up:   rng.NewStream(cfg.Seed, cfg.Replication, k.Name, prefix+"up"),
				down: rng.NewStream(cfg.Seed, cfg.Replication, k.Name, prefix+"down"),
				crew: slices.IndexFunc(cfg.Crews, func(v Crew) bool { return v.Name == w.Crew }),
			}
			n.causes = append(n.causes, c)
			n.after(c, w.Up.SampleInt64(&c.up), 0)
		}
	}
	return n
}

// after lets the cause happen after a span, in a phase of a round.
func (n *naive) after(c *naiveCause, spanNs int64, phase int) {
	c.atNs, c.round, c.phase = never, 0, phase
	if spanNs < never-n.nowNs {
		c.atNs = n.nowNs + spanNs
	}
	if spanNs == 0 {
		c.round = n.round
		if phase < n.phase {
			c.round++
		}
	}
	if c.renewal != nil {
		n.drawn++
		c.order = 1_000_000 + n.drawn
	}
}

// reaches reports whether a component is, or is below, another.
func (n *naive) reaches(from, to ID) bool {
	return from == to || slices.ContainsFunc(n.cfg.Components[from].Members, func(m ID) bool { return n.reaches(m, to) })
}

func (n *naive) Condition(id ID) Condition {
	worst := Working
	for _, c := range n.causes {
		if c.holds && n.reaches(c.owner, id) {
			worst = min(worst, c.condition)
		}
	}
	return worst
}

func (n *naive) conditions() []Condition {
	var all []Condition
	for i := range n.cfg.Components {
		all = append(all, n.Condition(ID(i)))
	}
	return all
}

func (n *naive) Next() (int64, bool) {
	first := int64(never)
	for _, c := range n.causes {
		first = min(first, c.atNs)
	}
	return first, first != never
}

// pass adds the time up to an instant to the accounts.
func (n *naive) pass(nowNs int64) {
	for i := range n.accounts {
		a := n.Account(nowNs, ID(i))
		n.accounts[i] = a
	}
	for i := range n.crews {
		busy, waiting, repairs := n.Crew(nowNs, i)
		n.crews[i] = naiveCrew{busy, waiting, repairs}
	}
	if nowNs > n.nowNs {
		n.nowNs, n.round, n.phase = nowNs, 0, 0
	}
}

func (n *naive) Account(nowNs int64, id ID) Account {
	a, span := n.accounts[id], units.Time(nowNs).Sub(units.Time(n.nowNs))
	switch n.Condition(id) {
	case Down:
		a.Down += span
	case Paused:
		a.Paused += span
	case Working:
		a.Working += span
	default:
		a.Slow += span
	}
	if slices.ContainsFunc(n.causes, func(c *naiveCause) bool { return c.owner == id && c.waits }) {
		a.Waiting += span
	}
	return a
}

func (n *naive) Crew(nowNs int64, i int) (busy, waiting *big.Int, repairs int64) {
	span := big.NewInt(nowNs - n.nowNs)
	busy = new(big.Int).Mul(span, big.NewInt(int64(n.Repairing(i))))
	waiting = new(big.Int).Mul(span, big.NewInt(int64(n.Waiting(i))))
	return busy.Add(busy, n.crews[i].busy), waiting.Add(waiting, n.crews[i].waiting), n.crews[i].repairs
}

func (n *naive) count(i int, f func(*naiveCause) bool) int {
	sum := 0
	for _, c := range n.causes {
		if c.renewal != nil && c.crew == i && f(c) {
			sum++
		}
	}
	return sum
}

func (n *naive) Waiting(i int) int { return n.count(i, func(c *naiveCause) bool { return c.waits }) }

func (n *naive) Repairing(i int) int {
	return n.count(i, func(c *naiveCause) bool { return c.repairs })
}

func (n *naive) Advance(nowNs int64) []Effect {
	if next, ok := n.Next(); !ok || next != nowNs {
		return nil
	}
	n.pass(nowNs)
	round := n.round
	var effects []Effect
	for {
		var first *naiveCause
		for _, c := range n.causes {
			if c.atNs != nowNs || c.round != round {
				continue
			}
			if first == nil || c.phase < first.phase || (c.phase == first.phase && c.order < first.order) {
				first = c
			}
		}
		if first == nil {
			n.round, n.phase = round+1, 0
			return effects
		}
		n.phase = first.phase
		effects = append(effects, n.turn(first)...)
	}
}

// turn begins or ends a cause.
func (n *naive) turn(c *naiveCause) []Effect {
	before := n.conditions()
	c.holds = !c.holds
	c.atNs = never
	if c.holds {
		n.accounts[c.owner].Faults++
	}
	after := n.conditions()
	var effects []Effect
	for id := range after {
		if before[id] == after[id] {
			continue
		}
		effects = append(effects, Effect{Component: ID(id), Origin: c.owner, Before: before[id], After: after[id]})
		if after[id] == Down {
			n.accounts[id].Crashes++
		}
		for _, d := range n.causes {
			if d != c && d.owner == ID(id) {
				n.clock(d, after[id] <= Paused)
			}
		}
	}
	if c.holds {
		n.begun(c)
	} else {
		n.ended(c)
	}
	return effects
}

// clock stops or restarts a clock of operation.
func (n *naive) clock(c *naiveCause, stand bool) {
	if c.renewal == nil || c.renewal.Clock != Operating || c.holds {
		return
	}
	switch {
	case stand && c.leftNs < 0 && c.atNs > n.nowNs && c.atNs != never:
		c.leftNs, c.atNs = c.atNs-n.nowNs, never
	case !stand && c.leftNs >= 0:
		n.after(c, c.leftNs, 0)
		c.leftNs = -1
	}
}

func (n *naive) begun(c *naiveCause) {
	switch {
	case c.fault != nil && c.fault.Mode.Kind == Reboot:
		n.after(c, int64(c.fault.Mode.Downtime), 1)
	case c.fault != nil && c.fault.For > 0:
		n.after(c, int64(c.fault.For), 1)
	case c.outages != nil && c.outages[0].Until != units.Never:
		n.after(c, int64(c.outages[0].Until)-n.nowNs, 1)
	case c.renewal != nil && c.renewal.Mode.Kind == Reboot:
		n.after(c, int64(c.renewal.Mode.Downtime), 1)
	case c.renewal != nil && c.crew < 0:
		n.after(c, c.renewal.Down.SampleInt64(&c.down), 1)
	case c.renewal != nil:
		c.waits = true
		n.drawn++
		c.order = 1_000_000 + n.drawn
		n.staff(c.crew)
	}
}

func (n *naive) ended(c *naiveCause) {
	switch {
	case len(c.outages) > 1:
		c.outages = c.outages[1:]
		n.after(c, int64(c.outages[0].From)-n.nowNs, 0)
	case c.renewal != nil:
		n.after(c, c.renewal.Up.SampleInt64(&c.up), 0)
		n.clock(c, n.Condition(c.owner) <= Paused)
		c.repairs = false
		if c.crew >= 0 {
			n.staff(c.crew)
		}
	}
}

// staff starts repairs while a crew has someone to send.
func (n *naive) staff(i int) {
	for n.Repairing(i) < int(n.cfg.Crews[i].Members) {
		var first *naiveCause
		for _, c := range n.causes {
			if !c.waits || c.crew != i {
				continue
			}
			if first == nil || c.renewal.Priority > first.renewal.Priority ||
				(c.renewal.Priority == first.renewal.Priority && c.order < first.order) {
				first = c
			}
		}
		if first == nil {
			return
		}
		first.waits, first.repairs = false, true
		n.crews[i].repairs++
		n.after(first, first.renewal.Down.SampleInt64(&first.down), 1)
	}
}
