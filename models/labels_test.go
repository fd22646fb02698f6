package models

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestLabelsBehaveLikeAMap(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "a", "b", "B", "zone", "zone2", "é"})
	rapid.Check(t, func(t *rapid.T) {
		pairs := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Label {
			return Label{word.Draw(t, "key"), word.Draw(t, "value")}
		})).Draw(t, "pairs")
		given := slices.Clone(pairs)
		got := NewLabels(pairs...)
		twin := map[string]string{}
		for _, p := range pairs {
			twin[p.Key] = p.Value
		}
		if !slices.Equal(pairs, given) {
			t.Fatalf("NewLabels changes its arguments from %v to %v", given, pairs)
		}
		if len(got) != len(twin) || !slices.IsSortedFunc(got, func(a, b Label) int {
			if a.Key < b.Key {
				return -1
			}
			return 1 // Equal keys are out of order too.
		}) {
			t.Fatalf("%v is not sorted by key with each key once, from %v", got, pairs)
		}
		key := word.Draw(t, "asked")
		value, ok := got.Value(key)
		if want, wantOK := twin[key]; value != want || ok != wantOK {
			t.Fatalf("%v: %q is %q (%v), want %q (%v)", got, key, value, ok, want, wantOK)
		}
	})
}

func TestSelectors(t *testing.T) {
	labels := NewLabels(Label{"zone", "a"}, Label{"arch", ""})
	for _, c := range []struct {
		s    Selector
		want bool
	}{
		{Selector{"zone", []string{"a"}}, true},
		{Selector{"zone", []string{"b", "a"}}, true},
		{Selector{"zone", []string{"b"}}, false},
		{Selector{"zone", nil}, false},
		{Selector{"arch", []string{""}}, true},
		{Selector{"rack", []string{""}}, false}, // Not there is not the same as empty.
		{Selector{"", []string{"a"}}, false},
	} {
		if got := c.s.Matches(labels); got != c.want {
			t.Errorf("%+v matches %v: %v, want %v", c.s, labels, got, c.want)
		}
	}
	if diff := cmp.Diff(Labels(nil), NewLabels()); diff != "" {
		t.Errorf("no labels (-want +got):\n%s", diff)
	}
}
