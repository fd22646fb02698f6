package scenarios

import (
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/relocation"
)

// MigrateMode is how an instance migrates.
type MigrateMode string

// The modes.
const (
	MigrateCold MigrateMode = "cold"
	MigrateLive MigrateMode = "live"
)

func (MigrateMode) allowed() []string { return []string{string(MigrateCold), string(MigrateLive)} }

// mode returns how an instance migrates.
func (m *Migration) mode(s *Service) MigrateMode {
	if m.Mode.IsSet() {
		return m.Mode.V
	}
	return s.Migrate.V
}

// live returns where a service says first that instances migrate live.
func (s *Service) live() (key string, at Pos, ok bool) {
	if s.Migrate.V == MigrateLive {
		return "migrate", s.Migrate.Pos, true
	}
	for i := range s.Migrations {
		if m := &s.Migrations[i]; m.mode(s) == MigrateLive {
			return fmt.Sprintf("migrations.%d.mode", i), m.Mode.Pos, true
		}
	}
	return "", Pos{}, false
}

// liveMigration checks what says how instances migrate live.
func (c *checker) liveMigration(s *Service) {
	key, at, live := s.live()
	if live && s.State.V == 0 {
		c.report(s.at(key), at, say("the service has no state to move", "add state: 200MB"))
		return
	}
	for _, k := range []struct {
		key   string
		pos   Pos
		eg    string
		needs bool
	}{
		{"dirty", s.Dirty.Pos, "1MB/s", false},
		{"threshold", s.Threshold.Pos, "100kB", true},
		{"rounds", s.Rounds.Pos, "10", true},
		{"steer", s.Steer.Pos, "50ms", false},
	} {
		switch {
		case live && k.needs && k.pos.IsZero():
			c.report(s.at(key), at, say("live migration needs "+k.key, fmt.Sprintf("add %s: %s to the service, for example", k.key, k.eg)))
		case !live && !k.pos.IsZero():
			c.report(s.at(k.key), k.pos, say(k.key+" means nothing without live migration", "leave it out, or add migrate: live"))
		}
	}
}

// liveMigration makes migrations live.
func (s *Service) liveMigration(out *sim.Service) {
	if _, _, live := s.live(); !live {
		return
	}
	const bits = 8
	out.LeavesLive = s.Migrate.V == MigrateLive
	out.Live = &relocation.Config{
		Strategy: relocation.PreCopy, State: s.State.V, Dirty: units.Bytes(units.MulDivCeil(int64(s.Dirty.V), 1, bits)),
		Threshold: s.Threshold.V, RoundsMax: int32(s.Rounds.V), Steer: s.Steer.V,
	}
	for i := range s.Migrations {
		out.Migrations[i].Live = s.Migrations[i].mode(s) == MigrateLive
	}
}
