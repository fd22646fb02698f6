package edge

import (
	"context"
	"fmt"
	"math"

	"github.com/littoral-sim/littoral/scenarios/profiles"
)

// deviceStory classifies an image each minute on a device of a class.
const deviceStory = `
version: 1
name: devices
duration: 40h
nodes:
  - {name: device, tier: edge, class: %s, capacity: {cpu: 4, memory: 1GiB}}
workloads:
  - {name: classify, source: device, arrivals: {every: 1m}, demand: {cpu: 1}, work: {table: %s}}
scheduler: {policy: first-fit}
`

// devices are measured running times, which differ from class to class, but not in
// which tasks are slow.
func devices(ctx context.Context, o *Options) ([]Row, error) {
	const table = "resnet-cpu"
	measured, _ := profiles.LookupWorkTable(table)
	low, high := map[string]float64{}, map[string]float64{}
	for _, m := range measured.Times {
		low[m.Device], high[m.Device] = m.Low.Seconds(), m.High.Seconds()
	}
	var rows []Row
	places := map[string][]float64{}
	classes := []string{"rpi4", "jetson-nano", "nuc"}
	for _, class := range classes {
		_, log, err := story{text: fmt.Sprintf(deviceStory, class, table), seed: o.Seed}.play(ctx)
		if err != nil {
			return nil, err
		}
		n, sum := 0, 0.0
		for i := range log.tasks {
			if log.tasks[i].Finished < 0 {
				continue
			}
			run := float64(log.tasks[i].Run) / 1e9
			sum += run
			n++
			places[class] = append(places[class], (run-low[class])/(high[class]-low[class]))
		}
		mean, deviation := (low[class]+high[class])/2, (high[class]-low[class])/math.Sqrt(12)
		rows = append(rows, estimated(table+" on "+class, "s", sum/float64(n), mean, deviation, int64(n), "mean of a uniform distribution"))
	}
	apart := 0.0
	for i, x := range places[classes[0]] {
		for _, class := range classes[1:] {
			apart = max(apart, math.Abs(x-places[class][i]))
		}
	}
	return append(rows, between("difference between classes of where tasks lie", "", apart, 0, 2e-8, int64(len(places[classes[0]])),
		"common random numbers: none but for rounding to nanoseconds")), nil
}
