package scenarios

import "time"

// Fault is a scripted fault or repair. Exactly one of the references is set. The
// words of links and domains are those of nodes with an ending, but that the
// crash of a link is called cut and that of a domain fail.
type Fault struct {
	Pos          Pos
	At           Value[time.Duration] `key:"at,required" eg:"20m" help:"When it happens."`
	Cut          Ref                  `key:"cut,oneof" eg:"uplink-a" help:"Link that stops carrying data."`
	Crash        Ref                  `key:"crash,oneof" eg:"cam-b-3" help:"Node that goes down and loses what runs on it."`
	Fail         Ref                  `key:"fail,oneof" eg:"rack-1" help:"Domain of which everything goes down."`
	Pause        Ref                  `key:"pause,oneof" eg:"gw-a" help:"Node that makes no progress and loses nothing."`
	PauseLink    Ref                  `key:"pause-link,oneof" eg:"uplink-a" help:"Link that carries nothing but keeps its routes and transfers."`
	PauseDomain  Ref                  `key:"pause-domain,oneof" eg:"rack-1" help:"Domain of which everything pauses."`
	Slow         Ref                  `key:"slow,oneof" eg:"gw-a" help:"Node that works at a part of its speed; needs speed."`
	SlowLink     Ref                  `key:"slow-link,oneof" eg:"uplink-a" help:"Link that has a part of its bandwidth; needs speed."`
	SlowDomain   Ref                  `key:"slow-domain,oneof" eg:"rack-1" help:"Domain of which everything is slow; needs speed."`
	Reboot       Ref                  `key:"reboot,oneof" eg:"gw-a" help:"Node that is down for the time of for and comes up empty."`
	Repair       Ref                  `key:"repair,oneof" eg:"cam-b-3" help:"Node of which all faults without for end."`
	RepairLink   Ref                  `key:"repair-link,oneof" eg:"uplink-a" help:"Link of which all faults without for end."`
	RepairDomain Ref                  `key:"repair-domain,oneof" eg:"rack-1" help:"Domain of which all faults without for end."`
	For          Value[time.Duration] `key:"for,positive" eg:"20m" help:"How long it lasts; without it, until a repair or the end. A reboot needs it."`
	Speed        Value[Ratio]         `key:"speed,positive" maxratio:"1" eg:"0.5" help:"Part of the speed or bandwidth that slow leaves, in whole thousandths below 1."`

	origin origin
}

// deed is what a Fault does.
type deed uint8

const (
	doCrash deed = iota
	doPause
	doSlow
	doReboot
	doRepair
)

// thing is what a Fault does it to: the kind of entity.
type thing uint8

const (
	aNode thing = iota
	aLink
	aDomain
)

// verb is one of the keys of a Fault that say what happens.
type verb struct {
	key   string
	deed  deed
	thing thing
	ref   *Ref
}

// verbs returns all of them; in a loaded file one is set.
func (f *Fault) verbs() [13]verb {
	return [...]verb{
		{"cut", doCrash, aLink, &f.Cut},
		{"crash", doCrash, aNode, &f.Crash},
		{"fail", doCrash, aDomain, &f.Fail},
		{"pause", doPause, aNode, &f.Pause},
		{"pause-link", doPause, aLink, &f.PauseLink},
		{"pause-domain", doPause, aDomain, &f.PauseDomain},
		{"slow", doSlow, aNode, &f.Slow},
		{"slow-link", doSlow, aLink, &f.SlowLink},
		{"slow-domain", doSlow, aDomain, &f.SlowDomain},
		{"reboot", doReboot, aNode, &f.Reboot},
		{"repair", doRepair, aNode, &f.Repair},
		{"repair-link", doRepair, aLink, &f.RepairLink},
		{"repair-domain", doRepair, aDomain, &f.RepairDomain},
	}
}

// verb returns the one that is set, and whether there is one.
func (f *Fault) verb() (verb, bool) {
	for _, v := range f.verbs() {
		if v.ref.IsSet() {
			return v, true
		}
	}
	return verb{}, false
}

// crashOf returns the key for the crash of a thing.
func crashOf(t thing) string { return [...]string{"crash", "cut", "fail"}[t] }
