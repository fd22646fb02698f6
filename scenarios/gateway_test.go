package scenarios

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/schedulers/nearest"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/session"
	"github.com/littoral-sim/littoral/sim/trace"
)

func TestGatewaysAreBuiltAsWritten(t *testing.T) {
	data, err := os.ReadFile("testdata/good/gateway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f, err := LoadBytes("gateway.yaml", data, Options{Policies: policies()})
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Build()
	if err != nil {
		t.Fatal(err)
	}
	gateway := func(n models.NodeID) sim.Gateway {
		return sim.Gateway{
			Node: n,
			Rules: []sim.Rule{
				{From: "mqtt", To: "http", Work: 200 * time.Microsecond, Delay: time.Millisecond, Overhead: 120},
				{From: "http", To: "mqtt", Work: 150 * time.Microsecond, Overhead: 2}, // the fixed header of MQTT
				{From: "mqtt", To: "coap", Work: 90 * time.Microsecond, Overhead: 4},
			},
			Session: &sim.Protection{
				Profile: session.Profile{RoundTrips: 3, Handshake: 3800, Record: 21, RecordMax: 16384},
				Terms:   session.Terms{LifetimeNs: int64(time.Hour), IdleNs: int64(5 * time.Minute)},
				Token:   &sim.Token{Check: 50 * time.Microsecond, Introspect: 0, TTL: 5 * time.Minute},
			},
			Cipher: 36_000_000, // the Raspberry Pi 4
		}
	}
	want := []sim.Gateway{gateway(1), gateway(2), {Node: 3, Cipher: 2_000_000}, {Node: 4, Cipher: 2_000_000}}
	if diff := cmp.Diff(want, c.Gateways); diff != "" {
		t.Errorf("gateways (-want +got):\n%s", diff)
	}
	if w := c.Workloads[0]; w.Uplink != "http" || w.Message != 1000 || c.System.Specs[w.Spec].Protocol != "mqtt" {
		t.Errorf("workload %+v", w)
	}
	if x := c.Transfers[0]; x.Protocol != "mqtt" || x.Uplink != "" || x.Message != 10_000 {
		t.Errorf("transfer %+v", x)
	}
	out, err := sim.Run(context.Background(), c, nearest.New(), discard{})
	if err != nil {
		t.Fatal(err)
	}
	if u := out.GatewayUse[0]; u.Converted == 0 || u.Handshakes != 2 || u.Questions != 2 {
		t.Errorf("use %+v", u)
	}
}

type discard struct{}

func (discard) Event(*trace.Event) error       { return nil }
func (discard) Task(*trace.Task) error         { return nil }
func (discard) Transfer(*trace.Transfer) error { return nil }
