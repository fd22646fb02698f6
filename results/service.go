package results

import (
	"slices"

	"github.com/littoral-sim/littoral/sim/trace"
)

// The columns of the file about services, which a run without services does not
// leave.
const serviceColumns = "service,instances_min,instances_mean,instances_max,availability,made,started,replaced,stopped,left,scalings," +
	"concurrency_mean,waiting_mean,ready_instance_ns,wanted_instance_ns,request_ns,slot_ns,migrations,migrated,migrated_bytes,downtime_ns\n"

// Service holds the numbers of a service over the whole run, from when its first
// instances were made.
type Service struct {
	Name string `json:"name"`
	// InstancesMin and InstancesMean are of those that there should be, InstancesMax
	// of those that there were, with those that were leaving.
	InstancesMin  int64    `json:"instances_min"`
	InstancesMean *float64 `json:"instances_mean"` // nil when no time has passed
	InstancesMax  int64    `json:"instances_max"`
	// Availability is the share of the instances that there should be that served,
	// over time; nil when there should have been none.
	Availability *float64 `json:"availability_ratio"`

	Made     int64 `json:"made"`     // instances, of all versions
	Started  int64 `json:"started"`  // how often one began to serve
	Replaced int64 `json:"replaced"` // by upgrades
	Stopped  int64 `json:"stopped"`  // left before the end of the run
	Left     int64 `json:"left"`     // were there at the end
	Scalings int64 `json:"scalings"` // changes of their number by the scaler

	// Concurrency is the mean number of requests that held a slot, Waiting of those
	// that held none; nil when no time has passed.
	Concurrency *float64 `json:"concurrency_mean"`
	Waiting     *float64 `json:"waiting_mean"`

	ReadyNs   int64 `json:"ready_instance_ns"`  // ∫ instances that serve dt
	WantedNs  int64 `json:"wanted_instance_ns"` // ∫ instances that there should be dt
	RequestNs int64 `json:"request_ns"`         // ∫ requests dt
	SlotNs    int64 `json:"slot_ns"`            // ∫ slots that requests hold dt

	Migrations    int64 `json:"migrations"`     // begun
	Migrated      int64 `json:"migrated"`       // instances that served again
	MigratedBytes int64 `json:"migrated_bytes"` // of their state, with what a live migration moves again
	DowntimeNs    int64 `json:"downtime_ns"`    // of these together, from when they were stopped
}

// servicesOf turns what a run says of its services into numbers.
func servicesOf(o *trace.Outcome) []Service {
	var out []Service
	for i := range o.Services {
		u := &o.Services[i]
		x := Service{
			Name: o.Names.Workloads[u.Workload], InstancesMin: u.Least, InstancesMax: u.Most,
			Made: u.Made, Started: u.Started, Replaced: u.Replaced, Stopped: u.Stopped, Left: u.Left, Scalings: u.Scaled,
			ReadyNs: u.Ready, WantedNs: u.Wanted, RequestNs: u.Requests, SlotNs: u.Busy,
			Migrations: u.Moves, Migrated: u.Arrived, MigratedBytes: u.MovedBytes, DowntimeNs: u.Downtime,
		}
		if u.Wanted > 0 {
			x.Availability = ratio(u.Ready, u.Wanted)
		}
		if span := o.Horizon - u.From; span > 0 {
			x.InstancesMean, x.Concurrency, x.Waiting = ratio(u.Wanted, span), ratio(u.Busy, span), ratio(u.Requests-u.Busy, span)
		}
		out = append(out, x)
	}
	return out
}

func ratio(a, b int64) *float64 {
	x := float64(a) / float64(b)
	return &x
}

// isInstance reports whether the tasks of a workload are instances of a service,
// whose life says nothing about the speed of a system.
func (r *Recorder) isInstance(workload int32) bool {
	return int(workload) < len(r.names.Instances) && r.names.Instances[workload]
}

// dropInstances takes services out of what is about workloads.
func (s *Summary) dropInstances(instances []bool) {
	if len(instances) == 0 {
		return
	}
	keep := func(i int) bool { return i >= len(instances) || !instances[i] }
	n := 0
	for i := range s.Workloads {
		if keep(i) {
			s.Workloads[n], s.curves[n+1], s.timeline.workloads[n] = s.Workloads[i], s.curves[i+1], s.timeline.workloads[i]
			n++
		}
	}
	s.Workloads, s.curves, s.timeline.workloads = slices.Clip(s.Workloads[:n]), s.curves[:n+1], s.timeline.workloads[:n]
}

// serviceWriters returns the writer of the file about services, none without any.
func (s *Summary) serviceWriters() []writer {
	if len(s.Services) == 0 {
		return nil
	}
	return []writer{{ServicesFile, s.writeServices}}
}

func (s *Summary) writeServices(f *pending) error {
	f.buf = append(f.buf, serviceColumns...)
	optional := func(x *float64) {
		if x == nil {
			f.buf = append(f.buf, ',')
		} else {
			f.buf = appendRatio(f.buf, *x)
		}
	}
	for i := range s.Services {
		x := &s.Services[i]
		f.room(rowSize)
		f.buf = appendInt(append(f.buf, cell(x.Name)...), x.InstancesMin)
		optional(x.InstancesMean)
		f.buf = appendInt(f.buf, x.InstancesMax)
		optional(x.Availability)
		for _, v := range []int64{x.Made, x.Started, x.Replaced, x.Stopped, x.Left, x.Scalings} {
			f.buf = appendInt(f.buf, v)
		}
		optional(x.Concurrency)
		optional(x.Waiting)
		for _, v := range []int64{x.ReadyNs, x.WantedNs, x.RequestNs, x.SlotNs, x.Migrations, x.Migrated, x.MigratedBytes, x.DowntimeNs} {
			f.buf = appendInt(f.buf, v)
		}
		f.buf = append(f.buf, '\n')
	}
	return f.err
}

// shownServices returns the first services, as many as a table for people takes.
func (s *Summary) shownServices() []Service { return s.Services[:min(len(s.Services), rowsMax)] }

// serviceTable shows the instances of each service, and its requests.
func (s *Summary) serviceTable(p *painter) *table {
	t := new(table)
	const availableColumn = 2
	t.row("service", "instances", "available", "starts", "replaced", "scalings", "requests served", "waiting", "migrated", "downtime")
	mean := func(x *float64) string {
		if x == nil {
			return "–"
		}
		return fixed(*x, 2)
	}
	for i := range s.shownServices() {
		x := &s.Services[i]
		available, migrated, downtime := "–", "", ""
		if x.Migrations > 0 {
			migrated = grouped(x.Migrated) + " of " + grouped(x.Migrations)
		}
		if x.Migrated > 0 {
			downtime = Duration(float64(x.DowntimeNs)/float64(x.Migrated)) + " mean"
		}
		if x.Availability != nil {
			available = percent(*x.Availability)
		}
		t.row(clean(x.Name), grouped(x.InstancesMin)+" to "+grouped(x.InstancesMax)+", "+mean(x.InstancesMean)+" mean", available,
			grouped(x.Started), grouped(x.Replaced), grouped(x.Scalings), mean(x.Concurrency), mean(x.Waiting), migrated, downtime)
		if x.Left > 0 && x.ReadyNs == 0 {
			t.paint(availableColumn, p.bad)
		}
	}
	return t
}
