package cloudonly_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers"
	"github.com/littoral-sim/littoral/schedulers/cloudonly"
	"github.com/littoral-sim/littoral/schedulers/schedtest"
)

func inCloud(n *models.Node) bool { return n.Tier == models.TierCloud }

func TestContract(t *testing.T) {
	schedtest.RunWith(t, cloudonly.New, schedtest.Options{Among: inCloud})
}

func TestMatchesItsDefinition(t *testing.T) {
	schedtest.Twin(t, func() schedulers.Chooser { return cloudonly.Policy{} },
		func(d *schedulers.Draft, t *schedulers.Pending) models.NodeID {
			room, crowded := schedtest.Candidates(d, t)
			elsewhere := func(n models.NodeID) bool { return !inCloud(&d.System.Nodes[n]) }
			room, crowded = slices.DeleteFunc(room, elsewhere), slices.DeleteFunc(crowded, elsewhere)
			if len(room) > 0 {
				return room[0]
			}
			return schedtest.Least(crowded, schedtest.Committed(d, 0))
		})
}

func TestPassesIdleEdgeNodesBy(t *testing.T) {
	s := schedtest.Star(4000, 1000, 1000)
	s.System.Nodes[2].Tier, s.System.Nodes[3].Tier = models.TierCloud, models.TierCloud
	schedtest.Submit(s, 0, 4)
	if d := cmp.Diff([]models.NodeID{2, 3, 2, 3}, schedtest.Places(t, cloudonly.New(), s)); d != "" {
		t.Errorf("placements (-want +got):\n%s", d)
	}
	s.Routes.SetLink(1, false)
	s.Routes.SetLink(2, false)
	nowhere := models.NoNode
	if d := cmp.Diff([]models.NodeID{nowhere, nowhere, nowhere, nowhere}, schedtest.Places(t, cloudonly.New(), s)); d != "" {
		t.Errorf("placements while the cloud is cut off (-want +got):\n%s", d)
	}
}
