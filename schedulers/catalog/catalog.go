package catalog

import (
	"fmt"
	"strings"

	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/bestfit"
	"github.com/littoral-sim/littoral/schedulers/cloudonly"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/schedulers/leastlatency"
	"github.com/littoral-sim/littoral/schedulers/leastloaded"
	"github.com/littoral-sim/littoral/schedulers/nearest"
	"github.com/littoral-sim/littoral/schedulers/poweroftwo"
	"github.com/littoral-sim/littoral/schedulers/random"
	"github.com/littoral-sim/littoral/schedulers/roundrobin"
	"github.com/littoral-sim/littoral/schedulers/worstfit"
)

// Entry is one policy of the catalog.
type Entry struct {
	Name        string // kebab-case, as in scenario files
	Description string // one line
	// New returns a scheduler in its initial state, independent of all others.
	New func() schedulers.Scheduler
}

// Entries returns all policies, simplest first. The order is fixed.
func Entries() []Entry {
	return []Entry{
		{"first-fit", "the first node with room, in node order", firstfit.New},
		{"best-fit", "the node with room that has the least CPU free", bestfit.New},
		{"worst-fit", "the node with room that has the most CPU free", worstfit.New},
		{"round-robin", "the next node with room after the last one, per kind of task", roundrobin.New},
		{"random", "a node drawn uniformly from those with room", random.New},
		{"power-of-two-choices", "the less committed of two nodes drawn from those with room", poweroftwo.New},
		{"least-loaded", "the node whose CPU is least committed afterwards", leastloaded.New},
		{"nearest", "the node with room that is the least path latency away", nearest.New},
		{"cloud-only", "the first node with room in the cloud", cloudonly.New},
		{"least-latency", "the node with room that promises the earliest result", leastlatency.New},
	}
}

// Names returns the names of all policies in the order of Entries.
func Names() []string {
	var out []string
	for _, e := range Entries() {
		out = append(out, e.Name)
	}
	return out
}

// New returns a new scheduler by name. The error for an unknown name tells the
// most similar one.
func New(name string) (schedulers.Scheduler, error) {
	for _, e := range Entries() {
		if e.Name == name {
			return e.New(), nil
		}
	}
	return nil, fmt.Errorf("unknown scheduler %q; the nearest name is %q", name, similar(name, Names()))
}

// similar returns the first name that starts with what was asked for, or else
// the one with the least edit distance, ties to the earlier.
func similar(name string, names []string) string {
	best, least := "", -1
	for _, n := range names {
		if name != "" && strings.HasPrefix(n, name) {
			return n
		}
	}
	for _, n := range names {
		if d := distance(name, n); least < 0 || d < least {
			best, least = n, d
		}
	}
	return best
}

// distance is the Levenshtein distance in bytes: how many insertions, deletions
// and replacements turn a into b. It takes O(len(a)·len(b)) time.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
