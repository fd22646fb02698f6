package schedulers

import (
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

const (
	// ranksMax bounds a ranking. A walk that finds nothing within it is not much
	// dearer than looking at all nodes, of which there are more then.
	ranksMax = 4096
	// entriesMax bounds the neighbours and heads of all rankings together.
	entriesMax = 1 << 22
	// entriesOfRanking is what a ranking takes besides, in entries.
	entriesOfRanking = 8
)

// nearby is what walks have found out. It depends on nothing but the system and
// the routes between hubs, and holds copies: the system and the routes of the
// last snapshot are kept to recognise them, not to be read.
type nearby struct {
	system   *models.System
	routes   *models.Routes
	version  uint64
	epoch    uint64         // of rankings; grows when routes have changed
	kinds    [orders][]kind // indexed by SpecID
	rankings map[rankingKey]*ranking
	entries  int // in rankings

	ranksMax, entriesMax int
}

// order says what "near" means.
type order uint8

const (
	byLatency order = iota
	byResult        // by latency and run time
	orders
)

// kind is what a kind of task brings along, whatever fails.
type kind struct {
	asked  bool
	roams  bool        // some of the eligible nodes are mobile, which spoils the groups
	nodes  []Neighbour // the eligible nodes, by hub and then the nearest to it first
	groups []group     // by hub
}

// group is a hub and its part of the nodes.
type group struct {
	hub        models.NodeID
	first, end int32
}

type kindKey struct {
	spec models.SpecID
	order
}

type rankingKey struct {
	kindKey
	hub models.NodeID
}

// turn forgets what does not hold for a snapshot.
func (x *nearby) turn(s *Snapshot) {
	version := s.Routes.Version()
	if x.system == s.System && x.routes == s.Routes && x.version == version {
		return
	}
	if x.system != s.System {
		for i := range x.kinds {
			clear(x.kinds[i])
		}
		x.forget()
	}
	x.system, x.routes, x.version = s.System, s.Routes, version
	x.epoch++
	if x.ranksMax == 0 {
		x.ranksMax, x.entriesMax = ranksMax, entriesMax
	}
}

// findsMax returns how many nodes one walk may have a ranking find. To find one
// takes some ten times as long as to look at one, and all is lost when the routes
// change; so a walk without success shall not find more than a small part.
func (x *nearby) findsMax(k *kind) int { return 16 + len(k.nodes)/32 }

func (x *nearby) forget() {
	x.entries = 0
	clear(x.rankings)
}

// kind returns what is known of a kind of task, or nil at the first question.
func (x *nearby) kind(s *Snapshot, key kindKey) *kind {
	kinds := &x.kinds[key.order]
	for len(*kinds) <= int(key.spec) {
		*kinds = append(*kinds, kind{})
	}
	k := &(*kinds)[key.spec]
	switch {
	case !k.asked:
		k.asked = true
		return nil
	case k.roams:
		return nil
	case k.nodes == nil:
		if k.roams = slices.ContainsFunc(s.Eligible[key.spec], s.Routes.Roams); k.roams {
			return nil
		}
		k.group(s, s.Eligible[key.spec])
		k.sort(s, key)
	}
	return k
}

// group puts the eligible nodes of each hub together, in NodeID order. It counts
// instead of comparing, so that what is left to sort is the nodes of one hub.
func (k *kind) group(s *Snapshot, eligible []models.NodeID) {
	next := make([]int32, len(s.Nodes)+1) // for each hub, where its next node goes
	for _, n := range eligible {
		hub, _ := s.Routes.Hub(n)
		next[hub+1]++
	}
	for i := range s.Nodes {
		if next[i+1] > 0 {
			k.groups = append(k.groups, group{models.NodeID(i), next[i], next[i] + next[i+1]})
		}
		next[i+1] += next[i]
	}
	k.nodes = make([]Neighbour, len(eligible))
	for _, n := range eligible {
		hub, _ := s.Routes.Hub(n)
		k.nodes[next[hub]].Node = n
		next[hub]++
	}
}

// sort brings the nodes of each hub in order.
func (k *kind) sort(s *Snapshot, key kindKey) {
	pace, run := models.Pace{Class: -1}, time.Duration(0) // neighbours tend to be alike
	spec := &s.System.Specs[key.spec]
	for i := range k.nodes {
		n := &k.nodes[i]
		if _, link := s.Routes.Hub(n.Node); link != models.NoLink {
			n.Away = s.System.Links[link].Latency
		}
		if key.order == byResult {
			if v := spec.Pace(&s.System.Nodes[n.Node]); v != pace {
				pace, run = v, spec.RunTime(&s.System.Nodes[n.Node])
			}
			n.Away = units.Add(n.Away, run)
		}
	}
	for _, g := range k.groups {
		slices.SortFunc(k.nodes[g.first:g.end], Neighbour.compare)
	}
}

// ranking returns what is known of the nodes for a kind of task around a hub, or
// nil when there is no memory for it.
func (x *nearby) ranking(s *Snapshot, k *kind, key rankingKey) *ranking {
	if x.entries >= x.entriesMax {
		x.forget()
	}
	v := x.rankings[key]
	if v != nil && v.epoch == x.epoch {
		return v
	}
	if v == nil {
		need := entriesOfRanking + len(k.groups)
		if x.entries+need > x.entriesMax {
			x.forget()
		}
		if need > x.entriesMax {
			return nil
		}
		if x.rankings == nil {
			x.rankings = make(map[rankingKey]*ranking)
		}
		v = new(ranking)
		x.rankings[key] = v
		x.entries += entriesOfRanking
	}
	v.epoch = x.epoch
	x.entries -= v.size()
	v.begin(s.Routes, k, key.hub)
	x.entries += v.size()
	return v
}
