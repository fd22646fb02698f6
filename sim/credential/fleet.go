package credential

// Fleet holds credentials, all of which are issued at time 0. Time does not run backwards from call to call. A credential takes 32 bytes; what happens to
// one takes O(log credentials) time, and nothing allocates but the first calls of Advance.
type Fleet struct {
	specs   []Spec
	items   []item
	heap    []ID // least (due, ID) first
	effects []Effect
}

// New returns a fleet with one credential for each element of of, which is an index into specs. All specs must be valid.
func New(specs []Spec, of []int32) *Fleet {
	f := &Fleet{specs: specs, items: make([]item, len(of)), heap: make([]ID, len(of))}
	for i, s := range of {
		f.items[i] = item{expires: int64(specs[s].Life), attempt: int64(specs[s].Renew), spec: s, place: int32(i)}
		f.heap[i] = ID(i)
	}
	for i := len(f.heap)/2 - 1; i >= 0; i-- {
		f.sink(i)
	}
	return f
}

// State returns what a credential is worth.
func (f *Fleet) State(id ID) State { return f.items[id].state }

// Next returns when something happens next, and whether anything ever will.
func (f *Fleet) Next() (int64, bool) {
	if len(f.heap) == 0 {
		return 0, false
	}
	at := f.items[f.heap[0]].due()
	return at, at != never
}

// Advance lets everything happen that is due by now, in the order of instants and then of credentials, and returns it. reach says whether the authority of
// a credential can be reached now. The result is valid until the next call.
func (f *Fleet) Advance(now int64, reach func(ID) bool) []Effect {
	f.effects = f.effects[:0]
	for len(f.heap) > 0 {
		id := f.heap[0]
		x := &f.items[id]
		at := x.due()
		if at > now {
			break
		}
		e := Effect{ID: id, Before: x.state}
		switch {
		case x.attempt == at && reach(id):
			f.issue(x, at)
			e.Renewed = true
		case x.attempt == at:
			x.attempt, e.Failed = later(at, f.specs[x.spec].Retry), true
			if x.state == Valid {
				x.state = RotateDue
			}
		}
		if x.expires == at {
			x.expires, x.state = never, Expired
		}
		e.After = x.state
		f.effects = append(f.effects, e)
		f.sink(0)
	}
	return f.effects
}

// issue gives a credential a new life.
func (f *Fleet) issue(x *item, at int64) {
	s := &f.specs[x.spec]
	x.state, x.expires, x.attempt = Valid, later(at, s.Life), later(at, s.Renew)
}

// Void makes a credential expire at once. The next attempt to renew it stays when it was, at the earliest now.
func (f *Fleet) Void(now int64, id ID) {
	x := &f.items[id]
	x.state, x.expires, x.attempt = Expired, never, max(x.attempt, now)
	f.move(x.place)
}

// Try brings the next attempt to renew a credential forward to now, unless it is Valid.
func (f *Fleet) Try(now int64, id ID) {
	x := &f.items[id]
	if x.state != Valid {
		x.attempt = min(x.attempt, now)
		f.move(x.place)
	}
}

func (f *Fleet) before(a, b ID) bool {
	at, other := f.items[a].due(), f.items[b].due()
	return at < other || at == other && a < b
}

func (f *Fleet) put(i int, id ID) {
	f.heap[i], f.items[id].place = id, int32(i)
}

// move restores the heap after the credential at a place has changed.
func (f *Fleet) move(place int32) {
	i := int(place)
	id := f.heap[i]
	for i > 0 && f.before(id, f.heap[(i-1)/2]) {
		f.put(i, f.heap[(i-1)/2])
		i = (i - 1) / 2
	}
	f.put(i, id)
	f.sink(i)
}

// sink restores the heap after the credential at a place may have become later.
func (f *Fleet) sink(i int) {
	id := f.heap[i]
	for {
		least := 2*i + 1
		if least >= len(f.heap) {
			break
		}
		if right := least + 1; right < len(f.heap) && f.before(f.heap[right], f.heap[least]) {
			least = right
		}
		if !f.before(f.heap[least], id) {
			break
		}
		f.put(i, f.heap[least])
		i = least
	}
	f.put(i, id)
}
