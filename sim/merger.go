package sim

// run is what is left of a class to merge.
type run struct {
	classKey
	rest []entry
}

// merger gives out the entries of several runs by number. Its runs are a binary
// heap by their first entries, and none is empty.
type merger struct{ runs []run }

func (m *merger) before(i, j int) bool { return m.runs[i].rest[0].number < m.runs[j].rest[0].number }

// push adds a run that is not empty. It takes O(log runs) time.
func (m *merger) push(r run) {
	m.runs = append(m.runs, r)
	for i := len(m.runs) - 1; i > 0 && m.before(i, (i-1)/2); i = (i - 1) / 2 {
		m.runs[i], m.runs[(i-1)/2] = m.runs[(i-1)/2], m.runs[i]
	}
}

// advance drops the first entry of the first run. It takes O(log runs) time.
func (m *merger) advance() {
	r := &m.runs[0]
	if r.rest = r.rest[1:]; len(r.rest) == 0 {
		last := len(m.runs) - 1
		m.runs[0] = m.runs[last]
		m.runs = m.runs[:last]
	}
	for i := 0; ; {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(m.runs); c++ {
			if m.before(c, least) {
				least = c
			}
		}
		if least == i {
			return
		}
		m.runs[i], m.runs[least] = m.runs[least], m.runs[i]
		i = least
	}
}
