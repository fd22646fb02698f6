package scenarios

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/relocation"
)

// UserSession is the state that a service keeps for each source of a workload, at one
// node. All tasks of the source run there, and it follows the source.
type UserSession struct {
	Pos       Pos
	State     Value[Bytes]         `key:"state,required" eg:"20MB" help:"Size of the state."`
	Dirty     Value[BitsPerSecond] `key:"dirty" default:"0B/s" eg:"1MB/s" help:"How much of it changes while it is served. Absent: nothing."`
	Relocate  Value[Relocate]      `key:"relocate,required" eg:"pre-copy" help:"How the state moves to another node. stop-and-copy: nobody serves until it is there; pre-copy: it is sent while it is served, then again what has changed, until little is left, and only then the service stops; dual-anchor: it is served where it was until the other node has all of it, and by both until the traffic goes there."`
	Threshold Value[Bytes]         `key:"threshold" eg:"100kB" help:"With pre-copy, which needs it: how much may be left when the service stops."`
	Rounds    Value[int64]         `key:"rounds" min:"1" max:"1000000" eg:"10" help:"With pre-copy, which needs it: after how many transfers the service stops, whatever is left."`
	Steer     Value[time.Duration] `key:"steer,required" eg:"50ms" help:"Time until the traffic goes to the other node when it has the state."`
	When      *RelocateWhen        `key:"when,required" eg:"{farther-by: 10ms}" help:"When the state moves."`
}

// RelocateWhen says when a state moves.
type RelocateWhen struct {
	Pos       Pos
	FartherBy Value[time.Duration] `key:"farther-by,required,positive" eg:"10ms" help:"By how much, in latency one way, the node that keeps the state must be farther away than another one, when the source has been attached to an access point."`
}

// Relocate is how a state moves.
type Relocate string

// The ways to move.
const (
	RelocateStopAndCopy Relocate = "stop-and-copy"
	RelocatePreCopy     Relocate = "pre-copy"
	RelocateDualAnchor  Relocate = "dual-anchor"
)

func (Relocate) allowed() []string {
	return []string{string(RelocateStopAndCopy), string(RelocatePreCopy), string(RelocateDualAnchor)}
}

// session checks the session of a workload.
func (c *checker) session(w *Workload) {
	s := w.Session
	if s == nil || !s.Relocate.IsSet() {
		return
	}
	if c.file.Control != nil {
		c.report(w.at("session"), s.Pos, say("a session needs a scheduler that knows the truth, but there is a control", "leave out control, or the session"))
	}
	if w.Service.IsSet() {
		c.report(w.at("session"), s.Pos, say("the tasks are requests to a service, whose instances are where they are", "leave out service, or the session"))
	}
	for _, k := range []struct {
		key string
		pos Pos
		eg  string
	}{{"threshold", s.Threshold.Pos, "100kB"}, {"rounds", s.Rounds.Pos, "10"}} {
		switch pre := s.Relocate.V == RelocatePreCopy; {
		case pre && k.pos.IsZero():
			c.report(w.at("session."+k.key), s.Pos, say(fmt.Sprintf("pre-copy needs %s", k.key), fmt.Sprintf("add %s: %s, for example", k.key, k.eg)))
		case !pre && !k.pos.IsZero():
			c.report(w.at("session."+k.key), k.pos, say(fmt.Sprintf("%s means nothing with %s", k.key, s.Relocate.V), "leave it out, or relocate by pre-copy"))
		}
	}
}

// following returns how the state of the sources follows them, or nil.
func (s *UserSession) following() *sim.Following {
	if s == nil {
		return nil
	}
	f := &sim.Following{FartherBy: s.When.FartherBy.V}
	const bits = 8
	f.State, f.Dirty = s.State.V, units.Bytes(units.MulDivCeil(int64(s.Dirty.V), 1, bits))
	f.Threshold, f.RoundsMax, f.Steer = s.Threshold.V, int32(s.Rounds.V), s.Steer.V
	switch s.Relocate.V {
	case RelocatePreCopy:
		f.Strategy = relocation.PreCopy
	case RelocateDualAnchor:
		f.Strategy = relocation.DualAnchor
	default:
		f.Strategy = relocation.StopAndCopy
	}
	return f
}
