package scenarios

import (
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
)

// positions reads the positions of devices.
func (f *companions) positions(trace *PositionTrace, m *Mobility) {
	const at, node, lat, lon = 0, 1, 2, 3
	t := f.open(trace.Path, m.at("model.trace"), "list waypoints: [{at: 0s, lat: -37.8152, lon: 144.9748}]",
		"begin with the line: time,node,lat,lon; then write one position such as 1.5s,user-1,-37.8152,144.9748 per line", "time", "node", "lat", "lon")
	if t == nil {
		return
	}
	for column, name := range t.columns {
		if !t.has(column) {
			t.wrong(0, fmt.Sprintf("the column %s is missing", name), "begin the file with the line: time,node,lat,lon")
			return
		}
	}
	devices := make(map[string]int, len(m.Devices.Nodes))
	for _, i := range m.Devices.Nodes {
		devices[f.nodeNames[i]] = i
	}
	found := make(map[int][]Position, len(devices))
	for record, ok := t.row(); ok && !t.failed; record, ok = t.row() {
		now, _ := t.duration(record, at)
		p := Position{At: units.Time(now), Lat: t.degrees(record, lat, 90), Lon: t.degrees(record, lon, 180)}
		i, known := devices[t.text(record, node)]
		switch {
		case !known:
			t.wrong(t.place[node], fmt.Sprintf("%s is not one of the devices", quote(t.text(record, node))), "name one of them, or add it to the devices")
		case len(found[i]) > 0 && p.At <= found[i][len(found[i])-1].At:
			t.wrong(t.place[at], fmt.Sprintf("%s does not come after the row of the same device before", span(now)), "put the rows in the order of time, each of a device at another instant")
		default:
			found[i] = append(found[i], p)
		}
	}
	for _, i := range m.Devices.Nodes {
		if !t.failed && len(found[i]) == 0 {
			t.wrong(0, fmt.Sprintf("there is no position of %s", quote(f.nodeNames[i])), "add a row for it")
		}
	}
	if !t.failed {
		trace.Positions = found
	}
}

// degrees parses the field of a row in a column as an angle.
func (t *table) degrees(record []string, column int, most int64) Degrees {
	v, problem := quantity.Degrees.Signed(t.text(record, column))
	switch {
	case problem != nil:
		t.wrong(t.place[column], problem.Wrong, problem.Fix)
	case max(v, -v) > most*1_000_000_000:
		t.wrong(t.place[column], fmt.Sprintf("%s is not between -%d and %d", t.text(record, column), most, most), "write degrees, north and east positive")
	}
	return Degrees(v)
}
