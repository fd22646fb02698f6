package theory

import (
	"fmt"
	"math/big"
)

// Class is a class of customers of a priority queue.
type Class struct {
	Arrival *big.Rat // rate, above 0
	Service Moments
}

// Priority is the queue with Poisson arrivals in classes, any service times, one server and unlimited room. Customers of
// an earlier class go first, those of one class in the order of arrival.
type Priority struct {
	classes []Class
	loads   []*big.Rat // loads[k] is that of the first k classes
	rest    []*big.Rat // rest[k] is Σ λE[S²]/2 of the first k classes
}

// NewPriority returns the queue with at least one class, highest priority first. It returns ErrUnstable unless the sum of
// arrival rate × mean service time over all classes is below 1.
func NewPriority(classes ...Class) (Priority, error) {
	if err := atLeast("number of classes", len(classes), 1); err != nil {
		return Priority{}, err
	}
	q := Priority{loads: []*big.Rat{zero()}, rest: []*big.Rat{zero()}}
	for k, c := range classes {
		if err := positive(named{fmt.Sprintf("arrival rate of class %d", k), c.Arrival}); err != nil {
			return Priority{}, err
		}
		if err := c.Service.check(fmt.Sprintf("service time of class %d", k)); err != nil {
			return Priority{}, err
		}
		q.classes = append(q.classes, Class{copyRat(c.Arrival), c.Service.clone()})
		q.loads = append(q.loads, add(q.loads[k], mul(c.Arrival, c.Service[0])))
		q.rest = append(q.rest, add(q.rest[k], quo(mul(c.Arrival, c.Service[1]), integer(2))))
	}
	if err := stable(q.loads[len(classes)]); err != nil {
		return Priority{}, err
	}
	return q, nil
}

// gap returns (1−σ_{k−1})(1−σ_k) for class k, counted from 0, where σ sums the loads up to and with a class.
func (q Priority) gap(k int) *big.Rat {
	return mul(sub(one(), q.loads[k]), sub(one(), q.loads[k+1]))
}

// NonPreemptive returns the means by class when service is never interrupted, Wq_k = R/((1−σ_{k−1})(1−σ_k)) with
// R = Σ λE[S²]/2 over all classes; Cobham, Opns. Res. 2 (1954) 70–76.
func (q Priority) NonPreemptive() []Means {
	var out []Means
	for k, c := range q.classes {
		wait := quo(q.rest[len(q.classes)], q.gap(k))
		out = append(out, meansFromWait(c.Arrival, wait, c.Service[0]))
	}
	return out
}

// PreemptiveResume returns the means by class when a customer of an earlier class interrupts service, which goes on later
// where it stopped: W_k = E[S_k]/(1−σ_{k−1}) + R_k/((1−σ_{k−1})(1−σ_k)), where R_k is over classes up to k. Wq_k is the
// time without service, interruptions included; Kleinrock, Queueing Systems 2 (1976), section 3.4.
func (q Priority) PreemptiveResume() []Means {
	var out []Means
	for k, c := range q.classes {
		w := add(quo(c.Service[0], sub(one(), q.loads[k])), quo(q.rest[k+1], q.gap(k)))
		out = append(out, meansFromWait(c.Arrival, sub(w, c.Service[0]), c.Service[0]))
	}
	return out
}

// ConservedWait returns Σ ρ_k·Wq_k = ρR/(1−ρ), which is the same for every order of service that neither interrupts, nor
// looks at service times, nor idles while somebody waits; Kleinrock 2, section 3.4.
func (q Priority) ConservedWait() *big.Rat {
	n := len(q.classes)
	return quo(mul(q.loads[n], q.rest[n]), sub(one(), q.loads[n]))
}

// PriorityState is a state of a queue with two classes.
type PriorityState struct {
	High, Low int // customers in the system
	// LowServed says that one of the low class is in service. Preemptive queues leave it false: there it is so when High is 0.
	LowServed bool
}

// PriorityChain returns the Markov chain of two classes with exponential service times and room for room customers of
// each class, with the events Arrival, Loss and Departure. highRate and lowRate are arrival rates, service times have
// the rates highService and lowService. room ≥ 1. As room grows it approaches Priority; it has about 2·room² states.
func PriorityChain(highRate, highService, lowRate, lowService *big.Rat, preemptive bool, room int) (*Chain[PriorityState], error) {
	if err := atLeast("room", room, 1); err != nil {
		return nil, err
	}
	err := positive(named{"arrival rate of the high class", highRate}, named{"service rate of the high class", highService},
		named{"arrival rate of the low class", lowRate}, named{"service rate of the low class", lowService})
	if err != nil {
		return nil, err
	}
	highRate, highService, lowRate, lowService = copyRat(highRate), copyRat(highService), copyRat(lowRate), copyRat(lowService)
	jump := func(s PriorityState, rate *big.Rat, event Event) Jump[PriorityState] {
		s.LowServed = !preemptive && s.Low > 0 && (s.LowServed || s.High == 0)
		return Jump[PriorityState]{s, rate, event}
	}
	arrival := func(s, next PriorityState, rate *big.Rat) Jump[PriorityState] {
		if max(next.High, next.Low) > room {
			return jump(s, rate, Loss)
		}
		return jump(next, rate, Arrival)
	}
	return mustExplore(PriorityState{}, func(s PriorityState) []Jump[PriorityState] {
		out := []Jump[PriorityState]{
			arrival(s, PriorityState{s.High + 1, s.Low, s.LowServed}, highRate),
			arrival(s, PriorityState{s.High, s.Low + 1, s.LowServed}, lowRate),
		}
		switch {
		case s.LowServed || (s.High == 0 && s.Low > 0):
			out = append(out, jump(PriorityState{s.High, s.Low - 1, false}, lowService, Departure))
		case s.High > 0:
			out = append(out, jump(PriorityState{s.High - 1, s.Low, false}, highService, Departure))
		}
		return out
	}), nil
}
