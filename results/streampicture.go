package results

import (
	"cmp"
	"slices"

	"github.com/littoral-sim/littoral/results/plots"
)

// drawnStreams returns the streams in the picture, and how many have no line of
// their own: with more than it can tell apart those with the most readings are
// drawn, and the others together.
func (s *Summary) drawnStreams() (out []plots.Stream, omitted int) {
	var show []int
	for i := range s.Streams {
		if len(s.Streams[i].series) > 0 {
			show = append(show, i)
		}
	}
	var rest []int
	if len(show) > plots.MaxSeries {
		slices.SortStableFunc(show, func(a, b int) int { return cmp.Compare(s.Streams[b].Made, s.Streams[a].Made) })
		show, rest = show[:plots.MaxSeries-1], show[plots.MaxSeries-1:]
		slices.Sort(show)
	}
	for _, i := range show {
		out = append(out, s.Streams[i].drawing())
	}
	if len(rest) > 0 {
		out = append(out, s.together(rest))
	}
	return out, len(rest)
}

// drawing returns what the picture shows of a stream.
func (x *Stream) drawing() plots.Stream {
	d := plots.Stream{Name: clean(x.Name)}
	for _, p := range x.series {
		d.At = append(d.At, p.At)
		d.Held = append(d.Held, p.Left)
		d.Delivered = append(d.Delivered, p.Delivered)
	}
	return d
}

// together returns what the picture shows of several streams as one. All streams
// of a run have their points at the same instants.
func (s *Summary) together(streams []int) plots.Stream {
	d := s.Streams[streams[0]].drawing()
	d.Name = "other streams"
	for _, i := range streams[1:] {
		for k, p := range s.Streams[i].series[:min(len(d.At), len(s.Streams[i].series))] {
			d.Held[k] += p.Left
			d.Delivered[k] += p.Delivered
		}
	}
	return d
}
