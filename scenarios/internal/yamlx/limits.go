package yamlx

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

// Limits bound what Parse takes. All of them are checked before the memory
// they are about is allocated.
type Limits struct {
	// Bytes is the largest length of the document.
	Bytes int
	// Depth is the deepest nesting of lists and maps.
	Depth int
	// Values bounds the number of lists, maps, keys and scalars. It is checked
	// by counting the characters that separate them, so commas and colons in
	// texts and comments count as well.
	Values int
	// FlowValues bounds the values inside one outermost pair of brackets. The
	// library needs several times more memory for these.
	FlowValues int
	// ScalarBytes is the largest length of one scalar.
	ScalarBytes int
	// PlainBytes is the longest stretch without any character that separates values.
	PlainBytes int
}

// DefaultLimits returns the limits for scenario files. The most expensive
// document within them takes about a gigabyte; an ordinary one takes 40 times
// its length.
func DefaultLimits() Limits {
	return Limits{
		Bytes:       16 << 20,
		Depth:       64,
		Values:      3_000_000,
		FlowValues:  500_000,
		ScalarBytes: 64 << 10,
		PlainBytes:  1 << 20,
	}
}

// Problem is one thing wrong with a document.
type Problem struct {
	Pos        diagnostics.Pos
	Wrong, Fix string
}

// inspect checks what can be checked on the bytes alone, in time linear in
// their number and without allocating.
func inspect(data []byte, limits Limits) *Problem {
	if len(data) > limits.Bytes {
		return &Problem{Wrong: fmt.Sprintf("the file has more than %d bytes", limits.Bytes), Fix: "make many alike entities with a template: each: {i: 1..1000}"}
	}
	if problem := inspectEncoding(data); problem != nil {
		return problem
	}
	return inspectAmount(data, limits)
}

func inspectEncoding(data []byte) *Problem {
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		return &Problem{Pos: diagnostics.Pos{Line: 1, Col: 1}, Wrong: "the file begins with a byte order mark", Fix: "save it as UTF-8 without BOM"}
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return &Problem{Pos: diagnostics.Pos{Line: 1, Col: 1}, Wrong: "the file is not UTF-8 but UTF-16", Fix: "save it as UTF-8"}
	}
	for i := 0; i < len(data); {
		c := data[i]
		if c >= 0x20 && c < 0x7f || c == '\n' || c == '\t' {
			i++
			continue
		}
		if c == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if wrong, fix := unwelcome(r, size); wrong != "" {
			return &Problem{Pos: position(data, i), Wrong: wrong, Fix: fix}
		}
		i += size
	}
	return nil
}

// unwelcome says what is wrong with a character, or "" when it is fine.
func unwelcome(r rune, size int) (wrong, fix string) {
	switch {
	case r == utf8.RuneError && size <= 1:
		return "the text is not valid UTF-8 here", "save the file as UTF-8"
	case r == 0:
		return "there is a NUL character here", "remove it; is this a text file?"
	case r == '\r':
		return "a carriage return stands alone here", "end lines with a line feed"
	case r == 0x85 || r == 0x2028 || r == 0x2029:
		return fmt.Sprintf("the line ends with the unusual character %U", r), "end lines with a line feed"
	case r == 0xfeff:
		return "there is a byte order mark inside the text", "remove it"
	case r >= 0xe000 && r <= 0xf8ff:
		return fmt.Sprintf("there is a private-use character (%U) here", r), "remove it: it has no meaning to others"
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return fmt.Sprintf("there is a control character (%U) here", r), "remove it"
	case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
		return fmt.Sprintf("there is a character (%U) here that changes the order in which text is shown", r), "remove it"
	}
	return "", ""
}

// inspectAmount bounds how many values the document can have and how long its
// texts can be.
func inspectAmount(data []byte, limits Limits) *Problem {
	values, since := 0, 0
	for i, c := range data {
		weight := separates(data, i, c)
		if weight == 0 {
			if i-since > limits.PlainBytes {
				return &Problem{Pos: position(data, since), Wrong: fmt.Sprintf("a text or comment of more than %d bytes begins here", limits.PlainBytes), Fix: "shorten it"}
			}
			continue
		}
		since = i + 1
		values += weight
		if values > limits.Values {
			return tooMany(data, i, limits.Values)
		}
	}
	if values > limits.FlowValues {
		return inspectFlow(data, limits)
	}
	return nil
}

func tooMany(data []byte, at, limit int) *Problem {
	return &Problem{Pos: position(data, at), Wrong: fmt.Sprintf("the file has more than %d values up to here", limit), Fix: "make many alike entities with a template: each: {i: 1..1000}"}
}

// separates returns how many values the character c at data[i] can introduce.
func separates(data []byte, i int, c byte) int {
	switch c {
	case ',', '[', '{':
		return 1
	case ':':
		return 2
	case '-', '?':
		if i+1 == len(data) || data[i+1] == ' ' || data[i+1] == '\n' || data[i+1] == '\r' || data[i+1] == '\t' {
			return 1
		}
	}
	return 0
}

// inspectFlow bounds the number of values inside one outermost pair of
// brackets. It follows brackets, quoted texts and comments only as far as needed
// to see where such a pair ends. Where it cannot be sure, from a quoted text of
// several lines on, it takes all that follows as inside.
func inspectFlow(data []byte, limits Limits) *Problem {
	const unsure = math.MaxInt / 4 // No pair of brackets ends from here on.
	depth, values := 0, 0
	begin := true // whether a token may begin here
	for i := 0; i < len(data); i++ {
		c := data[i]
		weight := separates(data, i, c)
		switch {
		case c == '\n' || c == ' ' || c == '\t' || c == '\r':
			begin = begin || c == '\n'
			continue
		case c == '#' && (i == 0 || data[i-1] == ' ' || data[i-1] == '\n' || data[i-1] == '\t'):
			i = skipTo(data, i, '\n') - 1
			continue
		case (c == '&' || c == '!' || c == '*') && begin:
			i = skipTo(data, i, ' ', '\n') - 1
			continue
		case (c == '"' || c == '\'') && begin && depth < unsure:
			end := skipQuoted(data, i)
			if bytes.IndexByte(data[i:end], '\n') >= 0 {
				depth = 2 * unsure
			} else {
				i = end
			}
		case (c == '[' || c == '{') && (begin || depth > 0):
			depth++
		case (c == ']' || c == '}') && depth > 0:
			if depth--; depth == 0 {
				values = 0
			}
		}
		begin = weight > 0
		if depth == 0 {
			continue
		}
		if values += weight; values > limits.FlowValues {
			return &Problem{Pos: position(data, i), Wrong: fmt.Sprintf("more than %d values are in one pair of brackets up to here", limits.FlowValues), Fix: "write the outer lists and maps with indentation instead of brackets, and quoted texts on one line"}
		}
	}
	return nil
}

// skipTo returns the next place of one of the stops, or the length of data.
func skipTo(data []byte, i int, stops ...byte) int {
	for ; i < len(data); i++ {
		if slices.Contains(stops, data[i]) {
			return i
		}
	}
	return len(data)
}

// skipQuoted returns the place of the quotation mark that ends the text which
// begins at data[i].
func skipQuoted(data []byte, i int) int {
	quote := data[i]
	for i++; i < len(data); i++ {
		switch {
		case data[i] == '\\' && quote == '"':
			i++
		case data[i] != quote:
		case quote == '\'' && i+1 < len(data) && data[i+1] == '\'':
			i++
		default:
			return i
		}
	}
	return len(data)
}

// position returns the line and column of data[at].
func position(data []byte, at int) diagnostics.Pos {
	before := data[:at]
	line := bytes.Count(before, []byte("\n"))
	start := bytes.LastIndexByte(before, '\n') + 1
	return diagnostics.Pos{Line: int32(line + 1), Col: int32(utf8.RuneCount(before[start:]) + 1)}
}
