package aggregate

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// naiveStore keeps everything in a list that it works through each time.
type naiveStore struct {
	list []kept
	a    Account
}

func (s *naiveStore) sum() (bytes int64) {
	for _, x := range s.list {
		bytes += x.size
	}
	return bytes
}

func (s *naiveStore) settle(k *Keep, now int64) {
	for k.For > 0 && len(s.list) > 0 && s.list[0].at+int64(k.For) <= now {
		s.a.Expired += s.list[0].size
		s.list = s.list[1:]
	}
	s.a.Held = s.sum()
}

func (s *naiveStore) add(k *Keep, now, size int64) {
	s.settle(k, now)
	s.a.In += size
	if size > int64(k.Bytes) {
		s.a.Overwritten += size
		return
	}
	s.list = append(s.list, kept{now, size})
	for s.sum() > int64(k.Bytes) {
		s.a.Overwritten += s.list[0].size
		s.list = s.list[1:]
	}
	s.a.Held = s.sum()
	s.a.Most = max(s.a.Most, s.a.Held)
}

func TestStoresKeepWhatTheirNaiveTwinsKeep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := Keep{
			For:   time.Duration(rapid.IntRange(0, 30).Draw(t, "for")),
			Bytes: units.Bytes(rapid.SampledFrom([]int64{1, 40, 500, units.Unlimited}).Draw(t, "bytes")),
		}
		if err := k.Validate(); err != nil {
			t.Fatal(err)
		}
		var fast Store
		var slow naiveStore
		now := int64(0)
		for range rapid.IntRange(1, 80).Draw(t, "items") {
			now += int64(rapid.IntRange(0, 9).Draw(t, "gap"))
			size := int64(rapid.IntRange(0, 50).Draw(t, "size"))
			fast.Add(&k, now, size)
			slow.add(&k, now, size)
			now += int64(rapid.IntRange(0, 9).Draw(t, "later"))
			slow.settle(&k, now)
			got := fast.Account(&k, now)
			if got != slow.a || got.In != got.Held+got.Expired+got.Overwritten || got.Most > int64(k.Bytes) {
				t.Fatalf("at %d with %+v: %+v, naive %+v", now, k, got, slow.a)
			}
		}
	})
}

func TestKeepsAreChecked(t *testing.T) {
	for _, k := range []Keep{{}, {For: -1, Bytes: 1}, {Bytes: -1}} {
		if k.Validate() == nil {
			t.Errorf("%+v passes", k)
		}
	}
}
