package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/scenarios/profiles"
)

// Service is a number of instances that serve the requests of workloads.
type Service struct {
	Pos      Pos
	Name     Value[Name]                  `key:"name,required" eg:"detector" help:"Name of the service; workloads have other names."`
	Home     Ref                          `key:"home,required" eg:"cloud" help:"Node from which the instances are managed: what tells a node to start one comes from there."`
	Instance *Demand                      `key:"instance,required" eg:"{cpu: 100m, memory: 512MiB}" help:"What an instance holds of its node, beside what its requests demand themselves."`
	Slots    Value[int64]                 `key:"slots,required" min:"1" max:"1000000" eg:"4" help:"Requests that one instance serves at a time."`
	Replicas Value[int64]                 `key:"replicas,required" min:"0" max:"1048576" eg:"3" help:"Number of instances at the beginning."`
	From     Value[time.Duration]         `key:"from" default:"0s" eg:"10m" help:"When the first instances are made."`
	Image    Ref                          `key:"image" eg:"detector-v1" help:"Image that a node must have to run an instance. Absent: none."`
	Start    *Distribution[time.Duration] `key:"start,required" eg:"{lognormal: {mean: 3s, cv: 0.5}}" help:"Time from when an instance has its node and its image until it serves."`
	Drain    Value[time.Duration]         `key:"drain,required" eg:"30s" help:"How long an instance that is stopped may finish its requests; those that are left are lost and go elsewhere."`
	Priority Value[int64]                 `key:"priority" default:"0" min:"0" max:"1000000" eg:"5" help:"Priority of its instances: higher goes first."`
	Scale    *Scale                       `key:"scale" eg:"{profile: kubernetes-hpa, min: 1, max: 10, target: 0.7}" help:"How the number of instances follows the load. Absent: it stays."`
	Requires *Requires                    `key:"requires" eg:"{tier: [edge, cloud]}" help:"What a node must have to run an instance."`
	Upgrades []Upgrade                    `key:"upgrades" eg:"[{at: 20m, image: detector-v2, wave: 2, max-unavailable: 1}]" help:"Replacements of all instances by a new version, in the order of their instants."`

	State      Value[Bytes] `key:"state" default:"0B" eg:"200MB" help:"What an instance has of its own and takes along when it migrates, or leaves a node that leaves. Absent: nothing."`
	Migrations []Migration  `key:"migrations" eg:"[{at: 10m, from: edge-1, to: edge-2}]" help:"Migrations: an instance goes on elsewhere, with its state."`

	Migrate   Value[MigrateMode]   `key:"migrate" default:"cold" eg:"live" help:"How instances migrate, and leave a node that leaves. cold: an instance is stopped, its state is moved, and it is started elsewhere; live: the state is copied while the instance serves, then again what has changed, until little is left, and only then it is stopped, and goes on elsewhere when the rest is there."`
	Dirty     Value[BitsPerSecond] `key:"dirty" default:"0B/s" eg:"1MB/s" help:"With live migration: how much of the state changes while an instance serves. Absent: nothing."`
	Threshold Value[Bytes]         `key:"threshold" eg:"100kB" help:"With live migration, which needs it: how much may be left when the instance stops."`
	Rounds    Value[int64]         `key:"rounds" min:"1" max:"1000000" eg:"10" help:"With live migration, which needs it: after how many transfers the instance stops, whatever is left."`
	Steer     Value[time.Duration] `key:"steer" default:"0s" eg:"50ms" help:"With live migration: time until the instance serves on its new node when its state is there."`

	origin origin
	load   *Workload // its instances, as tasks of a workload
}

// Scale says how the number of instances follows the load.
type Scale struct {
	Pos       Pos
	Profile   Value[Name]          `key:"profile" eg:"kubernetes-hpa" help:"Profile that gives each of the other values that it has and the file does not; littoral list profiles prints them."`
	Min       Value[int64]         `key:"min" min:"0" max:"1048576" eg:"1" help:"Least number of instances. Needed where the profile does not say it."`
	Max       Value[int64]         `key:"max,required" min:"1" max:"1048576" eg:"10" help:"Greatest number of instances."`
	Target    Value[Ratio]         `key:"target,required,positive" maxratio:"1" eg:"0.7" help:"Utilisation to aim for, in whole thousandths: requests that wait or are served, over the slots of the instances that serve."`
	Tolerance Value[Ratio]         `key:"tolerance" maxratio:"1" eg:"0.1" help:"How far the utilisation may be off without a change, relative to the target, in whole thousandths. Needed where the profile does not say it."`
	Period    Value[time.Duration] `key:"period,positive" eg:"15s" help:"Time between two looks at the load, which is the mean of that time. Needed where the profile does not say it."`
	Window    Value[time.Duration] `key:"window" eg:"5m" help:"How long the highest number called for holds against fewer instances. Needed where the profile does not say it."`
	Cooldown  *Cooldown            `key:"cooldown" eg:"{up: 1m, down: 5m}" help:"How long after any change the number may not change. Absent: no time."`
	Step      *Step                `key:"step" eg:"{up: 4, down: 2}" help:"Most instances that one change adds or removes. Absent: any number."`

	profile *profiles.Scaler // nil without one
}

// Cooldown is the rest after a change of the number of instances.
type Cooldown struct {
	Up   Value[time.Duration] `key:"up" default:"0s" eg:"1m" help:"Before it may be raised."`
	Down Value[time.Duration] `key:"down" default:"0s" eg:"5m" help:"Before it may be lowered."`
}

// Step bounds one change of the number of instances.
type Step struct {
	Up   Value[int64] `key:"up" min:"1" max:"1048576" eg:"4" help:"Most that are added. Absent: any number."`
	Down Value[int64] `key:"down" min:"1" max:"1048576" eg:"2" help:"Most that are removed. Absent: any number."`
}

// Upgrade replaces the instances of a service by those of a new version, wave by wave.
type Upgrade struct {
	Pos            Pos
	At             Value[time.Duration] `key:"at,required" eg:"20m" help:"When it begins, or after the one before it."`
	Image          Ref                  `key:"image" eg:"detector-v2" help:"Image of the new version. Absent: that of the version before."`
	Wave           Value[int64]         `key:"wave,required" min:"1" max:"1048576" eg:"2" help:"Most instances in a wave."`
	MaxUnavailable Value[int64]         `key:"max-unavailable,required" min:"1" max:"1048576" eg:"1" help:"Most instances out of service when one is taken down, whatever the reason."`
	Pause          Value[time.Duration] `key:"pause" default:"0s" eg:"30s" help:"Time between the end of a wave and the next one."`
}

// Migration moves one instance of a service.
type Migration struct {
	Pos  Pos
	At   Value[time.Duration] `key:"at,required" eg:"10m" help:"When the instance is stopped, or its state begins to be copied."`
	From Ref                  `key:"from,required" eg:"edge-1" help:"Node of the instance; of several, the oldest that serves. With none, nothing happens."`
	To   Ref                  `key:"to,required" eg:"edge-2" help:"Node to which it goes. When it does not fit there, the scheduler finds it a place."`
	Mode Value[MigrateMode]   `key:"mode" eg:"live" help:"cold or live. Absent: as migrate of the service says."`
}
