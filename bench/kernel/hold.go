package main

import (
	"fmt"
	"runtime"
	"syscall"

	"github.com/littoral-sim/littoral/sim/kernel"
)

// work is one measurement: how many events are pending, dispatched before the measurement, and measured.
type work struct{ pending, warm, events int }

// sample is what one measurement found.
type sample struct {
	cpuNs  float64 // processor time of all measured events
	digest uint64  // order of the events dispatched before the measurement
	allocs float64 // allocations of all measured events; not known for peers
}

// event is the payload, as large as the one in hold.cpp.
type event struct{ id uint64 }

// holder schedules one successor for every event.
type holder struct {
	engine *kernel.Engine[event]
	table  []int64
	next   int
	last   event // dispatched last
}

func (h *holder) delay() kernel.Time {
	d := h.table[h.next]
	if h.next++; h.next == len(h.table) {
		h.next = 0
	}
	return kernel.Time(d)
}

// Handle is measured together with the engine.
func (h *holder) Handle(now kernel.Time, e event) error {
	h.last = e
	h.engine.At(now+h.delay(), 0, e)
	return nil
}

// hold does the work through the public interface of the engine.
func hold(table []int64, w work) (sample, error) {
	h := &holder{table: table}
	h.engine = kernel.New[event](h, kernel.Config{})
	for id := range w.pending {
		h.engine.At(h.delay(), 0, event{uint64(id)})
	}
	var digest uint64
	for range w.warm {
		if _, err := h.engine.Step(); err != nil {
			return sample{}, err
		}
		digest = digest*31 + uint64(h.engine.Now())*7 + h.last.id
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, err := cpuNs()
	if err != nil {
		return sample{}, err
	}
	for range w.events {
		if _, err = h.engine.Step(); err != nil {
			return sample{}, err
		}
	}
	end, err := cpuNs()
	if err != nil {
		return sample{}, err
	}
	runtime.ReadMemStats(&after)
	return sample{cpuNs: end - start, digest: digest, allocs: float64(after.Mallocs - before.Mallocs)}, nil
}

// cpuNs returns the processor time that this process has used, in nanoseconds, the garbage collector's included.
func cpuNs() (float64, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, fmt.Errorf("processor time: %w", err)
	}
	return float64(u.Utime.Nano() + u.Stime.Nano()), nil
}
