package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/littoral-sim/littoral/schedulers/catalog"
)

func TestEveryPolicyGetsARowAndEveryStateANumber(t *testing.T) {
	var out bytes.Buffer
	if err := run(context.Background(), []string{"-edges", "5", "-tasks", "500", "-live", "20000", "-reps", "2"}, &out); err != nil {
		t.Fatal(err)
	}
	for _, name := range catalog.Names() {
		row := strings.Fields(lineWith(out.String(), name+" "))
		if len(row) != 9 || row[1] != "500" {
			t.Errorf("row of %s: %q", name, row)
		}
	}
	live := lineWith(out.String(), "bytes per live task")
	for _, state := range states() {
		if !strings.Contains(live, state+" 1") && !strings.Contains(live, state+" 2") && !strings.Contains(live, state+" 3") { // up to four hundred bytes
			t.Errorf("%s is missing in %q", state, live)
		}
	}
	if lineWith(out.String(), "streaming") == "" {
		t.Errorf("no line about streaming in\n%s", out.String())
	}
}

func lineWith(text, start string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, start) {
			return line
		}
	}
	return ""
}

func TestPlansWithoutTasksAreRefused(t *testing.T) {
	for _, args := range [][]string{{"-tasks", "9"}, {"-edges", "0"}, {"-reps", "0"}, {"-live", "0"}, {"-nonsense"}} {
		var out bytes.Buffer
		if err := run(context.Background(), args, &out); err == nil || out.Len() > 0 {
			t.Errorf("%v: %v\n%s", args, err, out.String())
		}
	}
}
