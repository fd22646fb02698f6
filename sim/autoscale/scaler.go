package autoscale

import "time"

// Load is what a scaler is told of a service.
type Load struct {
	Instances int32 // there are or are on their way, 0 to InstancesMax
	// Slots is how many requests those that serve can take together, and Busy how
	// many they have, or had on average, at most 10¹⁵ each. More may be busy than
	// there are slots when requests wait.
	Slots, Busy int64
	// Ready is how many instances serve, at most Instances.
	Ready int32
}

// Scaler is the controller of one service.
type Scaler struct {
	policy  Policy
	changed int64 // when the number was last changed, in nanoseconds, if ever
	ever    bool
	// peaks are the recommendations of the window that nothing later has reached:
	// falling, with the instants of each.
	peaks []peak
}

type peak struct {
	at     int64
	amount int32
}

// New returns the controller of a service that has not changed yet. The policy must
// be valid.
func New(p Policy) *Scaler { return &Scaler{policy: p} }

// Advise returns how many instances there should be. Instants are in nanoseconds
// and do not go back.
func (s *Scaler) Advise(now int64, l Load) int32 {
	p := &s.policy
	advice := min(max(p.recommend(l), p.Min), p.Max)
	held := s.hold(now, advice)
	next := l.Instances
	switch {
	case advice > l.Instances:
		if s.rested(now, p.UpCooldown) {
			next = limited(advice, l.Instances, p.UpStep)
		}
	case held < l.Instances:
		if s.rested(now, p.DownCooldown) {
			next = limited(held, l.Instances, p.DownStep)
		}
	}
	if next != l.Instances {
		s.changed, s.ever = now, true
	}
	return next
}

// recommend returns how many instances the load calls for, whatever there are
// allowed to be.
func (p *Policy) recommend(l Load) int32 {
	if l.Ready == 0 || l.Slots <= 0 {
		if l.Busy > 0 {
			return max(l.Instances, 1)
		}
		return l.Instances
	}
	// The utilisation is Busy/Slots, and the target t/1000: their ratio is a/b.
	a, b := l.Busy*permille, l.Slots*int64(p.TargetPermille)
	off := a - b
	if off < 0 {
		off = -off
	}
	if within(off, b, p.TolerancePermille) {
		return l.Instances
	}
	return ceiling(int64(l.Ready), a, b)
}

// within reports whether off is at most tolerance thousandths of b.
func within(off, b int64, tolerance int32) bool {
	high, low := mul(uint64(off), permille)
	h, l := mul(uint64(b), uint64(tolerance))
	return high < h || (high == h && low <= l)
}

// hold notes a recommendation and returns the highest of the window.
func (s *Scaler) hold(now int64, amount int32) int32 {
	for n := len(s.peaks); n > 0 && s.peaks[n-1].amount <= amount; n-- {
		s.peaks = s.peaks[:n-1]
	}
	s.peaks = append(s.peaks, peak{now, amount})
	old := 0
	for s.peaks[old].at < now-int64(s.policy.Window) {
		old++
	}
	s.peaks = append(s.peaks[:0], s.peaks[old:]...)
	return s.peaks[0].amount
}

// rested reports whether so much time has passed since the last change.
func (s *Scaler) rested(now int64, cooldown time.Duration) bool {
	return !s.ever || now-s.changed >= int64(cooldown)
}

// limited returns a number as near to want as one step from have goes.
func limited(want, have, step int32) int32 {
	if step == 0 {
		return want
	}
	return min(max(want, have-step), have+step)
}
