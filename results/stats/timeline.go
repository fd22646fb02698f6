package stats

// A Timeline has at most maxSpans spans, and once the run is longer than the
// first ones, at least half as many.
const (
	maxSpans   = 512
	firstShift = 10 // a span is 1024 ns long at first
)

// Timeline counts events of several kinds per span of time in a run whose length
// is not known beforehand: when all spans are used they are joined in pairs and
// become twice as long. Make one with NewTimeline.
type Timeline struct {
	shift  uint // a span is 2^shift nanoseconds long
	used   int  // spans with index < used may hold something
	counts [][]int64
	levels []level
}

// level is a step function of time of which the highest value per span is kept.
type level struct {
	now  int64
	at   int // span of the last change
	high []int64
}

// NewTimeline returns a timeline of that many counters and step functions.
func NewTimeline(counters, levels int) *Timeline {
	t := &Timeline{shift: firstShift, counts: make([][]int64, counters), levels: make([]level, levels)}
	for i := range t.levels {
		t.levels[i].high = make([]int64, maxSpans)
	}
	return t
}

// Width returns the length of a span in nanoseconds.
func (t *Timeline) Width() int64 { return 1 << t.shift }

// Spans returns how many spans, from the start of the run, cover what was
// recorded.
func (t *Timeline) Spans() int { return t.used }

// span returns the index of the span of that instant, making spans longer until
// there is one. A negative instant is a broken invariant of the caller.
func (t *Timeline) span(at int64) int {
	for at>>t.shift >= maxSpans {
		t.fold()
	}
	i := int(at >> t.shift)
	t.used = max(t.used, i+1)
	return i
}

func (t *Timeline) fold() {
	t.shift++
	t.used = (t.used + 1) / 2
	for _, c := range t.counts {
		if c == nil {
			continue
		}
		for i := range maxSpans / 2 {
			c[i] = c[2*i] + c[2*i+1]
		}
		clear(c[maxSpans/2:])
	}
	for k := range t.levels {
		l := &t.levels[k]
		for i := range maxSpans / 2 {
			l.high[i] = max(l.high[2*i], l.high[2*i+1])
		}
		clear(l.high[maxSpans/2:])
		l.at /= 2
	}
}

// Count adds one event of that counter at that instant, in any order of time.
func (t *Timeline) Count(counter int, at int64) {
	i := t.span(at)
	if t.counts[counter] == nil {
		t.counts[counter] = make([]int64, maxSpans)
	}
	t.counts[counter][i]++
}

// Change adds delta to a step function at that instant. Instants must not go
// back; a step function never falls below zero.
func (t *Timeline) Change(k int, at, delta int64) {
	i := t.span(at)
	l := &t.levels[k]
	l.fill(i)
	l.now = max(0, l.now+delta)
	l.high[i] = max(l.high[i], l.now)
}

// fill carries the present level on to span i.
func (l *level) fill(i int) {
	if l.now > 0 {
		for j := l.at; j <= i; j++ {
			l.high[j] = max(l.high[j], l.now)
		}
	}
	l.at = max(l.at, i)
}

// End carries everything on to the end of the run.
func (t *Timeline) End(at int64) {
	i := t.span(max(0, at-1))
	for k := range t.levels {
		t.levels[k].fill(i)
	}
}

// Counts returns a counter per span.
func (t *Timeline) Counts(counter int) []int64 {
	if t.counts[counter] == nil {
		return make([]int64, t.used)
	}
	return t.counts[counter][:t.used]
}

// Highest returns the largest value of a step function per span.
func (t *Timeline) Highest(k int) []int64 { return t.levels[k].high[:t.used] }

// Rate returns the mean number of events per second between two instants, of
// which there were total, with an interval from the variation between the spans
// of the given width, starting at 0, that lie fully in between.
func Rate(counts []int64, width, from, to, total int64) Estimate {
	const second = 1e9
	e := Estimate{N: total, Method: MethodTimeBatches}
	if to <= from {
		e.Note = "no time after the warm-up"
		return e
	}
	value := float64(total) / float64(to-from) * second
	e.Value = &value
	first, last := int((from+width-1)/width), min(int(to/width), len(counts))
	join := (last - first) / minBatches
	if join < 1 || total < MinObservations {
		e.Note = "fewer than 40 observations or 20 spans of time: no interval"
		return e
	}
	per := func(join int) []float64 {
		var rates []float64
		for i := first; i+join <= last; i += join {
			sum := int64(0)
			for _, c := range counts[i : i+join] {
				sum += c
			}
			rates = append(rates, float64(sum)/float64(int64(join)*width)*second)
		}
		return rates
	}
	rates := per(join)
	_, fine := variance(per(1))
	e.Batches, e.BatchSize = len(rates), total/int64(len(rates))
	e.fromBatches(rates, joinedCorrelation(fine, join))
	return e
}
