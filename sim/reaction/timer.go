package reaction

import "cmp"

// timer is something that may be due. It is void when its epoch is over.
type timer struct {
	atNs  int64
	epoch uint32
	id    int32 // the zone whose head is tainted, or the node that a class is evicted from
	class int32 // or none for a taint
}

const none int32 = -1

// before orders timers: at one instant taints by zone, then evictions by node and class.
func (t *timer) before(o *timer) bool {
	taint := func(t *timer) int {
		if t.class == none {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(t.atNs, o.atNs), cmp.Compare(taint(t), taint(o)), cmp.Compare(t.id, o.id), cmp.Compare(t.class, o.class)) < 0
}

// timers is a binary heap.
type timers []timer

func (h *timers) push(t timer) {
	*h = append(*h, t)
	s := *h
	for i := len(s) - 1; i > 0 && s[i].before(&s[(i-1)/2]); i = (i - 1) / 2 {
		s[i], s[(i-1)/2] = s[(i-1)/2], s[i]
	}
}

// pop drops the first timer.
func (h *timers) pop() {
	s := *h
	last := len(s) - 1
	s[0] = s[last]
	s = s[:last]
	*h = s
	for i := 0; ; {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < last; c++ {
			if s[c].before(&s[least]) {
				least = c
			}
		}
		if least == i {
			return
		}
		s[i], s[least] = s[least], s[i]
		i = least
	}
}
