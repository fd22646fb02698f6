package kernel

import (
	"testing"
	"time"
)

func TestAddSaturates(t *testing.T) {
	cases := []struct {
		t    Time
		d    time.Duration
		want Time
	}{
		{0, 0, 0},
		{5, 7, 12},
		{5, -2, 3},
		{Never - 1, 1, Never},
		{Never - 2, 1, Never - 1},
		{Never - 1, 1<<63 - 1, Never},
		{1, 1<<63 - 1, Never},
		{0, 1<<63 - 1, Never},
		{Never, -5, Never},
		{Never, 5, Never},
	}
	for _, c := range cases {
		if got := c.t.Add(c.d); got != c.want {
			t.Errorf("%d.Add(%d) = %d, want %d", c.t, c.d, got, c.want)
		}
	}
}

func TestTimePrintsAsDuration(t *testing.T) {
	for at, want := range map[Time]string{0: "0s", 1500: "1.5µs", 62_500_000_000: "1m2.5s", Never: "never"} {
		if got := at.String(); got != want {
			t.Errorf("%d prints %q, want %q", int64(at), got, want)
		}
	}
}
