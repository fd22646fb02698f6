package results

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/littoral-sim/littoral/sim/trace"
)

// The columns of the files with one row per task, transfer, node and link. They
// are a promise to whoever reads the files: new columns go to the end.
const (
	taskColumns = "task,workload,source,node,state,priority,arrived_ns,placed_ns,started_ns,finished_ns," +
		"queue_ns,decision_ns,transfer_ns,convert_ns,run_ns,deadline_ns,attempts,reason\n"
	transferColumns = "transfer,from,to,bytes,started_ns,finished_ns,state\n"
	nodeColumns     = "node,tier,cpu_millicores,utilisation,availability,active_ns,error_ns,inactive_ns," +
		"busy_core_ns,tasks_finished,crashes,bytes_received,bytes_sent,energy_joule,memory_max_bytes,cut_off_ns\n"
	linkColumns = "link,from,to,bandwidth_bits_per_s,utilisation_forward,utilisation_back,availability," +
		"up_ns,down_ns,bytes_forward,bytes_back\n"
)

// cell returns s as a field of a CSV file, quoted as RFC 4180 wants it.
func cell(s string) string {
	if s == "" || !strings.ContainsAny(s, ",\"\r\n") && s[0] != ' ' {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// cells returns the names as fields of a CSV file.
func cells(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = cell(n)
	}
	return out
}

// name returns names[i], or "" for trace.None.
func name(names []string, i int32) string {
	if i == trace.None {
		return ""
	}
	return names[i]
}

// appendInstant appends ",t", or an empty cell for trace.None.
func appendInstant(b []byte, t int64) []byte {
	b = append(b, ',')
	if t == trace.None {
		return b
	}
	return strconv.AppendInt(b, t, 10)
}

// appendInt appends ",v".
func appendInt(b []byte, v int64) []byte {
	return strconv.AppendInt(append(b, ','), v, 10)
}

// appendText appends ",s" for a finished cell s.
func appendText(b []byte, s string) []byte {
	return append(append(b, ','), s...)
}

// appendTask appends the row of t, with names that are cells already.
func appendTask(b []byte, t *trace.Task, workloads, nodes []string) []byte {
	b = strconv.AppendInt(b, t.Number, 10)
	b = appendText(b, name(workloads, t.Workload))
	b = appendText(b, name(nodes, t.Source))
	b = appendText(b, name(nodes, t.Node))
	b = appendText(b, t.State.String())
	b = appendInt(b, int64(t.Priority))
	b = appendInt(b, t.Arrived)
	b = appendInstant(b, t.Placed)
	b = appendInstant(b, t.Started)
	b = appendInstant(b, t.Finished)
	b = appendInt(b, t.Queue)
	b = appendInt(b, t.Decision)
	b = appendInt(b, t.Transfer)
	b = appendInt(b, t.Convert)
	b = appendInt(b, t.Run)
	b = appendInstant(b, t.Deadline)
	b = appendInt(b, int64(t.Attempts))
	b = appendText(b, cell(t.Reason))
	return append(b, '\n')
}

// appendTransfer appends the row of t, with names that are cells already.
func appendTransfer(b []byte, t *trace.Transfer, transfers, nodes []string) []byte {
	b = append(b, name(transfers, t.Index)...)
	b = appendText(b, name(nodes, t.From))
	b = appendText(b, name(nodes, t.To))
	b = appendInt(b, t.Bytes)
	b = appendInstant(b, t.Started)
	b = appendInstant(b, t.Finished)
	b = appendText(b, t.State.String())
	return append(b, '\n')
}

// appendRatio appends ",x" with six decimals.
func appendRatio(b []byte, x float64) []byte {
	return strconv.AppendFloat(append(b, ','), x, 'f', 6, 64)
}

// appendMicro appends ",v" for a number of millionths, exactly, or an empty cell
// for trace.None.
func appendMicro(b []byte, v int64) []byte {
	b = append(b, ',')
	if v == trace.None {
		return b
	}
	b = strconv.AppendInt(b, v/1_000_000, 10)
	b = append(b, '.')
	digits := strconv.AppendInt(nil, 1_000_000+v%1_000_000, 10)
	return append(b, digits[1:]...)
}

func appendNode(b []byte, u *trace.NodeUse, nodes []string) []byte {
	b = append(b, nodes[u.Node]...)
	b = appendText(b, cell(u.Tier))
	b = appendInt(b, u.CPUMilli)
	b = appendRatio(b, utilisation(u))
	b = appendRatio(b, availability(u.Active, u.Error))
	b = appendInt(b, u.Active)
	b = appendInt(b, u.Error)
	b = appendInt(b, u.Inactive)
	b = appendInt(b, u.BusyCPU)
	b = appendInt(b, u.Finished)
	b = appendInt(b, u.Crashes)
	b = appendInt(b, u.Received)
	b = appendInt(b, u.Sent)
	b = appendMicro(b, u.Energy)
	b = appendInt(b, u.MemoryMax)
	b = appendInt(b, u.CutOff)
	return append(b, '\n')
}

func appendLink(b []byte, u *trace.LinkUse, links, nodes []string) []byte {
	b = append(b, links[u.Link]...)
	b = appendText(b, nodes[u.From])
	b = appendText(b, nodes[u.To])
	b = appendInt(b, u.BitsPerSec)
	b = appendRatio(b, carried(u.BytesForward, u.BitsPerSec, u))
	b = appendRatio(b, carried(u.BytesBack, cmp.Or(u.BitsPerSecBack, u.BitsPerSec), u))
	b = appendRatio(b, availability(u.Up, u.Down))
	b = appendInt(b, u.Up)
	b = appendInt(b, u.Down)
	b = appendInt(b, u.BytesForward)
	b = appendInt(b, u.BytesBack)
	return append(b, '\n')
}

// quoted returns s as a JSON string. Bytes that are not UTF-8 become U+FFFD.
func quoted(s string) string {
	const hex = "0123456789abcdef"
	b := make([]byte, 0, len(s)+2)
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < 0x20 || r == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return string(append(b, '"'))
}

func allQuoted(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = quoted(n)
	}
	return out
}

// eventNames holds the names of entities as JSON strings.
type eventNames struct{ nodes, links, transfers, domains, workloads, reasons, streams []string }

// appendEvent appends e as one line of trace.jsonl. Fields that say nothing are
// left out: task 0, node None, reason 0. The value is always there.
func appendEvent(b []byte, e *trace.Event, n *eventNames) []byte {
	b = append(b, `{"at_ns":`...)
	b = strconv.AppendInt(b, e.At, 10)
	b = append(b, `,"kind":"`...)
	b = append(b, e.Kind.String()...)
	b = append(b, '"')
	switch {
	case e.Task == 0:
	case e.Kind.IsStream():
		b = append(append(b, `,"stream":`...), n.streams[e.Task-1]...)
	case e.Kind.IsTransfer():
		b = append(append(b, `,"transfer":`...), n.transfers[e.Task-1]...)
	default:
		b = strconv.AppendInt(append(b, `,"task":`...), e.Task, 10)
	}
	switch {
	case e.Node == trace.None:
	case e.Kind.IsLink():
		b = append(append(b, `,"link":`...), n.links[e.Node]...)
	case e.Kind.IsDomain():
		b = append(append(b, `,"domain":`...), n.domains[e.Node]...)
	case e.Kind.IsService():
		b = append(append(b, `,"service":`...), n.workloads[e.Node]...)
	default:
		b = append(append(b, `,"node":`...), n.nodes[e.Node]...)
	}
	b = strconv.AppendInt(append(b, `,"value":`...), e.Value, 10)
	if e.Reason != 0 {
		b = append(append(b, `,"reason":`...), n.reasons[e.Reason]...)
	}
	return append(b, '}', '\n')
}
