package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

// File is a scenario: everything one run needs but the code. Load returns only
// files in which every reference is resolved and every rule holds.
type File struct {
	Version     Value[int64]         `key:"version,required" min:"1" max:"1" eg:"1" help:"Version of this format: 1."`
	Name        Value[Name]          `key:"name,required" eg:"two-sites" help:"Name of the scenario, used in results."`
	Description Value[Text]          `key:"description" help:"What the scenario is about, for readers."`
	Seed        Value[int64]         `key:"seed" default:"1" min:"0" help:"Seed of all random streams."`
	Duration    Value[time.Duration] `key:"duration,required,positive" eg:"1h" help:"Simulated horizon: the run ends at this instant."`
	Warmup      Value[time.Duration] `key:"warmup" default:"0s" eg:"5m" help:"Time at the beginning that statistics leave out."`
	Nodes       []Node               `key:"nodes,required" eg:"[{name: a, tier: cloud, capacity: {cpu: 4, memory: 4GiB}}]" help:"Devices, edge nodes, gateways and clouds."`
	Links       []Link               `key:"links" eg:"[{name: ab, between: [a, b], bandwidth: 1Gbit/s, latency: 1ms}]" help:"Network links between nodes."`
	Domains     []Domain             `key:"domains" eg:"[{name: rack-1, links: [ab], failures: {up: 180d, down: 4h}}]" help:"Failure domains: what fails together. A domain that nodes name needs an entry only for links, for a domain around it, or for failures."`
	Crews       []Crew               `key:"crews" eg:"[{name: field, size: 2}]" help:"Crews that repair what fails."`
	Images      []Image              `key:"images" eg:"[{name: detector, size: 400MB, registry: cloud}]" help:"Software of tasks that nodes pull before they run them."`
	Tables      Tables               `key:"tables" eg:"{detect: {rpi4: 120ms, nuc: {uniform: {min: 20ms, max: 30ms}}}}" help:"Tables of work: for each class of devices how long a task takes from start to end with the CPU that it demands. The key otherwise says what holds on other classes; absent, tasks do not run there."`
	Mobility    Few[Mobility]        `key:"mobility" eg:"{devices: {labels: {kind: user}}, model: {random-waypoint: {speed: 1.4m/s}}, access-points: {labels: {kind: site}}, coverage: 200m, handover: 50ms, link: {bandwidth: 50Mbit/s, latency: 8ms}}" help:"Devices that move, and what they are attached to: one map, or a list of them. Absent: nothing moves."`
	Workloads   []Workload           `key:"workloads" eg:"[{name: w, source: a, arrivals: {every: 1s}, demand: {cpu: 1}, work: 100ms}]" help:"Streams of tasks."`
	Services    []Service            `key:"services" eg:"[{name: s, home: a, instance: {cpu: 1}, slots: 4, replicas: 2, start: 3s, drain: 30s}]" help:"Software whose instances serve the requests of workloads, with their number and version."`
	Transfers   []Transfer           `key:"transfers" eg:"[{name: t, from: a, to: b, size: 1MB, at: 1m}]" help:"Plain movements of data, without a task."`
	Streams     []Stream             `key:"streams" eg:"[{name: s, source: a, to: b, arrivals: {every: 1s}, size: 1KiB}]" help:"Data that is moved, stored and reduced on its way, without tasks."`
	Faults      []Fault              `key:"faults" eg:"[{at: 1m, crash: a, for: 1m}]" help:"Scripted faults; random and recorded ones are the failures of nodes, links and domains."`
	Control     *Control             `key:"control" eg:"{observer: cloud, profile: k8s-1.37, reconcile: 5s, autonomy: {reboot: lose}}" help:"The observer that the scheduler sees the world through. Absent: the scheduler knows the truth without delay."`
	Carbon      []Carbon             `key:"carbon" eg:"[{tier: cloud, intensity: 350g/kWh}]" help:"Carbon intensity of the power grids that feed the nodes. The first entry that means a node counts; a link counts with the grid of its first node, and a node with a battery has none."`
	Scheduler   *Scheduler           `key:"scheduler,required" eg:"{policy: least-latency}" help:"Who decides where tasks run."`

	// Digest is the SHA-256, in hexadecimal, of the scenario after overrides,
	// in a canonical form, with the content of its trace files. Comments and
	// layout do not change it.
	Digest string
	// Warnings are doubts that do not prevent a run, in the order of the file.
	Warnings []diagnostics.Diagnostic

	sources *sources
	builtin map[Name]*Table // tables of the program, as far as somebody has asked
}

// DomainNames returns the names of all failure domains: those of Domains, and after
// them those that only nodes name, in the order of the nodes.
func (f *File) DomainNames() []string {
	var names []string
	known := map[string]bool{}
	add := func(name string) {
		if !known[name] {
			known[name] = true
			names = append(names, name)
		}
	}
	for i := range f.Domains {
		add(string(f.Domains[i].Name.V))
	}
	for i := range f.Nodes {
		if f.Nodes[i].Domain.IsSet() {
			add(string(f.Nodes[i].Domain.V))
		}
	}
	return names
}

// Scheduler says which policy decides, and when.
type Scheduler struct {
	Policy          Value[Name]          `key:"policy,required" eg:"least-latency" help:"Name of the scheduling policy; littoral list policies prints them."`
	Period          Value[time.Duration] `key:"period" default:"0s" eg:"10s" help:"Time between decisions; 0s decides whenever something happens."`
	DecisionLatency Value[time.Duration] `key:"decision-latency" default:"0s" eg:"2ms" help:"Time from a decision to its effect."`
}

// Transfer moves data from one node to another, once.
type Transfer struct {
	Pos      Pos
	Name     Value[Name]          `key:"name,required" eg:"backup" help:"Name of the transfer."`
	From     Ref                  `key:"from,required" eg:"cam-a-1" help:"Node that sends."`
	To       Ref                  `key:"to,required" eg:"cloud" help:"Node that receives."`
	Size     Value[Bytes]         `key:"size,required" eg:"250MB" help:"Amount of data."`
	At       Value[time.Duration] `key:"at,required" eg:"10m" help:"When it begins."`
	Protocol Value[Name]          `key:"protocol" eg:"mqtt" help:"Protocol in which it is sent. Absent: nothing needs conversion."`
	Uplink   Value[Name]          `key:"uplink-protocol" eg:"http" help:"Protocol into which it is converted on its way. Absent: the first that a conversion leads to."`
	Message  Value[Bytes]         `key:"message,positive" eg:"1kB" help:"Largest payload of one message, for conversion and protection. Absent: all of it is one message."`
	OnCut    Value[OnCut]         `key:"on-cut" default:"restart" help:"What becomes of the data when its path breaks. restart: it is sent again from the begin when there is a path; stall: it goes on when the path works again; reroute: the rest takes another path; abort: it is given up."`

	origin origin
}
