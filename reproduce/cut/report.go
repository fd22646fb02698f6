package cut

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/reproduce/internal/paper"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Report is both stories.
type Report struct {
	Seed    rng.Seed
	Stories []Story // the evicting control plane first
}

// Facts that follow from the scenarios.
const (
	tasks     = 12
	spooled   = 2560 // readings of a KiB in 2.5 MiB
	cutOff    = 12000
	ackWindow = 16 // most readings that come before the first acknowledgement after the cut
)

// Pass reports whether both stories end as they have to.
func (r *Report) Pass() bool {
	if len(r.Stories) != 2 {
		return false
	}
	e, a := &r.Stories[0], &r.Stories[1]
	rejected := e.Rejected - (cutOff - spooled)
	return e.Evictions == tasks && e.Duplicate > 0 && rejected >= 0 && rejected <= ackWindow && e.wasted() > 0 &&
		a.Evictions == 0 && a.Duplicate == 0 && a.Rejected == 0 && a.wasted() == 0 && a.Results < e.Results
}

// wasted returns the core-hours that were for nothing in the end.
func (s *Story) wasted() float64 { return s.Wasted[len(s.Wasted)-1].Value }

// quantities are the lines of the table: what, in which unit, and of a story how
// much.
func quantities() []quantity {
	minutes := func(ns int64) float64 { return float64(ns) / float64(time.Minute) }
	return []quantity{
		{"first node taken for lost after", "min", func(s *Story) float64 { return minutes(s.Lost - s.Cut) }},
		{"instances evicted", "", func(s *Story) float64 { return float64(s.Evictions) }},
		{"duplicates ran for", "h", func(s *Story) float64 { return minutes(s.Duplicate) / 60 }},
		{"work lost", "core-h", (*Story).wasted},
		{"readings lost", "", func(s *Story) float64 { return float64(s.Rejected) }},
		{"… of", "", func(s *Story) float64 { return float64(s.Made) }},
		{"backlog of readings gone, after the cut", "min", func(s *Story) float64 { return minutes(s.Drained - s.Restored) }},
		{"last result at", "min", func(s *Story) float64 { return minutes(s.Results) }},
	}
}

type quantity struct {
	name, unit string
	of         func(*Story) float64
}

// Print writes the table.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "cut  the uplink of a site is cut for 20 minutes, seed %d\n\n", r.Seed)
	head := []string{"quantity"}
	right := []bool{false}
	for i := range r.Stories {
		head, right = append(head, r.Stories[i].Name), append(right, true)
	}
	lines := [][]string{append(head, "unit")}
	for _, q := range quantities() {
		line := []string{q.name}
		for i := range r.Stories {
			line = append(line, strconv.FormatFloat(q.of(&r.Stories[i]), 'g', 5, 64))
		}
		lines = append(lines, append(line, q.unit))
	}
	paper.Table(&b, lines, append(right, false))
	verdict := "Both end as they have to."
	if !r.Pass() {
		verdict = "This is NOT how they have to end: all twelve tasks evicted and 9,440 readings lost in the one, nothing lost in the other."
	}
	fmt.Fprintf(&b, "\n  %s Run one of them by itself: littoral run %s\n", verdict, Evicting)
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteCSV writes a line for each quantity.
func (r *Report) WriteCSV(w io.Writer) error {
	head := []string{"seed", "quantity", "unit"}
	for i := range r.Stories {
		head = append(head, r.Stories[i].Name)
	}
	lines := [][]string{head}
	for _, q := range quantities() {
		line := []string{strconv.FormatUint(uint64(r.Seed), 10), q.name, q.unit}
		for i := range r.Stories {
			line = append(line, strconv.FormatFloat(q.of(&r.Stories[i]), 'g', 12, 64))
		}
		lines = append(lines, line)
	}
	return csv.NewWriter(w).WriteAll(lines)
}
