package main

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/reproduce/simgrid"
	"github.com/littoral-sim/littoral/sim/flow"
	"github.com/littoral-sim/littoral/sim/kernel"
)

// Phases of one instant.
const (
	finish kernel.Phase = iota
	arrive
)

// kind is what happens.
type kind uint8

const (
	arrival kind = iota // a flow is there and its first bit sets out
	entry               // the first bit has come; the flow shares from now on
	wake                // the network has something to do
)

// event is the payload of the kernel.
type event struct {
	kind kind
	flow int32 // index of the flow, but for wake
}

// loop is the event loop of a network of flows.
type loop struct {
	engine  *kernel.Engine[event]
	network *flow.Network
	all     []simgrid.Flow
	latency []time.Duration // by route
	uses    [][]flow.Use    // by route
	closed  int             // 0: flows arrive at their start; else that many are there, and the end of one starts the next

	wake    kernel.Ticket
	next    int       // flow that arrives next
	free    []flow.ID // handles not in use
	holder  []int32   // flow by handle
	arrived []units.Time
	ended   []units.Time // by flow
	live    int
	most    int // largest number of flows at once
}

// newLoop prepares a run of a platform.
func newLoop(p *simgrid.Platform, closed int) *loop {
	l := &loop{all: p.Flows, closed: closed, arrived: make([]units.Time, len(p.Flows)), ended: make([]units.Time, len(p.Flows))}
	l.engine = kernel.New[event](l, kernel.Config{})
	capacities := make([]units.BitsPerSecond, len(p.Links))
	for i, link := range p.Links {
		capacities[i] = link.Capacity
	}
	l.network = flow.New(capacities)
	for _, r := range p.Routes {
		var sum time.Duration
		var uses []flow.Use
		for _, link := range r.Links {
			sum += p.Links[link].Latency
			uses = append(uses, flow.Use{Constraint: flow.ConstraintID(link), Coefficient: flow.Unit})
		}
		l.latency, l.uses = append(l.latency, sum), append(l.uses, uses)
	}
	return l
}

// run runs until every flow has ended, and returns the processor time that took.
func (l *loop) run(ctx context.Context) (time.Duration, error) {
	start, err := cpu()
	if err != nil {
		return 0, err
	}
	for range max(1, l.closed) {
		l.expect()
	}
	if err = l.engine.RunUntil(ctx, kernel.Never); err != nil {
		return 0, err
	}
	end, err := cpu()
	if err == nil && (l.live > 0 || l.next < len(l.all)) {
		err = fmt.Errorf("%d of %d flows have arrived and %d are still there", l.next, len(l.all), l.live)
	}
	return end - start, err
}

// expect schedules the next arrival, if there is one: at its start, or now.
func (l *loop) expect() {
	if l.next == len(l.all) {
		return
	}
	at := kernel.Time(l.all[l.next].Start)
	if l.closed > 0 {
		at = l.engine.Now()
	}
	l.engine.At(at, arrive, event{arrival, int32(l.next)})
	l.next++
}

// Handle is one event of the loop.
func (l *loop) Handle(now kernel.Time, e event) error {
	switch e.kind {
	case arrival:
		l.arrived[e.flow] = units.Time(now)
		l.engine.At(now.Add(l.latency[l.all[e.flow].Route]), arrive, event{entry, e.flow})
		if l.closed == 0 {
			l.expect()
		}
		return nil
	case entry:
		f := &l.all[e.flow]
		l.network.Start(int64(now), &flow.Flow{ID: l.handle(e.flow), Size: f.Size, Weight: 1, Cap: f.Cap, Uses: l.uses[f.Route]})
		l.live++
		l.most = max(l.most, l.live)
	case wake: // that the clock is at the instant is all that the network waits for
	}
	for _, id := range l.network.Advance(int64(now)) {
		l.ended[l.holder[id]] = units.Time(now)
		l.free = append(l.free, id)
		l.live--
		if l.closed > 0 {
			l.expect()
		}
	}
	at, busy := l.network.Next()
	switch {
	case !busy:
		l.engine.Cancel(l.wake)
	case !l.engine.Move(l.wake, kernel.Time(at)):
		l.wake = l.engine.At(kernel.Time(at), finish, event{kind: wake})
	}
	return nil
}

// handle returns the smallest handles again before new ones.
func (l *loop) handle(index int32) flow.ID {
	if n := len(l.free); n > 0 {
		id := l.free[n-1]
		l.free = l.free[:n-1]
		l.holder[id] = index
		return id
	}
	l.holder = append(l.holder, index)
	return flow.ID(len(l.holder) - 1)
}

// cpu returns the processor time that this process has used, the garbage
// collector's included.
func cpu() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, fmt.Errorf("processor time: %w", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}
