// Package failure decides when the parts of a system fail, in what way, and when they work again.
//
// A Machine is a pure state machine over components, which are dense numbers: the caller says which of them is a node, a
// link, a rack, a power feed or a site. It knows no clock, no network and no task. Advance hands out what changes at an
// instant, Next says when to call it again, and observing changes nothing.
//
//	m, err := failure.New(&failure.Config{
//		Seed: seed,
//		Components: []failure.Component{
//			{Name: "node/n0", Renewals: []failure.Renewal{{Up: life, Down: repair, Crew: "field"}}},
//			{Name: "node/n1", Faults: []failure.Fault{{At: at, For: span, Mode: failure.Mode{Kind: failure.Pause}}}},
//			{Name: "rack/r0", Members: []failure.ID{0, 1}, Renewals: []failure.Renewal{{Up: feed, Down: fix}}},
//		},
//		Crews: []failure.Crew{{Name: "field", Members: 1}},
//	})
//	for at, ok := m.Next(); ok; at, ok = m.Next() {
//		for _, e := range m.Advance(at) { … } // component e.Component goes from e.Before to e.After
//	}
//
// # Causes
//
// What a component suffers from is written as causes of three kinds: Faults are scripted, an Outage is an interval of a
// recorded failure trace, and a Renewal alternates between random up times and down times for ever. Each has a Mode:
// a crash, a pause, a slow-down, or a reboot, which is a crash of fixed length.
//
// A component with members is a domain. A cause of a domain holds the domain, its members, their members and so on from
// the same instant to the same instant: it is a common cause. BetaFactor splits a failure rate between the causes of
// the members and that of their domain.
//
// # Overlap
//
// Any number of causes may hold a component at one time. Its Condition is the worst that any of them leaves: down, else
// paused, else the lowest speed. It works in full when the last has ended. Only a change of the condition is an effect.
//
// # Order
//
// Causes that begin at an instant begin before others end at it, so that a component between two adjoining faults stays
// down. Advance performs one such round of an instant. A cause that ends and begins again without any up time does so
// in the next round, with a call of its own: Next then still returns the present instant. An instant with endless
// rounds, from up and down times that are all zero, is the caller's to give up; sim/kernel does.
//
// Among the beginnings of a round, and among the ends, scripted faults and traces come first, by component and in the
// order in which they are listed; then the renewals, in the order in which their times were drawn or their clocks went on, which
// for the first times is that of the components. The effects of one cause are in ascending order of the components.
//
// # Clocks of renewals
//
// What happens to the up time of a component that is held by other causes is a choice with a name. With Calendar, the
// zero value, it goes on. Each renewal is then an alternating renewal process of its own, whatever else happens, with
// the availability E(up)/(E(up)+E(down)): the separately maintained components of R. E. Barlow, Engineering Reliability
// (SIAM 1998), §8.3. With Operating it stands still while another cause has the component down or paused, neither
// ageing nor failing: suspended animation, ibid. §8.4. A component that is slow ages at full speed. Repairs go on under
// either clock, whatever other causes do.
//
// # Repair crews
//
// A renewal that names a crew waits, once it has failed, until a member of the crew is free; only then does its down
// time start, as the time of the repair. A crew takes what is waiting by priority, then first come, first served, and
// finishes what it has begun. With exponential times this is the machine-repairman model. Scripted faults, traces and
// reboots last as long as they say and need no crew.
//
// # What it does not do
//
// It does not say what becomes of the work on a component that crashes, how a retry is spaced (sim/retry), or when a
// failure is noticed. Times to failure do not depend on load, and there is no preventive maintenance.
package failure
