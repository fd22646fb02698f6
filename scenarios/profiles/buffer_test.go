package profiles

import (
	"regexp"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/sim/buffer"
)

func TestEveryValueOfABufferHasItsSource(t *testing.T) {
	source := regexp.MustCompile(`^\S+/\S+@[0-9a-f]{7} \S+$|\w+\.(org|com)\b`)
	last := ""
	for _, b := range Buffers() {
		if b.Name <= last || b.Title == "" {
			t.Errorf("profile %q (%q) after %q", b.Name, b.Title, last)
		}
		last = b.Name
		for _, r := range b.Rows() {
			if !source.MatchString(r.Source) || r.Said == "" || r.Value == "" {
				t.Errorf("profile %s, %s: value %q, said %q, source %q", b.Name, r.Field, r.Value, r.Said, r.Source)
			}
		}
		policy, enforce, sweep := b.Policy()
		if policy.TTL > 0 {
			policy.Enforce, policy.Sweep = enforce, sweep
		}
		if !b.Full.Known() {
			policy.EvictBytes = 0
		}
		if err := policy.Validate(); err != nil {
			t.Errorf("profile %s: %v", b.Name, err)
		}
		if got, ok := LookupBuffer(b.Name); !ok || got.Title != b.Title {
			t.Errorf("profile %s is not found", b.Name)
		}
	}
	if _, ok := LookupBuffer("none"); ok {
		t.Error("a profile of no name is found")
	}
}

func TestProfilesSayWhatTheirSourcesSay(t *testing.T) {
	spool, _ := LookupBuffer("greengrass-2-spooler")
	policy, _, _ := spool.Policy()
	if policy.Bytes != 2_621_440 || policy.Full != buffer.ByClass || policy.KeepFrom != 1 || policy.InFlight != 5 || policy.Retry.Max != 100 || policy.Durable {
		t.Errorf("%+v", policy)
	}
	edgex, _ := LookupBuffer("edgex-4-store-and-forward")
	policy, _, _ = edgex.Policy()
	if policy.Send != buffer.Blind || policy.Retry != (buffer.Retry{Every: 5 * time.Minute, Max: 10, OnSuccess: true}) {
		t.Errorf("%+v", policy)
	}
	hub, _ := LookupBuffer("azure-iot-edge-1.6-manifest")
	policy, enforce, sweep := hub.Policy()
	if policy.TTL != 2*time.Hour || enforce != buffer.OnRead|buffer.BySweep || sweep != 30*time.Minute || policy.Order != buffer.Priority || policy.Retry.EveryMax != time.Minute {
		t.Errorf("%+v", policy)
	}
}
