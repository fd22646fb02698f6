package cut

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"
)

func TestAnAutonomousSiteLosesNothing(t *testing.T) {
	r, err := Run(context.Background(), Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var table, file bytes.Buffer
	if err = r.Print(&table); err != nil {
		t.Fatal(err)
	}
	if !r.Pass() {
		t.Errorf("it does not end as it has to:\n%s", table.String())
	}
	e, a := &r.Stories[0], &r.Stories[1]
	const minute = int64(time.Minute)
	// Heartbeats every 10 s, looks every 5 s, grace 50 s; then 300 s of toleration.
	if lost := e.Lost - e.Cut; lost < 396*minute/600 || lost > 55*minute/60 || e.Evicted != e.Lost+300*minute/60 {
		t.Errorf("lost after %v, evicted at %v", time.Duration(lost), time.Duration(e.Evicted))
	}
	// The replacements begin anew when they are evicted, one node after the other.
	if after := e.Results - e.Evicted; after < 55*minute || after > 57*minute || a.Results > 56*minute {
		t.Errorf("results at %v and %v", time.Duration(e.Results), time.Duration(a.Results))
	}
	if err = r.WriteCSV(&file); err != nil || strings.Count(file.String(), "\n") != len(quantities())+1 {
		t.Errorf("%v:\n%s", err, file.String())
	}
	svg, err := r.SVG()
	if err != nil || !strings.Contains(string(svg), "autonomous site") {
		t.Errorf("picture: %v", err)
	}
	if png, err := r.PNG(); err != nil || !bytes.HasPrefix(png, []byte("\x89PNG")) {
		t.Errorf("picture: %v", err)
	}
	a.Rejected++
	if r.Pass() || (&Report{}).Pass() {
		t.Error("a reading is lost, or nothing was played, and it passes")
	}
}
