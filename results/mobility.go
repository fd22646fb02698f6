package results

import (
	"fmt"

	"github.com/littoral-sim/littoral/results/plots"
	"github.com/littoral-sim/littoral/sim/trace"
)

// Mobility holds the numbers of the mobile nodes over the whole run.
type Mobility struct {
	Devices      int64 `json:"devices"`
	AccessPoints int64 `json:"access_points"`
	// Handovers counts attachments to another access point than the last one.
	Handovers    int64   `json:"handovers"`
	HandoversMax int64   `json:"handovers_max"` // of one device
	PerHour      float64 `json:"handovers_per_device_hour"`
	Attached     float64 `json:"attached_ratio"` // of the time of all devices
	Changing     float64 `json:"handover_ratio"` // with the link closed for a handover
	Outside      float64 `json:"out_of_coverage_ratio"`
	GapMax       int64   `json:"gap_max_ns"` // longest time without a link, of one device
	// Outsiders counts the devices that were out of coverage at any time.
	Outsiders int64 `json:"devices_out_of_coverage"`
}

// mobilityColumns are those of the file with one row per mobile node.
const mobilityColumns = "device,access_point,handovers,attachments,attached_ns,handover_ns,out_of_coverage_ns,gap_max_ns\n"

// mobilityOf sums up what the mobile nodes did, or returns nil without any.
func mobilityOf(o *trace.Outcome) *Mobility {
	if o.Mobility == nil {
		return nil
	}
	m := &Mobility{Devices: int64(len(o.Mobility.Devices))}
	known := map[int32]bool{}
	for _, x := range o.Mobility.Sites {
		known[x.Node] = true
	}
	m.AccessPoints = int64(len(known))
	var attached, changing, outside float64
	for i := range o.Mobility.Devices {
		u := &o.Mobility.Devices[i]
		m.Handovers += u.Handovers
		m.HandoversMax = max(m.HandoversMax, u.Handovers)
		m.GapMax = max(m.GapMax, u.GapMax)
		attached += float64(u.Attached)
		changing += float64(u.Changing)
		outside += float64(u.Outside)
		if u.Outside > 0 {
			m.Outsiders++
		}
	}
	if all := attached + changing + outside; all > 0 {
		const hour = 3600e9
		m.PerHour = float64(m.Handovers) / (all / hour)
		m.Attached, m.Changing, m.Outside = attached/all, changing/all, outside/all
	}
	return m
}

// Sessions holds the numbers of the states that follow their sources.
type Sessions struct {
	Sessions    int64   `json:"sessions"`
	Relocations int64   `json:"relocations"` // begun
	Done        int64   `json:"relocations_done"`
	Failed      int64   `json:"relocations_failed"` // because a node crashed
	Lost        int64   `json:"states_lost"`        // with their node
	Transfers   int64   `json:"state_transfers"`
	Bytes       int64   `json:"state_bytes"`
	Down        int64   `json:"down_ns"`     // of all sessions together: kept by a node that does not serve
	DownMax     int64   `json:"down_max_ns"` // in one relocation
	Served      float64 `json:"served_ratio"`
	Far         float64 `json:"not_nearest_ratio"` // kept by a node while another one was nearer
}

// sessionsOf sums up what the states did, or returns nil without any.
func sessionsOf(o *trace.Outcome) *Sessions {
	if len(o.Following) == 0 {
		return nil
	}
	s := &Sessions{Sessions: int64(len(o.Following))}
	var served, far float64
	for i := range o.Following {
		u := &o.Following[i]
		s.Relocations += u.Relocations
		s.Done += u.Done
		s.Failed += u.Failed
		s.Lost += u.Lost
		s.Transfers += u.Transfers
		s.Bytes += u.Bytes
		s.Down += u.Down
		s.DownMax = max(s.DownMax, u.DownMax)
		served += float64(u.Served)
		far += float64(u.Far)
	}
	if all := float64(o.Horizon) * float64(len(o.Following)); all > 0 {
		s.Served, s.Far = served/all, far/all
	}
	return s
}

// fact says it in a line.
func (s *Sessions) fact() string {
	down := ""
	if s.Done > 0 {
		down = fmt.Sprintf("; nobody served for %s on average, %s at most", Duration(float64(s.Down)/float64(s.Done)), Duration(float64(s.DownMax)))
	}
	lost := ""
	if s.Failed+s.Lost > 0 {
		lost = fmt.Sprintf(", %s failed, %s states lost", grouped(s.Failed), grouped(s.Lost))
	}
	return fmt.Sprintf("%s, %s relocations%s, %s of state moved%s; not at the nearest node %s of the time",
		grouped(s.Sessions), grouped(s.Relocations), lost, scaled(float64(s.Bytes), byteUnits()), down, percent(s.Far))
}

// sessionColumns are those of the file with one row per state that follows its source.
const sessionColumns = "workload,source,anchor,relocations,done,failed,lost,transfers,bytes,served_ns,down_ns,down_max_ns,nowhere_ns,not_nearest_ns\n"

func (r *Recorder) writeSessions(f *pending, o *trace.Outcome) error {
	f.buf = append(f.buf, sessionColumns...)
	for i := range o.Following {
		u := &o.Following[i]
		f.room(rowSize)
		b := append(f.buf, name(r.workload, u.Workload)...)
		b = appendText(appendText(b, name(r.node, u.Source)), name(r.node, u.Anchor))
		for _, v := range [...]int64{
			u.Relocations, u.Done, u.Failed, u.Lost, u.Transfers, u.Bytes, u.Served, u.Down, u.DownMax, u.Unanchored, u.Far,
		} {
			b = appendInt(b, v)
		}
		f.buf = append(b, '\n')
	}
	return f.err
}

// fact says it in a line.
func (m *Mobility) fact() string {
	return fmt.Sprintf("%s devices at %s access points: %s handovers (%s per device and hour); %s of the time in handovers, %s out of coverage; longest gap %s",
		grouped(m.Devices), grouped(m.AccessPoints), grouped(m.Handovers), fixed(m.PerHour, 1), percent(m.Changing), percent(m.Outside), Duration(float64(m.GapMax)))
}

func (r *Recorder) writeMobility(f *pending, o *trace.Outcome) error {
	f.buf = append(f.buf, mobilityColumns...)
	for i := range o.Mobility.Devices {
		u := &o.Mobility.Devices[i]
		f.room(rowSize)
		b := append(f.buf, name(r.node, u.Node)...)
		b = appendText(b, name(r.node, u.AccessPoint))
		for _, v := range [...]int64{u.Handovers, u.Attachments, u.Attached, u.Changing, u.Outside, u.GapMax} {
			b = appendInt(b, v)
		}
		f.buf = append(b, '\n')
	}
	return f.err
}

// Map returns the picture of access points and ways.
func (s *Summary) Map(o *trace.Outcome) *plots.Figure {
	const metre = 1000.
	m := &plots.Map{Title: clean(s.Scenario), Subtitle: s.subtitle(), Devices: len(o.Mobility.Devices)}
	for _, x := range o.Mobility.Sites {
		m.Sites = append(m.Sites, plots.Site{X: float64(x.XMm) / metre, Y: float64(x.YMm) / metre, Reach: float64(x.CoverageMm) / metre})
	}
	for _, t := range o.Mobility.Tracks {
		w := plots.Way{Name: clean(o.Names.Nodes[t.Node])}
		for _, p := range t.Spots {
			w.X, w.Y = append(w.X, float64(p.XMm)/metre), append(w.Y, float64(p.YMm)/metre)
		}
		m.Ways = append(m.Ways, w)
	}
	return plots.DrawMap(m)
}
