package sim

import (
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/autoscale"
	"github.com/littoral-sim/littoral/sim/rollout"
	"github.com/littoral-sim/littoral/sim/trace"
)

// elastic is what changes the number and the version of the instances of a service.
type elastic struct {
	image  ImageID // of the instances that are made now
	scaler *autoscale.Scaler
	looked units.Wide // ∫ requests dt at the last look of the scaler

	rollout *rollout.Rollout // of the upgrade that is under way, or nil
	items   []*instance      // that it concerns, nil between two versions
	next    int              // upgrade to begin
}

func newElastic(load *Workload) elastic {
	e := elastic{image: load.Image}
	if p := load.Service.Scale; p != nil {
		e.scaler = autoscale.New(*p)
	}
	return e
}

// startElastic schedules the first look of the scaler, and the upgrades.
func (w *world) startElastic(load *Workload, index int32) {
	if p := load.Service.Scale; p != nil {
		w.at(units.Add(load.From, units.Time(p.Period)), phaseArrive, evScale, index)
	}
	for _, u := range load.Service.Upgrades {
		w.at(u.At, phaseArrive, evUpgrade, index)
	}
}

// scale lets the scaler look at a service once per period.
func (w *world) scale(now units.Time, index int32) {
	s := &w.services.list[index]
	period := s.cfg.Scale.Period
	w.at(units.Add(now, units.Time(period)), phaseArrive, evScale, index)
	s.settle(now)
	load := s.load(period)
	if s.rollout != nil {
		return
	}
	have := load.Instances
	want := s.scaler.Advise(int64(now), load)
	if want == have {
		return
	}
	w.log(trace.Event{At: int64(now), Kind: trace.ServiceScaled, Node: s.use.Workload, Value: int64(want)})
	s.use.Scaled++
	for range want - have {
		w.addInstance(now, s, none)
	}
	for range have - want {
		if i := s.victim(); i != nil {
			w.stop(now, s, i, models.ScaledIn)
		}
	}
}

// load is what the scaler is told: the requests in the period on average, beside
// the slots that there are now. Both are counted over the period in microseconds.
func (s *serviceState) load(period time.Duration) autoscale.Load {
	span := s.asked.MinusWide(s.looked)
	s.looked = s.asked
	us := max(period.Microseconds(), 1)
	return autoscale.Load{
		Instances: int32(int64(len(s.list)) - s.leaving + s.moving), Ready: int32(s.ready),
		Slots: min(units.Mul(s.ready*int64(s.cfg.Slots), us), loadMax), Busy: min(clamp(span.Big())/1000, loadMax),
	}
}

// loadMax is the most that the scaler can be told.
const loadMax = 1e15

// victim returns the instance that is stopped next: the latest that does not serve
// yet, or else the latest.
func (s *serviceState) victim() *instance {
	var latest *instance
	for _, i := range slices.Backward(s.list) {
		if i.leaving || i.twin() {
			continue
		}
		if !i.ready {
			return i
		}
		if latest == nil {
			latest = i
		}
	}
	return latest
}

// upgrade begins the next upgrade of a service that is due, unless there is one
// under way, and otherwise continues that.
func (w *world) upgrade(now units.Time, index int32) {
	s := &w.services.list[index]
	if s.rollout == nil && s.next < len(s.cfg.Upgrades) && s.cfg.Upgrades[s.next].At <= now {
		u := &s.cfg.Upgrades[s.next]
		s.next++
		s.image = u.Image
		w.failCopies(now, s)
		s.items = slices.DeleteFunc(slices.Clone(s.list), func(i *instance) bool { return i.leaving || i.twin() })
		for k, i := range s.items {
			i.item = int32(k)
		}
		s.rollout = rollout.New(u.Plan, int32(len(s.items)))
		w.log(trace.Event{At: int64(now), Kind: trace.UpgradeBegun, Node: s.use.Workload, Value: int64(len(s.items))})
	}
	w.roll(now, s)
}

// roll takes down what an upgrade may take down now.
func (w *world) roll(now units.Time, s *serviceState) {
	if s.rollout == nil {
		return
	}
	down := func(k int32) bool { return s.items[k] == nil || !s.items[k].ready }
	unavailable := int32(0)
	for k := range s.items {
		if down(int32(k)) {
			unavailable++
		}
	}
	for _, k := range slices.Clone(s.rollout.Begin(int64(now), unavailable, down)) {
		if i := s.items[k]; i != nil {
			w.stop(now, s, i, models.Replaced)
		} else {
			s.rollout.Done(int64(now))
		}
	}
	index := w.services.of[s.use.Workload]
	if at, waits := s.rollout.Next(); waits {
		w.at(max(units.Time(at), now), phaseArrive, evUpgrade, index)
	}
	if s.rollout.Finished() {
		for _, i := range s.items {
			if i != nil {
				i.item = none
			}
		}
		s.rollout, s.items = nil, nil
		w.log(trace.Event{At: int64(now), Kind: trace.UpgradeEnded, Node: s.use.Workload})
		w.at(now, phaseArrive, evUpgrade, index) // The next one may be due.
	}
}

// replace makes the next version of an instance that was stopped for its sake. An
// instance that has gone for another reason is not replaced.
func (w *world) replace(now units.Time, s *serviceState, i *instance) {
	if i.item == none || s.rollout == nil {
		return
	}
	s.items[i.item] = nil
	if i.why != models.Replaced {
		if i.version == int32(s.next) && !i.fresh { // The upgrade waits for it in vain.
			s.rollout.Done(int64(now))
			w.at(now, phaseArrive, evUpgrade, w.services.of[s.use.Workload])
		}
		return
	}
	s.use.Replaced++
	s.items[i.item] = w.addInstance(now, s, i.item)
}

// upgraded notes that an instance of the new version serves.
func (w *world) upgraded(now units.Time, s *serviceState, i *instance) {
	if i.item == none || s.rollout == nil {
		return
	}
	if i.version == int32(s.next) && !i.fresh {
		i.fresh = true
		s.rollout.Done(int64(now))
	}
	w.at(now, phaseArrive, evUpgrade, w.services.of[s.use.Workload])
}
