package theory

import "math/big"

// MMCK is the queue with Poisson arrivals, exponential service times, several equal servers and limited room. An arrival
// that finds no room is lost. M/M/1/K has one server, M/M/c/c as much room as servers. It is stable at any load.
type MMCK struct {
	servers, room    int
	arrival, service *big.Rat
	chain            BirthDeath
}

// NewMMCK returns the queue with the given rates, both above 0; service is that of one server. 1 ≤ servers ≤ room, where
// room counts those in service.
func NewMMCK(servers, room int, arrival, service *big.Rat) (MMCK, error) {
	if err := atLeast("servers", servers, 1); err != nil {
		return MMCK{}, err
	}
	if err := atLeast("room", room, servers); err != nil {
		return MMCK{}, err
	}
	if err := positive(named{"arrival rate", arrival}, named{"service rate", service}); err != nil {
		return MMCK{}, err
	}
	birth, death := make([]*big.Rat, room), make([]*big.Rat, room)
	for n := range room {
		birth[n], death[n] = arrival, times(min(n+1, servers), service)
	}
	chain, err := NewBirthDeath(birth, death)
	return MMCK{servers, room, copyRat(arrival), copyRat(service), chain}, err
}

// Distribution returns the probabilities of 0 to room customers in the system; Kleinrock, Queueing Systems 1 (1975),
// sections 3.6 to 3.8.
func (q MMCK) Distribution() []*big.Rat { return q.chain.Distribution() }

// Loss returns the probability that an arrival is lost, which is that of a full system.
func (q MMCK) Loss() *big.Rat { return q.Distribution()[q.room] }

// Means returns the stationary means. W and Wq are those of the customers that are not lost.
func (q MMCK) Means() Means {
	l, busy := zero(), zero()
	p := q.Distribution()
	for n, probability := range p {
		l.Add(l, times(n, probability))
		busy.Add(busy, times(min(n, q.servers), probability))
	}
	return meansFromNumber(mul(q.arrival, sub(one(), p[q.room])), busy, l)
}

// NumberVariance returns the variance constant of the time average of the number in the system; see BirthDeath.Variance.
func (q MMCK) NumberVariance() *big.Rat {
	level := make([]*big.Rat, q.room+1)
	for n := range level {
		level[n] = integer(n)
	}
	variance, err := q.chain.Variance(level)
	if err != nil {
		panic(err) // the lengths agree
	}
	return variance
}

// Chain returns the number in the system as a Markov chain with the events Arrival, Loss and Departure, from which the
// variance of any other estimator follows. With enough room it stands for M/M/c.
func (q MMCK) Chain() *Chain[int] {
	return mustExplore(0, func(n int) []Jump[int] {
		var out []Jump[int]
		if n < q.room {
			out = append(out, Jump[int]{n + 1, q.arrival, Arrival})
		} else {
			out = append(out, Jump[int]{n, q.arrival, Loss})
		}
		if n > 0 {
			out = append(out, Jump[int]{n - 1, times(min(n, q.servers), q.service), Departure})
		}
		return out
	})
}
