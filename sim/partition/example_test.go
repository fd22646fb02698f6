package partition_test

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/partition"
)

// A site of a camera and a gateway loses its uplink for 40 ns.
func Example() {
	sys := &models.System{
		Nodes: []models.Node{{ID: 0, Tier: models.TierCloud}, {ID: 1, Tier: models.TierGateway}, {ID: 2, Tier: models.TierDevice}},
		Links: []models.Link{{ID: 0, A: 1, B: 0}, {ID: 1, A: 2, B: 1}},
	}
	net := partition.New(sys)
	net.SetLink(100, 0, false)
	fmt.Println(net.Islands(), "islands; the camera is in that of node", net.Island(2))
	net.SetLink(140, 0, true)
	fmt.Println(net.CutOffTime(1000, 2), "ns cut off,", net.Account(1000).Max, "islands at most")
	// Output:
	// 2 islands; the camera is in that of node 1
	// 40 ns cut off, 2 islands at most
}
