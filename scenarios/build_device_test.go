package scenarios

import (
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// What a class gives, and what the tables make of it.
func TestClassesFillNodesAndTablesGiveTimes(t *testing.T) {
	_, cfg := good(t, "devices")
	y := cfg.System
	node := func(name string) *models.Node {
		for i := range y.Nodes {
			if y.Nodes[i].Name == name {
				return &y.Nodes[i]
			}
		}
		t.Fatalf("there is no node %s", name)
		return nil
	}
	for _, c := range []struct {
		name    string
		cpu     units.MilliCPU
		memory  units.Bytes
		power   *models.Power
		unknown bool // its speed
	}{
		{"cloud", 4000, 8167784 << 10, nil, true},
		{"pi-1", 4000, 4 << 30, &models.Power{IdleMilliwatt: 2700, BusyMilliwatt: 6400}, true},
		{"jetson-nano", 4000, 4047252 << 10, nil, true},
		{"nuc", 4000, 16 << 30, nil, true},
		{"own", 2000, 1 << 30, &models.Power{IdleMilliwatt: 1000, BusyMilliwatt: 2000}, true},
		{"other", 4000, 8 << 30, nil, false},
	} {
		n := node(c.name)
		power := n.Power
		same := (power == nil) == (c.power == nil) && (power == nil || *power == *c.power)
		if n.Capacity.CPU != c.cpu || n.Capacity.Memory != c.memory || !same || n.SpeedUnknown != c.unknown {
			t.Errorf("%s has %v cores, %v, power %+v, speed unknown %v; want %+v", c.name, n.Capacity.CPU, n.Capacity.Memory, power, n.SpeedUnknown, c)
		}
	}
	if node("jetson-nano").Capacity.Storage != 64<<30 || node("nuc").Capacity.Storage != 64<<30 {
		t.Error("what nodes write themselves is lost")
	}
	const none = time.Duration(0)
	for _, c := range []struct {
		spec     int
		name     string
		expected time.Duration // 0: not there
	}{
		{0, "pi-1", (2772036 + 3449731) * time.Microsecond / 2},
		{0, "jetson-nano", (884135 + 1321008 + 1) * time.Microsecond / 2},
		{0, "own", none},
		{0, "other", none},
		{1, "pi-1", 120 * time.Millisecond},
		{1, "own", 80 * time.Millisecond},
		{1, "nuc", none},
		{1, "other", 30 * time.Millisecond}, // four times as fast as a Raspberry Pi 4
		{2, "cloud", none},
		{2, "other", 25 * time.Millisecond},
	} {
		s, n := &y.Specs[c.spec], node(c.name)
		why := y.Static(n.ID, s)
		if (why == models.OK) != (c.expected > 0) || why != models.OK && why != models.NotMeasured {
			t.Errorf("%s on %s: %q", s.Name, c.name, why)
		}
		if why == models.OK && (s.RunTime(n)-c.expected).Abs() > time.Microsecond {
			t.Errorf("%s on %s: expected to take %v, want %v", s.Name, c.name, s.RunTime(n), c.expected)
		}
	}
}
