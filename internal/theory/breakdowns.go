package theory

import "math/big"

// Breakdowns is M/M/1 with a server that fails at any time, idle or busy, after an exponential time in order, and is
// repaired in an exponential time. Interrupted service goes on where it stopped.
type Breakdowns struct {
	arrival, service, failure, mend *big.Rat
}

// NewBreakdowns returns the queue with the given rates, all above 0. It returns ErrUnstable unless
// arrival < service·mend/(failure+mend).
func NewBreakdowns(arrival, service, failure, mend *big.Rat) (Breakdowns, error) {
	err := positive(named{"arrival rate", arrival}, named{"service rate", service}, named{"failure rate", failure}, named{"repair rate", mend})
	if err != nil {
		return Breakdowns{}, err
	}
	if err := stable(quo(mul(arrival, add(failure, mend)), mul(service, mend))); err != nil {
		return Breakdowns{}, err
	}
	return Breakdowns{copyRat(arrival), copyRat(service), copyRat(failure), copyRat(mend)}, nil
}

// Means returns the means. With failure rate α and repair rate β, L = (λ(α+β)² + λμα)/((α+β)(μβ − λ(α+β))); White and
// Christie, Opns. Res. 6 (1958) 79–95. Wq is the time without service, repairs included.
func (q Breakdowns) Means() Means {
	both := add(q.failure, q.mend)
	numerator := add(mul(q.arrival, both, both), mul(q.arrival, q.service, q.failure))
	denominator := mul(both, sub(mul(q.service, q.mend), mul(q.arrival, both)))
	return meansFromNumber(q.arrival, quo(q.arrival, q.service), quo(numerator, denominator))
}

// ServerState is a state of a queue with one server that fails.
type ServerState struct {
	Customers int
	Down      bool
}

// Chain returns the Markov chain of this queue with room for room ≥ 1 customers, with the events Arrival, Loss, Departure,
// Failure and Mend.
func (q Breakdowns) Chain(room int) (*Chain[ServerState], error) { return q.chain(room, true) }

// ServingChain returns the Markov chain of the queue whose server fails only while it serves, otherwise as Chain. Its means
// are those of MG1 with CompletionTime.
func (q Breakdowns) ServingChain(room int) (*Chain[ServerState], error) { return q.chain(room, false) }

func (q Breakdowns) chain(room int, failsIdle bool) (*Chain[ServerState], error) {
	if err := atLeast("room", room, 1); err != nil {
		return nil, err
	}
	type jump = Jump[ServerState]
	return mustExplore(ServerState{}, func(s ServerState) []jump {
		var out []jump
		if s.Customers < room {
			out = append(out, jump{ServerState{s.Customers + 1, s.Down}, q.arrival, Arrival})
		} else {
			out = append(out, jump{s, q.arrival, Loss})
		}
		if s.Down {
			return append(out, jump{ServerState{s.Customers, false}, q.mend, Mend})
		}
		if s.Customers > 0 {
			out = append(out, jump{ServerState{s.Customers - 1, false}, q.service, Departure})
		}
		if s.Customers > 0 || failsIdle {
			out = append(out, jump{ServerState{s.Customers, true}, q.failure, Failure})
		}
		return out
	}), nil
}

// CompletionTime returns the moments of the time from the start of a service to its end, when the server fails at the given
// rate while it serves, and service goes on after each repair where it stopped. With it as service time, MG1 is the queue
// whose server fails only while serving; Gaver, J. R. Statist. Soc. B 24 (1962) 73–90.
//
// Given S, the repairs are a compound Poisson sum with cumulants αSE[R], αSE[R²], … The first two moments are
// E[S](1+αE[R]) and E[S²](1+αE[R])² + αE[S]E[R²].
func CompletionTime(service Moments, failure *big.Rat, mend Moments) (Moments, error) {
	if err := service.check("service time"); err != nil {
		return Moments{}, err
	}
	if err := nonNegative(named{"failure rate", failure}); err != nil {
		return Moments{}, err
	}
	if err := mend.check("repair time"); err != nil {
		return Moments{}, err
	}
	b := add(one(), mul(failure, mend[0]))
	k2, k3, k4 := mul(failure, mend[1]), mul(failure, mend[2]), mul(failure, mend[3])
	m := service
	return Moments{
		mul(b, m[0]),
		add(mul(b, b, m[1]), mul(k2, m[0])),
		add(mul(power(b, 3), m[2]), times(3, mul(b, k2, m[1])), mul(k3, m[0])),
		add(mul(power(b, 4), m[3]), times(6, mul(b, b, k2, m[2])),
			mul(add(times(4, mul(b, k3)), times(3, mul(k2, k2))), m[1]), mul(k4, m[0])),
	}, nil
}
