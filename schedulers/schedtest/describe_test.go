package schedtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDescribeShowsOneLineForEachPart(t *testing.T) {
	s := Star(2000)
	Submit(s, 0, 1)
	s.Nodes[1].Slack = 500
	s.Routes.SetLink(0, false)
	s.Routes.SetNode(1, false)
	want := `snapshot version 1 at 0.000000000s
  node 0: device, active, free {0 1GiB 1TiB 1Gbit/s} of {0 1GiB 1TiB 1Gbit/s}, CPU no limit, devices [] of [], slots [], class 0, speed 1000000, generation 1
  node 1: edge, active, cut off, free {2 1GiB 1TiB 1Gbit/s} of {2 1GiB 1TiB 1Gbit/s}, CPU down to -500m, devices [] of [], slots [], class 0, speed 1000000, generation 1
  link 0: 0–1 100Mbit/s 1ms, encrypted false, cut
  spec 0: demands {1 1MiB 0B 0bit/s}, accelerators {Count:0 Share:0 Models:[]}, calls 0, protocol "", work 1s, times [], constraints {Tiers:0 Nodes:[] Labels:[] Security:{TLS:none Token:false Attested:false Trusted:false} MaxLatency:0s Encrypted:false EncryptedBack:false Regions:0 Enclave:false}; eligible [1]
  task 0: spec 0, data at node 0, input 0B
`
	if d := cmp.Diff(want, Describe(s)); d != "" {
		t.Errorf("description (-want +got):\n%s", d)
	}
}
