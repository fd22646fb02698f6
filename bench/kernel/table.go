package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
)

// notRun stands for a number that was not measured.
const notRun = "NOT-RUN"

// cell is what the repetitions of one program found for one row.
type cell struct {
	nsPerEvent     []float64
	allocsPerEvent float64
	digest         uint64
}

// row is one distribution at one number of pending events.
type row struct {
	distribution         string
	pending              int
	littoral, cpp, simpy cell
}

// add records a sample. All repetitions must have the same digest.
func (c *cell) add(s sample, events int) error {
	if len(c.nsPerEvent) > 0 && s.digest != c.digest {
		return fmt.Errorf("digest %d, but %d in an earlier repetition", s.digest, c.digest)
	}
	c.digest = s.digest
	c.nsPerEvent = append(c.nsPerEvent, s.cpuNs/float64(events))
	c.allocsPerEvent = max(c.allocsPerEvent, s.allocs/float64(events))
	return nil
}

func (c *cell) measured() bool { return len(c.nsPerEvent) > 0 }

// median returns the middle of what was measured, or the mean of the two in the middle.
func (c *cell) median() float64 {
	v := slices.Sorted(slices.Values(c.nsPerEvent))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

func (c *cell) String() string {
	if !c.measured() {
		return notRun
	}
	return fmt.Sprintf("%.1f", c.median())
}

// sameOrder reports an error when a peer dispatched the events in another order.
func (r *row) sameOrder() error {
	for i, c := range []*cell{&r.cpp, &r.simpy} {
		if c.measured() && c.digest != r.littoral.digest {
			return fmt.Errorf("%s with %d pending: %s dispatched in another order (digest %d, want %d)",
				r.distribution, r.pending, []string{"c++", "simpy"}[i], c.digest, r.littoral.digest)
		}
	}
	return nil
}

// ratio says how many times the time of r.littoral peer took.
func (r *row) ratio(peer *cell) string {
	if !peer.measured() {
		return notRun
	}
	return fmt.Sprintf("%.2f", peer.median()/r.littoral.median())
}

const rowFormat = "%-12s %8v %12v %10v %10v %13v   %s\n"

// printHead says what is measured and on what, and names the columns.
func printHead(w io.Writer, sizes []size, peers ...program) error {
	var b strings.Builder
	fmt.Fprintf(&b, "hold model on %s/%s, %d processors, %s; ns of processor time per event\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	for _, sz := range sizes {
		fmt.Fprintf(&b, "%d pending: median of %d runs of %d events (SimPy: %d of %d)\n",
			sz.pending, sz.reps, sz.events, sz.simpyReps, sz.simpyEvents)
	}
	for _, peer := range peers {
		if peer.missing != "" {
			fmt.Fprintf(&b, "%s: %s, %s\n", peer.name, notRun, peer.missing)
		} else {
			fmt.Fprintf(&b, "%s: %s\n", peer.name, peer.version)
		}
	}
	fmt.Fprintf(&b, rowFormat, "distribution", "pending", "littoral", "c++", "simpy", "allocs/event", "median c++ and SimPy over median littoral")
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *row) print(w io.Writer) error {
	_, err := fmt.Fprintf(w, rowFormat, r.distribution, r.pending, &r.littoral, &r.cpp, &r.simpy,
		fmt.Sprintf("%.4f", r.littoral.allocsPerEvent),
		"ratio-c++="+r.ratio(&r.cpp)+" ratio-simpy="+r.ratio(&r.simpy))
	return err
}
