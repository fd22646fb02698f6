package queueing

import (
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/sim/share"
)

// vacations are M/G/1 with multiple vacations.
func vacations() ([]experiment, error) {
	arrival := theory.Dec("0.5")
	var all []experiment
	for _, x := range []struct {
		model             string
		service, vacation law
	}{
		{"M/M/1, random vacations", exponentialLaw(), exponentialLaw()},
		{"M/E2/1, fixed vacations", erlangLaw(), constantLaw()},
	} {
		q, err := theory.NewVacations(arrival, x.service.moments, x.vacation.moments)
		if err != nil {
			return nil, err
		}
		const source = "Levy, Yechiali 1975; variance: Poisson equation of the work and the rest of the vacation"
		all = append(all, resting(x.model, arrival, x.service, x.vacation,
			claim{"sojourn time", source, theory.Float(q.Means().W), perSecond(q.SojournVariance(), arrival), coarse}))
	}
	return all, nil
}

// resting is an experiment with a server that takes vacations.
func resting(model string, arrival *big.Rat, service, vacation law, c claim) experiment {
	return experiment{
		model: model, claims: []claim{c},
		observe: func(c *course) (observed, error) {
			p := newPlant(c, 1)
			r := &rester{
				plant: p, gaps: p.source("arrivals", exponential(arrival)),
				work: p.source("work", service.dist), rests: p.source("vacations", vacation.dist),
			}
			if err := p.run(r); err != nil {
				return observed{}, err
			}
			return observed{[]float64{r.visits.meanSojourn()}, r.visits.served}, nil
		},
	}
}

// rester is a server that goes away whenever there is nobody to serve.
type rester struct {
	*plant
	gaps, work, rests source
	visits            tally
}

// timerReturn is the end of a vacation.
const timerReturn = timerArrival + 1

func (r *rester) begin() {
	r.after(0, r.gaps.draw(), timerArrival)
	r.rest(0)
}

// rest begins a vacation.
func (r *rester) rest(now int64) {
	r.stop(now, 0)
	r.after(now, r.rests.draw(), timerReturn)
}

func (r *rester) ring(now int64, timer int32) error {
	switch {
	case timer == timerArrival:
		r.queue(now, 0, r.enter(now), &r.work)
		r.after(now, r.gaps.draw(), timerArrival)
	case r.stations[0].Len() > 0:
		r.proceed(now, 0)
	default:
		r.rest(now)
	}
	return nil
}

func (r *rester) served(now int64, at int32, id share.ID) {
	r.leave(&r.visits, now, id)
	if r.stations[at].Len() == 0 {
		r.rest(now)
	}
}
