package results

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/littoral-sim/littoral/results/stats"
)

// Compare writes runs side by side, one row each. If some differ in nothing but
// their seed, they become one row with intervals over the seeds, and each policy
// is compared with the first over the seeds that both ran: equal seeds mean equal
// arrivals and faults, so the differences are taken pair by pair.
func Compare(w io.Writer, runs []*Summary, style Style) error {
	p := &painter{style.Color}
	var b strings.Builder
	groups := grouping(runs)
	if len(groups) == len(runs) {
		compareRuns(&b, p, runs)
	} else {
		compareGroups(&b, p, groups)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// compareHead writes what all runs share.
func compareHead(b *strings.Builder, p *painter, runs []*Summary) {
	if len(runs) == 0 {
		b.WriteString("  no runs to compare\n")
		return
	}
	var words []string
	if scenario, ok := common(runs, func(s *Summary) string { return s.Scenario }); ok {
		words = append(words, p.bold(clean(scenario)))
	}
	if seed, ok := common(runs, func(s *Summary) uint64 { return s.Seed }); ok {
		words = append(words, "seed "+strconv.FormatUint(seed, 10))
	}
	if horizon, ok := common(runs, func(s *Summary) int64 { return s.HorizonNs }); ok {
		words = append(words, "simulated "+span(horizon))
	}
	fmt.Fprintf(b, "%s\n\n", strings.Join(words, "  "))
}

// compareRuns writes a table of single runs.
func compareRuns(b *strings.Builder, p *painter, runs []*Summary) {
	compareHead(b, p, runs)
	if len(runs) == 0 {
		return
	}
	const meanColumn = 7
	t := new(table)
	t.row("run", "finished", "unfinished", "declined", "p50", "p95", "p99", "mean ± 95 %", "vs first", "deadline missed",
		"cpu used", "energy")
	names := runNames(runs)
	doubtful := false
	for i, s := range runs {
		a := &s.All
		energy := ""
		if s.Nodes.Energy != nil {
			energy = scaled(*s.Nodes.Energy, jouleUnits())
		}
		mean := withHalf(&a.Latency)
		half, ok := a.Latency.Half()
		switch {
		case a.Unstable != "":
			mean = "unstable"
		case ok && !a.Latency.Reliable && half > 0:
			mean += " ?"
			doubtful = true
		}
		t.row(names[i], grouped(a.Finished), grouped(a.Unfinished), grouped(a.Declined), optional(a.P50), optional(a.P95),
			optional(a.P99), mean, relative(&a.Latency, &runs[0].All.Latency, i == 0), interval(&a.Missed),
			percent(s.Nodes.Utilisation), energy)
		if a.Unstable != "" {
			t.paint(meanColumn, p.bad)
		}
	}
	b.WriteString(t.render(p) + "\n")
	compareAudits(b, p, runs)
	b.WriteString("  ~: the intervals overlap. One run each: for a verdict, run each policy with several seeds.\n")
	if doubtful {
		b.WriteString("  ?: batch means are correlated, the run is too short for a reliable interval.\n")
	}
}

// compareAudits says whether the conservation laws held in all runs, and in
// which they did not.
func compareAudits(b *strings.Builder, p *painter, runs []*Summary) {
	held, made := 0, 0
	for _, s := range runs {
		held += s.AuditsOK
		made += len(s.Audits)
	}
	line := fmt.Sprintf("audits: %d of %d hold in %d runs", held, made, len(runs))
	if held == made {
		fmt.Fprintf(b, "  %s\n", p.good(line))
		return
	}
	fmt.Fprintf(b, "  %s\n", p.bad(line))
	names := runNames(runs)
	for i, s := range runs {
		if s.AuditsOK < len(s.Audits) {
			fmt.Fprintf(b, "  %s\n", p.bad(fmt.Sprintf("%s: %d of %d", names[i], s.AuditsOK, len(s.Audits))))
		}
	}
}

// relative returns how much a mean differs from that of the first run, with ~ if
// the intervals overlap.
func relative(e, first *stats.Estimate, same bool) string {
	if same || e.Value == nil || first.Value == nil || *first.Value == 0 {
		return "–"
	}
	text := fmt.Sprintf("%+.1f %%", 100*(*e.Value / *first.Value - 1))
	if e.CILow == nil || first.CILow == nil || *e.CILow <= *first.CIHigh && *first.CILow <= *e.CIHigh {
		return text + " ~"
	}
	return text
}

// group is a set of runs that differ in nothing but their seed.
type group struct {
	scenario, policy string
	horizon          int64
	runs             []*Summary
}

// grouping sorts runs into groups, in the order of their first runs.
func grouping(runs []*Summary) []group {
	var out []group
	for _, s := range runs {
		i := slices.IndexFunc(out, func(g group) bool {
			return g.scenario == s.Scenario && g.policy == s.Policy && g.horizon == s.HorizonNs &&
				!slices.ContainsFunc(g.runs, func(r *Summary) bool { return r.Seed == s.Seed })
		})
		if i < 0 {
			i = len(out)
			out = append(out, group{scenario: s.Scenario, policy: s.Policy, horizon: s.HorizonNs})
		}
		out[i].runs = append(out[i].runs, s)
	}
	return out
}

// unstable returns how many runs have no steady state.
func (g *group) unstable() int {
	n := 0
	for _, s := range g.runs {
		if s.All.Unstable != "" {
			n++
		}
	}
	return n
}

// over returns the mean of a number over the runs of a group that have it.
func (g *group) over(f func(*Summary) *float64) stats.Estimate {
	var xs []float64
	for _, s := range g.runs {
		if x := f(s); x != nil {
			xs = append(xs, *x)
		}
	}
	return stats.Mean(xs)
}

// paired returns the mean difference g - first over the seeds that both have.
func (g *group) paired(first *group, f func(*Summary) *float64) stats.Estimate {
	var xs []float64
	for _, s := range g.runs {
		i := slices.IndexFunc(first.runs, func(r *Summary) bool { return r.Seed == s.Seed })
		if i < 0 {
			continue
		}
		if x, y := f(s), f(first.runs[i]); x != nil && y != nil {
			xs = append(xs, *x-*y)
		}
	}
	return stats.Mean(xs)
}

func meanLatency(s *Summary) *float64 { return s.All.Latency.Value }

func quantile99(s *Summary) *float64 {
	if s.All.P99 == nil {
		return nil
	}
	v := float64(*s.All.P99)
	return &v
}

func missedRatio(s *Summary) *float64 { return s.All.Missed.Value }

// compareGroups writes a table of groups of runs.
func compareGroups(b *strings.Builder, p *painter, groups []group) {
	var first, all []*Summary
	for i := range groups {
		first = append(first, groups[i].runs[0])
		all = append(all, groups[i].runs...)
	}
	compareHead(b, p, all)
	t := new(table)
	t.row("runs of", "seeds", "unstable", "mean ± 95 %", "p99 ± 95 %", "deadline missed", "mean vs first, paired", "verdict")
	names := runNames(first)
	for i := range groups {
		g := &groups[i]
		mean, p99 := g.over(meanLatency), g.over(quantile99)
		text, difference, verdict := withHalf(&mean), "–", "–"
		switch {
		case g.unstable() > 0:
			// The seeds that have a mean are the lucky ones: theirs says nothing.
			text, verdict = "unstable", "unstable"
		case i > 0 && groups[0].unstable() == 0:
			d := g.paired(&groups[0], meanLatency)
			difference, verdict = withHalf(&d), decide(&d)
		}
		t.row(names[i], strconv.Itoa(len(g.runs)), strconv.Itoa(g.unstable()), text, withHalf(&p99),
			g.missed(), difference, verdict)
	}
	b.WriteString(t.render(p) + "\n")
	compareAudits(b, p, all)
	b.WriteString("  Intervals: Student's t over the seeds. ~: no difference can be told from chance at 95 %, each pair by itself.\n")
}

// missed returns the share of missed deadlines over the seeds.
func (g *group) missed() string {
	e := g.over(missedRatio)
	if e.Value == nil {
		return ""
	}
	half, ok := e.Half()
	if !ok {
		return percent(*e.Value)
	}
	return fmt.Sprintf("%.2f ± %.2f %%", 100**e.Value, 100*half)
}

// decide puts a paired difference into a word.
func decide(d *stats.Estimate) string {
	switch {
	case d.CILow == nil:
		return "–"
	case *d.CIHigh < 0:
		return "faster"
	case *d.CILow > 0:
		return "slower"
	}
	return "~"
}
