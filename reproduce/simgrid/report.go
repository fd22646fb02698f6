package simgrid

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/littoral-sim/littoral/sim/rng"
)

// Report is what a comparison found.
type Report struct {
	Seed    rng.Seed
	Absent  *AbsentError // why nothing was compared; nil when it was
	Version string       // of SimGrid
	Rows    []Row        // by number of the platform

	differences [kindCount][]float64 // of all flows
}

// Flows returns how many completion times were compared.
func (r *Report) Flows() int {
	sum := 0
	for _, d := range r.differences {
		sum += len(d)
	}
	return sum
}

// Pass reports whether something was compared and every completion time is within
// the tolerance.
func (r *Report) Pass() bool { return len(r.Rows) > 0 && len(r.Failures()) == 0 }

// Failures returns the platforms with a completion time beyond the tolerance.
func (r *Report) Failures() []Row {
	var out []Row
	for i := range r.Rows {
		if !r.Rows[i].Pass() {
			out = append(out, r.Rows[i])
		}
	}
	return out
}

// sizes are the classes of platforms in the table, by their number of links.
func sizes() [][2]int { return [][2]int{{linksMin, 31}, {32, 127}, {128, 511}, {512, linksMax}} }

const rowFormat = "  %-10s %9v %9v %13v %9v %10v %10v   %s\n"

// failuresShown is how many platforms beyond the tolerance are printed.
const failuresShown = 10

// Print writes the table: a row for platforms of each kind and about one size,
// and the worst platforms when some fail. Where nothing was compared, it says why
// and what to install.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	if r.Absent != nil {
		fmt.Fprintf(&b, "simgrid  NOT RUN: %s. Install it: %s\n", r.Absent.What, r.Absent.Install)
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "simgrid  completion times of flows, sim/flow beside SimGrid %s, seed %d\n\n", r.Version, r.Seed)
	fmt.Fprintf(&b, rowFormat, "platform", "platforms", "links", "flows", "compared", "median", "worst", "verdict")
	for k := range kindCount {
		for _, size := range sizes() {
			r.printRow(&b, k.String(), func(row *Row) bool { return row.Kind == k && row.Links >= size[0] && row.Links <= size[1] })
		}
	}
	r.printRow(&b, "all", func(*Row) bool { return true })
	fmt.Fprintf(&b, "\n  differences are relative to the time that a flow took; the tolerance is %.0e\n", Tolerance)
	failures := r.Failures()
	slices.SortStableFunc(failures, func(a, b Row) int { return -cmpFloat(a.Worst, b.Worst) })
	for i := range failures[:min(len(failures), failuresShown)] {
		fmt.Fprintf(&b, "  FAIL %v\n", &failures[i])
	}
	if more := len(failures) - failuresShown; more > 0 {
		fmt.Fprintf(&b, "  FAIL %d more platforms\n", more)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cmpFloat orders numbers that are not NaN.
func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// printRow sums up the platforms that belong to a row of the table.
func (r *Report) printRow(b *strings.Builder, name string, belongs func(*Row) bool) {
	var links, flows span
	var medians []float64
	compared, worst := 0, 0.0
	for i := range r.Rows {
		row := &r.Rows[i]
		if !belongs(row) {
			continue
		}
		links.add(row.Links)
		flows.add(row.Flows)
		compared += row.Flows
		medians = append(medians, row.Median)
		worst = max(worst, row.Worst)
	}
	if len(medians) == 0 {
		return
	}
	slices.Sort(medians)
	verdict := "ok"
	if worst > Tolerance {
		verdict = "FAIL"
	}
	fmt.Fprintf(b, rowFormat, name, len(medians), links, flows, compared,
		fmt.Sprintf("%.1e", medians[len(medians)/2]), fmt.Sprintf("%.1e", worst), verdict)
}

// span is the range of what was added.
type span struct{ low, high int }

func (s *span) add(v int) {
	if s.high == 0 {
		s.low = v
	}
	s.low, s.high = min(s.low, v), max(s.high, v)
}

// String writes one number, or two with a dash between.
func (s span) String() string {
	if s.low == s.high {
		return strconv.Itoa(s.low)
	}
	return fmt.Sprintf("%d–%d", s.low, s.high)
}

// WriteCSV writes a line for each platform.
func (r *Report) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	lines := [][]string{{"seed", "platform", "kind", "links", "flows", "median", "worst", "worst_flow", "verdict"}}
	for i := range r.Rows {
		row := &r.Rows[i]
		verdict := "ok"
		if !row.Pass() {
			verdict = "FAIL"
		}
		lines = append(lines, []string{
			strconv.FormatUint(uint64(r.Seed), 10), strconv.Itoa(row.Number), row.Kind.String(), strconv.Itoa(row.Links), strconv.Itoa(row.Flows),
			number(row.Median), number(row.Worst), strconv.Itoa(row.WorstFlow), verdict,
		})
	}
	return c.WriteAll(lines)
}

// number writes a relative difference.
func number(v float64) string {
	if math.IsInf(v, 1) {
		return "inf"
	}
	return strconv.FormatFloat(v, 'e', 3, 64)
}
