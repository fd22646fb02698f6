package diagnostics

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Source is a text that complaints are about.
type Source struct {
	name string
	data []byte
	// starts are the offsets of the lines, found when the first is asked for.
	starts []int
}

// NewSource returns the text data under the given name. It keeps data.
func NewSource(name string, data []byte) *Source { return &Source{name: name, data: data} }

// Name returns the name of the text.
func (s *Source) Name() string { return s.name }

// At returns a complaint about what stands at pos, with its line.
func (s *Source) At(pos Pos, path, problem, fix string) Diagnostic {
	line := s.Line(int(pos.Line))
	return Diagnostic{
		File: s.name, Line: int(pos.Line), Col: int(pos.Col),
		Path: path, Problem: problem, Fix: fix,
		Source: line, Width: tokenWidth(line, int(pos.Col)),
	}
}

// Line returns the n-th line, counted from 1, without its end. It is empty when
// there is no such line.
func (s *Source) Line(n int) string {
	if s.starts == nil {
		s.starts = []int{0}
		for at := 0; ; {
			next := bytes.IndexByte(s.data[at:], '\n')
			if next < 0 {
				break
			}
			at += next + 1
			s.starts = append(s.starts, at)
		}
	}
	if n < 1 || n > len(s.starts) {
		return ""
	}
	line := s.data[s.starts[n-1]:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return strings.ToValidUTF8(string(bytes.TrimSuffix(line, []byte("\r"))), "\uFFFD")
}

// tokenWidth returns the number of characters of the token that begins at
// column col of line: a quoted text, a bracket, or a run up to punctuation.
func tokenWidth(line string, col int) int {
	rest := line[byteOffset(line, col-1):]
	if rest == "" {
		return 1
	}
	end := len(rest)
	switch rest[0] {
	case '[', '{', ']', '}', ',':
		if placeholder := strings.IndexAny(rest[1:], " ,:[]{}"); rest[0] != '{' || placeholder < 1 || rest[1+placeholder] != '}' {
			return 1
		}
		end = plainEnd(rest)
	case '"', '\'':
		if i := strings.IndexByte(rest[1:], rest[0]); i >= 0 {
			end = i + 2
		}
	default:
		end = plainEnd(rest)
	}
	return max(utf8.RuneCountInString(rest[:end]), 1)
}

// plainEnd returns where the unquoted token at the front of s ends. Braces
// belong to the token when they enclose a placeholder such as {i}.
func plainEnd(s string) int {
	inside := false
	for i, c := range s {
		next := byte(' ')
		if i+1 < len(s) {
			next = s[i+1]
		}
		switch {
		case c == '{':
			inside = true
		case c == '}' && inside:
			inside = false
		case c == ',' || c == ']' || c == '}':
			return trimmedEnd(s, i)
		case c == ':' && (next == ' ' || next == '\t'):
			return trimmedEnd(s, i)
		case c == '#' && i > 0 && s[i-1] == ' ':
			return trimmedEnd(s, i)
		}
	}
	return trimmedEnd(s, len(s))
}

func trimmedEnd(s string, end int) int { return len(strings.TrimRight(s[:end], " \t")) }
