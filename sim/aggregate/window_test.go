package aggregate

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// item is what went into a naive window.
type item struct {
	made        int64
	size, count uint32
}

// summary works out what a list of items comes to.
func summary(c *Config, items []item) Summary {
	s := Summary{Made: items[0].made, Size: uint32(c.Size)}
	for _, x := range items {
		s.Made = max(s.Made, x.made)
		s.Bytes += int64(x.size)
		s.Count += x.count
	}
	if c.RatioPPM > 0 {
		size := big.NewRat(s.Bytes*c.RatioPPM, RatioMax)
		quotient, rest := new(big.Int).QuoRem(size.Num(), size.Denom(), new(big.Int))
		if rest.Sign() > 0 {
			quotient.Add(quotient, big.NewInt(1))
		}
		s.Size = uint32(quotient.Uint64())
	}
	return s
}

func TestWindowsSumUpWhatCameIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Config{Length: time.Duration(rapid.IntRange(1, 50).Draw(t, "length"))}
		if rapid.Bool().Draw(t, "fixed") {
			c.Size = 200
		} else {
			c.RatioPPM = int64(rapid.IntRange(1, RatioMax).Draw(t, "ratio"))
		}
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		var w Window
		var list []item
		var in, out int64
		now, end := int64(0), int64(-1)
		closed := func() {
			got, ok := w.Close(&c)
			if ok != (len(list) > 0) {
				t.Fatalf("a summary of %d items: %v", len(list), ok)
			}
			if ok {
				if want := summary(&c, list); got != want {
					t.Fatalf("summary %+v, want %+v", got, want)
				}
				out += int64(got.Count)
			}
			list, end = list[:0], -1
		}
		for range rapid.IntRange(1, 60).Draw(t, "items") {
			now += int64(rapid.IntRange(0, 30).Draw(t, "gap"))
			if end >= 0 && end <= now {
				closed()
			}
			x := item{rapid.Int64Range(0, now).Draw(t, "made"), uint32(rapid.IntRange(0, 1<<31).Draw(t, "size")), uint32(rapid.IntRange(1, 1<<31).Draw(t, "count"))}
			if !w.Fits(x.size, x.count) {
				closed()
			}
			at, first := w.Add(&c, now, x.made, x.size, x.count)
			if first != (len(list) == 0) || at <= now || at-now > int64(c.Length) || at%int64(c.Length) != 0 {
				t.Fatalf("at %d the window of %v ends at %d, first %v of %d", now, c.Length, at, first, len(list))
			}
			if !first && at != end {
				t.Fatalf("the window ends at %d, and now at %d", end, at)
			}
			list, end = append(list, x), at
			in += int64(x.count)
		}
		held, _ := w.Held()
		if dropped := w.Drop(); in != out+held || dropped != held {
			t.Fatalf("%d readings in, %d out, %d held, %d dropped", in, out, held, dropped)
		}
	})
}

func TestConfigsAreChecked(t *testing.T) {
	for _, c := range []Config{{}, {Length: -1}, {Length: 1, RatioPPM: -1}, {Length: 1, RatioPPM: RatioMax + 1}, {Length: 1, Size: 1, RatioPPM: 1}, {Length: 1, Size: SizeMax + 1}} {
		if c.Validate() == nil {
			t.Errorf("%+v passes", c)
		}
	}
}
