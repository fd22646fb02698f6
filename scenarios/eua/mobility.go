package eua

import (
	"bytes"
	"fmt"
)

// attachment says in the head of the file what users are attached to.
func attachment(o Options) string {
	if o.Mobility == "" {
		return "Each user is on the radio of its nearest site."
	}
	return `  walking at 1 to 1.8 m/s, coverage of 450 m, hysteresis of 10 m, handovers of 50 ms
# Each user is on the radio of its nearest site, and walks on from where the data set has it.`
}

// siteLabel returns what mobile users find sites by.
func siteLabel(o Options) string {
	if o.Mobility == "" {
		return ""
	}
	return ", labels: {kind: site}"
}

func writeMobility(b *bytes.Buffer, users []point, o Options) {
	if o.Mobility == "" {
		return
	}
	b.WriteString(`
mobility:
  devices: {labels: {kind: user}}
  access-points: {labels: {kind: site}}
  coverage: 450m
  hysteresis: 10m
  handover: 50ms
  link: {bandwidth: 50Mbit/s, latency: 8ms}
  model:
`)
	if o.Mobility == Waypoints {
		b.WriteString("    random-waypoint: {speed: {uniform: {min: 1m/s, max: 1.8m/s}}, pause: {exponential: {mean: 1m}}}\n")
		return
	}
	b.WriteString("    places:\n      speed: {uniform: {min: 1m/s, max: 1.8m/s}}\n      list:\n")
	for _, u := range users {
		fmt.Fprintf(b, "        - {at: {lat: %.6f, lon: %.6f}, dwell: {exponential: {mean: 5m}}}\n", u.lat, u.lon)
	}
}
