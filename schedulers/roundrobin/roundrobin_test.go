package roundrobin_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/roundrobin"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func TestContract(t *testing.T) { schedtest.Run(t, roundrobin.New) }

func TestMatchesItsDefinition(t *testing.T) {
	// The slow twin must forget with the policy, which is new for each snapshot.
	var last map[models.SpecID]models.NodeID
	factory := func() schedulers.Chooser {
		last = map[models.SpecID]models.NodeID{}
		return new(roundrobin.Policy)
	}
	schedtest.Twin(t, factory, func(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
		room, crowded := schedtest.Candidates(d, t)
		if len(room) == 0 {
			room = crowded
		}
		if len(room) == 0 {
			return models.NoNode
		}
		n := room[0]
		if before, ok := last[t.Spec]; ok {
			if i := slices.IndexFunc(room, func(n models.NodeID) bool { return n > before }); i >= 0 {
				n = room[i]
			}
		}
		last[t.Spec] = n
		return n
	})
}

func TestTakesTurnsAcrossPlansAndSkipsFullNodes(t *testing.T) {
	policy := roundrobin.New()
	s := schedtest.Star(2000, 1000, 2000)
	schedtest.Submit(s, 0, 2)
	if d := cmp.Diff([]models.NodeID{1, 2}, schedtest.Places(t, policy, s)); d != "" {
		t.Errorf("first plan (-want +got):\n%s", d)
	}
	schedtest.Submit(s, 0, 5) // seven tasks on a snapshot where nothing is placed yet
	// 3, 1, 2, 3, 1 fill five cores; then nobody has room and turns go on.
	if d := cmp.Diff([]models.NodeID{3, 1, 2, 3, 1, 2, 3}, schedtest.Places(t, policy, s)); d != "" {
		t.Errorf("second plan (-want +got):\n%s", d)
	}
}

// With one cursor for all, A → 1, B → 3, A → 1 (wrapping round), B → 3 … would
// never come to nodes 2 and 4.
func TestKindsThatAlternateDoNotDisturbEachOther(t *testing.T) {
	s := schedtest.Star(4000, 4000, 4000, 4000)
	y := s.System
	y.Specs = append(y.Specs, y.Specs[0])
	y.Specs[0].Constraints.Nodes = []models.NodeID{1, 2}
	y.Specs[1].Constraints.Nodes = []models.NodeID{3, 4}
	s = schedulers.NewSnapshot(y)
	for range 2 {
		schedtest.Submit(s, 0, 1)
		schedtest.Submit(s, 1, 1)
	}
	if d := cmp.Diff([]models.NodeID{1, 3, 2, 4}, schedtest.Places(t, roundrobin.New(), s)); d != "" {
		t.Errorf("placements (-want +got):\n%s", d)
	}
}

func TestDamagedStateIsRefusedAndChangesNothing(t *testing.T) {
	var p roundrobin.Policy
	good := []byte{2, 5, 0}
	if err := p.UnmarshalBinary(good); err != nil {
		t.Fatal(err)
	}
	for name, state := range map[string][]byte{
		"count cut short":      {0x80},
		"too few cursors":      {3, 1, 1},
		"cursor cut short":     {1, 0x80},
		"cursor out of range":  {1, 0xff, 0xff, 0xff, 0xff, 0x0f},
		"bytes left over":      {1, 1, 1},
		"count beyond reason":  {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
		"count beyond 64 bits": {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
	} {
		if err := p.UnmarshalBinary(state); err == nil {
			t.Errorf("%s: %x is accepted", name, state)
		}
	}
	if got, err := p.MarshalBinary(); err != nil || !slices.Equal(got, good) {
		t.Errorf("state is %x, %v after refusals, want %x", got, err, good)
	}
}
