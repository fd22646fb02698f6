package reaction

// Regime is how much of a zone is lost.
type Regime uint8

// The regimes.
const (
	Normal Regime = iota
	Partial
	Full
)

// String names the regime in lower case.
func (r Regime) String() string {
	switch r {
	case Normal:
		return "normal"
	case Partial:
		return "partial"
	default:
		return "full"
	}
}

// entry is a node in a queue. It is void when the epoch of the node is over.
type entry struct {
	atNs  int64 // when it may be tainted at the earliest
	node  int32
	epoch uint32
}

// zone is a part of the nodes that shares a bucket.
type zone struct {
	queue   []entry
	head    int
	bucket  bucket
	armed   int64 // when its timer is due, or Forever
	epoch   uint32
	nodes   int32
	lost    int32
	regime  Regime
	touched bool // since the last Settle
}

// regimeNow returns the regime that a zone is in by its numbers.
func (m *Machine) regimeNow(z *zone) Regime {
	switch {
	case m.config.Algorithm == Flat:
		return Normal
	case z.lost > 0 && z.lost == z.nodes:
		return Full
	case z.lost > m.config.UnhealthyMin && int64(z.lost)*permille >= m.config.UnhealthyPermille*int64(z.nodes):
		return Partial
	}
	return Normal
}

// everyOf returns in which time the bucket of a zone gains a token.
func (m *Machine) everyOf(z *zone) int64 {
	switch {
	case m.stopped:
		return int64(Forever)
	case z.regime != Partial:
		return int64(m.config.Every)
	case z.nodes > m.config.LargeZone:
		return int64(m.config.SecondaryEvery)
	}
	return int64(Forever)
}

// first returns the head of the queue of a zone, or nil.
func (m *Machine) first(z *zone) *entry {
	for z.head < len(z.queue) {
		if e := &z.queue[z.head]; m.peers[e.node].epoch == e.epoch {
			return e
		}
		z.head++
	}
	z.queue, z.head = z.queue[:0], 0
	return nil
}

// enqueue lets a node wait for its taint.
func (m *Machine) enqueue(atNs int64, n int32) {
	z := &m.zones[m.peers[n].zone]
	m.first(z)
	z.queue = append(z.queue, entry{atNs: atNs, node: n, epoch: m.peers[n].epoch})
}

// arm sets the timer of a zone to the pass that can taint its head.
func (m *Machine) arm(nowNs int64, id int32) {
	z := &m.zones[id]
	at := int64(Forever)
	if e := m.first(z); e != nil {
		if ready := max(nowNs, e.atNs, z.bucket.ready(m.config.Burst)); ready < int64(SpanMax) {
			at = m.passFrom(ready)
		}
	}
	if at == z.armed {
		return
	}
	z.armed = at
	z.epoch++
	if at != int64(Forever) {
		m.timers.push(timer{atNs: at, epoch: z.epoch, id: id, class: none})
	}
}

// passFrom returns the first taint pass that is not before an instant.
func (m *Machine) passFrom(atNs int64) int64 {
	pass := int64(m.config.Pass)
	return (atNs + pass - 1) / pass * pass
}
