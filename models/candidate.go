package models

// candidate is a candidate in the search for shortest paths, ordered by latency,
// then hops, then node.
type candidate struct {
	latency int64
	hops    int32
	node    int32
}

func (a candidate) before(b candidate) bool {
	if a.latency != b.latency {
		return a.latency < b.latency
	}
	if a.hops != b.hops {
		return a.hops < b.hops
	}
	return a.node < b.node
}

// pushCandidate adds x to a binary min-heap.
func pushCandidate(heap *[]candidate, x candidate) {
	h := append(*heap, x)
	i := len(h) - 1
	for i > 0 && x.before(h[(i-1)/2]) {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i] = x
	*heap = h
}

// popCandidate removes the least candidate from a heap that is not empty.
func popCandidate(heap *[]candidate) candidate {
	h := *heap
	top, last := h[0], len(h)-1
	x := h[last]
	h = h[:last]
	*heap = h
	i := 0
	for {
		c := 2*i + 1
		if c >= last {
			break
		}
		if c+1 < last && h[c+1].before(h[c]) {
			c++
		}
		if !h[c].before(x) {
			break
		}
		h[i] = h[c]
		i = c
	}
	if last > 0 {
		h[i] = x
	}
	return top
}
