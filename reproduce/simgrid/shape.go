package simgrid

import (
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// draft is a platform under construction: routers with links between them, hosts
// with two links of their own each, and routes as they are asked for.
type draft struct {
	platform *Platform
	stream   *rng.Stream
	links    int // how many there may be
	nominal  bool
	routers  [][]arc
	hosts    []access
	sides    [][]int        // hosts between which flows prefer to travel
	known    map[[2]int]int // routes by their hosts
	ways     map[int][]hop  // shortest ways by the router to which they lead
}

// arc is a way from a router to its neighbour.
type arc struct{ to, link int }

// access is where a host is attached.
type access struct{ router, up, down int }

// hop is the first step of a shortest way.
type hop struct{ next, link int }

func newDraft(kind Kind, links int, s *rng.Stream) *draft {
	return &draft{
		platform: &Platform{Kind: kind}, stream: s, links: links, nominal: s.IntN(2) == 0,
		known: map[[2]int]int{}, ways: map[int][]hop{},
	}
}

// addLink adds a link with a random capacity.
func (d *draft) addLink() int {
	c := units.BitsPerSecond(1e6)
	if d.nominal {
		c *= pick(d.stream, units.BitsPerSecond(1), 10, 10, 20, 50, 100, 1000)
	} else {
		c = units.BitsPerSecond(magnitude(d.stream, 1e6, 1e9))
	}
	d.platform.Links = append(d.platform.Links, Link{Capacity: c})
	return len(d.platform.Links) - 1
}

func (d *draft) addRouter() int {
	d.routers = append(d.routers, nil)
	return len(d.routers) - 1
}

// connect joins two routers, one time in three by a half-duplex link.
func (d *draft) connect(a, b int) {
	there := d.addLink()
	back := there
	if d.stream.IntN(3) > 0 {
		back = d.addLink()
	}
	d.routers[a] = append(d.routers[a], arc{b, there})
	d.routers[b] = append(d.routers[b], arc{a, back})
}

// room returns how many links there may be between routers: between a third and
// two thirds of all.
func (d *draft) room() int { return d.links * (33 + d.stream.IntN(34)) / 100 }

// fits reports whether a connection of up to two links is within the room.
func (d *draft) fits(room int) bool { return len(d.platform.Links)+2 <= room }

func (d *draft) growTree() {
	deep := d.stream.IntN(2) == 0
	d.addRouter()
	for room := d.room(); d.fits(room); {
		parent := d.stream.IntN(len(d.routers))
		if deep { // near the one added last; a chain of hundreds would take SimGrid minutes
			parent = len(d.routers) - 1 - d.stream.IntN(min(len(d.routers), 2+len(d.routers)/8))
		}
		d.connect(parent, d.addRouter())
	}
}

func (d *draft) growDumbbell() {
	d.addRouter()
	for room := min(d.room(), 2+d.stream.IntN(7)); d.fits(room); {
		last := len(d.routers) - 1
		d.connect(last, d.addRouter())
	}
	d.sides = make([][]int, 2)
}

// growMesh makes a random tree and then adds connections anywhere.
func (d *draft) growMesh() {
	d.addRouter()
	room := d.room()
	for tree := room * (30 + d.stream.IntN(50)) / 100; d.fits(tree); {
		d.connect(d.stream.IntN(len(d.routers)), d.addRouter())
	}
	for tries := 0; d.fits(room) && tries < 10*room; tries++ {
		a, b := d.stream.IntN(len(d.routers)), d.stream.IntN(len(d.routers))
		if a != b {
			d.connect(a, b)
		}
	}
}

// attachHosts uses up the links. The link by which a host sends has the whole
// latency of every route that starts there.
func (d *draft) attachHosts() {
	for len(d.platform.Links)+2 <= d.links || len(d.hosts) < 2 {
		h := len(d.hosts)
		a := access{router: d.stream.IntN(len(d.routers))}
		if d.sides != nil && (h < 2 || d.stream.IntN(4) > 0) {
			side := h % 2
			a.router = side * (len(d.routers) - 1)
			d.sides[side] = append(d.sides[side], h)
		}
		a.up, a.down = d.addLink(), d.addLink()
		d.platform.Links[a.up].Latency = routeLatency
		d.hosts = append(d.hosts, a)
	}
	d.platform.Hosts = len(d.hosts)
}

// pair draws two different hosts for a flow.
func (d *draft) pair(s *rng.Stream) (from, to int) {
	if d.sides != nil && s.IntN(4) > 0 {
		from, to = pick(s, d.sides[0]...), pick(s, d.sides[1]...)
		if s.IntN(4) == 0 {
			from, to = to, from
		}
		return from, to
	}
	from, to = s.IntN(len(d.hosts)), s.IntN(len(d.hosts)-1)
	if to >= from {
		to++
	}
	return from, to
}

// route returns the route between two hosts, which it adds when it is new.
func (d *draft) route(from, to int) int {
	if r, ok := d.known[[2]int{from, to}]; ok {
		return r
	}
	a, b := d.hosts[from], d.hosts[to]
	ways := d.waysTo(b.router)
	links := []int{a.up}
	for at := a.router; at != b.router; at = ways[at].next {
		links = append(links, ways[at].link)
	}
	r := len(d.platform.Routes)
	d.platform.Routes = append(d.platform.Routes, Route{From: from, To: to, Links: append(links, b.down)})
	d.known[[2]int{from, to}] = r
	return r
}

// waysTo returns for each router the first hop of a way to the given one over the
// fewest links.
func (d *draft) waysTo(goal int) []hop {
	if w, ok := d.ways[goal]; ok {
		return w
	}
	w := make([]hop, len(d.routers))
	for i := range w {
		w[i] = hop{next: -1, link: -1}
	}
	w[goal].next = goal
	for queue := []int{goal}; len(queue) > 0; queue = queue[1:] {
		for _, out := range d.routers[queue[0]] {
			if w[out.to].next < 0 {
				w[out.to] = hop{next: queue[0], link: d.arcLink(out.to, queue[0])}
				queue = append(queue, out.to)
			}
		}
	}
	d.ways[goal] = w
	return w
}

// arcLink returns the first link that leads from a router to a neighbour.
func (d *draft) arcLink(from, to int) int {
	for _, a := range d.routers[from] {
		if a.to == to {
			return a.link
		}
	}
	panic("simgrid: routers are connected in one direction only")
}
