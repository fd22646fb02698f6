package results

import (
	"github.com/littoral-sim/littoral/sim/trace"
)

// Footprint holds what the run has used and who bears it.
type Footprint struct {
	// Uses lists the workloads, then what belongs to none of them, and what nodes use
	// without anything to run. They add up to Total.
	Uses      []Use `json:"uses"`
	Total     Use   `json:"total"`
	Batteries int64 `json:"batteries"`
	Wakes     int64 `json:"wakes"` // how often nodes were woken up

	emissions, prices bool
}

// Use is what somebody bears.
type Use struct {
	Name     string  `json:"name"` // of a workload, or otherUse, idleUse, totalUse
	Compute  float64 `json:"compute_joule"`
	Network  float64 `json:"network_joule"`
	Emission float64 `json:"co2_gram"`
	Cost     float64 `json:"cost"`
}

// Names of uses that are no workloads; no workload can be called like that.
const (
	otherUse = "(other)"
	idleUse  = "(idle)"
	totalUse = "(total)"
)

// footprintColumns are those of the file with one row per workload.
const footprintColumns = "workload,compute_joule,network_joule,co2_gram,node_cost,traffic_cost\n"

// Columns that nodes.csv and links.csv have when more than the power of nodes is
// accounted for.
const (
	nodeFootprintColumns = ",idle_joule,co2_gram,cost,slept_ns,wakes," +
		"battery_start_joule,harvested_joule,drawn_joule,spilled_joule,battery_end_joule\n"
	linkFootprintColumns = ",energy_joule,co2_gram,cost\n"
)

// named is a use with its name.
type named struct {
	name string
	use  *trace.Use
}

// usesOf returns all uses in order, without the total.
func usesOf(f *trace.Footprint, workloads []string) []named {
	var out []named
	for i := range f.Workloads {
		out = append(out, named{workloads[i], &f.Workloads[i]})
	}
	return append(out, named{otherUse, &f.Other}, named{idleUse, &f.Idle})
}

// footprintOf returns what the run has used, or nil when nothing but the power of
// nodes is accounted for.
func footprintOf(o *trace.Outcome) *Footprint {
	f := o.Footprint
	if f == nil || !f.Wider {
		return nil
	}
	const million = 1_000_000
	use := func(n named) Use {
		return Use{
			Name: n.name, Compute: float64(n.use.Compute) / million, Network: float64(n.use.Network) / million,
			Emission: float64(n.use.Emission) / million, Cost: float64(n.use.Rent+n.use.Traffic) / million,
		}
	}
	out := &Footprint{Total: use(named{totalUse, &f.Total}), emissions: f.Emissions, prices: f.Prices}
	for _, n := range usesOf(f, o.Names.Workloads) {
		out.Uses = append(out.Uses, use(n))
	}
	for i := range f.Nodes {
		out.Wakes += f.Nodes[i].Wakes
		if f.Nodes[i].Battery != nil {
			out.Batteries++
		}
	}
	return out
}

// table shows who bears what. Of too many workloads, the first are shown.
func (f *Footprint) table() *table {
	t := new(table)
	t.row("footprint", "compute", "network", "CO2e", "cost")
	row := func(u *Use) {
		network, co2, cost := "", "", ""
		if f.Total.Network > 0 {
			network = scaled(u.Network, jouleUnits())
		}
		if f.emissions {
			co2 = scaled(u.Emission, gramUnits())
		}
		if f.prices {
			cost = fixed(u.Cost, 4)
		}
		t.row(clean(u.Name), scaled(u.Compute, jouleUnits()), network, co2, cost)
	}
	workloads := len(f.Uses) - 2
	for i := range f.Uses {
		if i < rowsMax || i >= workloads {
			row(&f.Uses[i])
		}
	}
	row(&f.Total)
	return t
}

func gramUnits() []unit {
	return []unit{{"mg", 1e-3}, {"g", 1}, {"kg", 1e3}, {"t", 1e6}}
}

// writeFootprint writes one row for each use.
func (r *Recorder) writeFootprint(f *pending, o *trace.Outcome) error {
	f.buf = append(f.buf, footprintColumns...)
	for _, n := range append(usesOf(o.Footprint, o.Names.Workloads), named{totalUse, &o.Footprint.Total}) {
		f.room(rowSize)
		b := append(f.buf, cell(n.name)...)
		for _, v := range [...]int64{n.use.Compute, n.use.Network, n.use.Emission, n.use.Rent, n.use.Traffic} {
			b = appendMicro(b, v)
		}
		f.buf = append(b, '\n')
	}
	return f.err
}

// widen replaces the end of the last line by more columns.
func widen(b []byte, columns string) []byte { return append(b[:len(b)-1], columns...) }

// appendNodeFootprint adds the columns of what a node has used, or as many empty
// ones. It returns the nodes that are left.
func appendNodeFootprint(b []byte, node int32, left []trace.NodeFootprint) ([]byte, []trace.NodeFootprint) {
	if len(left) == 0 || left[0].Node != node {
		return widen(b, ",,,,,,,,,,\n"), left
	}
	u := &left[0]
	b = appendMicro(b[:len(b)-1], u.Idle)
	b = appendMicro(b, u.Emission)
	b = appendMicro(b, u.Cost)
	b = appendInt(b, u.Slept)
	b = appendInt(b, u.Wakes)
	if x := u.Battery; x != nil {
		for _, v := range [...]int64{x.Start, x.Harvested, x.Drawn, x.Spilled, x.Charge} {
			b = appendMicro(b, v)
		}
		return append(b, '\n'), left[1:]
	}
	return append(b, ",,,,,\n"...), left[1:]
}

// appendLinkFootprint likewise adds those of a link.
func appendLinkFootprint(b []byte, link int32, left []trace.LinkFootprint) ([]byte, []trace.LinkFootprint) {
	if len(left) == 0 || left[0].Link != link {
		return widen(b, ",,,\n"), left
	}
	u := &left[0]
	b = appendMicro(b[:len(b)-1], u.Energy)
	b = appendMicro(b, u.Emission)
	return append(appendMicro(b, u.Cost), '\n'), left[1:]
}
