package kernel_test

import (
	"context"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/sim/kernel"
)

// Phases of one instant, in the order they run.
const (
	finish kernel.Phase = iota
	arrive
)

// job is the payload: what happens to which job.
type job struct {
	id   int
	done bool
}

// counter serves one job at a time; others wait in line.
type counter struct {
	engine  *kernel.Engine[job]
	waiting []int
	busy    bool
}

func (c *counter) Handle(now kernel.Time, j job) error {
	if j.done {
		fmt.Printf("%v job %d done\n", now, j.id)
		c.busy = false
	} else {
		fmt.Printf("%v job %d arrives\n", now, j.id)
		c.waiting = append(c.waiting, j.id)
	}
	if !c.busy && len(c.waiting) > 0 {
		c.busy = true
		c.engine.At(now.Add(3*time.Second), finish, job{id: c.waiting[0], done: true})
		c.waiting = c.waiting[1:]
	}
	return nil
}

func ExampleEngine() {
	c := &counter{}
	c.engine = kernel.New[job](c, kernel.Config{})
	for id, at := range []time.Duration{0, 2 * time.Second, 3 * time.Second} {
		c.engine.At(kernel.Time(at), arrive, job{id: id})
	}
	if err := c.engine.RunUntil(context.Background(), kernel.Time(8*time.Second)); err != nil {
		fmt.Println(err)
	}
	next, _ := c.engine.Next()
	fmt.Printf("%v: %d events dispatched, the next at %v\n", c.engine.Now(), c.engine.Steps(), next)
	// Output:
	// 0s job 0 arrives
	// 2s job 1 arrives
	// 3s job 0 done
	// 3s job 2 arrives
	// 6s job 1 done
	// 8s: 5 events dispatched, the next at 9s
}

type printer struct{}

func (printer) Handle(now kernel.Time, what string) error {
	fmt.Println(now, what)
	return nil
}

func ExampleEngine_Move() {
	e := kernel.New[string](printer{}, kernel.Config{})
	transfer := e.At(kernel.Time(10*time.Second), finish, "transfer done")
	e.At(kernel.Time(4*time.Second), arrive, "sensor reports")
	e.Move(transfer, kernel.Time(2*time.Second)) // the link became faster
	fmt.Println(e.RunUntil(context.Background(), kernel.Never))
	fmt.Println(e.Cancel(transfer))
	// Output:
	// 2s transfer done
	// 4s sensor reports
	// <nil>
	// false
}

type echo struct{ engine *kernel.Engine[string] }

func (h *echo) Handle(now kernel.Time, what string) error {
	h.engine.At(now, 0, what) // at once, for ever
	return nil
}

func ExampleLivelockError() {
	h := &echo{}
	h.engine = kernel.New[string](h, kernel.Config{ZeroDelayMax: 2})
	h.engine.At(kernel.Time(time.Second), 0, "hello")
	fmt.Println(h.engine.RunUntil(context.Background(), kernel.Never))
	// Output:
	// livelock at 1s: 0 rounds (bound 1000), 3 events scheduled without delay (bound 2); last events:
	// 	round 0 phase 0: hello
	// 	round 0 phase 0: hello
}
