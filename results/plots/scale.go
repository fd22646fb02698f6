package plots

import (
	"math"
	"slices"
	"strconv"
)

// tick is a mark on an axis. Only marks with a label have a grid line.
type tick struct {
	value float64
	label string
}

// scale maps values to the length of an axis.
type scale struct {
	low, high float64
	log       bool
	ticks     []tick
}

// at returns where v lies on the axis, from 0 to 1; values outside of the scale
// lie outside of that.
func (s *scale) at(v float64) float64 {
	if s.log {
		return (math.Log(v) - math.Log(s.low)) / (math.Log(s.high) - math.Log(s.low))
	}
	return (v - s.low) / (s.high - s.low)
}

// nice returns the smallest of 1, 2 and 5 times a power of ten that is at least x.
func nice(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// countScale returns a scale from 0 to at least high with about that many labels,
// whole numbers only.
func countScale(high float64, labels int) scale {
	step := max(1, nice(max(high, 1)/float64(labels)))
	s := scale{high: step * math.Ceil(max(high, 1)/step*(1-1e-12))}
	for v := 0.0; v <= s.high*(1+1e-9); v += step {
		s.ticks = append(s.ticks, tick{v, shortNumber(v)})
	}
	return s
}

// shortNumber writes whole numbers as people do on an axis: 500, 2k, 1.5M.
func shortNumber(v float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e9, "G"}, {1e6, "M"}, {1e4, "k"}} {
		size := u.size
		if u.name == "k" {
			size = 1e3
		}
		if v >= u.size {
			return strconv.FormatFloat(v/size, 'g', 4, 64) + u.name
		}
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// shareScale returns a scale from 0 to 1 in per cent.
func shareScale() scale {
	s := scale{high: 1}
	for i := 0; i <= 100; i += 20 {
		s.ticks = append(s.ticks, tick{float64(i) / 100, strconv.Itoa(i) + " %"})
	}
	return s
}

// tailScale returns a logarithmic scale from the share of one in n to 100 %.
func tailScale(n int64) scale {
	s := scale{low: 1, high: 1, log: true}
	for s.low*float64(n) > 1+1e-9 || s.low > 0.05 {
		s.low /= 10
	}
	for v := 1.0; v >= s.low*(1-1e-9); v /= 10 {
		s.ticks = append(s.ticks, tick{v, strconv.FormatFloat(100*v, 'g', 3, 64) + " %"})
	}
	return s
}

// clock returns the scale of the time of a run in nanoseconds and the name of the
// unit in which its ticks count.
func clock(horizon int64) (s scale, unit string) {
	units := []struct {
		name  string
		size  float64
		steps []float64
	}{
		{"ns", 1, nil},
		{"µs", 1e3, nil},
		{"ms", 1e6, nil},
		{"s", 1e9, []float64{1, 2, 5, 10, 15, 20, 30, 60}},
		{"min", 60e9, []float64{1, 2, 5, 10, 15, 20, 30, 60}},
		{"h", 3600e9, []float64{1, 2, 3, 6, 12, 24}},
		{"d", 86400e9, nil},
	}
	u := units[0]
	for _, c := range units[1:] {
		if float64(horizon) >= 5*c.size {
			u = c
		}
	}
	s = scale{high: float64(max(horizon, 1))}
	step := nice(s.high / u.size / 8)
	for _, x := range slices.Backward(u.steps) {
		if x >= s.high/u.size/8 {
			step = x
		}
	}
	for v := 0.0; v*u.size <= s.high*(1+1e-9); v += step {
		s.ticks = append(s.ticks, tick{v * u.size, strconv.FormatFloat(v, 'g', 6, 64)})
	}
	return s, u.name
}

// candidate is a time at which a logarithmic axis may have a label. A lower rank
// is a rounder time.
type candidate struct {
	ns    float64
	label string
	rank  int
}

// candidates returns the round times between two others, in rising order.
func candidates(low, high float64) []candidate {
	var out []candidate
	add := func(ns float64, number int, unit string, rank int) {
		if ns >= low*(1-1e-9) && ns <= high*(1+1e-9) {
			out = append(out, candidate{ns, strconv.Itoa(number) + " " + unit, rank})
		}
	}
	for _, u := range []struct {
		name string
		size float64
	}{{"ns", 1}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}} {
		for _, n := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500} {
			if u.name == "s" && n > 30 {
				break
			}
			rank := 2
			switch n {
			case 1:
				rank = 0
			case 10, 100:
				rank = 1
			}
			add(u.size*float64(n), n, u.name, rank)
		}
	}
	for _, c := range []struct {
		n    int
		unit string
		size float64
		rank int
	}{
		{1, "min", 60e9, 0},
		{2, "min", 60e9, 2},
		{5, "min", 60e9, 2},
		{10, "min", 60e9, 1},
		{30, "min", 60e9, 2},
		{1, "h", 3600e9, 0},
		{2, "h", 3600e9, 2},
		{5, "h", 3600e9, 2},
		{10, "h", 3600e9, 1},
		{1, "d", 86400e9, 0},
		{2, "d", 86400e9, 2},
		{5, "d", 86400e9, 2},
		{10, "d", 86400e9, 1},
		{30, "d", 86400e9, 2},
		{100, "d", 86400e9, 1},
		{365, "d", 86400e9, 2},
		{1000, "d", 86400e9, 1},
		{10000, "d", 86400e9, 1},
		{100000, "d", 86400e9, 1},
	} {
		add(float64(c.n)*c.size, c.n, c.unit, c.rank)
	}
	return out
}

// durations returns a logarithmic scale of times in nanoseconds that covers low
// to high with some room. fits says whether a set of ticks has room on the axis;
// the densest set that has is taken, the others stay without a label.
func durations(low, high float64, fits func(*scale) bool) scale {
	low = max(low, 1)
	high = max(high, low)
	room := math.Pow(high/low, 0.02)
	if high < 1.5*low {
		room = 1.5
	}
	s := scale{low: low / room, high: high * room, log: true}
	all := candidates(s.low, s.high)
	for rank := 2; rank >= 0; rank-- {
		s.ticks = s.ticks[:0]
		for _, c := range all {
			t := tick{value: c.ns}
			if c.rank <= rank {
				t.label = c.label
			}
			s.ticks = append(s.ticks, t)
		}
		if fits(&s) {
			return s
		}
	}
	// Not even the roundest times have room: keep those that do, from the left.
	for i := range s.ticks {
		part := s
		part.ticks = s.ticks[:i+1]
		if !fits(&part) {
			s.ticks[i].label = ""
		}
	}
	return s
}
