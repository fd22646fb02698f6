package scenarios

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
)

// companions are the CSV files beside a scenario that it names.
type companions struct {
	*checker
	dir     fs.FS  // nil when the scenario has no directory
	dirName string // how the user calls it
	read    map[string][]byte
	sums    []traceSum
}

// table reads the rows of a CSV file with a header.
type table struct {
	*checker
	source *diagnostics.Source
	csv    *csv.Reader
	// columns are the names allowed, the first of which is needed, and place the
	// number of each in the file, or -1.
	columns []string
	place   []int
	// hint says how a well-formed file begins.
	hint   string
	failed bool
}

// open reads the file that a key names and the header of it. It returns nil after
// a complaint. Without a directory, instead says what to write in the scenario.
func (f *companions) open(name Value[string], w where, instead, hint string, columns ...string) *table {
	if name.Pos == (diagnostics.Pos{}) {
		return nil // It could not be read.
	}
	data, known := f.read[name.V]
	if !known {
		var problem, fix string
		if data, problem, fix = f.content(name.V, instead); problem != "" {
			f.report(w, name.Pos, say(problem, fix))
			return nil
		}
		f.read[name.V] = data
		f.sums = append(f.sums, sumOf(name.V, data))
	}
	t := &table{checker: f.checker, source: diagnostics.NewSource(path.Join(f.dirName, name.V), data), hint: hint, columns: columns}
	t.header(data)
	if t.failed {
		return nil
	}
	return t
}

// content returns the content of a file in the directory of the scenario, or
// what is wrong.
func (f *companions) content(name, instead string) (data []byte, problem, fix string) {
	if f.dir == nil {
		return nil, "this scenario has no directory, so it cannot have a trace file", instead
	}
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, `\:`) {
		return nil, fmt.Sprintf("%s is not a path inside the directory of the scenario", quote(name)), "write a relative path with forward slashes and without '..'"
	}
	tooLarge := fmt.Sprintf("the file %s has more than %d bytes", quote(name), TraceBytesMax)
	info, err := fs.Stat(f.dir, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Sprintf("there is no file %s beside the scenario", quote(name)), "check the name; it is relative to the directory of the scenario"
	case err != nil:
		return nil, fmt.Sprintf("the file %s cannot be read: %v", quote(name), reason(err)), "put a readable file in the directory of the scenario"
	case !info.Mode().IsRegular():
		return nil, fmt.Sprintf("%s is not a regular file", quote(name)), "name a CSV file"
	case info.Size() > TraceBytesMax:
		return nil, tooLarge, "use a part of it"
	}
	data, err = readFile(f.dir, name, TraceBytesMax)
	switch {
	case err != nil:
		return nil, fmt.Sprintf("the file %s cannot be read: %v", quote(name), err), "put a readable file in the directory of the scenario"
	case len(data) > TraceBytesMax:
		return nil, tooLarge, "use a part of it"
	}
	return data, "", ""
}

// header finds the columns.
func (t *table) header(data []byte) {
	if !utf8.Valid(data) {
		t.wrong(0, "the file is not valid UTF-8", "save it as UTF-8")
		return
	}
	t.csv = csv.NewReader(bytes.NewReader(data))
	t.csv.ReuseRecord = true
	t.csv.Comment = '#'
	header, err := t.csv.Read()
	if err != nil {
		t.wrongCSV(err)
		return
	}
	t.place = make([]int, len(t.columns))
	for i := range t.place {
		t.place[i] = -1
	}
	for i, name := range header {
		switch k := slices.Index(t.columns, name); {
		case k < 0:
			t.wrong(i, fmt.Sprintf("unknown column %s", quote(name)), "the columns are "+listOf(t.columns))
		case t.place[k] >= 0:
			t.wrong(i, fmt.Sprintf("the column %s occurs twice", name), "keep one of them")
		default:
			t.place[k] = i
		}
	}
	if t.place[0] < 0 && !t.failed {
		t.wrong(0, fmt.Sprintf("the column %s is missing", t.columns[0]), "begin the file with the line: "+t.columns[0])
	}
}

// listOf joins words with commas and an "and".
func listOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// row returns the next row, which is valid until the next call, and false at the
// end of the file or after a complaint about CSV.
func (t *table) row() ([]string, bool) {
	record, err := t.csv.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, false
	case err != nil:
		t.wrongCSV(err)
		return nil, false
	}
	return record, true
}

// has reports whether the file has a column.
func (t *table) has(column int) bool { return t.place[column] >= 0 }

// text returns the field of a row in a column, "" when the file has none such.
func (t *table) text(record []string, column int) string {
	if !t.has(column) {
		return ""
	}
	return record[t.place[column]]
}

// duration parses the field of a row in a column.
func (t *table) duration(record []string, column int) (time.Duration, bool) {
	v, ok := t.quantity(record, column, quantity.Duration)
	return time.Duration(v), ok
}

func (t *table) quantity(record []string, column int, kind *quantity.Kind) (int64, bool) {
	v, problem := kind.Parse(t.text(record, column))
	if problem != nil {
		t.wrong(t.place[column], problem.Wrong, problem.Fix)
		return 0, false
	}
	return v, true
}

// wrong complains about a field of the current row, counted as in the file.
func (t *table) wrong(column int, problem, fix string) {
	t.failed = true
	pos := Pos{Line: 1, Col: 1}
	if t.csv != nil {
		if line, _ := t.csv.FieldPos(0); line > 0 {
			line, byteCol := t.csv.FieldPos(column)
			text := t.source.Line(line)
			pos = Pos{Line: int32(line), Col: int32(utf8.RuneCountInString(text[:min(byteCol-1, len(text))]) + 1)}
		}
	}
	t.list.Add(pos, t.source.At(pos, "", problem, fix))
}

// wrongCSV complains about text that is not CSV.
func (t *table) wrongCSV(err error) {
	t.failed = true
	pos, problem := Pos{Line: 1, Col: 1}, "the file is empty"
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		pos = Pos{Line: int32(parse.Line), Col: int32(max(parse.Column, 1))}
		problem = "this is not CSV: " + parse.Err.Error()
	}
	t.list.Add(pos, t.source.At(pos, "", problem, t.hint))
}
