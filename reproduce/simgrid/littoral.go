package simgrid

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/flow"
)

// Simulate returns when each flow of a platform finishes according to sim/flow. A
// flow waits for the latency of its route, and shares from then on.
func Simulate(p *Platform) ([]units.Time, error) {
	network, uses := build(p)
	enter := make([]units.Time, len(p.Flows))
	order := make([]int, len(p.Flows))
	for i, f := range p.Flows {
		enter[i], order[i] = f.Start.Add(p.latency(f.Route)), i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(enter[a], enter[b]), cmp.Compare(a, b)) })
	finish := make([]units.Time, len(p.Flows))
	for i := range finish {
		finish[i] = units.Never
	}
	left := len(order)
	for left > 0 {
		now := units.Never
		if len(order) > 0 {
			now = enter[order[0]]
		}
		if at, ok := network.Next(); ok {
			now = min(now, units.Time(at))
		}
		if now == units.Never {
			return nil, fmt.Errorf("%d flows never finish", left)
		}
		for len(order) > 0 && enter[order[0]] == now {
			f := &p.Flows[order[0]]
			network.Start(int64(now), &flow.Flow{ID: flow.ID(order[0]), Size: f.Size, Weight: 1, Cap: f.Cap, Uses: uses[f.Route]})
			order = order[1:]
		}
		for _, id := range network.Advance(int64(now)) {
			finish[id] = now
			left--
		}
	}
	return finish, nil
}

// build returns the network of a platform, and what each route uses of it: the
// links are its constraints.
func build(p *Platform) (*flow.Network, [][]flow.Use) {
	capacities := make([]units.BitsPerSecond, len(p.Links))
	for i, l := range p.Links {
		capacities[i] = l.Capacity
	}
	uses := make([][]flow.Use, len(p.Routes))
	for i, r := range p.Routes {
		for _, l := range r.Links {
			uses[i] = append(uses[i], flow.Use{Constraint: flow.ConstraintID(l), Coefficient: flow.Unit})
		}
	}
	return flow.New(capacities), uses
}
