package profiles

import (
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestEveryValueOfAPlatformHasItsSource(t *testing.T) {
	source := regexp.MustCompile(`^\S+/\S+@[0-9a-f]{7} \S+$|v[0-9.]+ \S+.*20[12][0-9]`)
	last := ""
	for _, p := range Platforms() {
		if p.Name <= last || !regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`).MatchString(p.Name) || p.Title == "" {
			t.Errorf("platform %q (%q) after %q", p.Name, p.Title, last)
		}
		last = p.Name
		rows := p.Rows()
		if len(rows) < 10 {
			t.Errorf("platform %s has %d values only", p.Name, len(rows))
		}
		for _, r := range rows {
			if !source.MatchString(r.Source) || r.Said == "" || r.Value == "" {
				t.Errorf("platform %s, %s: value %q, said %q, source %q", p.Name, r.Field, r.Value, r.Said, r.Source)
			}
		}
	}
}

// Baetyl answers reports; all others push.
func TestOnlyBaetylDeliversInResponses(t *testing.T) {
	for _, p := range Platforms() {
		if !p.Respond.Known() || p.Respond.V != (p.Name == "baetyl-2") {
			t.Errorf("platform %s: %+v", p.Name, p.Respond)
		}
	}
}

// What tells the platforms apart, as the sources have it.
func TestPlatformsDifferInWhatTheirSourcesSay(t *testing.T) {
	type numbers struct{ Period, Grace, Wait, Toleration, Reconcile time.Duration }
	const s = time.Second
	got := map[string]numbers{}
	for _, p := range Platforms() {
		got[p.Name] = numbers{p.Period.V, p.Grace.V, p.Wait.V, p.Toleration.V, p.Reconcile.V}
	}
	want := map[string]numbers{
		"k8s-1.31": {10 * s, 40 * s, 5 * s, 300 * s, 0}, "k8s-1.32": {10 * s, 50 * s, 5 * s, 300 * s, 0}, "k8s-1.37": {10 * s, 50 * s, 0, 300 * s, 0},
		"kubeedge": {10 * s, 50 * s, 5 * s, 300 * s, 5 * s}, "kubeedge-autonomy": {10 * s, 50 * s, 5 * s, Forever, 5 * s},
		"openyurt-1.7": {10 * s, 40 * s, 5 * s, 300 * s, 20 * s}, "baetyl-2": {20 * s, 40 * s, 0, Forever, 10 * s},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("platforms (-want +got):\n%s", d)
	}
}
