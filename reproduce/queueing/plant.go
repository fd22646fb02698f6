package queueing

import (
	"fmt"

	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/share"
)

// plant is a few stations of sim/share on the event loop of sim/kernel, for what
// no scenario can express: customers who go from station to station, and servers
// that look at their queue before they rest or age.
type plant struct {
	c        *course
	rules    rules
	engine   *kernel.Engine[signal]
	pool     share.Pool
	stations []station
	changed  []int32 // stations with inputs since their last Advance
	leaving  []visit
	visitors []visitor // by share.ID
	free     []share.ID
	open     int64 // visitors who count and are still here
}

// station is a queue in the order of arrival.
type station struct {
	*share.Slots
	ticket  ticket
	changed bool
}

type ticket = kernel.Ticket

// visit is the end of a service.
type visit struct {
	station int32
	id      share.ID
}

// visitor is somebody in the plant.
type visitor struct {
	entered int64 // the plant
	came    int64 // to the station
	counts  bool  // entered in the time that is measured
}

// signal is an event: a station has something to do, or a timer of the rules rings.
type signal struct {
	station bool
	index   int32
}

// rules say what happens to whom and when. Timers are numbers of their own.
type rules interface {
	begin()
	ring(now int64, timer int32) error
	served(now int64, at int32, id share.ID)
}

// The phases of an instant.
const (
	phaseServe kernel.Phase = iota
	phaseRing
)

// core is the capacity that one customer takes.
const core = 1000

// newPlant returns a plant with stations that have so many servers each.
func newPlant(c *course, servers ...int) *plant {
	p := &plant{c: c}
	p.engine = kernel.New[signal](p, kernel.Config{})
	for _, n := range servers {
		p.stations = append(p.stations, station{Slots: share.NewSlots(&p.pool, int64(core*n))})
	}
	return p
}

// run lets the rules go until the end, and sees that nobody who counts is left.
func (p *plant) run(r rules) error {
	p.rules = r
	r.begin()
	p.settle(0)
	if err := p.engine.RunUntil(p.c.ctx, kernel.Time(p.c.horizon())); err != nil {
		return err
	}
	if p.open != 0 {
		return fmt.Errorf("%d customers are still there at the end", p.open)
	}
	return nil
}

// Handle implements kernel.Handler.
func (p *plant) Handle(now kernel.Time, s signal) error {
	if s.station {
		p.touch(s.index)
	} else if err := p.rules.ring(int64(now), s.index); err != nil {
		return err
	}
	p.settle(int64(now))
	return nil
}

// touch notes that a station has something to do.
func (p *plant) touch(k int32) {
	if !p.stations[k].changed {
		p.stations[k].changed = true
		p.changed = append(p.changed, k)
	}
}

// settle advances all stations that have something to do, lets the rules act on
// what is done, and goes on until nothing changes any more.
func (p *plant) settle(now int64) {
	for len(p.changed) > 0 {
		for _, k := range p.changed {
			s := &p.stations[k]
			s.changed = false
			for _, e := range s.Advance(now) {
				if e.Kind == share.Finished {
					p.leaving = append(p.leaving, visit{k, e.ID})
				}
			}
			p.retime(k)
		}
		p.changed = p.changed[:0]
		for _, v := range p.leaving {
			p.rules.served(now, v.station, v.id)
		}
		p.leaving = p.leaving[:0]
	}
}

// retime moves the one event of a station to when it has something to do.
func (p *plant) retime(k int32) {
	s := &p.stations[k]
	at, ok := s.Next()
	if !ok {
		p.engine.Cancel(s.ticket)
		return
	}
	if !p.engine.Move(s.ticket, kernel.Time(at)) {
		s.ticket = p.engine.At(kernel.Time(at), phaseServe, signal{true, k})
	}
}

// after lets a timer ring.
func (p *plant) after(now, wait int64, timer int32) ticket {
	return p.engine.At(kernel.Time(now+wait), phaseRing, signal{false, timer})
}

// enter brings a customer into the plant.
func (p *plant) enter(now int64) share.ID {
	v := visitor{entered: now, counts: p.measured(now)}
	if v.counts {
		p.open++
	}
	if n := len(p.free); n > 0 {
		id := p.free[n-1]
		p.free = p.free[:n-1]
		p.visitors[id] = v
		return id
	}
	p.visitors = append(p.visitors, v)
	return share.ID(len(p.visitors) - 1)
}

// measured reports whether an instant is in the time that is measured.
func (p *plant) measured(now int64) bool {
	return now >= int64(warmup) && now < int64(p.c.until())
}

// queue sends a customer to a station. A bias stretches the service.
func (p *plant) queue(now int64, k int32, id share.ID, service *source) {
	p.visitors[id].came = now
	work := rng.Round(float64(service.draw()) * p.c.stretch)
	if !p.stations[k].Add(now, share.Job{ID: id, Demand: core, Work: core * work}) {
		panic(fmt.Sprintf("queueing: station %d is full", k))
	}
	p.touch(k)
}

// count adds the end of a visit to a tally, of one who came to a station in the
// time that is measured.
func (p *plant) count(t *tally, now int64, id share.ID) {
	if came := p.visitors[id].came; p.measured(came) {
		t.served++
		t.sojourn = t.sojourn.Plus(now - came)
	}
}

// leave ends the stay of a customer in the plant and adds it to a tally.
func (p *plant) leave(t *tally, now int64, id share.ID) {
	if v := &p.visitors[id]; v.counts {
		t.served++
		t.sojourn = t.sojourn.Plus(now - v.entered)
		p.open--
	}
	p.free = append(p.free, id)
}

// stop and proceed let a station stand still and go on.
func (p *plant) stop(now int64, k int32) {
	p.stations[k].SetCapacity(now, 0)
	p.touch(k)
}

func (p *plant) proceed(now int64, k int32) {
	p.stations[k].SetCapacity(now, core)
	p.touch(k)
}

// source is a random stream with its distribution.
type source struct {
	dist   rng.Dist
	stream rng.Stream
}

// draw returns the next time, in nanoseconds.
func (s *source) draw() int64 { return s.dist.SampleInt64(&s.stream) }

// source returns the times of a purpose.
func (p *plant) source(purpose string, d rng.Dist) source { return source{d, p.c.stream(purpose)} }
