package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/sim/trace"
)

func TestTheBars(t *testing.T) {
	good := sample{cpu: 20 * time.Second, resident: 1 << 30}
	slow, large, other := good, good, good
	slow.cpu, large.resident, other.digest = 61*time.Second, 3<<30, trace.Digest{1}
	for _, c := range []struct {
		a, b  sample
		quick bool
		want  string
	}{
		{good, good, false, ""},
		{slow, good, false, ""}, // one of two may have been disturbed
		{slow, slow, false, "processor time"},
		{slow, slow, true, ""},
		{good, large, true, "memory"},
		{good, other, false, "different digests"},
	} {
		err := judge(&c.a, &c.b, c.quick)
		if (err == nil) != (c.want == "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestTheCityRunsAndTheBalanceHolds(t *testing.T) {
	s, err := measure(context.Background(), 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if s.tasks < 2000 || s.made < 1000 || s.events < s.tasks {
		t.Errorf("%+v", s)
	}
}
