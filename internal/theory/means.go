package theory

import "math/big"

// Means are the stationary means of a queue. They hold for every order of service that looks neither at service times
// nor interrupts, unless the model says otherwise.
type Means struct {
	Accepted *big.Rat // customers that enter, per unit of time
	Busy     *big.Rat // number in service
	L        *big.Rat // number in the system
	Lq       *big.Rat // number waiting, L − Busy
	W        *big.Rat // sojourn time of those that enter
	Wq       *big.Rat // waiting time of those that enter, W minus the time in service
}

// meansFromNumber completes the means from the numbers in the system and in service by Little's law, J. D. C. Little,
// Opns. Res. 9 (1961) 383–387: L = λW and Lq = λWq.
func meansFromNumber(accepted, busy, l *big.Rat) Means {
	lq := sub(l, busy)
	return Means{
		Accepted: copyRat(accepted), Busy: copyRat(busy),
		L: copyRat(l), Lq: lq, W: quo(l, accepted), Wq: quo(lq, accepted),
	}
}

// meansFromWait completes the means of a queue without losses from the waiting time and the mean service time.
func meansFromWait(arrival, wait, service *big.Rat) Means {
	w := add(wait, service)
	return Means{
		Accepted: copyRat(arrival), Busy: mul(arrival, service),
		L: mul(arrival, w), Lq: mul(arrival, wait), W: w, Wq: copyRat(wait),
	}
}
