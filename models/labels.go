package models

import (
	"cmp"
	"slices"
)

// Label is one key with its value.
type Label struct{ Key, Value string }

// Labels is a set of labels sorted by key, each key once. Make one with
// NewLabels, or keep the order yourself.
type Labels []Label

// NewLabels returns the set of the given pairs, sorted. Of a repeated key, the
// last value stays.
func NewLabels(pairs ...Label) Labels {
	out := slices.Clone(Labels(pairs))
	slices.SortStableFunc(out, func(a, b Label) int { return cmp.Compare(a.Key, b.Key) })
	kept := out[:0]
	for i, l := range out {
		if i+1 < len(out) && out[i+1].Key == l.Key {
			continue
		}
		kept = append(kept, l)
	}
	return kept
}

// Value returns the value of a key and whether the key is there.
func (l Labels) Value(key string) (string, bool) {
	i, ok := slices.BinarySearchFunc(l, key, func(x Label, k string) int { return cmp.Compare(x.Key, k) })
	if !ok {
		return "", false
	}
	return l[i].Value, true
}

// Selector asks for one key to have one of some values. Without values it
// matches nothing.
type Selector struct {
	Key    string
	Values []string
}

// Matches reports whether l satisfies the selector.
func (s *Selector) Matches(l Labels) bool {
	v, ok := l.Value(s.Key)
	return ok && slices.Contains(s.Values, v)
}
