package simgrid

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

func TestAPlatformComesBackFromItsText(t *testing.T) {
	for number := range 30 {
		want := Generate(7, number)
		var text bytes.Buffer
		n, err := want.WriteTo(&text)
		if err != nil || n != int64(text.Len()) {
			t.Fatalf("%d bytes of %d, %v", n, text.Len(), err)
		}
		got, err := ReadPlatform(&text)
		if err != nil {
			t.Fatal(err)
		}
		want.Kind = Tree // not part of the text
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("platform %d (-want +got):\n%s", number, d)
		}
	}
}

func TestBadTextIsRefusedWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      `line 1 is ""`,
		"littoral-flows 2\n1\nend\n":            "line 1",
		"littoral-flows 1\n":                    "no number of hosts",
		"littoral-flows 1\nmany\nend\n":         "line 2",
		"littoral-flows 1\n1\n":                 "not end",
		"littoral-flows 1\n1\nlink 1\nend\n":    `line 3, "link 1"`,
		"littoral-flows 1\n1\nlink 1 x\nend\n":  "line 3",
		"littoral-flows 1\n1\nroute 0 1 2 5\n":  "line 3",
		"littoral-flows 1\n1\n\nend\n":          "line 3",
		"littoral-flows 1\n1\nflow 0 0 1\nend":  "line 3",
		"littoral-flows 1\n1\nrouter 0 0 1\nen": "line 3",
	} {
		if _, err := ReadPlatform(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestGeneratedPlatformsAreValidAndSpreadOverAllSizes(t *testing.T) {
	var smallest, largest, alike, capped, atOnce int
	for number := range 120 {
		p := Generate(3, number)
		if err := p.Validate(); err != nil {
			t.Fatalf("platform %d: %v", number, err)
		}
		if number < int(kindCount) && (len(p.Links) < linksMax-1 || len(p.Flows) != flowsMax) {
			t.Errorf("platform %d has %d links and %d flows, want %d and %d", number, len(p.Links), len(p.Flows), linksMax, flowsMax)
		}
		if len(p.Links) > linksMax || len(p.Flows) > flowsMax || p.Kind != Kind(number%3) {
			t.Errorf("platform %d is a %v with %d links and %d flows", number, p.Kind, len(p.Links), len(p.Flows))
		}
		shared := 0
		for _, r := range p.Routes {
			shared = max(shared, len(r.Links))
		}
		if len(p.Links) < 32 {
			smallest++
		}
		if len(p.Links) >= 512 {
			largest++
		}
		last := p.Flows[len(p.Flows)-1].Start
		if last == 0 {
			atOnce++
		}
		if last > 0 && last%units.Time(time.Second) == 0 {
			alike++
		}
		if p.Flows[0].Cap > 0 {
			capped++
		}
	}
	if smallest < 10 || largest < 10 || alike < 10 || capped < 3 || atOnce < 5 {
		t.Errorf("of 120 platforms %d are small, %d large, %d with events at the same instant, %d capped, %d all at once",
			smallest, largest, alike, capped, atOnce)
	}
}

func TestEqualSeedsGiveEqualPlatforms(t *testing.T) {
	for number := 3; number < 9; number++ {
		a, b, other := Generate(11, number), Generate(11, number), Generate(12, number)
		if d := cmp.Diff(a, b); d != "" {
			t.Fatalf("platform %d (-first +second):\n%s", number, d)
		}
		if cmp.Equal(a, other) {
			t.Errorf("platform %d is the same under another seed", number)
		}
	}
}

// pair is two flows that share a link of 8 Mbit/s, with 1 MB each, 1 s apart.
func pair() *Platform {
	return &Platform{
		Hosts:  3,
		Links:  []Link{{Capacity: 1e9, Latency: routeLatency}, {Capacity: 8e6}, {Capacity: 1e9, Latency: routeLatency}},
		Routes: []Route{{From: 0, To: 2, Links: []int{0, 1}}, {From: 1, To: 2, Links: []int{2, 1}}},
		Flows:  []Flow{{Route: 0, Size: 2e6}, {Start: 1e9, Route: 1, Size: 1e6}},
	}
}

// pairEnds is when they end: 1 MB has been sent when the second comes, then both
// have 1 MB at half of the rate.
func pairEnds() []units.Time {
	return []units.Time{3e9 + units.Time(routeLatency), 3e9 + units.Time(routeLatency)}
}

func TestEveryMistakeOfAPlatformIsReported(t *testing.T) {
	for name, spoil := range map[string]func(*Platform){
		"link 1: capacity":                func(p *Platform) { p.Links[1].Capacity = 0 },
		"route 1: latency":                func(p *Platform) { p.Links[2].Latency++ },
		"route 0: latency":                func(p *Platform) { p.Links[0].Latency = 0 },
		"route 1: link 1 of 3":            func(p *Platform) { p.Routes[1].Links = []int{1, 2, 1} },
		"route 0: link 3 of 3":            func(p *Platform) { p.Routes[0].Links[0] = 3 },
		"route 1: {From:2 To:2":           func(p *Platform) { p.Routes[1].From = 2 },
		"route 1: from 0 to 2 there is":   func(p *Platform) { p.Routes[1].From = 0 },
		"flow 0: {Start:0.000000000s Rou": func(p *Platform) { p.Flows[0].Size = 0 },
		"flow 1: {Start:1.000000000s Rou": func(p *Platform) { p.Flows[1].Route = 2 },
		"flow 1: starts at":               func(p *Platform) { p.Flows[0].Start = 2e9 },
	} {
		p := pair()
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		spoil(p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v, want %s", err, name)
		}
	}
}

func TestMagnitudesStayWithinTheirBounds(t *testing.T) {
	s := rng.NewStream(1, 0, "test", "magnitude")
	for _, b := range [][2]int{{1, 1}, {1, 2}, {2, 5000}, {8, 1000}, {3, 4}} {
		for range 1000 {
			if v := magnitude(&s, b[0], b[1]); v < b[0] || v > b[1] {
				t.Fatalf("%d is not in %v", v, b)
			}
		}
	}
}
