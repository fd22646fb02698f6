package queueing

import (
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/share"
)

// roomOfBreakdowns is the room in the chain of a queue with breakdowns: more
// customers have a probability of less than 10⁻¹⁰.
const roomOfBreakdowns = 80

// breakdowns are M/M/1 with a server that fails at any time, which is a scenario
// with pauses, and with one that fails only while it serves.
func breakdowns() ([]experiment, error) {
	arrival, service := theory.Dec("0.5"), theory.Dec("1")
	fail, mend := theory.Dec("0.05"), theory.Dec("0.5")
	anyTime, err := pausingServer(arrival, service, fail, mend)
	if err != nil {
		return nil, err
	}
	serving, err := servingBreakdowns(arrival, service, fail, mend)
	return []experiment{anyTime, serving}, err
}

// pausingServer is M/M/1 with a server that fails at any time.
func pausingServer(arrival, service, fail, mend *big.Rat) (experiment, error) {
	q, err := theory.NewBreakdowns(arrival, service, fail, mend)
	if err != nil {
		return experiment{}, err
	}
	chain, err := q.Chain(roomOfBreakdowns)
	if err != nil {
		return experiment{}, err
	}
	present := theory.Integral(func(s theory.ServerState) int { return s.Customers })
	_, variance, err := ratio(chain, present, arrivals[theory.ServerState]())
	if err != nil {
		return experiment{}, err
	}
	const source = "White, Christie 1958; variance: Poisson equation"
	return experiment{
		model:  "M/M/1, breakdowns at any time",
		claims: []claim{{"sojourn time", source, theory.Float(q.Means().W), variance, coarse}},
		observe: func(c *course) (observed, error) {
			got, err := c.serve(&queue{
				discipline: models.FIFO, servers: 1, up: exponential(fail), down: exponential(mend),
				classes: []class{{arrivals: poisson(arrival), service: exponential(service)}},
			})
			if err != nil {
				return observed{}, err
			}
			return observed{[]float64{got[0].meanSojourn()}, got[0].served}, nil
		},
	}, nil
}

// servingBreakdowns is M/M/1 with a server that ages and fails only while it
// serves.
func servingBreakdowns(arrival, service, fail, mend *big.Rat) (experiment, error) {
	inverse := func(x *big.Rat) *big.Rat { return new(big.Rat).Inv(x) }
	whole, err := theory.CompletionTime(theory.ExponentialTime(inverse(service)), fail, theory.ExponentialTime(inverse(mend)))
	if err != nil {
		return experiment{}, err
	}
	q, err := theory.NewMG1(arrival, whole)
	if err != nil {
		return experiment{}, err
	}
	const source = "Gaver 1962, Pollaczek–Khinchine; variance: Poisson equation of the work"
	return experiment{
		model:  "M/M/1, breakdowns in service",
		claims: []claim{{"sojourn time", source, theory.Float(q.Means().W), perSecond(q.SojournVariance(), arrival), coarse}},
		observe: func(c *course) (observed, error) {
			p := newPlant(c, 1)
			b := &breaking{
				plant: p,
				gaps:  p.source("arrivals", exponential(arrival)), work: p.source("work", exponential(service)),
				lives: p.source("up", exponential(fail)), mends: p.source("down", exponential(mend)),
			}
			if err := p.run(b); err != nil {
				return observed{}, err
			}
			return observed{[]float64{b.visits.meanSojourn()}, b.visits.served}, nil
		},
	}, nil
}

// breaking is a server that fails while it serves. Its clock of life stands still
// while there is nobody to serve.
type breaking struct {
	*plant
	gaps, work, lives, mends source
	left                     int64  // of its life, in nanoseconds, when it last began to serve
	since                    int64  // when that was
	age                      ticket // of its end
	visits                   tally
}

// The timers of a breaking server.
const (
	timerArrival int32 = iota
	timerFailure
	timerMend
)

func (b *breaking) begin() {
	b.left = b.lives.draw()
	b.after(0, b.gaps.draw(), timerArrival)
}

func (b *breaking) ring(now int64, timer int32) error {
	switch timer {
	case timerArrival:
		if b.stations[0].Len() == 0 {
			b.resume(now)
		}
		b.queue(now, 0, b.enter(now), &b.work)
		b.after(now, b.gaps.draw(), timerArrival)
	case timerFailure:
		b.stop(now, 0)
		b.after(now, b.mends.draw(), timerMend)
	default:
		b.proceed(now, 0)
		b.left = b.lives.draw()
		b.resume(now)
	}
	return nil
}

// resume lets the clock of life go on.
func (b *breaking) resume(now int64) {
	b.since = now
	b.age = b.after(now, b.left, timerFailure)
}

func (b *breaking) served(now int64, at int32, id share.ID) {
	b.leave(&b.visits, now, id)
	if b.stations[at].Len() == 0 && b.engine.Cancel(b.age) {
		b.left -= now - b.since
	}
}
