package edge

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/littoral-sim/littoral/reproduce/internal/paper"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Report is what a comparison found.
type Report struct {
	Seed  rng.Seed
	Quick bool
	Rows  []Row // by topic
}

// Pass reports whether there are rows and each agrees with its closed form.
func (r *Report) Pass() bool { return len(r.Rows) > 0 && r.agreeing() == len(r.Rows) }

func (r *Report) agreeing() int {
	n := 0
	for i := range r.Rows {
		if r.Rows[i].Agrees() {
			n++
		}
	}
	return n
}

// Print writes the table.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	length := "in full"
	if r.Quick {
		length = "a tenth of the runs"
	}
	fmt.Fprintf(&b, "edge  what was simulated beside closed forms, %s, seed %d\n\n", length, r.Seed)
	lines := [][]string{{"topic", "quantity", "simulated", "closed form", "unit", "allowed", "n", "verdict", "from"}}
	for i := range r.Rows {
		row := &r.Rows[i]
		lines = append(lines, []string{
			row.Topic, row.Quantity, number(row.Value), number(row.Theory), row.Unit, row.allowed(),
			paper.Thousands(row.N), row.Verdict(), row.Source,
		})
	}
	paper.Table(&b, lines, []bool{false, false, true, true, false, false, true, false, false})
	fmt.Fprintf(&b, "\n  allowed: exact, the bounds of what can happen, or %d standard deviations of the mean of n runs on either side.\n", Bound)
	fmt.Fprintf(&b, "  %d of %d rows agree.\n", r.agreeing(), len(r.Rows))
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteCSV writes a line for each row.
func (r *Report) WriteCSV(w io.Writer) error {
	lines := [][]string{{"seed", "topic", "quantity", "unit", "simulated", "theory", "low", "high", "n", "verdict", "source"}}
	digits := func(v float64) string { return strconv.FormatFloat(v, 'g', 12, 64) }
	for i := range r.Rows {
		row := &r.Rows[i]
		lines = append(lines, []string{
			strconv.FormatUint(uint64(r.Seed), 10), row.Topic, row.Quantity, row.Unit, digits(row.Value), digits(row.Theory),
			digits(row.Low), digits(row.High), strconv.FormatInt(row.N, 10), row.Verdict(), row.Source,
		})
	}
	return csv.NewWriter(w).WriteAll(lines)
}
