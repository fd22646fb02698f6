package results

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/littoral-sim/littoral/results/stats"
	"github.com/littoral-sim/littoral/sim/trace"
)

// Options says what a Recorder keeps beside the tables and the summary. The zero
// value keeps no event log and draws the picture.
type Options struct {
	// Trace keeps the event log in trace.jsonl of the result directory.
	Trace bool
	// TraceFile keeps the event log in this file, with or without a directory.
	TraceFile string
	// NoPicture leaves out run.png and run.svg.
	NoPicture bool
}

// Recorder receives the records of a run, writes them to files as they come, and
// gathers statistics in memory that does not grow with the number of tasks. It
// implements trace.Sink. It is used by one goroutine, and ends with either
// Finish or Abort. Make one with NewRecorder.
//
// Rows go to temporary files beside their targets; the results of an earlier run
// in the directory stay complete and readable until Finish replaces them.
type Recorder struct {
	dir      string // "" for statistics only
	lock     *os.File
	names    trace.Names
	workload []string // names as CSV cells
	node     []string
	link     []string
	transfer []string
	json     eventNames

	tasks     *pending // nil without a directory
	transfers *pending
	events    *pending // nil without a trace
	extra     *pending // the trace, if it lies outside of the directory
	err       error    // the first error, which every later call returns

	all            *tally
	tallies        []*tally
	time           *stats.Timeline
	transferStates [trace.TransferBroken + 1]int64
	transferBytes  int64
	transferTimes  stats.Series
	delays         []stats.Histogram // of the records of each stream
	picture        bool
	done           bool
}

// NewRecorder returns a recorder that will leave its results in dir, which is
// made if need be, or that only gathers statistics if dir is "". The names are
// those of the run, in the same order. It is an error if another run is writing
// to the directory. Temporary files that a killed run left there are removed.
func NewRecorder(dir string, names trace.Names, o Options) (*Recorder, error) {
	r := &Recorder{dir: dir, names: names, all: newTally(), picture: !o.NoPicture}
	r.time = stats.NewTimeline(counterCount*len(names.Workloads), levelCount)
	for range names.Workloads {
		r.tallies = append(r.tallies, newTally())
	}
	if o.Trace && dir == "" && o.TraceFile == "" {
		return nil, errors.New("an event log needs a result directory or a file of its own")
	}
	if err := r.open(o); err != nil {
		return nil, errors.Join(err, r.Abort())
	}
	return r, nil
}

// open creates the temporary files.
func (r *Recorder) open(o Options) (err error) {
	if r.dir != "" {
		if err = r.openDir(); err != nil {
			return err
		}
		if o.Trace {
			if r.events, err = newPending(filepath.Join(r.dir, TraceFile)); err != nil {
				return err
			}
		}
	}
	if o.TraceFile != "" && !r.inside(o.TraceFile) {
		if r.extra, err = newPending(o.TraceFile); err != nil {
			return err
		}
	} else if o.TraceFile != "" && r.events == nil {
		if r.events, err = newPending(filepath.Join(r.dir, TraceFile)); err != nil {
			return err
		}
	}
	if r.events != nil || r.extra != nil {
		n := &r.names
		r.json = eventNames{allQuoted(n.Nodes), allQuoted(n.Links), allQuoted(n.Transfers), allQuoted(n.Domains), allQuoted(n.Workloads), allQuoted(n.Reasons), allQuoted(n.Streams)}
	}
	return nil
}

// inside reports whether path is trace.jsonl of the result directory.
func (r *Recorder) inside(path string) bool {
	return r.dir != "" && filepath.Clean(path) == filepath.Join(r.dir, TraceFile)
}

func (r *Recorder) openDir() (err error) {
	if err = os.MkdirAll(r.dir, 0o777); err != nil {
		return fmt.Errorf("make the result directory: %w", err)
	}
	if r.lock, err = lockDir(r.dir); err != nil {
		return err
	}
	if err = removeStale(r.dir); err != nil {
		return err
	}
	n := &r.names
	r.workload, r.node, r.link, r.transfer = cells(n.Workloads), cells(n.Nodes), cells(n.Links), cells(n.Transfers)
	if r.tasks, err = newPending(filepath.Join(r.dir, TasksFile)); err != nil {
		return err
	}
	r.tasks.buf = append(r.tasks.buf, taskColumns...)
	if r.transfers, err = newPending(filepath.Join(r.dir, TransfersFile)); err != nil {
		return err
	}
	r.transfers.buf = append(r.transfers.buf, transferColumns...)
	return nil
}

// rowSize bounds the numbers and punctuation of one row or event; the names come
// on top.
const rowSize = 512

// Event takes one event of the log. Without a trace only crashes, repairs, cuts
// and restorations matter, for the picture.
func (r *Recorder) Event(e *trace.Event) error {
	if e.Kind >= trace.NodeCrashed && e.Kind <= trace.LinkRestored {
		r.fault(e)
	}
	if r.events == nil && r.extra == nil {
		return nil
	}
	return r.log(e)
}

// fault counts nodes and links that are down.
func (r *Recorder) fault(e *trace.Event) {
	switch e.Kind {
	case trace.NodeCrashed:
		r.time.Change(levelNodes, e.At, 1)
	case trace.NodeRepaired:
		r.time.Change(levelNodes, e.At, -1)
	case trace.LinkCut:
		r.time.Change(levelLinks, e.At, 1)
	case trace.LinkRestored:
		r.time.Change(levelLinks, e.At, -1)
	default: // nothing went down or came back
	}
}

func (r *Recorder) log(e *trace.Event) error {
	for _, p := range [...]*pending{r.events, r.extra} {
		if p == nil {
			continue
		}
		p.room(rowSize)
		p.buf = appendEvent(p.buf, e, &r.json)
		if p.err != nil {
			return r.broken(p.err)
		}
	}
	return nil
}

// broken remembers the first error.
func (r *Recorder) broken(err error) error {
	if r.err == nil {
		r.err = err
	}
	return r.err
}

// Task takes the record of one task.
func (r *Recorder) Task(t *trace.Task) error {
	if !r.isInstance(t.Workload) {
		r.count(t)
	}
	if r.tasks == nil {
		return nil
	}
	r.tasks.room(rowSize)
	r.tasks.buf = appendTask(r.tasks.buf, t, r.workload, r.node)
	if r.tasks.err != nil {
		return r.broken(r.tasks.err)
	}
	return nil
}

// count counts a task that says something about the system.
func (r *Recorder) count(t *trace.Task) {
	k := counterCount * int(t.Workload)
	r.time.Count(k+countArrived, t.Arrived)
	switch t.State {
	case trace.StateFinished:
		r.time.Count(k+countFinished, t.Finished)
		if !t.Warmup {
			r.time.Count(k+countMeasured, t.Finished)
		}
	case trace.StateDeclined:
		r.time.Count(k+countDeclined, t.Finished)
	default: // it is still in the system
	}
	if !t.Warmup {
		r.all.add(t)
		r.tallies[t.Workload].add(t)
	}
}

// Transfer takes the record of one plain transfer.
func (r *Recorder) Transfer(t *trace.Transfer) error {
	r.transferStates[t.State]++
	if t.State == trace.TransferDone {
		r.transferBytes += t.Bytes
		r.transferTimes.Add(t.Finished - t.Started)
	}
	if r.transfers == nil {
		return nil
	}
	r.transfers.room(rowSize)
	r.transfers.buf = appendTransfer(r.transfers.buf, t, r.transfer, r.node)
	if r.transfers.err != nil {
		return r.broken(r.transfers.err)
	}
	return nil
}

// Abort removes the temporary files and leaves the directory as it was before
// the run. After Finish it does nothing.
func (r *Recorder) Abort() error {
	if r.done {
		return nil
	}
	r.done = true
	for _, p := range []*pending{r.tasks, r.transfers, r.events, r.extra} {
		if p != nil {
			p.discard()
		}
	}
	return r.unlock()
}

func (r *Recorder) unlock() error {
	if r.lock == nil {
		return nil
	}
	err := r.lock.Close()
	r.lock = nil
	return err
}

var _ trace.Sink = (*Recorder)(nil)

// streams returns the files that were written while the run went on.
func (r *Recorder) streams() []*pending {
	return slices.DeleteFunc([]*pending{r.tasks, r.transfers, r.events}, func(p *pending) bool { return p == nil })
}
