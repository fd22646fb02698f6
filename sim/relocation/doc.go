// Package relocation moves a stateful session from one node to another.
//
// A Machine is the relocation of one session as a pure state machine. It moves no data and sets no timers: every step
// says what to send or how long to wait, and the caller says when that is done.
//
//	var m relocation.Machine
//	step := m.Begin(now, &config)
//	for !step.Done {
//		// move step.Send bytes from the source to the target, or wait for step.Wait
//		step = m.Next(now, &config)
//	}
//	m.Downtime() // of this relocation
//
// In between m.Serves says which of the two nodes serve requests.
//
// # Strategies
//
// StopAndCopy stops the service, sends the state, and steers the traffic to the target. Its downtime is the time of the
// transfer and that of steering.
//
// PreCopy sends the state while the source serves, and then again and again what has become dirty meanwhile, until no
// more than a threshold is left or a number of rounds is over. Then it stops, sends the rest, and steers (C. Clark et al.,
// Live migration of virtual machines, NSDI 2005, section 2.2). With a constant rate of transfer above that of becoming
// dirty the rounds are a geometric series.
//
// DualAnchor sends the state and then what has become dirty, while the source serves. From when the target has it both
// serve until the traffic is steered, as with the simultaneous anchors of 3GPP TS 23.548 annex F. There is no downtime.
//
// The states are those that an application context goes through in ETSI GS MEC 021 and 3GPP TS 23.558: what detects and
// decides comes before Begin; Transferring, Dual and Steering follow, and after cleaning up the session is Stable, at
// the target or, after a failure, at the source.
//
// # What it does not do
//
// It does not decide when and where to go, and knows no bandwidth. State becomes dirty at a constant rate, and what is
// dirty never exceeds the whole. While both nodes serve, keeping them equal costs nothing.
package relocation
