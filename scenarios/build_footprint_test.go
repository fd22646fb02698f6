package scenarios

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/energy"
)

func TestWhatARunUsesIsBuilt(t *testing.T) {
	_, cfg := good(t, "footprint")
	const watt = energy.Watt
	byName := map[string]*sim.NodeFootprint{}
	for i := range cfg.Footprint.Nodes {
		n := &cfg.Footprint.Nodes[i]
		byName[cfg.System.Nodes[n.Node].Name] = n
	}
	cloud, gw, cam, buoy, station, plain := byName["cloud"], byName["gw"], byName["cam-1"], byName["buoy"], byName["station"], byName["plain"]
	equal(t, "table", cloud.Table[3], 96*watt)
	equal(t, "model", []energy.Model{cloud.Model, gw.Model, cam.Model}, []energy.Model{energy.Table, energy.Cubic, energy.Linear})
	equal(t, "busy by table", cfg.System.Nodes[0].Power.BusyMilliwatt, int64(117_000))
	equal(t, "price", cloud.HourPrice, int64(50_000))
	equal(t, "off", gw.Off, watt/10)
	equal(t, "sleep", *cam.Sleep, sim.Sleep{After: 30 * time.Second, Power: watt / 5, Wake: 2 * time.Second, Waking: 1600 * watt / 1000})
	equal(t, "waking", buoy.Sleep.Waking, 3*watt)
	equal(t, "grids", []sim.GridID{cloud.Grid, gw.Grid, cam.Grid, plain.Grid}, []sim.GridID{1, 2, 0, 3})

	joule := func(tenths int64) units.Wide { return units.Wide{}.PlusProduct(tenths, 1e17) }
	b := cam.Battery
	for _, x := range []struct{ got, want units.Wide }{
		{b.Capacity, joule(675_000)},
		{b.Charge, joule(540_000)},
		{b.Cutoff, joule(33_750)},
		{b.Restart, joule(135_000)},
		{buoy.Battery.Charge, joule(72_000)}, // full at first
	} {
		if x.got != x.want {
			t.Errorf("a charge of %v aJ, want %v", x.got, x.want)
		}
	}
	if cam.Battery.Harvest != byName["cam-2"].Battery.Harvest {
		t.Error("nodes of a template do not share their harvest")
	}
	hour := int64(time.Hour)
	equal(t, "sun", []int64{b.Harvest.At(5 * hour), b.Harvest.At(30 * hour), b.Harvest.At(42 * hour)}, []int64{0, 5 * watt, 0})
	equal(t, "constant harvest", buoy.Battery.Harvest.At(99*hour), 2*watt)
	sine := byName["meadow"].Battery.Harvest
	equal(t, "a day of a sine", sine.Between(hour, 25*hour) == units.Wide{}.PlusProduct(2*watt, 24*hour), true)
	equal(t, "night", sine.At(0) < watt/100, true)
	equal(t, "noon", sine.At(12*hour) > 399*watt/100, true)
	equal(t, "harvest of a file", station.Battery.Harvest.At(31*hour), 4500*watt/1000)

	g := cfg.Footprint.Grids
	equal(t, "intensities", []int64{g[0].At(12 * hour), g[0].At(24 * hour), g[1].At(9 * hour), g[1].At(40 * hour), g[2].At(0)},
		[]int64{120_000, 400_000, 420_000, 80_500, 350_000})
	equal(t, "links", cfg.Footprint.Links, []sim.LinkFootprint{
		{Link: 0, PerBit: 6_658_000, PerBitBack: 20_572_000, Grid: 2, GBPrice: 90_000},
		{Link: 1, PerBit: 283_000, PerBitBack: 283_000},
		{Link: 2, PerBit: 283_000, PerBitBack: 283_000},
		{Link: 3, GBPrice: 2_000_000},
		{Link: 7, PerBit: 283_000, PerBitBack: 137_000, Grid: 3}, // of the class
		{Link: 8, PerBit: 1000, PerBitBack: 1000, Grid: 3},       // what is written replaces both
		{Link: 9, PerBit: 46_700, PerBitBack: 2000, Grid: 3},
	})
}

// classStory is a file with links of a class, one of them of a node that moves.
const classStory = `
version: 1
name: c
duration: 1h
nodes:
  - {name: ap, tier: edge, capacity: {cpu: 1, memory: 1GiB}, at: {lat: 0, lon: 0}, power: {idle: 1W, busy: 2W%s}}
  - {name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}
  - {name: u, tier: device, capacity: {cpu: 1, memory: 1GiB}}
links:
  - {name: up, between: [ap, cloud], class: wan%s}
mobility:
  devices: u
  access-points: ap
  coverage: 90m
  handover: 2s
  link: {class: wifi%s}
  model: {waypoints: [{at: 0s, lat: 0, lon: 0}]}
scheduler: {policy: nearest}
`

// A class alone does not ask for an account of energy; anything else does.
func TestEnergyOfAClassCountsWhereEnergyIsAskedFor(t *testing.T) {
	wan, wifi := sim.LinkFootprint{Link: 0, PerBit: 46_700, PerBitBack: 46_700}, sim.LinkFootprint{Link: 1, PerBit: 283_000, PerBitBack: 137_000}
	for _, x := range []struct {
		power, link, air string
		want             []sim.LinkFootprint
	}{
		{want: nil},
		{power: ", model: linear", want: []sim.LinkFootprint{wan, wifi}},
		{link: ", price: {GB: 0}", want: []sim.LinkFootprint{wan, wifi}},
		{link: ", energy: 1nJ/bit", want: []sim.LinkFootprint{{Link: 0, PerBit: 1000, PerBitBack: 1000}, wifi}},
		{air: ", energy-back: 1nJ/bit", want: []sim.LinkFootprint{wan, {Link: 1, PerBit: 283_000, PerBitBack: 1000}}},
		{air: ", energy: 0nJ/bit", want: []sim.LinkFootprint{wan, {Link: 1}}},
	} {
		f, err := LoadBytes("c.yaml", fmt.Appendf(nil, classStory, x.power, x.link, x.air), Options{Policies: policies()})
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := f.Build()
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "links"+x.power+x.link+x.air, cfg.Footprint.Links, x.want)
	}
}

// A file without any of this has no footprint but the power of its nodes.
func TestPlainPowerAddsNothing(t *testing.T) {
	cfg, err := everything(t).Build()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(cfg.Footprint.Nodes) + len(cfg.Footprint.Links) + len(cfg.Footprint.Grids); n > 0 {
		t.Errorf("%d footprints", n)
	}
}

func TestABatteryKeepsItsLastAttojoule(t *testing.T) {
	x := attojoules(Millijoules(18_750 * 3600)).Big()
	if want, _ := new(big.Int).SetString("67500000000000000000000", 10); x.Cmp(want) != 0 {
		t.Errorf("18.75 Wh are %v aJ", x)
	}
}
