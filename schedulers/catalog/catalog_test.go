package catalog_test

import (
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/schedulers/catalog"
)

func TestEveryNameMakesAnIndependentScheduler(t *testing.T) {
	for _, name := range catalog.Names() {
		a, err := catalog.New(name)
		if err != nil || a == nil {
			t.Fatalf("New(%q) = %v, %v", name, a, err)
		}
		b, _ := catalog.New(name)
		if a == b {
			t.Errorf("New(%q) returned the same value twice", name)
		}
	}
}

func TestUnknownNamesAreAnsweredWithTheNearest(t *testing.T) {
	for _, c := range []struct{ name, near string }{
		{"firstfit", "first-fit"},
		{"Round_Robin", "round-robin"},
		{"nearst", "nearest"},
		{"least-load", "least-loaded"},
		{"power-of", "power-of-two-choices"}, // "first-fit" would take fewer changes
		{"", "random"},
	} {
		s, err := catalog.New(c.name)
		if s != nil || err == nil || !strings.Contains(err.Error(), `"`+c.near+`"`) {
			t.Errorf("New(%q) = %v, %v; want an error that names %q", c.name, s, err, c.near)
		}
	}
}
