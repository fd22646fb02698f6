package paper

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Table writes lines of cells in columns, two spaces apart and two from the left.
// There are as many cells in each line as there are columns, and right says which
// of those are aligned on the right.
func Table(b *strings.Builder, lines [][]string, right []bool) {
	widths := make([]int, len(right))
	for _, line := range lines {
		for k, cell := range line {
			widths[k] = max(widths[k], utf8.RuneCountInString(cell))
		}
	}
	for _, line := range lines {
		var text strings.Builder
		for k, cell := range line {
			gap := strings.Repeat(" ", widths[k]-utf8.RuneCountInString(cell))
			if right[k] {
				cell = gap + cell
			} else {
				cell += gap
			}
			text.WriteString("  " + cell)
		}
		b.WriteString(strings.TrimRight(text.String(), " ") + "\n")
	}
}

// Thousands writes a number that is not negative with commas.
func Thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
