package buffer

// pageItems is how many items a page holds: 1 KiB.
const pageItems = 32

type page [pageItems]Item

// Pool is the memory of any number of buffers: pages that are not in use, and what is needed within a call. The zero
// Pool is empty.
type Pool struct {
	free  []*page
	pages int // ever made
	drops []Drop
}

// NewPool returns an empty pool.
func NewPool() *Pool { return &Pool{} }

// Pages returns how many pages have been made; they hold 32 items each.
func (p *Pool) Pages() int { return p.pages }

func (p *Pool) take() *page {
	if n := len(p.free); n > 0 {
		pg := p.free[n-1]
		p.free = p.free[:n-1]
		return pg
	}
	p.pages++
	return new(page)
}

func (p *Pool) give(pg *page) { p.free = append(p.free, pg) }

// deque is a queue of items with two ends, in order of their numbers. Its pages form a ring: item i is at place head+i,
// counted from the first page.
type deque struct {
	ring  []*page // a power of two in length, or empty
	first int32   // index in ring of the first page
	used  int32   // pages in use
	head  int32   // place of the first item in the first page
	n     int32
}

func (d *deque) at(i int32) *Item {
	p := uint32(d.head + i)
	return &d.ring[d.place(int32(p/pageItems))][p%pageItems]
}

// place returns the index in the ring of the page with a number, counted from the first one.
func (d *deque) place(number int32) int32 { return (d.first + number) & int32(len(d.ring)-1) }

// room makes room in the ring for one more page.
func (d *deque) room() {
	if int(d.used) < len(d.ring) {
		return
	}
	ring := make([]*page, max(1, 2*len(d.ring)))
	for i := range d.used {
		ring[i] = d.ring[d.place(i)]
	}
	d.ring, d.first = ring, 0
}

func (d *deque) pushBack(p *Pool, x Item) {
	if d.head+d.n == d.used*pageItems {
		d.room()
		d.ring[d.place(d.used)] = p.take()
		d.used++
	}
	d.n++
	*d.at(d.n - 1) = x
}

func (d *deque) pushFront(p *Pool, x Item) {
	if d.head == 0 {
		d.room()
		d.first = d.place(-1)
		d.ring[d.first] = p.take()
		d.used++
		d.head = pageItems
	}
	d.head--
	d.n++
	*d.at(0) = x
}

func (d *deque) popFront(p *Pool) Item {
	x := *d.at(0)
	d.head++
	d.n--
	if d.n == 0 || d.head == pageItems {
		p.give(d.ring[d.first])
		d.ring[d.first] = nil
		d.first = d.place(1)
		d.used--
		d.head = 0
	}
	return x
}

func (d *deque) popBack(p *Pool) Item {
	x := *d.at(d.n - 1)
	d.n--
	if d.n == 0 || d.head+d.n <= (d.used-1)*pageItems {
		last := d.place(d.used - 1)
		p.give(d.ring[last])
		d.ring[last] = nil
		d.used--
	}
	if d.n == 0 {
		d.head = 0
	}
	return x
}

// insert puts an item at its place, in as many steps as it is away from the nearer end by number.
func (d *deque) insert(p *Pool, x Item) {
	switch {
	case d.n == 0 || d.at(d.n-1).before(&x):
		d.pushBack(p, x)
	case x.before(d.at(0)):
		d.pushFront(p, x)
	case d.at(d.n-1).seq-x.seq < x.seq-d.at(0).seq: // nearer to the back
		d.pushBack(p, x)
		for i := d.n - 1; i > 0 && x.before(d.at(i-1)); i-- {
			*d.at(i), *d.at(i - 1) = *d.at(i - 1), x
		}
	default:
		d.pushFront(p, x)
		for i := int32(0); i+1 < d.n && d.at(i+1).before(&x); i++ {
			*d.at(i), *d.at(i + 1) = *d.at(i + 1), x
		}
	}
}
