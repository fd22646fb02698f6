package diagnostics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

const (
	// ShownMax is the number of complaints that are printed.
	ShownMax = 50
	// keptMax is the number of complaints that are kept at all: a file with
	// more has one cause, not thousands.
	keptMax = 2000
)

// List collects complaints. The zero List is empty and ready.
type List struct {
	kept []entry
	seen map[place]int
	lost int
	// count is the number of calls of Add.
	count int
}

type entry struct {
	Diagnostic
	pos   Pos
	again int
}

// place is what makes two complaints one: a template entry that is wrong is
// wrong in each of its instances, but is written once.
type place struct {
	file string
	pos  Pos
	path string
}

// Add records d, which stands at pos. Of several complaints about the same
// path at the same place only the first is kept; the others are counted.
func (l *List) Add(pos Pos, d Diagnostic) {
	l.count++
	key := place{d.File, pos, d.Path}
	if i, ok := l.seen[key]; ok {
		l.kept[i].again++
		return
	}
	if len(l.kept) >= keptMax {
		l.lost++
		return
	}
	if l.seen == nil {
		l.seen = make(map[place]int)
	}
	l.seen[key] = len(l.kept)
	l.kept = append(l.kept, entry{Diagnostic: d, pos: pos})
}

// Again counts one more complaint about path at pos in file if there is one
// already, and reports whether there is. It spares making the complaint.
func (l *List) Again(file string, pos Pos, path string) bool {
	i, ok := l.seen[place{file, pos, path}]
	if ok {
		l.kept[i].again++
		l.count++
	}
	return ok
}

// Count returns how many complaints were added, merged and lost ones included.
func (l *List) Count() int { return l.count }

// All returns the complaints kept, ordered by file and position.
func (l *List) All() []Diagnostic {
	sorted := slices.Clone(l.kept)
	slices.SortStableFunc(sorted, func(a, b entry) int {
		if c := cmp.Compare(a.File, b.File); c != 0 {
			return c
		}
		switch {
		case a.pos.Before(b.pos):
			return -1
		case b.pos.Before(a.pos):
			return 1
		}
		return 0
	})
	all := make([]Diagnostic, len(sorted))
	for i, e := range sorted {
		all[i] = e.Diagnostic
		if e.again > 0 {
			all[i].Problem += fmt.Sprintf(" (and %d more like it)", e.again)
		}
	}
	return all
}

// Full reports whether there are so many complaints that more are only counted.
// Whoever looks for them may stop.
func (l *List) Full() bool { return len(l.kept) >= keptMax }

// Err returns nil when l is empty, else an [Errors].
func (l *List) Err() error {
	if len(l.kept) == 0 {
		return nil
	}
	return Errors{List: l.All(), More: l.lost}
}

// Errors is the error of a file with at least one complaint.
type Errors struct {
	// List holds the complaints in the order of the file.
	List []Diagnostic
	// More is the number of complaints beyond those in List.
	More int
}

// Error returns the first ShownMax complaints, each with its line of the file,
// and how many there are beyond.
func (e Errors) Error() string {
	var b strings.Builder
	shown := min(len(e.List), ShownMax)
	for i, d := range e.List[:shown] {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d.Render())
	}
	if more := len(e.List) - shown + e.More; more > 0 {
		fmt.Fprintf(&b, "\nand %d more", more)
	}
	return b.String()
}
