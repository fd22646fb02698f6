package results

import (
	"fmt"
	"strings"

	"github.com/littoral-sim/littoral/sim/trace"
)

// Gateways holds the numbers of the nodes that convert or protect data over the
// whole run.
type Gateways struct {
	Nodes      int64 `json:"nodes"`    // that messages came to
	Messages   int64 `json:"messages"` // that came = converted + lost + inside at the end
	Converted  int64 `json:"converted"`
	Lost       int64 `json:"lost"`
	Inside     int64 `json:"inside"`
	BusyCPU    int64 `json:"busy_core_ns"` // for conversion and protection
	Overhead   int64 `json:"overhead_bytes"`
	Handshakes int64 `json:"handshakes"`
	Questions  int64 `json:"token_questions"`
}

// gatewayColumns are those of the file with one row per node that converts or
// protects data.
const gatewayColumns = "node,messages,converted,lost,inside,busy_core_ns,overhead_bytes,handshakes,token_questions\n"

// gatewaysOf sums up what gateways did, or returns nil without any.
func gatewaysOf(o *trace.Outcome) *Gateways {
	if len(o.GatewayUse) == 0 {
		return nil
	}
	g := new(Gateways)
	for i := range o.GatewayUse {
		u := &o.GatewayUse[i]
		if u.Messages > 0 {
			g.Nodes++
		}
		g.Messages += u.Messages
		g.Converted += u.Converted
		g.Lost += u.Lost
		g.Inside += u.Inside
		g.BusyCPU += u.BusyCPU
		g.Overhead += u.Overhead
		g.Handshakes += u.Handshakes
		g.Questions += u.Questions
	}
	return g
}

// fact says it in a line.
func (g *Gateways) fact() string {
	words := []string{
		fmt.Sprintf("%s messages converted or protected at %s nodes", grouped(g.Converted), grouped(g.Nodes)),
		Duration(float64(g.BusyCPU)) + " of CPU", scaled(float64(g.Overhead), byteUnits()) + " of overhead",
	}
	for _, c := range []struct {
		n    int64
		word string
	}{{g.Handshakes, "handshakes"}, {g.Questions, "questions about tokens"}, {g.Lost, "lost"}} {
		if c.n > 0 {
			words = append(words, grouped(c.n)+" "+c.word)
		}
	}
	return strings.Join(words, ", ")
}

func (r *Recorder) writeGateways(f *pending, o *trace.Outcome) error {
	f.buf = append(f.buf, gatewayColumns...)
	for i := range o.GatewayUse {
		u := &o.GatewayUse[i]
		f.room(rowSize)
		b := append(f.buf, name(r.node, u.Node)...)
		for _, v := range [...]int64{u.Messages, u.Converted, u.Lost, u.Inside, u.BusyCPU, u.Overhead, u.Handshakes, u.Questions} {
			b = appendInt(b, v)
		}
		f.buf = append(b, '\n')
	}
	return f.err
}
