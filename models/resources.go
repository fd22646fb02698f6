package models

import "github.com/littoral-sim/littoral/models/units"

// Resources is a vector of amounts. Capacities and demands have no negative
// component; the free amount of a node has a negative CPU component while its
// CPU is over-committed.
type Resources struct {
	CPU       units.MilliCPU
	Memory    units.Bytes
	Storage   units.Bytes
	Bandwidth units.BitsPerSecond
}

// Add returns r+d, each component saturating.
func (r Resources) Add(d Resources) Resources {
	return Resources{
		CPU:       units.Add(r.CPU, d.CPU),
		Memory:    units.Add(r.Memory, d.Memory),
		Storage:   units.Add(r.Storage, d.Storage),
		Bandwidth: units.Add(r.Bandwidth, d.Bandwidth),
	}
}

// Sub returns r-d, each component saturating.
func (r Resources) Sub(d Resources) Resources {
	return Resources{
		CPU:       units.Sub(r.CPU, d.CPU),
		Memory:    units.Sub(r.Memory, d.Memory),
		Storage:   units.Sub(r.Storage, d.Storage),
		Bandwidth: units.Sub(r.Bandwidth, d.Bandwidth),
	}
}

// Within reports whether every component of r is at most that of limit.
func (r Resources) Within(limit Resources) bool {
	return r.CPU <= limit.CPU && r.Memory <= limit.Memory &&
		r.Storage <= limit.Storage && r.Bandwidth <= limit.Bandwidth
}

// Max returns the larger of each component of r and o.
func (r Resources) Max(o Resources) Resources {
	return Resources{
		CPU:       max(r.CPU, o.CPU),
		Memory:    max(r.Memory, o.Memory),
		Storage:   max(r.Storage, o.Storage),
		Bandwidth: max(r.Bandwidth, o.Bandwidth),
	}
}

// Negative reports whether some component is below zero.
func (r Resources) Negative() bool {
	return r.CPU < 0 || r.Memory < 0 || r.Storage < 0 || r.Bandwidth < 0
}
