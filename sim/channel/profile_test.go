package channel

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestProfileSaysWhatItsListsSay(t *testing.T) {
	spec := ProfileSpec{
		Bandwidth: []BandwidthStep{{0, 100}, {30, 50}, {50, 0}},
		Latency:   []LatencyStep{{0, 7}, {30, 8}, {40, 9}},
		Period:    60,
	}
	p, err := NewProfile(spec)
	if err != nil {
		t.Fatal(err)
	}
	spec.Period = 0
	once, err := NewProfile(spec)
	if err != nil {
		t.Fatal(err)
	}
	// Far away, where repeated addition would have drifted.
	const far = 60 * 1_000_000_007
	for _, c := range []struct{ at, bandwidth, latency, next int64 }{
		{0, 100, 7, 30},
		{29, 100, 7, 30},
		{30, 50, 8, 40},
		{40, 50, 9, 50},
		{50, 0, 9, 60},
		{59, 0, 9, 60},
		{60, 100, 7, 90},
		{far - 1, 0, 9, far},
		{far, 100, 7, far + 30},
		{far + 45, 50, 9, far + 50},
	} {
		s, next := p.at(c.at)
		if s.bandwidth != c.bandwidth || s.latency != c.latency || next != c.next {
			t.Errorf("at %d the profile says %+v, next %d, want %+v", c.at, s, next, c)
		}
		if c.at >= 50 {
			c.bandwidth, c.latency, c.next = 0, 9, math.MaxInt64
		}
		if s, next = once.at(c.at); s.bandwidth != c.bandwidth || s.latency != c.latency || next != c.next {
			t.Errorf("at %d the profile that does not repeat says %+v, next %d, want %+v", c.at, s, next, c)
		}
	}
}

func TestTheNominalValuesHoldBeforeTheFirstStep(t *testing.T) {
	p, err := NewProfile(ProfileSpec{Bandwidth: []BandwidthStep{{20, 3}}, Latency: []LatencyStep{{10, 4}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ at, bandwidth, latency, next int64 }{
		{0, unset, unset, 10}, {10, unset, 4, 20}, {20, 3, 4, math.MaxInt64},
	} {
		if s, next := p.at(c.at); s.bandwidth != c.bandwidth || s.latency != c.latency || next != c.next {
			t.Errorf("at %d the profile says %+v, next %d, want %+v", c.at, s, next, c)
		}
	}
}

func TestAPeriodOfOneStepHasNoChanges(t *testing.T) {
	p, err := NewProfile(ProfileSpec{Latency: []LatencyStep{{0, 4}}, Period: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if s, next := p.at(1e10); s.latency != 4 || s.bandwidth != unset || next != math.MaxInt64 {
		t.Errorf("the profile says %+v, next %d", s, next)
	}
}

func TestProfileReportsAllThatIsWrong(t *testing.T) {
	_, err := NewProfile(ProfileSpec{
		Bandwidth: []BandwidthStep{{1, -5}, {1, 3}, {90, 1}},
		Latency:   []LatencyStep{{-3, 1}, {5, -1}},
		Period:    80,
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"bandwidth step 0 must not be negative, got -5", "latency step 1 must not be negative", "the first bandwidth step of a profile that repeats must be at 0",
		"bandwidth step 1 must be after 1ns", "bandwidth step 2 must be before the period of 80ns", "latency step 0 is at -3ns",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
	if _, err := NewProfile(ProfileSpec{Period: -1}); err == nil || !strings.Contains(err.Error(), "at least one step") ||
		!strings.Contains(err.Error(), "period must not be negative") {
		t.Errorf("error is %v", err)
	}
}
