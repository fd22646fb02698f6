package eua

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/sim/detmath"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Options holds what the data set does not say.
type Options struct {
	Name      string
	Policy    string
	Duration  time.Duration // of the run
	Rate      string        // tasks per user, such as "1/s"
	Work      time.Duration // mean on the reference core
	SiteCores int           // cores of each site
	Deadline  time.Duration
	// Mobility makes users walk: Waypoints or Places. Empty, they stay.
	Mobility string
}

// The ways in which users can walk.
const (
	Waypoints = "random-waypoint" // between random places in the rectangle around the sites
	Places    = "places"          // between the positions of the users
)

// Movements lists the values of Options.Mobility but the empty one.
func Movements() []string { return []string{Waypoints, Places} }

// Defaults returns options that load the sites to about two thirds.
func Defaults() Options {
	return Options{
		Name: "melbourne", Policy: "nearest", Duration: 2 * time.Minute,
		Rate: "2/s", Work: 50 * time.Millisecond, SiteCores: 1, Deadline: 200 * time.Millisecond,
	}
}

// Input is a CSV file and the name by which errors call it.
type Input struct {
	Name string
	io.Reader
}

// Import reads base-station sites (columns SITE_ID, LATITUDE, LONGITUDE) and user
// positions (columns Latitude, Longitude) and returns a scenario file in YAML.
// The error lists every problem of both files, with line and column.
//
// Equal input gives equal bytes on every machine. It takes time proportional to
// sites times users.
func Import(sites, users Input, o Options) ([]byte, error) {
	s, errSites := readPoints(sites.Name, sites, columns{id: "SITE_ID", lat: "LATITUDE", lon: "LONGITUDE"})
	u, errUsers := readPoints(users.Name, users, columns{lat: "Latitude", lon: "Longitude"})
	if o.Mobility != "" && !slices.Contains(Movements(), o.Mobility) {
		errUsers = errors.Join(errUsers, fmt.Errorf("%q is no way to move; there are %s", o.Mobility, strings.Join(Movements(), " and ")))
	}
	if err := errors.Join(errSites, errUsers); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	writeHead(&b, len(s), len(u), o)
	writeNodes(&b, s, u, o)
	writeLinks(&b, s, u, o)
	writeMobility(&b, u, o)
	writeLoad(&b, o)
	return b.Bytes(), nil
}

// kilometres returns the distance of two points by the equirectangular
// approximation, good to a part in a million inside one city. The rounding of
// each product is fixed, so that nearest sites are the same on every machine.
func kilometres(a, b point) float64 {
	const radius = 6371.0088 // mean radius of the Earth (IUGG)
	const rad = math.Pi / 180
	x := float64((b.lon - a.lon) * rad * detmath.Cos((a.lat+b.lat)/2*rad))
	y := (b.lat - a.lat) * rad
	return radius * math.Sqrt(float64(x*x)+float64(y*y))
}

// nearest returns the index of the site closest to p, the first of equals.
func nearest(sites []point, p point) int {
	best, least := 0, math.Inf(1)
	for i := range sites {
		if d := kilometres(sites[i], p); d < least {
			best, least = i, d
		}
	}
	return best
}

// centre returns the mean position of the sites.
func centre(sites []point) point {
	var c point
	for _, s := range sites {
		c.lat += s.lat / float64(len(sites))
		c.lon += s.lon / float64(len(sites))
	}
	return c
}

func writeHead(b *bytes.Buffer, sites, users int, o Options) {
	fmt.Fprintf(b, `# %d base-station sites and %d users, from the EUA data set (https://github.com/swinedge/eua-dataset, MIT).
# The data set gives positions. Everything else here is an assumption to be changed:
#   radio   50 Mbit/s and 8 ms one way, a good 5G cell
#   fibre   from each site to the metro hub: 10 Gbit/s, 0.2 ms of equipment and 5 us per km
#   wan     from the hub to the cloud: 10 Gbit/s, 30 ms
# %s
version: 1
name: %s
description: %d edge sites and %d users of the EUA data set.
seed: 1
duration: %s
warmup: %s

nodes:
  - {name: cloud, tier: cloud, capacity: {cpu: 256, memory: 1TiB}}
  - {name: metro, tier: gateway, capacity: {cpu: 4, memory: 8GiB}}
`, sites, users, attachment(o), o.Name, sites, users, span(o.Duration), span(o.Duration/10))
}

func writeNodes(b *bytes.Buffer, sites, users []point, o Options) {
	for _, s := range sites {
		fmt.Fprintf(b, "  - {name: site-%s, tier: edge, gateway: metro, capacity: {cpu: %d, memory: 16GiB}, at: {lat: %.6f, lon: %.6f}%s}\n",
			s.name, o.SiteCores, s.lat, s.lon, siteLabel(o))
	}
	for _, u := range users {
		fmt.Fprintf(b, "  - {name: user-%s, tier: device, capacity: {cpu: 1, memory: 1GiB}, speed: 0.1, at: {lat: %.6f, lon: %.6f}, labels: {kind: user}}\n",
			u.name, u.lat, u.lon)
	}
}

func writeLinks(b *bytes.Buffer, sites, users []point, o Options) {
	b.WriteString("\nlinks:\n  - {name: wan, between: [metro, cloud], bandwidth: 10Gbit/s, latency: 30ms}\n")
	hub := centre(sites)
	for _, s := range sites {
		us := 200 + rng.Round(5*kilometres(s, hub))
		fmt.Fprintf(b, "  - {name: fibre-%s, between: [site-%s, metro], bandwidth: 10Gbit/s, latency: %dus}\n", s.name, s.name, us)
	}
	if o.Mobility != "" {
		return // Their links come with the mobility.
	}
	for _, u := range users {
		fmt.Fprintf(b, "  - {name: radio-%s, between: [user-%s, site-%s], bandwidth: 50Mbit/s, latency: 8ms}\n",
			u.name, u.name, sites[nearest(sites, u)].name)
	}
}

func writeLoad(b *bytes.Buffer, o Options) {
	fmt.Fprintf(b, `
workloads:
  - name: assist
    source: {labels: {kind: user}}
    arrivals: {poisson: {rate: %s}}
    demand: {cpu: 1, memory: 128MiB}
    work: {exponential: {mean: %s}}
    input: 60kB
    output: 2kB
    deadline: %s
    requires: {tier: [edge, cloud]}

scheduler: {policy: %s}
`, o.Rate, span(o.Work), span(o.Deadline), o.Policy)
}

// span writes a duration with one unit, as scenario files want it.
func span(d time.Duration) string {
	for _, u := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "us"}} {
		if d >= u.size && d%u.size == 0 {
			return fmt.Sprintf("%d%s", d/u.size, u.name)
		}
	}
	return fmt.Sprintf("%dns", d.Nanoseconds())
}
