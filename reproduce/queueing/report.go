package queueing

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/littoral-sim/littoral/reproduce/internal/paper"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Report is what a comparison found.
type Report struct {
	Seed  rng.Seed
	Quick bool
	Rows  []Row // by model
}

// Pass reports whether there are rows and each agrees with its theory.
func (r *Report) Pass() bool { return len(r.Rows) > 0 && len(r.Failures()) == 0 }

// Failures returns the rows that differ from their theory.
func (r *Report) Failures() []Row {
	var out []Row
	for i := range r.Rows {
		if !r.Rows[i].Agrees() {
			out = append(out, r.Rows[i])
		}
	}
	return out
}

// Print writes the table.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	length := "in full"
	if r.Quick {
		length = "at a hundredth of the full length"
	}
	fmt.Fprintf(&b, "queueing  simulated and theoretical means, %s, seed %d\n\n", length, r.Seed)
	cells := [][]string{{"model", "quantity", "simulated", "theory", "z", "least bias", "n", "verdict", "theory from"}}
	for i := range r.Rows {
		row := &r.Rows[i]
		cells = append(cells, []string{
			row.Model, row.Quantity, significant(row.Value), significant(row.Theory), fmt.Sprintf("%+.2f", row.Z),
			fmt.Sprintf("%.2f %%", 100*row.MDB), paper.Thousands(row.N), row.Verdict(), row.Source,
		})
	}
	paper.Table(&b, cells, []bool{false, false, true, true, true, true, true, false, false})
	fmt.Fprintf(&b, "\n  z: deviation in standard deviations of the estimate, which are those of theory; beyond %d it differs.\n", Bound)
	fmt.Fprintf(&b, "  least bias: the relative error of the simulator that would make the expected z %d.\n", Bound)
	fmt.Fprintf(&b, "  Times are in units of the mean service or repair time. Runs start empty; what comes in the first %s is not counted.\n",
		paper.Thousands(int64(warmup/second)))
	fmt.Fprintf(&b, "  %d of %d rows agree.\n", len(r.Rows)-len(r.Failures()), len(r.Rows))
	_, err := io.WriteString(w, b.String())
	return err
}

// significant writes a number with six digits.
func significant(v float64) string {
	digits := 5
	if v != 0 {
		digits -= int(math.Floor(math.Log10(math.Abs(v))))
	}
	return strconv.FormatFloat(v, 'f', max(0, digits), 64)
}

// WriteCSV writes a line for each row.
func (r *Report) WriteCSV(w io.Writer) error {
	lines := [][]string{{"seed", "model", "quantity", "simulated", "theory", "z", "least_bias", "n", "verdict", "source"}}
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', 9, 64) }
	for i := range r.Rows {
		row := &r.Rows[i]
		lines = append(lines, []string{
			strconv.FormatUint(uint64(r.Seed), 10), row.Model, row.Quantity, number(row.Value), number(row.Theory), number(row.Z), number(row.MDB),
			strconv.FormatInt(row.N, 10), row.Verdict(), row.Source,
		})
	}
	return csv.NewWriter(w).WriteAll(lines)
}
