package scenarios

import (
	"fmt"
	"testing"

	"github.com/littoral-sim/littoral/sim"
)

// What a file says counts, else what its profile does, else commands are pushed.
func TestDeliveryIsThatOfTheFileOrOfItsProfile(t *testing.T) {
	const text = `
version: 1
name: delivery
duration: 1h
nodes: [{name: cloud, tier: cloud, capacity: {cpu: 1, memory: 1GiB}}]
scheduler: {policy: first-fit}
control:
  observer: cloud
  %s
  monitor: 5s
  reconcile: 5s
  termination-grace: 30s
  backoff: {initial: 1s, max: 10s}
  autonomy: {offline: keep, reboot: keep}
`
	const bare = "heartbeat: {period: 10s}\n  grace: 50s\n  eviction: {toleration: 1s, rate: 1/s}"
	for keys, want := range map[string]sim.Delivery{
		"profile: k8s-1.37":                        sim.DeliveryPush,
		"profile: k8s-1.37\n  delivery: response":  sim.DeliveryResponse,
		"profile: baetyl-2":                        sim.DeliveryResponse,
		"profile: baetyl-2\n  delivery: push":      sim.DeliveryPush,
		bare:                                       sim.DeliveryPush,
		bare + "\n  delivery: response":            sim.DeliveryResponse,
		"profile: kubeedge\n  delivery: push":      sim.DeliveryPush,
		"profile: openyurt-1.7\n  recovery: 1":     sim.DeliveryPush,
		"profile: kubeedge-autonomy\n  grace: 50s": sim.DeliveryPush,
	} {
		file, err := LoadBytes("delivery.yaml", fmt.Appendf(nil, text, keys), Options{Policies: policies()})
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := file.Build()
		if err != nil {
			t.Fatal(err)
		}
		if got := cfg.Control.Delivery; got != want {
			t.Errorf("%q: delivery %d, want %d", keys, got, want)
		}
	}
}
