package sim

import (
	"math/big"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/trace"
)

// current is a transfer as the oracle of contention sees it.
type current struct {
	enters int64 // when its latency is over
	left   *big.Rat
	links  []int // constraints, one as often as it is loaded by a byte; see theory.Flow
	done   int64 // or -1
}

// dip is a span of time in which the constraints of a link have a part of their
// capacity.
type dip struct {
	from, until int64
	constraints []int
	permille    int64
}

// contention computes the ends of transfers over shared constraints in rational
// numbers: from one instant at which anything changes to the next, with the max–min
// fair rates of package theory between them. A stream ends in the first nanosecond
// that is not before its exact end by more than the tolerance of package flow.
func contention(t *rapid.T, capacities []units.BitsPerSecond, streams []current, dips []dip) {
	tolerance := big.NewRat(1782411, 1<<31-1)
	for now := int64(0); ; {
		rates := sharesAt(t, now, capacities, streams, dips)
		next := int64(-1)
		sooner := func(at int64) {
			if at > now && (next < 0 || at < next) {
				next = at
			}
		}
		for i := range streams {
			s := &streams[i]
			if s.done < 0 {
				sooner(s.enters)
			}
			if rates[i] == nil || rates[i].Sign() == 0 {
				continue
			}
			end := new(big.Rat).Quo(s.left, rates[i])
			end.Sub(end, tolerance)
			sooner(now + max(1, ceil(end)))
		}
		for _, d := range dips {
			sooner(d.from)
			sooner(d.until)
		}
		if next < 0 {
			return
		}
		for i := range streams {
			if rates[i] == nil {
				continue
			}
			s := &streams[i]
			s.left.Sub(s.left, new(big.Rat).Mul(rates[i], new(big.Rat).SetInt64(next-now)))
			if s.left.Cmp(new(big.Rat).Mul(rates[i], tolerance)) <= 0 && rates[i].Sign() > 0 {
				s.done = next
			}
		}
		now = next
	}
}

// sharesAt ends the streams that take no time at an instant, and returns the rates
// of those that flow then, nil for the others. Rates are in bits per second, and
// data is in nanobits.
func sharesAt(t *rapid.T, now int64, capacities []units.BitsPerSecond, streams []current, dips []dip) []*big.Rat {
	exact := make([]*big.Rat, len(capacities))
	for k, c := range capacities {
		if c != units.Unlimited {
			exact[k] = new(big.Rat).SetInt64(int64(c))
		}
	}
	for _, d := range dips {
		for _, k := range d.constraints {
			switch {
			case now < d.from || now >= d.until:
			case d.permille == 0:
				exact[k] = new(big.Rat)
			case exact[k] != nil:
				exact[k].SetInt64(units.MulDivCeil(int64(capacities[k]), d.permille, 1000))
			}
		}
	}
	var flows []theory.Flow
	var which []int
	for i := range streams {
		s := &streams[i]
		if s.done >= 0 || s.enters > now {
			continue
		}
		var f theory.Flow
		for _, k := range s.links {
			if exact[k] != nil {
				f.Links = append(f.Links, k)
			}
		}
		if s.left.Sign() == 0 || len(f.Links) == 0 {
			s.done = now
			continue
		}
		flows, which = append(flows, f), append(which, i)
	}
	for k := range exact {
		if exact[k] == nil {
			exact[k] = new(big.Rat)
		}
	}
	fair, err := theory.MaxMin(exact, flows)
	if err != nil {
		t.Fatal(err)
	}
	rates := make([]*big.Rat, len(streams))
	for n, i := range which {
		rates[i] = fair[n]
	}
	return rates
}

// drawTree draws a tree of nodes, some of whose links lose half of the bytes, and
// returns for each node the link to its parent and the parent.
func drawTree(t *rapid.T, c *Config) (up []models.LinkID, parent []models.NodeID) {
	rate := func(label string, of ...units.BitsPerSecond) units.BitsPerSecond { return one(t, label, of...) }
	for i := range rapid.IntRange(2, 8).Draw(t, "nodes") {
		addNode(c.System, func(n *models.Node) { n.Capacity.Bandwidth = rate("nic", units.Unlimited, 8e9, 3e9, 7e8) })
		up, parent = append(up, -1), append(parent, models.NoNode)
		if i == 0 {
			continue
		}
		parent[i] = models.NodeID(rapid.IntRange(0, i-1).Draw(t, "parent"))
		a, b := models.NodeID(i), parent[i]
		if rapid.Bool().Draw(t, "turned") {
			a, b = b, a
		}
		up[i] = addLink(c.System, a, b, rate("rate", 8e9, 1e9, 3e9, 7e8, 1e6, 999_999_937, units.Unlimited), one[time.Duration](t, "latency", 0, 5, 1000))
		l := &c.System.Links[up[i]]
		switch one(t, "direction", "both", "both", "half duplex", "slow back") {
		case "half duplex":
			l.HalfDuplex = true
		case "slow back":
			l.BandwidthBack = rate("rate back", 2e9, 333_333_333)
		}
		if one(t, "loses half", false, false, false, true) {
			c.Channels = append(c.Channels, Channel{Link: l.ID, Loss: channel.LossOf(0.5)})
		}
	}
	return up, parent
}

// constraints lists what a transfer loads on its way through a tree: the
// directions of links, and the two sides of the interfaces of nodes behind them.
func constraints(y *models.System, path []models.LinkID, from models.NodeID, loses func(models.LinkID) bool) []int {
	var out []int
	side := func(n models.NodeID, s int) { out = append(out, 2*len(y.Links)+2*int(n)+s) }
	for _, id := range path {
		l := &y.Links[id]
		k := 2 * int(id)
		if from == l.B && !l.HalfDuplex {
			k++
		}
		side(from, 0)
		out = append(out, k)
		if loses(id) {
			out = append(out, k)
		}
		from = l.A + l.B - from
		side(from, 1)
	}
	return out
}

// climb returns the path between two nodes of a tree: up from both to where they
// meet.
func climb(up []models.LinkID, parent []models.NodeID, from, to models.NodeID) []models.LinkID {
	var there, back []models.LinkID
	for from != to {
		if from > to { // parents have lower numbers
			there, from = append(there, up[from]), parent[from]
		} else {
			back, to = append(back, up[to]), parent[to]
		}
	}
	slices.Reverse(back)
	return append(there, back...)
}

func drawDips(t *rapid.T, c *Config) []dip {
	var dips []dip
	for i := range c.System.Links {
		permille := one[int64](t, "dip", -1, -1, 0, 500, 1, 333)
		if permille < 0 {
			continue
		}
		d := dip{from: one[int64](t, "dip at", 100, 0, 1000), permille: permille, constraints: []int{2 * i, 2*i + 1}}
		d.until = d.from + one[int64](t, "dip for", 100, 1, 12_345)
		f := slow(OnLink(models.LinkID(i)), permille, units.Time(d.from), time.Duration(d.until-d.from))
		if permille == 0 {
			f.Mode = failure.Mode{Kind: failure.Pause}
		}
		dips, c.Faults = append(dips, d), append(c.Faults, f)
	}
	return dips
}

func TestTransfersOnATreeFollowTheFairSharesOfTheTheory(t *testing.T) {
	checkOften(t, "1000", func(t *rapid.T) {
		c := &Config{System: &models.System{}, Horizon: 1e15, Audit: true}
		y := c.System
		up, parent := drawTree(t, c)
		dips := drawDips(t, c)
		loses := func(id models.LinkID) bool {
			return slices.ContainsFunc(c.Channels, func(x Channel) bool { return x.Link == id })
		}
		var streams []current
		for range rapid.IntRange(1, 12).Draw(t, "transfers") {
			x := Transfer{
				From: anyNode(t, y, "from"), To: anyNode(t, y, "to"), At: one[units.Time](t, "at", 0, 10, 100, 1000),
				Size: rapid.OneOf(rapid.SampledFrom([]units.Bytes{100, 0, 1000, 1}), rapid.Map(rapid.Int64Range(0, 1e6), func(n int64) units.Bytes { return units.Bytes(n) })).Draw(t, "size"),
			}
			c.Transfers = append(c.Transfers, x)
			s := current{enters: int64(x.At), left: big.NewRat(int64(x.Size), 1), done: -1}
			s.left.Mul(s.left, big.NewRat(8e9, 1))
			path := climb(up, parent, x.From, x.To)
			for _, id := range path {
				s.enters += int64(y.Links[id].Latency)
			}
			s.links = constraints(y, path, x.From, loses)
			streams = append(streams, s)
		}
		var capacities []units.BitsPerSecond
		for i := range y.Links {
			capacities = append(capacities, y.Links[i].Rate(false), y.Links[i].Rate(true))
		}
		for i := range y.Nodes {
			capacities = append(capacities, y.Nodes[i].Capacity.Bandwidth, y.Nodes[i].Capacity.Bandwidth)
		}
		contention(t, capacities, streams, dips)
		l, _ := mustRun(t, c, firstFit())
		var want, got []int64
		for i := range streams {
			if l.transfers[i].State != trace.TransferDone {
				t.Fatalf("transfer %d is %v", i, l.transfers[i].State)
			}
			want, got = append(want, streams[i].done), append(got, l.transfers[i].Finished)
		}
		if !slices.Equal(want, got) {
			t.Fatalf("ends by the oracle (-) and the simulator (+):\n%s", gocmp.Diff(want, got))
		}
	})
}
