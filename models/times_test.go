package models_test

import (
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

func TestTimesDecideWhereATaskRunsAndForHowLong(t *testing.T) {
	const ms = time.Millisecond
	node := func(class models.ClassID, speed units.Speed, unknown bool) models.Node {
		return models.Node{
			Class: class, Speed: speed, SpeedUnknown: unknown, CPULimit: units.Unlimited,
			Capacity: models.Resources{CPU: 4000}, Domain: models.NoDomain, Via: models.NoNode,
		}
	}
	bySpeed := models.Spec{Demand: models.Resources{CPU: 2000}, ExpectedWork: 100 * ms}
	byClass, scaled := bySpeed, bySpeed
	byClass.Times = models.Times{0, 30 * ms}
	scaled.Times = models.Times{40 * ms, 30 * ms}
	for _, c := range []struct {
		name string
		node models.Node
		spec *models.Spec
		why  models.Reason
		time time.Duration
	}{
		{"a speed", node(0, 2_000_000, false), &bySpeed, models.OK, 25 * ms},
		{"no speed", node(1, 1_000_000, true), &bySpeed, models.NotMeasured, 0},
		{"a measured class", node(1, 1_000_000, true), &byClass, models.OK, 30 * ms},
		{"a class that nobody measured", node(2, 1_000_000, false), &byClass, models.NotMeasured, 0},
		{"no class", node(0, 1_000_000, false), &byClass, models.NotMeasured, 0},
		{"a measured class, its speed does not count", node(1, 2_000_000, false), &scaled, models.OK, 30 * ms},
		{"scaled by speed", node(2, 500_000, false), &scaled, models.OK, 80 * ms},
		{"to be scaled by an unknown speed", node(2, 1_000_000, true), &scaled, models.NotMeasured, 0},
	} {
		y := models.System{Nodes: []models.Node{c.node}, Specs: []models.Spec{*c.spec}}
		if why := y.Static(0, c.spec); why != c.why {
			t.Errorf("%s: %q, want %q", c.name, why, c.why)
		}
		if got := c.spec.RunTime(&c.node); c.why == models.OK && got != c.time {
			t.Errorf("%s: expected to run %v, want %v", c.name, got, c.time)
		}
	}
}

// Nodes of one pace take equally long.
func TestPaceDecidesTheRunTime(t *testing.T) {
	seen := map[models.Pace]time.Duration{}
	s := models.Spec{Demand: models.Resources{CPU: 1000}, Times: models.Times{7, 5, 0, 9}}
	for class := range models.ClassID(6) {
		for _, speed := range []units.Speed{1, 1_000_000, 3_000_000} {
			n := models.Node{Class: class, Speed: speed}
			if before, ok := seen[s.Pace(&n)]; ok && before != s.RunTime(&n) {
				t.Errorf("class %d at speed %d runs %v, others of this pace %v", class, speed, s.RunTime(&n), before)
			}
			seen[s.Pace(&n)] = s.RunTime(&n)
		}
	}
	if len(seen) != 5 { // two classes, and three speeds
		t.Errorf("%d paces: %v", len(seen), seen)
	}
}
