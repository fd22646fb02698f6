package plots

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const second = 1000 * ms

func TestReadingsAreCountedPerSpan(t *testing.T) {
	s := Stream{At: []int64{0, second, 2 * second, 4 * second}, Held: []int64{0, 5, 7, 1}, Delivered: []int64{0, 10, 10, 30}}
	at, values := s.held()
	if d := cmp.Diff([]float64{0, 5, 7, 1}, values); d != "" || at[3] != float64(4*second) {
		t.Errorf("held at %v (-want +got):\n%s", at, d)
	}
	at, values = s.delivered()
	if d := cmp.Diff([]float64{10 / 1e9, 0, 10 / 1e9}, values); d != "" {
		t.Errorf("delivered (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]float64{0.5e9, 1.5e9, 3e9}, at); d != "" {
		t.Errorf("times (-want +got):\n%s", d)
	}
}

func TestManyPointsBecomeMeans(t *testing.T) {
	var s Stream
	for k := range int64(2 * coursePoints) {
		s.At = append(s.At, k*second)
		s.Held = append(s.Held, 10*(k%2))
		s.Delivered = append(s.Delivered, 3*k)
	}
	at, values := s.held()
	if len(at) != coursePoints || values[0] != 5 || values[coursePoints-1] != 5 {
		t.Errorf("%d points from %v to %v", len(at), values[0], values[len(values)-1])
	}
	at, values = s.delivered()
	if len(at) != coursePoints {
		t.Errorf("%d spans", len(at))
	}
	for i, v := range values {
		if v != 3/1e9 {
			t.Fatalf("span %d has %v readings per nanosecond", i, v)
		}
	}
}

func TestSlowStreamsAreCountedPerLongerTime(t *testing.T) {
	for _, c := range []struct {
		every int64
		want  string
	}{{second / 4, "second"}, {second, "second"}, {10 * second, "minute"}, {600 * second, "hour"}, {7200 * second, "day"}, {40 * day, "day"}} {
		r := Run{Streams: []Stream{{At: []int64{0, c.every}, Held: []int64{0, 0}, Delivered: []int64{0, 1}}}}
		if _, name := r.perTime(); name != c.want {
			t.Errorf("one every %d ns: per %s, want %s", c.every, name, c.want)
		}
	}
}

func TestOneStreamIsDrawnWithoutDashes(t *testing.T) {
	r := streaming()
	if r.streamStyle(1).Dashes == nil {
		t.Error("of several streams the second has no dashes")
	}
	r.Streams = r.Streams[:1]
	if r.streamStyle(0).Dashes != nil {
		t.Error("a single stream has dashes")
	}
}
