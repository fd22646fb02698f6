package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

func TestProgressWithoutATerminalIsALineNowAndThen(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(streams{err: &out, env: func(string) string { return "" }}, "tiny", 10*units.Time(time.Second))
	p.at(units.Time(time.Second))
	if out.Len() > 0 {
		t.Errorf("told at once: %q", &out)
	}
	// As if the run had begun a minute ago and said nothing since.
	p.started = p.started.Add(-time.Minute)
	p.told = p.started
	p.at(5 * units.Time(time.Second))
	p.at(6 * units.Time(time.Second))
	p.done()
	if got := out.String(); !strings.HasPrefix(got, "tiny: 50 %, about 1m0s left") || strings.Count(got, "\n") != 1 {
		t.Errorf("told %q", got)
	}
}
