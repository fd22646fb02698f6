package scenarios

import (
	"bytes"
	"fmt"
	"io/fs"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
	"github.com/littoral-sim/littoral/sim/channel"
)

// traces reads the files beside the scenario that it names and returns their
// digests: first arrivals, then outages, then profiles, then positions.
func (c *checker) traces(dir fs.FS, dirName string) []traceSum {
	f := &companions{checker: c, dir: dir, dirName: dirName, read: map[string][]byte{}}
	for i := range c.file.Workloads {
		w := &c.file.Workloads[i]
		if t := w.Arrivals.Trace; t != nil && c.once(t) {
			f.arrivals(t, w)
		}
	}
	for i := range c.file.Streams {
		w := c.file.Streams[i].asWorkload()
		if t := w.Arrivals.Trace; t != nil && c.once(t) {
			f.arrivals(t, w)
		}
	}
	for i := range c.file.Nodes {
		f.outages(c.file.Nodes[i].Failures, c.file.Nodes[i].at("failures"))
	}
	for i := range c.file.Domains {
		f.outages(c.file.Domains[i].Failures, c.file.Domains[i].at("failures"))
	}
	for i := range c.file.Links {
		l := &c.file.Links[i]
		f.outages(l.Failures, l.at("failures"))
		if l.Profile != nil && l.Profile.Trace != nil && c.once(l.Profile.Trace) {
			f.profile(l.Profile.Trace, l.at("profile.trace"))
		}
	}
	for i := range c.file.Mobility {
		if v := c.file.Mobility[i].Model; v != nil && v.Trace != nil {
			f.positions(v.Trace, &c.file.Mobility[i])
		}
	}
	f.courses()
	return f.sums
}

// arrivalReader reads the rows of a trace of arrivals.
type arrivalReader struct {
	*table
	workload *Workload
	// sources are the nodes that may occur, by name.
	sources map[string]int
}

// arrivals reads a trace of arrivals.
func (f *companions) arrivals(trace *Trace, w *Workload) {
	const at, source = 0, 1
	t := f.open(trace.Path, w.at("arrivals.trace"), "list the instants: {at: [0s, 1.5s]}",
		"begin with the line: at; then write one instant such as 1.5s per line", "at", "source")
	if t == nil {
		return
	}
	r := arrivalReader{table: t, workload: w, sources: make(map[string]int, len(w.Source.Nodes))}
	for _, i := range w.Source.Nodes {
		r.sources[f.nodeNames[i]] = i
	}
	rows := make([]TraceArrival, 0, bytes.Count(f.read[trace.Path.V], []byte("\n")))
	for record, ok := t.row(); ok; record, ok = t.row() {
		row := TraceArrival{Source: -1}
		if row.At, ok = t.duration(record, at); ok && len(rows) > 0 && row.At < rows[len(rows)-1].At {
			t.wrong(t.place[at], fmt.Sprintf("%s comes after %s", span(row.At), span(rows[len(rows)-1].At)), "sort the rows by instant")
		}
		if ok && t.has(source) {
			row.Source = r.sourceOf(t.text(record, source), t.place[source])
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 && !t.failed {
		t.wrong(0, "the file has no rows after the header", "add a row for each arrival")
	}
	if !t.failed {
		trace.Arrivals = rows
	}
}

// sourceOf returns the node with a name, or -1.
func (r *arrivalReader) sourceOf(name string, column int) int {
	i, ok := r.sources[name]
	if ok {
		return i
	}
	if r.complete("nodes") { // Otherwise the node may be among those that could not be read.
		fix := "name one of the sources of the workload"
		if _, exists := r.nodes[name]; exists {
			fix = fmt.Sprintf("add it to the source of the workload on line %d", r.workload.Source.Pos.Line)
		}
		r.wrong(column, fmt.Sprintf("%s is not a source of the workload %s", quote(name), r.workload.Name.V), fix)
	}
	return -1
}

// outages reads the traces of outages of one thing.
func (f *companions) outages(list Few[Failure], w where) {
	for i := range list {
		if t := list[i].Trace; t != nil && f.once(t) {
			f.outageTrace(t, part(list, w, i).at("trace"))
		}
	}
}

// outageTrace reads one trace of outages.
func (f *companions) outageTrace(trace *OutageTrace, w where) {
	const from, until = 0, 1
	t := f.open(trace.Path, w, "script them in faults: [{at: 1m, crash: a, for: 1m}]",
		"begin with the line: from,until; then write one outage such as 1h,90m per line", "from", "until")
	if t == nil {
		return
	}
	if !t.has(until) {
		t.wrong(0, "the column until is missing", "begin the file with the line: from,until")
		return
	}
	var rows []Outage
	for record, ok := t.row(); ok; record, ok = t.row() {
		row := Outage{Until: -1}
		row.From, ok = t.duration(record, from)
		if ok && len(rows) > 0 {
			switch last := rows[len(rows)-1]; {
			case last.Until < 0:
				t.wrong(t.place[from], "the outage before has no end", "give it an end, or end the file there")
			case row.From < last.Until:
				t.wrong(t.place[from], fmt.Sprintf("%s is before the end of the outage before, %s", span(row.From), span(last.Until)), "put the outages in the order of time, and join those that overlap")
			}
		}
		if ok && t.text(record, until) != "" {
			if row.Until, ok = t.duration(record, until); ok && row.Until <= row.From {
				t.wrong(t.place[until], fmt.Sprintf("the outage ends at %s, not after its begin at %s", span(row.Until), span(row.From)), "write a later end, or leave it empty if there is none")
			}
		}
		rows = append(rows, row)
		if t.failed {
			return // What follows is mostly wrong for the same reason.
		}
	}
	if len(rows) == 0 && !t.failed {
		t.wrong(0, "the file has no rows after the header", "add a row for each outage")
	}
	if !t.failed {
		trace.Outages = rows
	}
}

// profile reads the steps of a link.
func (f *companions) profile(trace *ProfileTrace, w where) {
	const at, bandwidth, latency = 0, 1, 2
	t := f.open(trace.Path, w, "list the steps: {steps: [{at: 0s, bandwidth: 10Mbit/s}]}",
		"begin with the line: at,bandwidth,latency; then write one step such as 1.5s,10Mbit/s,30ms per line", "at", "bandwidth", "latency")
	if t == nil {
		return
	}
	if !t.has(bandwidth) && !t.has(latency) {
		t.wrong(0, "there is neither a column bandwidth nor a column latency", "begin the file with the line: at,bandwidth,latency")
		return
	}
	last := time.Duration(-1)
	for record, ok := t.row(); ok; record, ok = t.row() {
		now, fine := t.duration(record, at)
		if fine && now <= last {
			t.wrong(t.place[at], fmt.Sprintf("%s does not come after %s", span(now), span(last)), "put the rows in the order of time, each at another instant")
		}
		if t.text(record, bandwidth) == "" && t.text(record, latency) == "" {
			t.wrong(0, "the row changes nothing", "write a bandwidth, a latency or both")
		}
		if t.text(record, bandwidth) != "" {
			v, _ := t.quantity(record, bandwidth, quantity.BitRate)
			trace.Bandwidth = append(trace.Bandwidth, channel.BandwidthStep{At: now, Bandwidth: units.BitsPerSecond(v)})
		}
		if t.text(record, latency) != "" {
			v, _ := t.duration(record, latency)
			trace.Latency = append(trace.Latency, channel.LatencyStep{At: now, Latency: v})
		}
		if t.failed {
			break // What follows is mostly wrong for the same reason.
		}
		last = now
	}
	if last < 0 && !t.failed {
		t.wrong(0, "the file has no rows after the header", "add a row for each step")
	}
	if t.failed {
		trace.Bandwidth, trace.Latency = nil, nil
	}
}
