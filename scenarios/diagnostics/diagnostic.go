package diagnostics

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Diagnostic is one complaint about a file.
type Diagnostic struct {
	// File is the name of the file as the user gave it, or "--set" for an override.
	File string
	// Line and Col count from 1, Col in characters. A Line of zero means the
	// file as a whole.
	Line, Col int
	// Path leads to the value in dotted form, such as nodes.0.capacity.cpu; it
	// is empty for complaints about the text itself.
	Path string
	// Problem says what is wrong and Fix what to do about it; both without a
	// final full stop. Fix may be empty.
	Problem, Fix string
	// Source is the line of the file, and Width the number of characters from
	// Col on that are meant. An empty Source is not shown.
	Source string
	Width  int
}

// String returns the complaint on one line.
func (d Diagnostic) String() string {
	var b strings.Builder
	b.WriteString(d.File)
	if d.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", d.Line, d.Col)
	}
	for _, part := range []string{d.Path, d.Problem, d.Fix} {
		if part != "" {
			b.WriteString(": ")
			b.WriteString(part)
		}
	}
	return strings.Map(visible, b.String())
}

// visible replaces characters that would act on a terminal instead of being
// shown, since files are not trusted.
func visible(r rune) rune {
	switch {
	case r == '\t':
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
		return '\uFFFD'
	}
	return r
}

// Render returns the complaint followed by the line of the file and a line of
// carets under the part that is meant. A long line is cut around that part.
func (d Diagnostic) Render() string {
	if d.Source == "" {
		return d.String()
	}
	shown, before := window(d.Source, d.Col-1, max(d.Width, 1))
	return fmt.Sprintf("%s\n    %s\n    %s", d.String(), strings.Map(visible, shown), carets(shown, before, d.Width))
}

const (
	// shownMax is the number of characters of a line that are printed.
	shownMax = 120
	// leadMax is how many of them stand before the part that is meant when the
	// line has to be cut.
	leadMax = 40
)

// window cuts line to at most shownMax characters around the character at
// offset at, and returns the offset of that character in the result.
func window(line string, at, width int) (string, int) {
	n := utf8.RuneCountInString(line)
	at = min(max(at, 0), n)
	if n <= shownMax {
		return line, at
	}
	// Stepping over the line instead of converting it keeps a line of many
	// megabytes from being copied.
	first := 0
	if at+min(width, shownMax) > shownMax {
		first = max(at-leadMax, 0)
	}
	tail := line[byteOffset(line, first):]
	cut := tail[:byteOffset(tail, shownMax)]
	lead, end := "", ""
	if first > 0 {
		lead = "…"
	}
	if len(cut) < len(tail) {
		end = "…"
	}
	return lead + cut + end, at - first + utf8.RuneCountInString(lead)
}

// byteOffset returns where the n-th character of s begins, or the length of s.
func byteOffset(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// carets returns a line that marks width characters after the first before
// ones of shown. Tabs are kept so that both lines stay aligned.
func carets(shown string, before, width int) string {
	var b strings.Builder
	n := 0
	for _, r := range shown {
		switch {
		case n >= before+max(width, 1):
			return b.String()
		case n >= before:
			b.WriteByte('^')
		case r == '\t':
			b.WriteByte('\t')
		default:
			b.WriteByte(' ')
		}
		n++
	}
	if n <= before {
		b.WriteByte('^')
	}
	return b.String()
}
