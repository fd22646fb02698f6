package profiles

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/rng"
)

func TestEveryValueHasItsSource(t *testing.T) {
	// A repository with commit and file, or a publication with a year, a number or an address.
	source := regexp.MustCompile(`^\S+/\S+@[0-9a-f]{7} \S+$|20[12][0-9]|arXiv:\d{4}\.\d{5}|\w+\.(org|com)\b`)
	last := ""
	for _, c := range List() {
		if c.Name <= last || !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(c.Name) || c.Title == "" {
			t.Errorf("class %q (%q) after %q", c.Name, c.Title, last)
		}
		last = c.Name
		rows := c.Rows()
		if len(rows) == 0 {
			t.Errorf("class %s has no values", c.Name)
		}
		for _, r := range rows {
			if !source.MatchString(r.Source) || r.Said == "" || r.Value == "" {
				t.Errorf("class %s, %s: value %q, said %q, source %q", c.Name, r.Field, r.Value, r.Said, r.Source)
			}
		}
		want := 0
		for _, known := range []bool{c.Downlink.Bandwidth.Known(), c.Downlink.Delay.Known(), c.Uplink.Bandwidth.Known(), c.Uplink.Delay.Known(), c.Downlink.Energy.Known(), c.Uplink.Energy.Known()} {
			if known {
				want++
			}
		}
		if got := len(rows); got != want+len(c.Outages)+len(c.Notes) {
			t.Errorf("class %s shows %d values, has %d in its ways, %d outages and %d notes", c.Name, got, want, len(c.Outages), len(c.Notes))
		}
	}
}

func TestWhatNoSourceGivesIsZero(t *testing.T) {
	for _, c := range List() {
		for _, w := range []Way{c.Downlink, c.Uplink} {
			if !w.Bandwidth.Known() && w.Bandwidth != (Value[units.BitsPerSecond]{}) {
				t.Errorf("class %s has the bandwidth %+v without a source", c.Name, w.Bandwidth)
			}
			if !w.Delay.Known() && (w.Delay.V.Base != 0 || !w.Delay.V.Jitter.IsZero()) {
				t.Errorf("class %s has the latency %v without a source", c.Name, w.Delay.V)
			}
			if !w.Energy.Known() && w.Energy != (Value[BitEnergy]{}) {
				t.Errorf("class %s has the energy %+v without a source", c.Name, w.Energy)
			}
			n, ok := w.Nominal()
			if ok != (w.Bandwidth.Known() && w.Delay.Known()) || ok && (n.Bandwidth < 1 || n.Bandwidth != w.Bandwidth.V || n.Latency != w.Delay.V.Base) {
				t.Errorf("class %s: nominal %+v, %v of %+v", c.Name, n, ok, w)
			}
		}
	}
}

// TestMediansAndMeansAreThoseOfTheSources holds the numbers of the sources apart from the tables: medians of the distributions of ether are location +
// scale; ERRANT's are means of round trips.
func TestMediansAndMeansAreThoseOfTheSources(t *testing.T) {
	const us, ms = time.Microsecond, time.Millisecond
	type want struct {
		down, up     units.BitsPerSecond
		median, mean time.Duration // of the downlink; 0 to leave out
	}
	for name, w := range map[string]want{
		"lan": {down: 1e9, up: 1e9, median: 510 * us}, "wifi": {down: 1.3e9, up: 1.3e9, median: 4450 * us}, "wifi-200": {down: 2e8, up: 2e8, median: 4450 * us},
		"business-isp": {down: 5e8, up: 5e7, median: 7160 * us}, "mobile-isp": {down: 125e6, up: 25e6, median: 24220 * us},
		"fibre": {down: 1e9, up: 1e9, median: 510 * us}, "leo": {down: 3e8, median: 25 * ms}, "geo": {down: 1e8, up: 1e7, median: 300 * ms, mean: 300 * ms},
		"5g-nsa": {median: 7 * ms}, "nb-iot": {down: 264, up: 264, mean: 837 * ms}, "lorawan-sf12": {up: 121},
		"wan": {down: 3e8, up: 3e8, mean: 60 * ms}, "man": {down: 1e9, up: 1e9, mean: 10 * ms}, "ethernet": {down: 1e9, up: 1e9, mean: 2 * ms},
		"cellular": {down: 1e8, up: 1e8, mean: 30 * ms}, "wan-15": {down: 15e6, up: 15e6, mean: 100 * ms},
		"4g-good-telia-sweden": {down: 53955e3, up: 21181e3, mean: 45926 * us}, "3g-bad-3-sweden": {down: 3075200, up: 908560, mean: 72660 * us},
		"3g-bad": {down: 3075200, up: 908560, mean: 72660 * us},
	} {
		c, ok := Lookup(name)
		if !ok {
			t.Errorf("there is no class %s", name)
			continue
		}
		if c.Downlink.Bandwidth.V != w.down || c.Uplink.Bandwidth.V != w.up {
			t.Errorf("%s: bandwidths are %v and %v, want %v and %v", name, c.Downlink.Bandwidth.V, c.Uplink.Bandwidth.V, w.down, w.up)
		}
		d := c.Downlink.Delay.V
		for _, x := range []struct {
			what      string
			got, want time.Duration
		}{{"median", d.Median(), w.median}, {"mean", d.Mean(), w.mean}} {
			if x.want != 0 && (x.got-x.want).Abs() > us {
				t.Errorf("%s: the %s latency is %v, want %v", name, x.what, x.got, x.want)
			}
		}
	}
}

func TestOnlyClassesWithASourceHaveAnEnergy(t *testing.T) {
	got := map[string][2]string{} // up and down
	for _, c := range List() {
		if up, down := c.Uplink.Energy, c.Downlink.Energy; up.Known() || down.Known() {
			got[c.Name] = [2]string{up.V.String(), down.V.String()}
		}
	}
	want := map[string][2]string{
		"wifi": {"283nJ/bit", "137nJ/bit"}, "cellular": {"438nJ/bit", "52nJ/bit"}, "ethernet": {"40nJ/bit", "40nJ/bit"}, "wan": {"46.7nJ/bit", "46.7nJ/bit"},
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("energies (-want +got):\n%s", diff)
	}
}

func TestMeasuredMobileClassesLieInThePublishedRanges(t *testing.T) {
	type span struct{ low, high float64 }
	type ranges struct{ down, up, trip, spread span }
	for kind, w := range map[string]ranges{
		"4g-good":   {span{18.8, 54}, span{10.1, 21.2}, span{83, 112}, span{40, 48.5}},
		"4g-medium": {span{10.6, 28.6}, span{1.9, 4.2}, span{85, 108}, span{40, 58}},
		"4g-bad":    {span{3.3, 22.9}, span{0.15, 1.5}, span{83, 113}, span{39, 82}},
		"3g-good":   {span{6.2, 16.7}, span{2.0, 3.4}, span{81, 132}, span{37, 60}},
	} {
		var seen ranges
		n := 0
		for _, c := range List() {
			if c.Name != kind && !strings.HasPrefix(c.Name, kind+"-") {
				continue
			}
			n++
			for _, x := range []struct {
				got  float64
				want span
				seen *span
			}{
				{float64(c.Downlink.Bandwidth.V) / 1e6, w.down, &seen.down},
				{float64(c.Uplink.Bandwidth.V) / 1e6, w.up, &seen.up},
				{2 * float64(c.Uplink.Delay.V.Mean()) / 1e6, w.trip, &seen.trip},
				{2 * math.Sqrt(c.Uplink.Delay.V.Jitter.Variance()) / 1e6, w.spread, &seen.spread},
			} {
				if x.got < x.want.low-0.5 || x.got > x.want.high+0.5 {
					t.Errorf("%s: %v is outside %v", c.Name, x.got, x.want)
				}
				if n == 1 {
					*x.seen = span{x.got, x.got}
				}
				*x.seen = span{min(x.seen.low, x.got), max(x.seen.high, x.got)}
			}
		}
		// The ranges are reached, too: no row is missing.
		for _, x := range [][2]span{{seen.down, w.down}, {seen.up, w.up}, {seen.trip, w.trip}, {seen.spread, w.spread}} {
			if math.Abs(x[0].low-x[1].low) > 0.6 || math.Abs(x[0].high-x[1].high) > 0.6 {
				t.Errorf("%s: the classes span %v, the source %v", kind, x[0], x[1])
			}
		}
	}
	if len(errantRows) != 26 {
		t.Errorf("the table has %d rows, want the 26 profiles that its authors count", len(errantRows))
	}
}

func TestStarlinkHasItsQuartilesAndItsLeastRoundTrip(t *testing.T) {
	c, _ := Lookup("leo")
	d := c.Uplink.Delay.V
	for u, want := range map[float64]float64{0.25: 40, 0.5: 50, 0.75: 60} {
		if got := 2 * (float64(d.Base) + d.Jitter.Quantile(u)) / 1e6; math.Abs(got-want) > 1e-9 {
			t.Errorf("quantile %v of the round trip is %v ms, want %v", u, got, want)
		}
	}
	if got := 2 * d.Base; got != 20*time.Millisecond {
		t.Errorf("the least round trip is %v, want 20 ms", got)
	}
	if n := time.Duration(21*24)*time.Hour/c.Outages[1].V.Every + 1; n < 700 || n > 800 {
		t.Errorf("%d drops in three weeks, want 700 to 800", n)
	}
}

func TestAClassDrivesALink(t *testing.T) {
	c, _ := Lookup("leo")
	if _, ok := c.Uplink.Nominal(); ok {
		t.Error("the uplink is complete, though no source gives its bandwidth")
	}
	nominal, ok := c.Downlink.Nominal()
	if !ok {
		t.Fatal("the downlink is not complete")
	}
	handover, err := c.Outages[0].V.Process(200 * time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	drop, err := c.Outages[1].V.Process(0)
	if err != nil {
		t.Fatal(err)
	}
	if got := drop.Good.Stay.Mean() + drop.Bad.Stay.Mean(); math.Abs(got-float64(c.Outages[1].V.Every)) > 1 {
		t.Errorf("a drop comes every %v ns, want %v", got, c.Outages[1].V.Every)
	}
	spec, err := channel.NewVariation(nil, handover, drop)
	if err != nil {
		t.Fatal(err)
	}
	stream := func(purpose string) rng.Stream { return rng.NewStream(1, 0, "link/dish", purpose) }
	l := channel.NewLink(nominal, spec, stream)
	begins, down := []time.Duration{}, time.Duration(0)
	const end = 7 * 24 * time.Hour
	for last := int64(0); last < int64(end); {
		at, _ := l.Next()
		if !l.Quality().Up {
			down += time.Duration(at - last)
		}
		before := l.Quality().Loss
		if q, _ := l.Advance(at); q.Loss > before && q.Up && len(begins) < 5 {
			begins = append(begins, time.Duration(at))
		}
		last = at
	}
	for i, at := range begins {
		if want := time.Duration(i+1)*15*time.Second - 200*time.Millisecond; at != want {
			t.Errorf("burst %d begins at %v, want %v", i, at, want)
		}
	}
	// 250 drops in a week, Poisson.
	if s := down.Seconds(); math.Abs(s-250) > 6*math.Sqrt(250) {
		t.Errorf("the link was down for %v s in a week, want about 250", s)
	}
	if x := channel.NewSampler(new(c.Downlink.Scatter()), stream).Sample(1); x.Jitter <= 0 || x.Loss != 0 {
		t.Errorf("a transfer meets %+v", x)
	}
}

func TestAnOutageNeedsALengthOnce(t *testing.T) {
	c, _ := Lookup("leo")
	for want, f := range map[string]func() (channel.GilbertElliott, error){
		"no source says how long":   func() (channel.GilbertElliott, error) { return c.Outages[0].V.Process(0) },
		"pass a length between":     func() (channel.GilbertElliott, error) { return c.Outages[0].V.Process(15 * time.Second) },
		"so it takes no other":      func() (channel.GilbertElliott, error) { return c.Outages[1].V.Process(1) },
		"reconfiguration comes eve": func() (channel.GilbertElliott, error) { return c.Outages[0].V.Process(-1) },
	} {
		if _, err := f(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want one with %q", err, want)
		}
	}
}

func TestRowsSayWhereANumberIsFrom(t *testing.T) {
	var got []string
	c, _ := Lookup("leo")
	for _, r := range c.Rows() {
		got = append(got, fmt.Sprintf("%s | %s | %s | %s | %s", r.Field, r.Value, r.Said, r.Derived, r.Source))
	}
	want := []string{
		"downlink bandwidth | 300Mbit/s | up to more than 300 Mbit/s | the bound | APNIC blog on Starlink, 28 November 2022",
		"downlink latency | 10ms + normal(mean=1.5e+07, sd=7.41301109252801e+06) ns | round trip 50 ms, quartiles 40 and 60 ms, least 20 ms | half of it, normal above the least value | APNIC blog on Starlink, 28 November 2022",
	}
	want = append(want, "uplink"+strings.TrimPrefix(want[1], "downlink"),
		"outage | reconfiguration: every 15s, 50 % loss | reconfiguration each 15 s, bursts of up to 50 % loss at a handover | a burst at each reconfiguration, at the bound | arXiv:2310.09242; A browser-side view of Starlink connectivity, ACM IMC 2022",
		"outage | drop: every about 40m19.2s, for 1s, down | about 700 to 800 drops of one second in about three weeks, during the beta | 750 in three weeks | blog.beerriot.com on the Starlink beta")
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestListIsFresh(t *testing.T) {
	a := List()
	a[0].Name = "changed"
	a[0].Downlink.Bandwidth.V = 1
	if b := List(); b[0].Name == "changed" || b[0].Downlink.Bandwidth.V == 1 {
		t.Error("a change of the list changes the next list")
	}
	if _, ok := Lookup("dial-up"); ok {
		t.Error("there is a class for dial-up")
	}
}
