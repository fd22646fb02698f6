package results

import (
	"github.com/littoral-sim/littoral/results/stats"
	"github.com/littoral-sim/littoral/sim/trace"
)

// utilisation returns the served share of the CPU time that a node offered while
// it was in service.
func utilisation(u *trace.NodeUse) float64 {
	return served(u).Share(offered(u))
}

// served returns the CPU time in millicore-nanoseconds that a node served.
func served(u *trace.NodeUse) stats.Sum { return stats.Product(uint64(u.BusyCPU), 1000) }

// offered returns the CPU time in millicore-nanoseconds that a node offered.
func offered(u *trace.NodeUse) stats.Sum {
	return stats.Product(uint64(u.CPUMilli), uint64(u.Active))
}

// availability returns the share of the time in which an entity was wanted that
// it worked: up/(up+down). Time out of service on purpose is in neither. An
// entity that was never wanted counts as available.
func availability(up, down int64) float64 {
	if down == 0 {
		return 1
	}
	return float64(up) / (float64(up) + float64(down))
}

// carried returns the share of one direction of a link's bandwidth that those
// bytes took while the link was up.
func carried(bytes, bitsPerSec int64, u *trace.LinkUse) float64 {
	bitNs := stats.Product(uint64(bytes), 8*1_000_000_000)
	return bitNs.Share(stats.Product(uint64(bitsPerSec), uint64(u.Up)))
}
