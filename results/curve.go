package results

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/littoral-sim/littoral/results/stats"
	"github.com/littoral-sim/littoral/sim/trace"
)

// curvePoints bounds the points of a distribution function in latency.csv and in
// pictures.
const curvePoints = 800

// The columns of the files behind the picture. The workload is empty for all
// together. latency.csv is a distribution function: of the tasks that arrived
// after the warm-up, that share was completed within latency_ns, as
// stats.Completed estimates it. timeline.csv counts
// all tasks per span of time; nodes_down and links_down are the largest numbers
// at once in the span.
const (
	latencyColumns  = "workload,latency_ns,completed_ratio\n"
	timelineColumns = "workload,from_ns,to_ns,tasks_arrived,tasks_finished,tasks_declined,tasks_measured,nodes_down,links_down\n"
)

// curve returns the distribution function of the latency.
func (y *tally) curve() []stats.Point {
	declined := y.states[trace.StateDeclined]
	return stats.Thin(stats.Completed(y.durations.Steps(), y.ages.Steps(), declined), curvePoints)
}

// counts holds the counters of one workload per span of time.
type counts [counterCount][]int64

// gone returns the tasks that left the system per span.
func (c *counts) gone() []int64 {
	out := make([]int64, len(c[countFinished]))
	for i := range out {
		out[i] = c[countFinished][i] + c[countDeclined][i]
	}
	return out
}

// inSystem returns the number of tasks in the system at the end of each span.
func (c *counts) inSystem() []int64 {
	out := make([]int64, len(c[countArrived]))
	n := int64(0)
	for i := range out {
		n += c[countArrived][i] - c[countFinished][i] - c[countDeclined][i]
		out[i] = n
	}
	return out
}

// timeline is the course of a run in spans of equal width, the last of which may
// end after the horizon.
type timeline struct {
	width     int64
	workloads []counts
	levels    [levelCount][]int64
}

// spans returns the course of the run up to its horizon.
func (r *Recorder) spans(o *trace.Outcome) *timeline {
	r.time.End(o.Horizon)
	t := &timeline{width: r.time.Width(), workloads: make([]counts, len(r.names.Workloads))}
	for w := range t.workloads {
		for k := range counterCount {
			t.workloads[w][k] = r.time.Counts(counterCount*w + k)
		}
	}
	for k := range levelCount {
		t.levels[k] = r.time.Highest(k)
	}
	return t
}

// all returns the counts of all workloads together.
func (t *timeline) all() counts {
	var c counts
	for k := range c {
		c[k] = make([]int64, len(t.levels[0]))
		for w := range t.workloads {
			for i, n := range t.workloads[w][k] {
				c[k][i] += n
			}
		}
	}
	return c
}

// writeLatency writes latency.csv.
func (s *Summary) writeLatency(f *pending) error {
	f.buf = append(f.buf, latencyColumns...)
	for i, points := range s.curves {
		name := ""
		if i > 0 {
			name = cell(s.Workloads[i-1].Name)
		}
		for _, p := range points {
			f.room(rowSize)
			f.buf = append(f.buf, name...)
			f.buf = append(appendInt(f.buf, p.Value), ',')
			f.buf = append(strconv.AppendFloat(f.buf, p.Share, 'f', 9, 64), '\n')
		}
	}
	return f.err
}

// writeTimeline writes timeline.csv.
func (s *Summary) writeTimeline(f *pending) error {
	f.buf = append(f.buf, timelineColumns...)
	t := s.timeline
	for w := -1; w < len(s.Workloads); w++ {
		name := ""
		if w >= 0 {
			name = cell(s.Workloads[w].Name)
		}
		c := t.counts(w)
		for i := range t.levels[0] {
			f.room(rowSize)
			f.buf = append(f.buf, name...)
			f.buf = appendInt(f.buf, int64(i)*t.width)
			f.buf = appendInt(f.buf, int64(i+1)*t.width)
			for k := range c {
				f.buf = appendInt(f.buf, c[k][i])
			}
			for k := range t.levels {
				f.buf = appendInt(f.buf, t.levels[k][i])
			}
			f.buf = append(f.buf, '\n')
		}
	}
	return f.err
}

// readCurves reads latency.csv and timeline.csv, so that a run read from its
// directory can be drawn.
func (s *Summary) readCurves(dir string) error {
	s.curves = make([][]stats.Point, len(s.Workloads)+1)
	err := readTable(filepath.Join(dir, LatencyFile), latencyColumns, s.indexOf, func(w int, cells []string) error {
		value, err := strconv.ParseInt(cells[0], 10, 64)
		if err != nil {
			return err
		}
		share, err := strconv.ParseFloat(cells[1], 64)
		s.curves[w+1] = append(s.curves[w+1], stats.Point{Value: value, Share: share})
		return err
	})
	if err != nil {
		return err
	}
	t := &timeline{workloads: make([]counts, len(s.Workloads))}
	var v [2 + counterCount + levelCount]int64
	err = readTable(filepath.Join(dir, TimelineFile), timelineColumns, s.indexOf, func(w int, cells []string) (err error) {
		for i, c := range cells {
			if v[i], err = strconv.ParseInt(c, 10, 64); err != nil {
				return err
			}
		}
		t.width = v[1] - v[0]
		if w < 0 {
			for k := range t.levels {
				t.levels[k] = append(t.levels[k], v[2+counterCount+k])
			}
			return nil
		}
		for k := range counterCount {
			t.workloads[w][k] = append(t.workloads[w][k], v[2+k])
		}
		return nil
	})
	for w := range t.workloads {
		if err == nil && len(t.workloads[w][0]) != len(t.levels[0]) {
			err = fmt.Errorf("%s: %s: rows are missing", filepath.Join(dir, TimelineFile), s.Workloads[w].Name)
		}
	}
	s.timeline = t
	return err
}

// indexOf returns the index of a workload, -1 for all together; ok is false for
// a name that is not in the summary.
func (s *Summary) indexOf(name string) (i int, ok bool) {
	if name == "" {
		return -1, true
	}
	i = slices.IndexFunc(s.Workloads, func(w Workload) bool { return w.Name == name })
	return i, i >= 0
}

// readTable reads a CSV file with that heading whose first column is a workload,
// and gives the other columns to row.
func readTable(path, heading string, index func(string) (int, bool), row func(w int, cells []string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	in := csv.NewReader(bufio.NewReader(f))
	in.ReuseRecord = true
	for line := 1; ; line++ {
		cells, err := in.Read()
		switch {
		case errors.Is(err, io.EOF) && line > 1:
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", path, err)
		case line == 1:
			if got := joinCells(cells); got != heading {
				return fmt.Errorf("%s: heading %q, expected %q", path, got, heading)
			}
			continue
		}
		w, ok := index(cells[0])
		if !ok {
			return fmt.Errorf("%s:%d: workload %q is not in the summary", path, line, cells[0])
		}
		if err := row(w, cells[1:]); err != nil {
			return fmt.Errorf("%s:%d: %w", path, line, err)
		}
	}
}

func joinCells(cells []string) string {
	b := []byte(cells[0])
	for _, c := range cells[1:] {
		b = appendText(b, c)
	}
	return string(append(b, '\n'))
}
