package results

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/littoral-sim/littoral/sim/trace"
)

// Difference says whether two runs did the same, and if not, where they part.
type Difference struct {
	A string `json:"a"` // what was compared
	B string `json:"b"`

	// Equal says that the event logs are the same. Runs with different inputs
	// have different digests even then.
	Equal bool `json:"equal"`
	// Inputs lists what the runs were made of and does not agree.
	Inputs []Change `json:"inputs"`
	// Event is the first event that differs, if both logs are at hand.
	Event *EventChange `json:"event"`
	// Block says in which events the logs part, if only digests are at hand.
	Block *Block `json:"block"`
	// Files lists result files that differ although the logs are equal.
	Files []string `json:"files"`
	// Hint says how to learn more, or is empty.
	Hint string `json:"hint,omitempty"`
}

// Change is one input that differs.
type Change struct {
	Name string `json:"name"`
	A    string `json:"a"`
	B    string `json:"b"`
}

// EventChange is the first difference of two event logs.
type EventChange struct {
	Index  int64    `json:"event"`  // number of the event, from 1
	AtNs   int64    `json:"at_ns"`  // when it happens, in A or, if A has ended, in B
	Kind   string   `json:"kind"`   // what happens there
	A      string   `json:"a"`      // the line of A, or "" if that log has ended
	B      string   `json:"b"`      // the line of B, or "" if that log has ended
	Before []string `json:"before"` // up to three lines before it, which are equal
}

// Block is a range of events, from 1, both ends included.
type Block struct {
	First int64 `json:"first_event"`
	Last  int64 `json:"last_event"`
}

// maxLine bounds a line of an event log in bytes.
const maxLine = 1 << 20

// Diff compares two runs. Each of a and b is a result directory or the file of
// an event log. Memory is bounded whatever the length of the logs.
func Diff(a, b string) (Difference, error) {
	d := Difference{A: a, B: b}
	x, err := openSide(a)
	if err != nil {
		return d, err
	}
	y, err := openSide(b)
	if err != nil {
		return d, err
	}
	if x.manifest != nil && y.manifest != nil {
		d.Inputs = changes(x.manifest, y.manifest)
		if x.manifest.TraceDigest == y.manifest.TraceDigest && x.manifest.Events == y.manifest.Events {
			d.Equal = true
			d.Files = differingFiles(x.manifest, y.manifest)
			return d, nil
		}
	}
	switch {
	case x.log != "" && y.log != "":
		d.Event, err = compareLogs(x.log, y.log)
		d.Equal = d.Event == nil
		if d.Equal && x.manifest != nil && y.manifest != nil {
			d.Hint = "the digests differ because they cover the inputs, too"
		}
	case x.manifest != nil && y.manifest != nil:
		err = d.compareChains(x, y)
	default:
		without := a
		if x.log != "" {
			without = b
		}
		err = fmt.Errorf("%s has no %s to compare with a file: rerun it with --trace", without, TraceFile)
	}
	return d, err
}

// side is one of the two things compared.
type side struct {
	dir      string
	manifest *Manifest // nil for a single file
	log      string    // path of the event log, or ""
}

func openSide(path string) (*side, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return &side{log: path}, nil
	}
	m, err := ReadManifest(path)
	if err != nil {
		return nil, err
	}
	s := &side{dir: path, manifest: m}
	if slices.ContainsFunc(m.Files, func(f File) bool { return f.Name == TraceFile }) {
		s.log = filepath.Join(path, TraceFile)
	}
	return s, nil
}

// changes lists the inputs that differ, the more telling first.
func changes(a, b *Manifest) []Change {
	var out []Change
	add := func(name, x, y string) {
		if x != y {
			out = append(out, Change{name, x, y})
		}
	}
	add("scenario", a.Scenario, b.Scenario)
	add("scenario digest", a.ScenarioDigest, b.ScenarioDigest)
	add("seed", strconv.FormatUint(a.Seed, 10), strconv.FormatUint(b.Seed, 10))
	add("policy", a.Policy, b.Policy)
	add("overrides", strings.Join(a.Overrides, " "), strings.Join(b.Overrides, " "))
	add("horizon", span(a.HorizonNs), span(b.HorizonNs))
	add("warm-up", span(a.WarmupNs), span(b.WarmupNs))
	add("network", a.Network, b.Network)
	for _, in := range a.Inputs {
		add("input "+in.Name, in.SHA256, inputDigest(b.Inputs, in.Name))
	}
	for _, in := range b.Inputs {
		if inputDigest(a.Inputs, in.Name) == "" {
			add("input "+in.Name, "", in.SHA256)
		}
	}
	add("version", a.build(), b.build())
	add("Go version", a.GoVersion, b.GoVersion)
	add("platform", a.Platform, b.Platform)
	return out
}

func inputDigest(inputs []Input, name string) string {
	i := slices.IndexFunc(inputs, func(in Input) bool { return in.Name == name })
	if i < 0 {
		return ""
	}
	return inputs[i].SHA256
}

// build returns the version with its revision.
func (m *Manifest) build() string {
	s := m.Version
	if m.Revision != "" {
		s += " (" + m.Revision + ")"
	}
	if m.Modified {
		s += " with changes"
	}
	return s
}

// differingFiles lists files that both runs have with different contents. Having
// an event log or a picture is a wish of the user, not a result, and the pixels of
// the picture depend on the kind of processor.
func differingFiles(a, b *Manifest) []string {
	var out []string
	for _, f := range a.Files {
		i := slices.IndexFunc(b.Files, func(g File) bool { return g.Name == f.Name })
		if i >= 0 && f.Name != PictureFile && b.Files[i].SHA256 != f.SHA256 {
			out = append(out, f.Name)
		}
	}
	return out
}

// compareLogs returns the first difference of two event logs, or nil.
func compareLogs(a, b string) (*EventChange, error) {
	x, err := openLines(a)
	if err != nil {
		return nil, err
	}
	defer x.file.Close() //nolint:errcheck // nothing was written
	y, err := openLines(b)
	if err != nil {
		return nil, err
	}
	defer y.file.Close() //nolint:errcheck // nothing was written
	var before []string
	for i := int64(1); ; i++ {
		p, pErr := x.next()
		q, qErr := y.next()
		if err := errors.Join(pErr, qErr); err != nil {
			return nil, err
		}
		if p == nil && q == nil {
			return nil, nil
		}
		if p != nil && q != nil && string(p) == string(q) {
			if len(before) == 3 {
				before = append(before[:0], before[1:]...)
			}
			before = append(before, string(p))
			continue
		}
		c := &EventChange{Index: i, A: string(p), B: string(q), Before: before}
		return c, c.locate(a, b)
	}
}

// locate reads time and kind from the line of A, or of B if A has ended.
func (c *EventChange) locate(a, b string) error {
	line, path := c.A, a
	if line == "" {
		line, path = c.B, b
	}
	var e struct {
		AtNs int64  `json:"at_ns"`
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal([]byte(line), &e); err != nil {
		return fmt.Errorf("%s:%d: %w", path, c.Index, err)
	}
	c.AtNs, c.Kind = e.AtNs, e.Kind
	return nil
}

// lines reads a file line by line.
type lines struct {
	path string
	file *os.File
	scan *bufio.Scanner
}

func openLines(path string) (*lines, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s := bufio.NewScanner(f)
	s.Buffer(make([]byte, 64<<10), maxLine)
	return &lines{path, f, s}, nil
}

// next returns the next line, which is valid until the next call, or nil.
func (l *lines) next() ([]byte, error) {
	if l.scan.Scan() {
		if b := l.scan.Bytes(); b != nil {
			return b, nil
		}
		return []byte{}, nil
	}
	if err := l.scan.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", l.path, err)
	}
	return nil, nil
}

// compareChains finds the block in which the logs of two runs part from the links
// of their digest chains.
func (d *Difference) compareChains(a, b *side) error {
	x, err := openLines(filepath.Join(a.dir, DigestsFile))
	if err != nil {
		return err
	}
	defer x.file.Close() //nolint:errcheck // nothing was written
	y, err := openLines(filepath.Join(b.dir, DigestsFile))
	if err != nil {
		return err
	}
	defer y.file.Close() //nolint:errcheck // nothing was written
	for link := int64(0); ; link++ {
		p, pErr := x.next()
		q, qErr := y.next()
		if err := errors.Join(pErr, qErr); err != nil {
			return err
		}
		switch {
		case p == nil && q == nil:
			return fmt.Errorf("%s and %s: the digest chains are equal, but the manifests name different digests: "+
				"one was changed after its run", a.dir, b.dir)
		case string(p) == string(q):
			continue
		case link == 0:
			d.Hint = "the digests cover the inputs, which differ, so they cannot tell where the logs part: rerun both with --trace and compare the logs"
			return nil
		}
		first := trace.BlockEvents*(link-1) + 1
		last := min(first+trace.BlockEvents-1, max(a.manifest.Events, b.manifest.Events))
		d.Block = &Block{first, last}
		d.Hint = "rerun both with --trace and compare the logs to see the first event that differs"
		return nil
	}
}

// Print writes the difference for people.
func (d *Difference) Print(w io.Writer, style Style) error {
	p := &painter{style.Color}
	var b strings.Builder
	if len(d.Inputs) > 0 {
		fmt.Fprintf(&b, "%s\n", p.bold("different inputs"))
		t := new(table)
		t.left = []bool{true, true}
		t.row("", clean(d.A), clean(d.B))
		for _, c := range d.Inputs {
			t.row(clean(c.Name), dash(c.A), dash(c.B))
		}
		b.WriteString(t.render(p) + "\n")
	}
	switch {
	case d.Equal && len(d.Files) == 0 && len(d.Inputs) == 0:
		fmt.Fprintf(&b, "%s\n", p.good("equal"))
	case d.Equal && len(d.Files) == 0:
		fmt.Fprintf(&b, "%s\n", p.good("equal events"))
	case d.Equal:
		fmt.Fprintf(&b, "%s, but these files differ: %s\n", p.warn("equal events"), strings.Join(d.Files, ", "))
	case d.Event != nil:
		d.Event.print(&b, p)
	case d.Block != nil:
		fmt.Fprintf(&b, "%s between event %s and event %s\n", p.bad("the logs part"), grouped(d.Block.First), grouped(d.Block.Last))
	default:
		fmt.Fprintf(&b, "%s\n", p.bad("different events"))
	}
	if d.Hint != "" {
		fmt.Fprintf(&b, "%s\n", d.Hint)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *EventChange) print(b *strings.Builder, p *painter) {
	fmt.Fprintf(b, "%s at event %s, at %s (%d ns), %s\n",
		p.bad("the logs part"), grouped(c.Index), Duration(float64(c.AtNs)), c.AtNs, clean(c.Kind))
	for _, s := range c.Before {
		fmt.Fprintf(b, "    %s\n", p.faint(clean(s)))
	}
	show := func(mark, s string, paint func(string) string) {
		if s == "" {
			s = "(the log has ended)"
		}
		fmt.Fprintf(b, "  %s %s\n", paint(mark), paint(clean(s)))
	}
	show("A", c.A, p.bad)
	show("B", c.B, p.good)
}

// dash returns s, or a dash in place of nothing.
func dash(s string) string {
	if s == "" {
		return "–"
	}
	return clean(s)
}
