package diagnostics

import (
	"strings"
	"unicode/utf8"
)

const (
	// nearestLengthMax bounds the names that are compared, since the time for
	// one comparison grows with the product of the lengths.
	nearestLengthMax = 64
	// nearestNamesMax bounds the number of names that are compared.
	nearestNamesMax = 10_000
)

// Nearest returns the one of names that wrong was probably meant to be: the one
// with the fewest single-character edits, and the first of equals. It returns
// "" when even that one is far off, that is further than a third of the length
// of wrong, rounded up. A difference in case alone is no distance.
func Nearest(wrong string, names []string) string {
	if len(wrong) > nearestLengthMax {
		return ""
	}
	lower := []rune(strings.ToLower(wrong))
	// A name of one letter is near to no other but its capital.
	best, bestDistance := "", min((len(lower)+2)/3, max(len(lower)-1, 0))+1
	for i, name := range names {
		if i == nearestNamesMax {
			break
		}
		if len(name) > nearestLengthMax || name == wrong {
			continue
		}
		if gap := utf8.RuneCountInString(name) - len(lower); gap >= bestDistance || -gap >= bestDistance {
			continue
		}
		if d := distance(lower, []rune(strings.ToLower(name))); d < bestDistance {
			best, bestDistance = name, d
		}
	}
	return best
}

// distance returns the smallest number of insertions, deletions and
// replacements of one character that turn a into b (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, rb := range b {
			replace := diagonal
			if ra != rb {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
