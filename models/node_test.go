package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNodeStatusTransitions(t *testing.T) {
	const want = `
         active   inactive error    unknown
active   -        +        +        -
inactive +        -        +        -
error    +        +        -        -
unknown  -        -        -        -
`
	got := "\n" + matrix([]Status{Active, Inactive, Failed, statusEnd}, Status.CanBecome)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("from the row to the column (-want +got):\n%s", diff)
	}
}

func TestTierSetsAllowTheirMembersOrAll(t *testing.T) {
	names := []string{}
	for _, tier := range append(Tiers(), tierEnd) {
		names = append(names, tier.String())
	}
	if diff := cmp.Diff([]string{"device", "edge", "gateway", "cloud", "unknown"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for bits := range 1 << len(Tiers()) {
		var members []Tier
		for i, tier := range Tiers() {
			if bits>>i&1 == 1 {
				members = append(members, tier)
			}
		}
		set := NewTierSet(members...)
		for i, tier := range Tiers() {
			if want := bits == 0 || bits>>i&1 == 1; set.Allows(tier) != want {
				t.Errorf("%v allows %v: %v, want %v", members, tier, !want, want)
			}
		}
	}
}

func TestDisciplineWords(t *testing.T) {
	if got := ProcessorSharing.String() + " " + FIFO.String(); got != "shared fifo" {
		t.Errorf("words %q, want %q", got, "shared fifo")
	}
}

func TestAGatewaySpeaksWhatItListsOrAnything(t *testing.T) {
	for _, c := range []struct {
		gateway  Gateway
		protocol string
		want     bool
	}{
		{Gateway{}, "mqtt", true},
		{Gateway{Protocols: []string{"coap", "mqtt"}}, "mqtt", true},
		{Gateway{Protocols: []string{"coap", "mqtt"}}, "amqp", false},
	} {
		if got := c.gateway.Speaks(c.protocol); got != c.want {
			t.Errorf("%v speaks %q: %v, want %v", c.gateway.Protocols, c.protocol, got, c.want)
		}
	}
}

func TestEachEndOfALinkIsTheOtherOfTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Link{A: NodeID(rapid.Int32Range(0, 3).Draw(t, "a")), B: NodeID(rapid.Int32Range(0, 3).Draw(t, "b"))}
		if l.Other(l.A) != l.B || l.Other(l.B) != l.A {
			t.Fatalf("%d and %d: opposite %d is %d, opposite %d is %d", l.A, l.B, l.A, l.Other(l.A), l.B, l.Other(l.B))
		}
	})
}
