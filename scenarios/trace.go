package scenarios

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
)

// traces reads the trace files of all workloads and returns their digests.
func (c *checker) traces(dir fs.FS, dirName string) []traceSum {
	var sums []traceSum
	read := map[string][]byte{}
	for i := range c.file.Workloads {
		w := &c.file.Workloads[i]
		t := w.Arrivals.Trace
		if t == nil || !c.once(t) {
			continue
		}
		data, known := read[t.Path.V]
		if !known {
			var ok bool
			if data, ok = c.readTrace(dir, t.Path.V, w, t.Path.Pos); !ok {
				continue
			}
			read[t.Path.V] = data
			sums = append(sums, traceSum{t.Path.V, sha256.Sum256(data)})
		}
		r := traceReader{checker: c, workload: w, source: diagnostics.NewSource(path.Join(dirName, t.Path.V), data)}
		t.Arrivals = r.read(data)
	}
	return sums
}

// readTrace returns the content of a trace file.
func (c *checker) readTrace(dir fs.FS, name string, w *Workload, pos Pos) ([]byte, bool) {
	wrong := func(problem, fix string) ([]byte, bool) {
		c.report(w.at("arrivals.trace"), pos, say(problem, fix))
		return nil, false
	}
	if dir == nil {
		return wrong("this scenario has no directory, so it cannot have a trace file", "list the instants: {at: [0s, 1.5s]}")
	}
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, `\:`) {
		return wrong(fmt.Sprintf("%s is not a path inside the directory of the scenario", quote(name)), "write a relative path with forward slashes and without '..'")
	}
	info, err := fs.Stat(dir, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return wrong(fmt.Sprintf("there is no file %s beside the scenario", quote(name)), "check the name; it is relative to the directory of the scenario")
	case err != nil:
		return wrong(fmt.Sprintf("the file %s cannot be read: %v", quote(name), reason(err)), "put a readable file in the directory of the scenario")
	case !info.Mode().IsRegular():
		return wrong(fmt.Sprintf("%s is not a regular file", quote(name)), "name a CSV file")
	case info.Size() > TraceBytesMax:
		return wrong(fmt.Sprintf("the file %s has more than %d bytes", quote(name), TraceBytesMax), "split the workload")
	}
	data, err := readFile(dir, name, TraceBytesMax)
	switch {
	case err != nil:
		return wrong(fmt.Sprintf("the file %s cannot be read: %v", quote(name), err), "put a readable file in the directory of the scenario")
	case len(data) > TraceBytesMax:
		return wrong(fmt.Sprintf("the file %s has more than %d bytes", quote(name), TraceBytesMax), "split the workload")
	}
	return data, true
}

// traceReader reads the rows of a trace.
type traceReader struct {
	*checker
	workload *Workload
	source   *diagnostics.Source
	csv      *csv.Reader
	// at and from are the columns of the instant and the source, or -1.
	at, from int
	// sources are the nodes that may occur, by name.
	sources map[string]int
	failed  bool
}

// read returns the rows of a trace, or nil after a complaint.
func (r *traceReader) read(data []byte) []TraceArrival {
	if !utf8.Valid(data) {
		r.wrong(0, "the file is not valid UTF-8", "save it as UTF-8")
		return nil
	}
	r.csv = csv.NewReader(bytes.NewReader(data))
	r.csv.ReuseRecord = true
	r.csv.Comment = '#'
	header, err := r.csv.Read()
	if err != nil {
		r.wrongCSV(err)
		return nil
	}
	r.columns(header)
	if r.failed {
		return nil
	}
	r.sources = make(map[string]int, len(r.workload.Source.Nodes))
	for _, i := range r.workload.Source.Nodes {
		r.sources[r.nodeNames[i]] = i
	}
	rows := make([]TraceArrival, 0, bytes.Count(data, []byte("\n")))
	for {
		record, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.wrongCSV(err)
			return nil
		}
		row, ok := r.row(record)
		if ok && len(rows) > 0 && row.At < rows[len(rows)-1].At {
			r.wrong(r.at, fmt.Sprintf("%s comes after %s", span(row.At), span(rows[len(rows)-1].At)), "sort the rows by instant")
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		r.wrong(0, "the file has no rows after the header", "add a row for each arrival")
	}
	if r.failed {
		return nil
	}
	return rows
}

// columns finds the columns by their header.
func (r *traceReader) columns(header []string) {
	r.at, r.from = -1, -1
	for i, name := range header {
		switch {
		case name == "at" && r.at < 0:
			r.at = i
		case name == "source" && r.from < 0:
			r.from = i
		case name == "at" || name == "source":
			r.wrong(i, fmt.Sprintf("the column %s occurs twice", name), "keep one of them")
		default:
			r.wrong(i, fmt.Sprintf("unknown column %s", quote(name)), "the columns are at and source")
		}
	}
	if r.at < 0 && !r.failed {
		r.wrong(0, "the column at is missing", "begin the file with the line: at")
	}
}

// row reads one row.
func (r *traceReader) row(record []string) (TraceArrival, bool) {
	arrival := TraceArrival{Source: -1}
	at, problem := quantity.Duration.Parse(record[r.at])
	if problem != nil {
		r.wrong(r.at, problem.Wrong, problem.Fix)
		return arrival, false
	}
	arrival.At = time.Duration(at)
	if r.from < 0 {
		return arrival, true
	}
	i, ok := r.sources[record[r.from]]
	if !ok && !r.complete("nodes") {
		return arrival, true // The node may be among those that could not be read.
	}
	if !ok {
		fix := "name one of the sources of the workload"
		if _, exists := r.nodes[record[r.from]]; exists {
			fix = fmt.Sprintf("add it to the source of the workload on line %d", r.workload.Source.Pos.Line)
		}
		r.wrong(r.from, fmt.Sprintf("%s is not a source of the workload %s", quote(record[r.from]), r.workload.Name.V), fix)
		return arrival, false
	}
	arrival.Source = i
	return arrival, true
}

// wrong complains about a column of the current row.
func (r *traceReader) wrong(column int, problem, fix string) {
	r.failed = true
	pos := Pos{Line: 1, Col: 1}
	if r.csv != nil {
		if line, _ := r.csv.FieldPos(0); line > 0 {
			line, byteCol := r.csv.FieldPos(column)
			text := r.source.Line(line)
			pos = Pos{Line: int32(line), Col: int32(utf8.RuneCountInString(text[:min(byteCol-1, len(text))]) + 1)}
		}
	}
	r.list.Add(pos, r.source.At(pos, "", problem, fix))
}

// wrongCSV complains about text that is not CSV.
func (r *traceReader) wrongCSV(err error) {
	r.failed = true
	pos, problem := Pos{Line: 1, Col: 1}, "the file is empty"
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		pos = Pos{Line: int32(parse.Line), Col: int32(max(parse.Column, 1))}
		problem = "this is not CSV: " + parse.Err.Error()
	}
	r.list.Add(pos, r.source.At(pos, "", problem, "begin with the line: at; then write one instant such as 1.5s per line"))
}
