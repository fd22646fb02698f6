package failure

// key is a place in a queue: a time or a priority, the stage of its instant, and a number that breaks ties and is unique
// within a queue.
type key struct {
	major int64
	stage stage
	tie   uint64
}

func (k key) before(l key) bool {
	if k.major != l.major {
		return k.major < l.major
	}
	if k.stage != l.stage {
		return k.stage < l.stage
	}
	return k.tie < l.tie
}

// queue is a binary heap of causes by their keys. A cause is in one queue at most and knows its place there.
type queue []int32

func (q *queue) push(cs []cause, i int32) {
	*q = append(*q, i)
	q.up(cs, len(*q)-1)
}

// remove takes a cause out, wherever it is.
func (q *queue) remove(cs []cause, i int32) {
	h := *q
	at, last := int(cs[i].place), len(h)-1
	moved := h[last]
	*q = h[:last]
	if at == last {
		return
	}
	h[at] = moved
	q.up(cs, at)
	q.down(cs, int(cs[moved].place))
}

// pop takes the first cause out.
func (q *queue) pop(cs []cause) int32 {
	first := (*q)[0]
	q.remove(cs, first)
	return first
}

// up moves the cause at a place towards the front until it is in order.
func (q *queue) up(cs []cause, at int) {
	h := *q
	i := h[at]
	for at > 0 {
		above := (at - 1) / 2
		if !cs[i].key.before(cs[h[above]].key) {
			break
		}
		h[at] = h[above]
		cs[h[at]].place = int32(at)
		at = above
	}
	h[at] = i
	cs[i].place = int32(at)
}

// down moves the cause at a place towards the back until it is in order.
func (q *queue) down(cs []cause, at int) {
	h := *q
	i := h[at]
	for {
		below := 2*at + 1
		if below >= len(h) {
			break
		}
		if below+1 < len(h) && cs[h[below+1]].key.before(cs[h[below]].key) {
			below++
		}
		if !cs[h[below]].key.before(cs[i].key) {
			break
		}
		h[at] = h[below]
		cs[h[at]].place = int32(at)
		at = below
	}
	h[at] = i
	cs[i].place = int32(at)
}
