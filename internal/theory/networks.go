package theory

import (
	"fmt"
	"math/big"
)

// Station is a station of an open network: M/M/c with arrivals from outside and from other stations.
type Station struct {
	Servers  int
	Service  *big.Rat   // rate of one server, above 0
	External *big.Rat   // rate of arrivals from outside, nil for 0
	Routing  []*big.Rat // probability to go to each station next, nil for 0; with the rest the customer leaves
}

// OpenNetwork is a Jackson network: Poisson arrivals, exponential service times, random routing, unlimited room.
type OpenNetwork struct {
	external *big.Rat
	queues   []MMC
}

// NewOpenNetwork returns the network of at least one station. Each must be visited by somebody and every customer must leave in
// the end. It returns ErrUnstable when the load of any station is not below its capacity.
//
// The arrival rates solve λ_j = external_j + Σ_i λ_i·routing_ij, by elimination in rational arithmetic; Jackson, Opns. Res. 5
// (1957) 518–521.
func NewOpenNetwork(stations ...Station) (OpenNetwork, error) {
	n := len(stations)
	if err := atLeast("number of stations", n, 1); err != nil {
		return OpenNetwork{}, err
	}
	rows := make([][]*big.Rat, n) // of the equations, right side last
	for j := range rows {
		rows[j] = make([]*big.Rat, n+1)
		for i := range rows[j] {
			rows[j][i] = zero()
		}
		rows[j][j] = one()
	}
	total := zero()
	for i, s := range stations {
		if err := s.check(i, n); err != nil {
			return OpenNetwork{}, err
		}
		for j, p := range s.Routing {
			if p != nil {
				rows[j][i].Sub(rows[j][i], p)
			}
		}
		if s.External != nil {
			rows[i][n].Set(s.External)
			total.Add(total, s.External)
		}
	}
	arrivals, err := solveLinear(rows)
	if err != nil {
		return OpenNetwork{}, fmt.Errorf("%w: some customers never leave", err)
	}
	out := OpenNetwork{external: total}
	for i, s := range stations {
		queue, err := NewMMC(s.Servers, arrivals[i], s.Service)
		if err != nil {
			return OpenNetwork{}, fmt.Errorf("station %d: %w", i, err)
		}
		out.queues = append(out.queues, queue)
	}
	return out, nil
}

func (s Station) check(i, stations int) error {
	if len(s.Routing) > stations {
		return fmt.Errorf("%w: station %d has %d routing probabilities for %d stations", ErrParameter, i, len(s.Routing), stations)
	}
	total := zero()
	for j, p := range s.Routing {
		if p == nil {
			continue
		}
		if err := probability(named{fmt.Sprintf("routing from station %d to %d", i, j), p}); err != nil {
			return err
		}
		total.Add(total, p)
	}
	if s.External != nil {
		if err := nonNegative(named{fmt.Sprintf("external arrival rate of station %d", i), s.External}); err != nil {
			return err
		}
	}
	return probability(named{fmt.Sprintf("total routing from station %d", i), total})
}

// solveLinear solves a square system by Gauss–Jordan elimination; each row ends in its right side. It changes rows. It
// returns ErrParameter when the system is singular.
func solveLinear(rows [][]*big.Rat) ([]*big.Rat, error) {
	n := len(rows)
	for column := range n {
		pivot := column
		for pivot < n && rows[pivot][column].Sign() == 0 {
			pivot++
		}
		if pivot == n {
			return nil, fmt.Errorf("%w: singular equations", ErrParameter)
		}
		rows[column], rows[pivot] = rows[pivot], rows[column]
		inverse := new(big.Rat).Inv(rows[column][column])
		for k := range rows[column] {
			rows[column][k].Mul(rows[column][k], inverse)
		}
		for r, row := range rows {
			if r == column || row[column].Sign() == 0 {
				continue
			}
			factor := copyRat(row[column])
			for k := range row {
				row[k].Sub(row[k], mul(factor, rows[column][k]))
			}
		}
	}
	out := make([]*big.Rat, n)
	for i := range out {
		out[i] = rows[i][n]
	}
	return out, nil
}

// Stations returns the means of each station, by visit. Each station is M/M/c on its own, independent of the others at any
// instant.
func (w OpenNetwork) Stations() []Means {
	var out []Means
	for _, q := range w.queues {
		out = append(out, q.Means())
	}
	return out
}

// Means returns the means of the network as a whole: W is the time of a customer from entry to exit, Wq the part of it
// without service.
func (w OpenNetwork) Means() Means {
	l, busy := zero(), zero()
	for _, m := range w.Stations() {
		l.Add(l, m.L)
		busy.Add(busy, m.Busy)
	}
	return meansFromNumber(w.external, busy, l)
}

// ClosedNetwork is a network in which a fixed number of customers go around: each thinks, then visits single-server
// stations, served in the order of arrival with exponential times or by processor sharing with any.
type ClosedNetwork struct {
	demands []*big.Rat
	think   *big.Rat
}

// NewClosedNetwork returns the network of stations with the given total service times of a customer per round, all above 0
// and at least one, and mean thinking time per round, at least 0.
func NewClosedNetwork(think *big.Rat, demands ...*big.Rat) (ClosedNetwork, error) {
	if err := nonNegative(named{"thinking time", think}); err != nil {
		return ClosedNetwork{}, err
	}
	if err := atLeast("number of stations", len(demands), 1); err != nil {
		return ClosedNetwork{}, err
	}
	for i, d := range demands {
		if err := positive(named{fmt.Sprintf("demand at station %d", i), d}); err != nil {
			return ClosedNetwork{}, err
		}
	}
	return ClosedNetwork{copyRats(demands), copyRat(think)}, nil
}

// ClosedMeans are the stationary means of a closed network.
type ClosedMeans struct {
	Throughput *big.Rat   // rounds per unit of time, of all customers
	Response   *big.Rat   // time of a round without thinking
	Number     []*big.Rat // customers by station
}

// Means returns the means with customers ≥ 1 by exact mean value analysis: R_k(n) = D_k(1 + Q_k(n−1)),
// X(n) = n/(Z + Σ R_k(n)), Q_k(n) = X(n)R_k(n); Reiser and Lavenberg, J. ACM 27 (1980) 313–322.
func (w ClosedNetwork) Means(customers int) (ClosedMeans, error) {
	if err := atLeast("customers", customers, 1); err != nil {
		return ClosedMeans{}, err
	}
	var m ClosedMeans
	m.Number = make([]*big.Rat, len(w.demands))
	for k := range m.Number {
		m.Number[k] = zero()
	}
	for n := 1; n <= customers; n++ {
		m.Response = zero()
		times := make([]*big.Rat, len(w.demands))
		for k, d := range w.demands {
			times[k] = mul(d, add(one(), m.Number[k]))
			m.Response.Add(m.Response, times[k])
		}
		m.Throughput = quo(integer(n), add(w.think, m.Response))
		for k := range times {
			m.Number[k] = mul(m.Throughput, times[k])
		}
	}
	return m, nil
}

// Chain returns a Markov chain with these means, in which customers visit the stations once per round, one after the other:
// byte k of a state counts the customers at station k, the last one those that think. The event Arrival is the end of
// thinking, or a visit of the first station when nobody thinks; Departure is the end of a service elsewhere. 1 ≤ customers ≤ 255.
func (w ClosedNetwork) Chain(customers int) (*Chain[string], error) {
	if customers < 1 || customers > 255 {
		return nil, fmt.Errorf("%w: customers is %d, must be within 1 and 255", ErrParameter, customers)
	}
	n := len(w.demands)
	start := make([]byte, n+1)
	start[0] = byte(customers)
	return mustExplore(string(start), func(s string) []Jump[string] {
		var out []Jump[string]
		move := func(from, to int, rate *big.Rat, event Event) {
			next := []byte(s)
			next[from]--
			next[to]++
			out = append(out, Jump[string]{string(next), rate, event})
		}
		for k, d := range w.demands {
			rate := new(big.Rat).Inv(d)
			switch {
			case s[k] == 0:
			case k < n-1:
				move(k, k+1, rate, Departure)
			case w.think.Sign() > 0:
				move(k, n, rate, Departure)
			default:
				move(k, 0, rate, Arrival)
			}
		}
		if s[n] > 0 {
			move(n, 0, quo(integer(int(s[n])), w.think), Arrival)
		}
		return out
	}), nil
}
