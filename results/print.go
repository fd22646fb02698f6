package results

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/littoral-sim/littoral/results/stats"
)

// Style says how text for people looks. The zero value is plain text.
type Style struct {
	Color bool // use terminal colours; the caller knows about NO_COLOR and terminals
}

// Print writes the summary for people: one row per workload, where the time
// went, the tiers, and whether the run can be trusted.
func (s *Summary) Print(w io.Writer, style Style) error {
	p := &painter{style.Color}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", s.title(p))
	b.WriteString(s.workloadTable(p).render(p))
	b.WriteString("\n")
	if t := s.partTable(); len(t.rows) > 1 {
		b.WriteString(t.render(p) + "\n")
	}
	if len(s.Streams) > 0 {
		b.WriteString(s.streamTable(p).render(p) + "\n")
	}
	if len(s.Services) > 0 {
		b.WriteString(s.serviceTable(p).render(p) + "\n")
	}
	if len(s.Tiers) > 0 {
		b.WriteString(s.tierTable().render(p) + "\n")
	}
	if s.Footprint != nil {
		b.WriteString(s.Footprint.table().render(p) + "\n")
	}
	s.facts(&b, p)
	s.notes(&b, p)
	_, err := io.WriteString(w, b.String())
	return err
}

// title is the line that says which run this is.
func (s *Summary) title(p *painter) string {
	t := p.bold(clean(s.Scenario)) + "  policy " + p.bold(clean(s.Policy)) + "  seed " + strconv.FormatUint(s.Seed, 10) +
		"  simulated " + span(s.HorizonNs)
	if s.WarmupNs > 0 {
		t += " (first " + span(s.WarmupNs) + " warm-up, not counted)"
	}
	return t
}

// rowsMax bounds the workloads in a table for people.
const rowsMax = 24

// shown returns the workloads to be shown, followed by all together unless there
// is only one. Of too many, those with the most tasks are shown.
func (s *Summary) shown() []*Workload {
	var out []*Workload
	for i := range s.Workloads {
		out = append(out, &s.Workloads[i])
	}
	if len(out) > rowsMax {
		byTasks := slices.Clone(out)
		slices.SortStableFunc(byTasks, func(a, b *Workload) int { return cmp.Compare(b.Arrived, a.Arrived) })
		out = slices.DeleteFunc(out, func(w *Workload) bool { return slices.Contains(byTasks[rowsMax:], w) })
	}
	if len(out) != 1 {
		out = append(out, &s.All)
	}
	return out
}

func label(name string) string {
	if name == "" {
		return "all"
	}
	return clean(name)
}

func (s *Summary) workloadTable(p *painter) *table {
	t := new(table)
	const meanColumn = 8
	t.row("workload", "arrived", "finished", "unfinished", "declined", "p50", "p95", "p99", "mean ± 95 %", "deadline missed")
	for _, w := range s.shown() {
		mean := withHalf(&w.Latency)
		switch half, ok := w.Latency.Half(); {
		case w.Unstable != "":
			mean = "unstable"
		case ok && !w.Latency.Reliable && half > 0:
			mean += " ?"
		case !ok && w.Latency.Value != nil:
			mean += fmt.Sprintf(" (n<%d)", stats.MinObservations)
		}
		p50, p95, p99 := optional(w.P50), optional(w.P95), optional(w.P99)
		if w.Unstable != "" { // They say how long the run was, and nothing else.
			p50, p95, p99 = "–", "–", "–"
		}
		t.row(label(w.Name), grouped(w.Arrived), grouped(w.Finished), grouped(w.Unfinished), grouped(w.Declined),
			p50, p95, p99, mean, interval(&w.Missed))
		if w.Unstable != "" {
			t.paint(meanColumn, p.bad)
		} else if !w.Latency.Reliable {
			t.paint(meanColumn, p.warn)
		}
	}
	return t
}

// partTable shows where the latency of the finished tasks went.
func (s *Summary) partTable() *table {
	t := new(table)
	t.row(append([]string{"share of latency"}, func() []string { n := partNames(); return n[:] }()...)...)
	for _, w := range s.shown() {
		sum := 0.0
		for _, e := range w.parts() {
			if e.Value != nil {
				sum += *e.Value
			}
		}
		if sum == 0 {
			continue
		}
		row := []string{label(w.Name)}
		for _, e := range w.parts() {
			row = append(row, share(e, sum))
		}
		t.row(row...)
	}
	return t
}

func share(e *stats.Estimate, sum float64) string {
	if e.Value == nil {
		return "–"
	}
	x := 100 * *e.Value / sum
	if x > 0 && x < 0.1 {
		return "<0.1 %"
	}
	return fixed(x, 1) + " %"
}

func (s *Summary) tierTable() *table {
	t := new(table)
	t.row("tier", "nodes", "cpu used", "available", "crashes", "received", "sent", "energy")
	tiers := s.Tiers
	if len(tiers) > 1 {
		tiers = append(slices.Clip(tiers), s.Nodes)
	}
	for _, n := range tiers {
		energy := ""
		if n.Energy != nil {
			energy = scaled(*n.Energy, jouleUnits())
			if n.EnergyNodes < n.Nodes {
				energy += fmt.Sprintf(" (of %d)", n.EnergyNodes)
			}
		}
		t.row(label(n.Tier), grouped(n.Nodes), percent(n.Utilisation), percent(n.Availability), grouped(n.Crashes),
			scaled(float64(n.Received), byteUnits()), scaled(float64(n.Sent), byteUnits()), energy)
	}
	return t
}

// facts writes the lines below the tables.
func (s *Summary) facts(b *strings.Builder, p *painter) {
	line := func(name, text string) { fmt.Fprintf(b, "  %s%s\n", p.faint(fmt.Sprintf("%-12s", name)), text) }
	x := &s.Transfers
	if x.Finished+x.Failed+x.Sending+x.Waiting > 0 {
		words := []string{fmt.Sprintf("%d finished (%s)", x.Finished, scaled(float64(x.Bytes), byteUnits()))}
		for _, c := range []struct {
			n    int64
			word string
		}{{x.Failed, "failed"}, {x.Sending, "under way"}, {x.Waiting, "not started"}} {
			if c.n > 0 {
				words = append(words, fmt.Sprintf("%d %s", c.n, c.word))
			}
		}
		line("transfers", strings.Join(words, ", "))
	}
	if r := s.All.WholeRun.Interrupted; r > 0 || s.All.Replacements > 0 {
		line("interrupted", fmt.Sprintf("%s attempts lost in the whole run, %s placements repeated", grouped(r), grouped(s.All.Replacements)))
	}
	if x := &s.Partition; x.Parted > 0 {
		line("partitions", fmt.Sprintf("%s of the time, at most %s islands; %s nodes cut off, together for %s",
			percent(float64(x.Parted)/float64(s.HorizonNs)), grouped(x.IslandsMax), grouped(x.CutOffNodes), Duration(float64(x.CutOff))))
	}
	if s.Gateways != nil {
		line("gateways", s.Gateways.fact())
	}
	if s.Trust != nil {
		for _, text := range s.Trust.facts() {
			line("trust", text)
		}
	}
	if s.Mobility != nil {
		line("mobility", s.Mobility.fact())
	}
	if s.Belief != nil {
		s.Belief.lines(line)
	}
	if s.Sessions != nil {
		line("sessions", s.Sessions.fact())
	}
	line("decisions", fmt.Sprintf("%s, %s placements, %s actions refused", grouped(s.Decisions), grouped(s.Placed), grouped(s.Refusals)))
	line("network", clean(s.Network))
	audits := fmt.Sprintf("%d of %d hold", s.AuditsOK, len(s.Audits))
	switch {
	case len(s.Audits) == 0:
		line("audits", p.warn("none were made"))
	case s.AuditsOK == len(s.Audits):
		line("audits", p.good(audits))
	default:
		line("audits", p.bad(audits))
		for _, a := range s.Audits {
			if !a.OK {
				line("", p.bad(fmt.Sprintf("%s: %s: counted %s, expected %s", a.Name, a.Law, a.Got, a.expected())))
			}
		}
	}
	line("digest", fmt.Sprintf("%s over %s events", s.Digest, grouped(s.Events)))
	if s.Dir != "" {
		line("files", s.Dir)
	}
}

// expected returns what an audit allows.
func (a *Audit) expected() string {
	if a.Low == a.High {
		return a.Low
	}
	return a.Low + " to " + a.High
}

// notes explains what the tables could only mark.
func (s *Summary) notes(b *strings.Builder, p *painter) {
	note := func(text string) { fmt.Fprintf(b, "  %s%s\n", p.warn(fmt.Sprintf("%-12s", "note")), text) }
	if n := len(s.Workloads) - rowsMax; n > 0 {
		note(fmt.Sprintf("%d more workloads with fewer tasks are in %s and in the row of all", n, SummaryFile))
	}
	if n := len(s.Streams) - rowsMax; n > 0 {
		note(fmt.Sprintf("%d more streams are in %s", n, StreamsFile))
	}
	if n := len(s.Services) - rowsMax; n > 0 {
		note(fmt.Sprintf("%d more services are in %s", n, ServicesFile))
	}
	s.noteSaturated(note)
	doubtful, short := false, false
	for _, w := range s.shown() {
		if w.Unstable != "" {
			note(label(w.Name) + ": " + w.Unstable)
		}
		half, ok := w.Latency.Half()
		doubtful = doubtful || ok && !w.Latency.Reliable && half > 0
		short = short || !ok && w.Latency.Value != nil
		if w.Unfinished > 0 && w.Unstable == "" && float64(w.Unfinished) > 0.01*float64(w.Arrived) {
			note(fmt.Sprintf("%s: %s of %s tasks were unfinished at the end; latencies cover the finished ones only",
				label(w.Name), grouped(w.Unfinished), grouped(w.Arrived)))
		}
	}
	if doubtful {
		note("?: batch means are correlated, the run is too short for a reliable interval; run longer or with several seeds")
	}
	if short {
		note(fmt.Sprintf("n<%d: too few finished tasks for an interval; run longer or with several seeds", stats.MinObservations))
	}
}
