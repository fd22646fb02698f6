package eua

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/scenarios"
)

// haversine is the slow twin of kilometres, exact on a sphere.
func haversine(a, b point) float64 {
	const rad = math.Pi / 180
	s := func(x float64) float64 { return math.Sin(x*rad/2) * math.Sin(x*rad/2) }
	h := s(b.lat-a.lat) + math.Cos(a.lat*rad)*math.Cos(b.lat*rad)*s(b.lon-a.lon)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(h))
}

func TestDistancesInACityAreGoodToAMillionth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := func(label string, around float64) float64 {
			return around + rapid.Float64Range(-0.02, 0.02).Draw(t, label)
		}
		a := point{lat: at("lat a", -37.81), lon: at("lon a", 144.96)}
		b := point{lat: at("lat b", -37.81), lon: at("lon b", 144.96)}
		got, want := kilometres(a, b), haversine(a, b)
		if math.Abs(got-want) > 1e-6*want+1e-9 {
			t.Fatalf("distance %v km, want %v km", got, want)
		}
	})
}

func TestNearestIsTheFirstOfTheClosest(t *testing.T) {
	sites := []point{{lat: 1}, {lat: -1}, {lat: 0.5}}
	if got := nearest(sites, point{}); got != 2 {
		t.Errorf("nearest = %d, want 2", got)
	}
	if got := nearest(sites[:2], point{}); got != 0 {
		t.Errorf("of two equally close sites, %d, want 0", got)
	}
}

func importText(t *testing.T, sites, users string) (*scenarios.File, []byte) {
	t.Helper()
	text, err := Import(Input{"sites.csv", strings.NewReader(sites)}, Input{"users.csv", strings.NewReader(users)}, Defaults())
	if err != nil {
		t.Fatal(err)
	}
	file, err := scenarios.LoadBytes("made.yaml", text, scenarios.Options{})
	if err != nil {
		t.Fatalf("the scenario does not load: %v\n%s", err, text)
	}
	return file, text
}

func TestEverySiteAndUserBecomesANodeWithALink(t *testing.T) {
	file, _ := importText(t,
		"SITE_ID,LATITUDE,LONGITUDE\n7,-37.81,144.96\n9,-37.82,144.97\n",
		"Latitude,Longitude\n-37.8199,144.9699\n-37.8101,144.9601\n")
	names := []string{"cloud", "metro", "site-7", "site-9", "user-1", "user-2"}
	for i, want := range names {
		if got := string(file.Nodes[i].Name.V); got != want {
			t.Errorf("node %d is %q, want %q", i, got, want)
		}
	}
	want := map[string]string{"fibre-7": "metro", "fibre-9": "metro", "radio-1": "site-9", "radio-2": "site-7", "wan": "cloud"}
	for _, l := range file.Links {
		if got := l.Between[1].Name; got != want[string(l.Name.V)] {
			t.Errorf("link %s leads to %s, want %s", l.Name.V, got, want[string(l.Name.V)])
		}
		delete(want, string(l.Name.V))
	}
	if len(want) > 0 {
		t.Errorf("no links %v", want)
	}
	// 714 m from the centre of two sites 1.43 km apart: 200 us + 5 us/km.
	if us := file.Links[1].Latency.V.Microseconds(); us != 204 {
		t.Errorf("fibre latency %d us, want 204", us)
	}
}

func TestColumnsMayStandInAnyOrderAfterAByteOrderMark(t *testing.T) {
	file, _ := importText(t, "\ufeffLONGITUDE,NAME,SITE_ID,LATITUDE\n144.96,x,7,-37.81\n", "Longitude,Latitude\n144.96,-37.81\n")
	if len(file.Nodes) != 4 {
		t.Errorf("%d nodes, want 4", len(file.Nodes))
	}
}

func TestEveryProblemIsToldWithItsPlace(t *testing.T) {
	good := "Latitude,Longitude\n1,2\n"
	for _, c := range []struct {
		name, sites, users string
		want               []string
	}{
		{"empty", "", good, []string{"sites.csv:1:1: no header line"}},
		{"no rows", "SITE_ID,LATITUDE,LONGITUDE\n", good, []string{"sites.csv:2:1: no rows"}},
		{"columns", "SITE,LAT,LONGITUDE\n", good, []string{`no column "SITE_ID"`, `no column "LATITUDE"`}},
		{"numbers", "SITE_ID,LATITUDE,LONGITUDE\na,NaN,2\nb,91,181\n", good, []string{"sites.csv:2:3", "sites.csv:3:3", "sites.csv:3:6"}},
		{"names", "SITE_ID,LATITUDE,LONGITUDE\na b,1,2\nc,1,2\nc,1,2\n", good, []string{"sites.csv:2:1", `sites.csv:4:1: "c" is already on line 3`}},
		{"ragged", "SITE_ID,LATITUDE,LONGITUDE\na,1\n", good, []string{"sites.csv", "line 2"}},
		{"both files", "SITE_ID,LATITUDE,LONGITUDE\na,x,2\n", "Latitude,Longitude\n1,y\n", []string{"sites.csv:2:3", "users.csv:2:3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Import(Input{"sites.csv", strings.NewReader(c.sites)}, Input{"users.csv", strings.NewReader(c.users)}, Defaults())
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in: %v", want, err)
				}
			}
		})
	}
}

func TestLinesBeyondTheFirstFiftyProblemsAreNotRead(t *testing.T) {
	bad := "Latitude,Longitude\n" + strings.Repeat("x,y\n", 1000)
	_, err := readPoints("users.csv", strings.NewReader(bad), columns{lat: "Latitude", lon: "Longitude"})
	if n := strings.Count(err.Error(), "\n") + 1; n < 50 || n > 52 {
		t.Errorf("%d problems told, want about 50", n)
	}
}

// TestMelbourne reads the published data where it lies beside the checkout. The
// digest is that of the scenario which the README runs; the nearest site of each
// user is found again by the haversine formula.
func TestMelbourne(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "eua")
	sites, err := os.ReadFile(filepath.Join(dir, "site-optus-melbCBD.csv"))
	if err != nil {
		t.Skipf("NOT RUN: the EUA data set is not here: %v", err)
	}
	users, err := os.ReadFile(filepath.Join(dir, "users-melbcbd-generated.csv"))
	if err != nil {
		t.Fatal(err)
	}
	file, text := importText(t, string(sites), string(users))
	if len(file.Nodes) != 2+125+816 || len(file.Links) != 1+125+816 {
		t.Errorf("%d nodes and %d links", len(file.Nodes), len(file.Links))
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(text)); got != melbourneDigest {
		t.Errorf("digest of the scenario %s, want %s", got, melbourneDigest)
	}
	s, err := readPoints("sites", bytes.NewReader(sites), columns{id: "SITE_ID", lat: "LATITUDE", lon: "LONGITUDE"})
	if err != nil {
		t.Fatal(err)
	}
	u, err := readPoints("users", bytes.NewReader(users), columns{lat: "Latitude", lon: "Longitude"})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range u {
		chosen := haversine(s[nearest(s, x)], x)
		for _, y := range s {
			if haversine(y, x) < chosen*(1-1e-6) {
				t.Errorf("user %s: site %s is nearer than the one chosen", x.name, y.name)
			}
		}
	}
}

const melbourneDigest = "bf2cacf8db5e15d799919688c8739750bbf9e224e71f0983dc27c2971d2d933c"

func TestUsersThatWalkHaveNoLinksOfTheirOwn(t *testing.T) {
	for _, way := range Movements() {
		o := Defaults()
		o.Mobility = way
		text, err := Import(Input{"sites.csv", strings.NewReader("SITE_ID,LATITUDE,LONGITUDE\n1,-37.81,144.96\n2,-37.82,144.97\n")},
			Input{"users.csv", strings.NewReader("Latitude,Longitude\n-37.811,144.961\n-37.815,144.965\n")}, o)
		if err != nil {
			t.Fatal(err)
		}
		file, err := scenarios.LoadBytes("made.yaml", text, scenarios.Options{})
		if err != nil {
			t.Fatalf("%s does not load: %v\n%s", way, err, text)
		}
		cfg, err := file.Build()
		if err != nil || len(cfg.Mobility) != 1 || len(cfg.Mobility[0].Devices) != 2 || len(cfg.Mobility[0].Access) != 2 || len(cfg.System.Links) != 5 {
			t.Errorf("%s: %d links, %+v, %v", way, len(cfg.System.Links), cfg.Mobility, err)
		}
	}
	o := Defaults()
	o.Mobility = "teleport"
	if _, err := Import(Input{"s", strings.NewReader("SITE_ID,LATITUDE,LONGITUDE\n1,1,1\n")}, Input{"u", strings.NewReader("Latitude,Longitude\n1,1\n")}, o); err == nil {
		t.Error("teleport is accepted")
	}
}
