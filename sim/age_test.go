package sim

import (
	"context"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/buffer"
	"github.com/littoral-sim/littoral/sim/trace"
)

// receipts is a sink that keeps deliveries.
type receipts struct {
	discard
	list []trace.Delivery
}

func (r *receipts) Delivery(d *trace.Delivery) error { r.list = append(r.list, *d); return nil }

// The age of information is summed up anew from the deliveries of one source, which come in any order.
func TestTheAgeFollowsFromTheDeliveries(t *testing.T) {
	checkOften(t, "40", func(t *rapid.T) {
		c := site()
		c.Horizon = 100 * units.Time(time.Second)
		b := buffer.Unbounded()
		b.Order = buffer.Order(rapid.IntRange(0, 2).Draw(t, "order"))
		b.InFlight = rapid.IntRange(0, 4).Draw(t, "window")
		s := telemetry(c, time.Duration(rapid.IntRange(5, 3000).Draw(t, "period"))*time.Millisecond, b)
		s.From = units.Time(rapid.IntRange(0, 20).Draw(t, "from")) * units.Time(time.Second)
		for range rapid.IntRange(0, 3).Draw(t, "cuts") {
			at, length := rapid.IntRange(0, 99).Draw(t, "at"), rapid.IntRange(1, 40).Draw(t, "for")
			c.Faults = append(c.Faults, Fault{At: units.Time(at) * units.Time(time.Second), On: OnLink(models.LinkID(rapid.IntRange(0, 1).Draw(t, "link"))), For: time.Duration(length) * time.Second})
		}
		var got receipts
		out, err := Run(context.Background(), c, firstFit(), &got)
		if err != nil {
			t.Fatal(err)
		}
		twice, most, newest, since := new(big.Int), int64(0), int64(s.From), int64(s.From)
		settle := func(now int64) { // adds twice the integral of the age since the last call
			square := func(x int64) *big.Int { return new(big.Int).Mul(big.NewInt(x), big.NewInt(x)) }
			twice.Add(twice, square(now-newest)).Sub(twice, square(since-newest))
			most, since = max(most, now-newest), now
		}
		for _, d := range got.list {
			if d.Made > newest {
				settle(d.At)
				newest = d.Made
			}
		}
		settle(int64(c.Horizon))
		mean := twice.Quo(twice, big.NewInt(2*int64(c.Horizon-s.From))).Int64()
		if u := &out.Streams[0]; u.AgeMean != mean || u.AgeMost != most || int64(len(got.list)) != u.Records {
			t.Fatalf("mean age %d, most %d of %d records; from %d deliveries: %d, %d", u.AgeMean, u.AgeMost, u.Records, len(got.list), mean, most)
		}
	})
}
