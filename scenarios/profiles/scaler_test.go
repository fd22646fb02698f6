package profiles

import (
	"strings"
	"testing"
	"time"
)

func TestEveryValueOfAScalerHasItsSource(t *testing.T) {
	for _, s := range Scalers() {
		rows := s.Rows()
		if len(rows) < 5 || s.Title == "" {
			t.Errorf("profile %s: %d values, title %q", s.Name, len(rows), s.Title)
		}
		for _, r := range rows {
			if !strings.HasPrefix(r.Source, "kubernetes.io") || r.Said == "" || r.Value == "" {
				t.Errorf("profile %s, %s: value %q, said %q, source %q", s.Name, r.Field, r.Value, r.Said, r.Source)
			}
		}
		if got, ok := LookupScaler(s.Name); !ok || got.Title != s.Title {
			t.Errorf("profile %s is not found", s.Name)
		}
	}
	hpa, ok := LookupScaler("kubernetes-hpa")
	if !ok || hpa.Tolerance.V != 100 || hpa.Period.V != 15*time.Second || hpa.Window.V != 300*time.Second {
		t.Errorf("%+v", hpa)
	}
	if _, ok := LookupScaler("none"); ok {
		t.Error("a profile of no name is found")
	}
}
