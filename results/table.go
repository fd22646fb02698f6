package results

import (
	"strings"
	"unicode/utf8"
)

// table is text in aligned columns: the first to the left, the others to the
// right unless left says otherwise.
type table struct {
	rows   [][]string
	left   []bool // per column after the first; missing means false
	paints map[place]func(string) string
}

// place is a cell of a table.
type place struct{ row, column int }

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

// paint colours a cell of the last row.
func (t *table) paint(column int, f func(string) string) {
	if t.paints == nil {
		t.paints = make(map[place]func(string) string)
	}
	t.paints[place{len(t.rows) - 1, column}] = f
}

// render returns the lines of the table, indented by two spaces, with two
// between columns. The first row is the heading. Columns that are empty in every
// row but the first are left out.
func (t *table) render(p *painter) string {
	width := t.widths()
	var b strings.Builder
	for i := range t.rows {
		text := t.line(i, width)
		if i == 0 {
			text = p.faint(text)
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}

// widths returns the width of each column, or -1 for one to be left out.
func (t *table) widths() []int {
	var width []int
	for i, row := range t.rows {
		for c, s := range row {
			if c == len(width) {
				width = append(width, -1)
			}
			if c == 0 || i > 0 && s != "" {
				width[c] = max(width[c], utf8.RuneCountInString(s), utf8.RuneCountInString(t.rows[0][c]))
			}
		}
	}
	return width
}

// line returns row i without spaces at its end.
func (t *table) line(i int, width []int) string {
	var line strings.Builder
	for c, s := range t.rows[i] {
		if width[c] < 0 {
			continue
		}
		line.WriteString("  ")
		pad := strings.Repeat(" ", width[c]-utf8.RuneCountInString(s))
		if f := t.paints[place{i, c}]; f != nil {
			s = f(s)
		}
		if c == 0 || c-1 < len(t.left) && t.left[c-1] {
			line.WriteString(s + pad)
		} else {
			line.WriteString(pad + s)
		}
	}
	return strings.TrimRight(line.String(), " ")
}

// painter adds terminal colours, or nothing.
type painter struct{ colour bool }

func (p *painter) wrap(code, s string) string {
	if !p.colour || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p *painter) bold(s string) string  { return p.wrap("1", s) }
func (p *painter) faint(s string) string { return p.wrap("2", s) }
func (p *painter) good(s string) string  { return p.wrap("32", s) }
func (p *painter) bad(s string) string   { return p.wrap("31", s) }
func (p *painter) warn(s string) string  { return p.wrap("33", s) }
