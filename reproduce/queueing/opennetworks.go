package queueing

import (
	"fmt"
	"math/big"

	"github.com/littoral-sim/littoral/internal/theory"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/share"
)

// roomOfNetwork is the room at each station in the chain of the open network. It
// only serves the variance, which is right to two thousandths.
const roomOfNetwork = 18

// openNetworks is a Jackson network of two stations with one and two servers, with
// arrivals at both, and ways from each to the other.
func openNetworks() ([]experiment, error) {
	stations := []theory.Station{
		{Servers: 1, Service: theory.Dec("1"), External: theory.Dec("0.35"), Routing: []*big.Rat{nil, theory.Dec("0.5")}},
		{Servers: 2, Service: theory.Dec("0.5"), External: theory.Dec("0.2"), Routing: []*big.Rat{theory.Dec("0.3"), nil}},
	}
	w, err := theory.NewOpenNetwork(stations...)
	if err != nil {
		return nil, err
	}
	chain, err := networkChain(stations)
	if err != nil {
		return nil, err
	}
	solution, err := chain.Solve()
	if err != nil {
		return nil, err
	}
	const source = "Jackson 1957; variance: Poisson equation"
	e := experiment{model: "Jackson network", observe: func(c *course) (observed, error) { return roam(c, stations) }}
	everybody := theory.Integral(func(s pairState) int { return s[0] + s[1] })
	_, variance, err := solution.Ratio(everybody, arrivals[pairState]())
	if err != nil {
		return nil, err
	}
	e.claims = append(e.claims, claim{"time in the network", source, theory.Float(w.Means().W), plain(variance), coarse})
	for k, m := range w.Stations() {
		coming := theory.Reward[pairState]{Impulse: func(from pairState, j theory.Jump[pairState]) *big.Rat {
			return big.NewRat(int64(max(0, j.To[k]-from[k])), 1)
		}}
		_, variance, err := solution.Ratio(theory.Integral(func(s pairState) int { return s[k] }), coming)
		if err != nil {
			return nil, err
		}
		e.claims = append(e.claims, claim{fmt.Sprintf("visit, station %d", k+1), source, theory.Float(m.W), plain(variance), coarse})
	}
	return []experiment{e}, nil
}

// networkChain is the network as a Markov chain.
func networkChain(stations []theory.Station) (*theory.Chain[pairState], error) {
	return theory.Explore(pairState{}, 2*roomOfNetwork*roomOfNetwork, func(s pairState) []theory.Jump[pairState] {
		var jumps []theory.Jump[pairState]
		jump := func(to pairState, rate *big.Rat, e theory.Event) {
			if to[0] <= roomOfNetwork && to[1] <= roomOfNetwork {
				jumps = append(jumps, theory.Jump[pairState]{To: to, Rate: rate, Event: e})
			}
		}
		for k, x := range stations {
			in := s
			in[k]++
			jump(in, x.External, theory.Arrival)
			busy := min(s[k], x.Servers)
			if busy == 0 {
				continue
			}
			rate := new(big.Rat).Mul(big.NewRat(int64(busy), 1), x.Service)
			out, on, other := s, s, 1-k
			out[k]--
			on[k]--
			on[other]++
			stay := x.Routing[other]
			jump(on, new(big.Rat).Mul(rate, stay), theory.Internal)
			jump(out, new(big.Rat).Mul(rate, new(big.Rat).Sub(big.NewRat(1, 1), stay)), theory.Departure)
		}
		return jumps
	})
}

// roamers are customers in a network of two stations.
type roamers struct {
	*plant
	gaps, work []source
	stay       []float64 // probability to go on to the other station
	ways       []rng.Stream
	stays      tally
	visits     []tally
}

// roam runs the network.
func roam(c *course, stations []theory.Station) (observed, error) {
	r := &roamers{plant: newPlant(c, stations[0].Servers, stations[1].Servers), visits: make([]tally, len(stations))}
	for k, x := range stations {
		r.gaps = append(r.gaps, r.source(fmt.Sprintf("arrivals %d", k), exponential(x.External)))
		r.work = append(r.work, r.source(fmt.Sprintf("work %d", k), exponential(x.Service)))
		r.ways = append(r.ways, c.stream(fmt.Sprintf("way %d", k)))
		r.stay = append(r.stay, theory.Float(x.Routing[1-k]))
	}
	if err := r.run(r); err != nil {
		return observed{}, err
	}
	return observed{[]float64{r.stays.meanSojourn(), r.visits[0].meanSojourn(), r.visits[1].meanSojourn()}, r.stays.served}, nil
}

func (r *roamers) begin() {
	for k := range r.gaps {
		r.after(0, r.gaps[k].draw(), int32(k))
	}
}

// ring is an arrival from outside at the station of the timer.
func (r *roamers) ring(now int64, k int32) error {
	r.queue(now, k, r.enter(now), &r.work[k])
	r.after(now, r.gaps[k].draw(), k)
	return nil
}

func (r *roamers) served(now int64, at int32, id share.ID) {
	r.count(&r.visits[at], now, id)
	if r.ways[at].Open01() < r.stay[at] {
		r.queue(now, 1-at, id, &r.work[1-at])
		return
	}
	r.leave(&r.stays, now, id)
}
