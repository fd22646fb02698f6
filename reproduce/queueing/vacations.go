package queueing

import (
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/sim/share"
)

// roomOfVacations is the room in the chain of M/M/1 with vacations: more customers
// have a probability of less than 10⁻¹⁸.
const roomOfVacations = 70

// vacations are M/G/1 with multiple vacations.
func vacations() ([]experiment, error) {
	arrival, one := theory.Dec("0.5"), theory.Dec("1")
	random := exponentialLaw()
	q, err := theory.NewVacations(arrival, random.moments, random.moments)
	if err != nil {
		return nil, err
	}
	variance, err := vacationVariance(arrival, one, one)
	if err != nil {
		return nil, err
	}
	const source = "Levy, Yechiali 1975"
	markov := resting("M/M/1, random vacations", arrival, random, random, 0,
		claim{"sojourn time", source + "; variance: Poisson equation", theory.Float(q.Means().W), variance, coarse})

	staged, fixed := erlangLaw(), constantLaw()
	q, err = theory.NewVacations(arrival, staged.moments, fixed.moments)
	if err != nil {
		return nil, err
	}
	// The variance with exponential times is of the right size and says how long to run.
	general := resting("M/E2/1, fixed vacations", arrival, staged, fixed, replications,
		claim{"sojourn time", source, theory.Float(q.Means().W), variance, coarse})
	return []experiment{markov, general}, nil
}

// vacationState is a state of M/M/1 with exponential vacations.
type vacationState struct {
	customers int
	away      bool
}

// vacationVariance is the variance of the mean sojourn time over a second, for
// rates of arrival, service and return.
func vacationVariance(arrival, service, back *big.Rat) (float64, error) {
	chain, err := theory.Explore(vacationState{0, true}, 4*roomOfVacations, func(s vacationState) []theory.Jump[vacationState] {
		var jumps []theory.Jump[vacationState]
		if s.customers < roomOfVacations {
			jumps = append(jumps, theory.Jump[vacationState]{To: vacationState{s.customers + 1, s.away}, Rate: arrival, Event: theory.Arrival})
		}
		switch {
		case !s.away:
			to := vacationState{s.customers - 1, s.customers == 1}
			jumps = append(jumps, theory.Jump[vacationState]{To: to, Rate: service, Event: theory.Departure})
		case s.customers > 0:
			jumps = append(jumps, theory.Jump[vacationState]{To: vacationState{s.customers, false}, Rate: back, Event: theory.Internal})
		}
		return jumps
	})
	if err != nil {
		return 0, err
	}
	_, variance, err := ratio(chain, theory.Integral(func(s vacationState) int { return s.customers }), arrivals[vacationState]())
	return variance, err
}

// resting is an experiment with a server that takes vacations.
func resting(model string, arrival *big.Rat, service, vacation law, replications int, c claim) experiment {
	return experiment{
		model: model, claims: []claim{c}, replications: replications,
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
