package sim

import (
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/sim/buffer"
)

// BenchmarkStream measures an item that passes two stages, each of which sends batches of ten over the network.
func BenchmarkStream(b *testing.B) {
	c := site()
	s := telemetry(c, time.Millisecond, buffer.Unbounded())
	c.Buffers[0].Batch, c.Buffers[0].InFlight = 10, 5
	s.Stages[0].Buffer = 1
	s.Sources = []models.NodeID{0}
	for b.Loop() {
		mustRun(b, c, firstFit())
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/3_600_000, "ns/item")
}
