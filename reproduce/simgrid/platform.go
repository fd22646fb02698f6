package simgrid

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Kind is the shape of a platform.
type Kind uint8

// The kinds of platforms.
const (
	Tree     Kind = iota // routers in a random tree, hosts at any of them
	Dumbbell             // a short chain of routers, most hosts at its two ends
	Mesh                 // routers in a random connected graph, shortest routes
	kindCount
)

// String returns the name of the kind in lower case.
func (k Kind) String() string {
	if k >= kindCount {
		return fmt.Sprintf("kind(%d)", uint8(k))
	}
	return [kindCount]string{"tree", "dumbbell", "mesh"}[k]
}

// Link is one direction of a full-duplex link, or both directions of a
// half-duplex one, which share its capacity.
type Link struct {
	Capacity units.BitsPerSecond
	Latency  time.Duration
}

// Route is the way from one host to another. There is at most one for each pair
// of hosts in this order.
type Route struct {
	From, To int   // hosts
	Links    []int // in the order of travel, each at most once, at least one
}

// Flow is data that is sent once. It waits for the latency of its route, and from
// then on it shares the links of its route.
type Flow struct {
	Start units.Time
	Route int
	Size  units.Bytes
	Cap   units.BitsPerSecond // the most it takes; 0 for no bound of its own
}

// Platform is a network and what is sent over it. Hosts, links, routes and flows
// are known by their index.
type Platform struct {
	Kind   Kind
	Hosts  int
	Links  []Link
	Routes []Route
	Flows  []Flow // by start
}

// latency returns how long the first bit of a route is under way.
func (p *Platform) latency(route int) time.Duration {
	var sum time.Duration
	for _, l := range p.Routes[route].Links {
		sum += p.Links[l].Latency
	}
	return sum
}

// Validate reports everything for which the two simulators would not be given
// the same problem.
func (p *Platform) Validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	for i, l := range p.Links {
		if l.Capacity <= 0 || l.Latency < 0 {
			bad("link %d: capacity %v and latency %v, want more than 0 and at least 0", i, l.Capacity, l.Latency)
		}
	}
	pairs := map[[2]int]int{}
	var common time.Duration
	for i := range p.Routes {
		if err := p.validateRoute(i); err != nil {
			errs = append(errs, err)
			continue
		}
		r := &p.Routes[i]
		if first, twice := pairs[[2]int{r.From, r.To}]; twice {
			bad("route %d: from %d to %d there is route %d already", i, r.From, r.To, first)
		}
		pairs[[2]int{r.From, r.To}] = i
		// SimGrid weighs flows by the inverse of the latency of their routes.
		if l := p.latency(i); l == 0 || common != 0 && l != common {
			bad("route %d: latency %v, want more than 0 and the %v of the routes before", i, l, common)
		} else {
			common = l
		}
	}
	var before units.Time
	for i, f := range p.Flows {
		if f.Route < 0 || f.Route >= len(p.Routes) || f.Size <= 0 || f.Cap < 0 {
			bad("flow %d: %+v, want one of %d routes, a size of more than 0 and a cap of at least 0", i, f, len(p.Routes))
		}
		if f.Start < before {
			bad("flow %d: starts at %v, before flow %d", i, f.Start, i-1)
		}
		before = f.Start
	}
	return errors.Join(errs...)
}

func (p *Platform) validateRoute(i int) error {
	r := &p.Routes[i]
	if r.From < 0 || r.From >= p.Hosts || r.To < 0 || r.To >= p.Hosts || r.From == r.To || len(r.Links) == 0 {
		return fmt.Errorf("route %d: %+v, want two of %d hosts and at least one link", i, *r, p.Hosts)
	}
	seen := map[int]bool{}
	for _, l := range r.Links {
		if l < 0 || l >= len(p.Links) || seen[l] {
			return fmt.Errorf("route %d: link %d of %d is unknown or used twice", i, l, len(p.Links))
		}
		seen[l] = true
	}
	return nil
}

// heading is the first line of the text form of a platform.
const heading = "littoral-flows 1"

// WriteTo writes the text form that the driver reads: the heading, the number of
// hosts, then one line for each link (bit/s, latency in ns), route (from, to,
// number of links, links) and flow (start in ns, route, bytes, cap in bit/s or 0),
// and the word end. It implements [io.WriterTo].
func (p *Platform) WriteTo(w io.Writer) (int64, error) {
	c := &counter{w: w}
	b := bufio.NewWriter(c)
	line := func(args ...any) { fmt.Fprintln(b, args...) } //nolint:errcheck // b keeps the error until Flush
	line(heading)
	line(p.Hosts)
	for _, l := range p.Links {
		line("link", int64(l.Capacity), int64(l.Latency))
	}
	for _, r := range p.Routes {
		words := []any{"route", r.From, r.To, len(r.Links)}
		for _, l := range r.Links {
			words = append(words, l)
		}
		line(words...)
	}
	for _, f := range p.Flows {
		line("flow", int64(f.Start), f.Route, int64(f.Size), int64(f.Cap))
	}
	line("end")
	err := b.Flush()
	return c.n, err
}

// counter counts what is written to w.
type counter struct {
	w io.Writer
	n int64
}

// Write passes b on.
func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// ReadPlatform reads what WriteTo wrote. The kind of the platform is not part of
// the text. It does not validate.
func ReadPlatform(r io.Reader) (*Platform, error) {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	p := &Platform{}
	if !s.Scan() || s.Text() != heading {
		return nil, fmt.Errorf("line 1 is %q, want %q", s.Text(), heading)
	}
	if !s.Scan() {
		return nil, errors.New("no number of hosts")
	}
	if _, err := fmt.Sscanln(s.Text(), &p.Hosts); err != nil {
		return nil, fmt.Errorf("line 2, %q: %w", s.Text(), err)
	}
	for n := 3; s.Scan(); n++ {
		if s.Text() == "end" {
			return p, s.Err()
		}
		if err := p.readLine(s.Text()); err != nil {
			return nil, fmt.Errorf("line %d, %q: %w", n, s.Text(), err)
		}
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	return nil, errors.New("the last line is not end")
}
