package imagecache

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// naive is a cache written from the documentation: a plain slice that is looked through for everything.
type naive struct {
	capacity units.Bytes
	images   []naiveImage
}

type naiveImage struct {
	id     ID
	size   units.Bytes
	uses   int
	there  bool
	lastNs int64
}

func (n *naive) find(id ID) *naiveImage {
	for i := range n.images {
		if n.images[i].id == id {
			return &n.images[i]
		}
	}
	return nil
}

func (n *naive) sum(f func(naiveImage) bool) units.Bytes {
	sum := units.Bytes(0)
	for _, m := range n.images {
		if f(m) {
			sum += m.size
		}
	}
	return sum
}

func (n *naive) Claimed() units.Bytes { return n.sum(func(naiveImage) bool { return true }) }

func (n *naive) Idle() units.Bytes {
	return n.sum(func(m naiveImage) bool { return m.there && m.uses == 0 })
}

func (n *naive) Need(id ID, size units.Bytes) (Need, []ID) {
	if m := n.find(id); m != nil {
		m.uses++
		if m.there {
			return Hit, nil
		}
		return Join, nil
	}
	if size > n.capacity {
		return TooLarge, nil
	}
	kept := slices.Clone(n.images)
	var evicted []ID
	for n.Claimed()+size > n.capacity {
		idle := slices.DeleteFunc(slices.Clone(n.images), func(m naiveImage) bool { return !m.there || m.uses > 0 })
		if len(idle) == 0 {
			n.images = kept
			return Full, nil
		}
		first := slices.MinFunc(idle, func(a, b naiveImage) int {
			return cmp.Or(cmp.Compare(a.lastNs, b.lastNs), cmp.Compare(a.id, b.id))
		})
		evicted = append(evicted, first.id)
		n.remove(first.id)
	}
	n.images = append(n.images, naiveImage{id: id, size: size, uses: 1})
	return Pull, evicted
}

func (n *naive) remove(id ID) {
	n.images = slices.DeleteFunc(n.images, func(m naiveImage) bool { return m.id == id })
}

func (n *naive) Pulled(nowNs int64, id ID) {
	m := n.find(id)
	m.there, m.lastNs = true, nowNs
}

func (n *naive) Release(nowNs int64, id ID) {
	m := n.find(id)
	m.uses, m.lastNs = m.uses-1, nowNs
}

func (n *naive) Crash(nowNs int64) {
	n.images = slices.DeleteFunc(n.images, func(m naiveImage) bool { return !m.there })
	for i := range n.images {
		if m := &n.images[i]; m.uses > 0 {
			m.uses, m.lastNs = 0, nowNs
		}
	}
}

// TestCacheDoesWhatItsNaiveTwinDoes drives both with the same inputs and compares answers, evictions and sums.
func TestCacheDoesWhatItsNaiveTwinDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity := units.Bytes(rapid.IntRange(0, 20).Draw(t, "capacity"))
		sizes := rapid.SliceOfN(rapid.IntRange(0, 12), 8, 8).Draw(t, "sizes")
		c, n := New(capacity), &naive{capacity: capacity}
		nowNs := int64(0)
		// pick is one of the images for which something holds.
		pick := func(t *rapid.T, f func(naiveImage) bool) ID {
			var ids []ID
			for _, m := range n.images {
				if f(m) {
					ids = append(ids, m.id)
				}
			}
			if len(ids) == 0 {
				t.Skip("no such image")
			}
			return rapid.SampledFrom(ids).Draw(t, "image")
		}
		need := func(t *rapid.T) {
			id := ID(rapid.IntRange(0, len(sizes)-1).Draw(t, "image"))
			size := units.Bytes(sizes[id])
			got, gotEvicted := c.Need(nowNs, id, size)
			want, wantEvicted := n.Need(id, size)
			if got != want || !slices.Equal(gotEvicted, wantEvicted) {
				t.Fatalf("need of %d: got %v, evicted %v, want %v, %v", id, got, gotEvicted, want, wantEvicted)
			}
		}
		release := func(t *rapid.T) {
			id := pick(t, func(m naiveImage) bool { return m.uses > 0 })
			c.Release(nowNs, id)
			n.Release(nowNs, id)
		}
		pulled := func(t *rapid.T) {
			id := pick(t, func(m naiveImage) bool { return !m.there })
			c.Pulled(nowNs, id)
			n.Pulled(nowNs, id)
		}
		t.Repeat(map[string]func(*rapid.T){
			"need": need, "need again": need,
			"pulled": pulled, "pulled again": pulled,
			"release": release, "release again": release,
			"abort": func(t *rapid.T) {
				id := pick(t, func(m naiveImage) bool { return !m.there })
				if got, want := c.Abort(nowNs, id), n.find(id).uses; got != want {
					t.Fatalf("abort of %d: %d uses, want %d", id, got, want)
				}
				n.remove(id)
			},
			"crash": func(t *rapid.T) {
				if rapid.IntRange(0, 3).Draw(t, "crash") == 0 {
					c.Crash(nowNs)
					n.Crash(nowNs)
				}
			},
			"wait": func(t *rapid.T) { nowNs += rapid.Int64Range(1, 3).Draw(t, "ns") },
			"": func(t *rapid.T) {
				got := []units.Bytes{c.Claimed(), c.Idle(), units.Bytes(c.Len()), c.Capacity()}
				if want := []units.Bytes{n.Claimed(), n.Idle(), units.Bytes(len(n.images)), capacity}; !slices.Equal(got, want) {
					t.Fatalf("claimed, idle, len, capacity are %v, want %v", got, want)
				}
				if c.Claimed() > capacity {
					t.Fatalf("%d of %d bytes are claimed", c.Claimed(), capacity)
				}
				for id := range ID(len(sizes)) {
					want := Pull
					if m := n.find(id); m != nil && m.there {
						want = Hit
					} else if m != nil {
						want = Join
					}
					if got := c.State(id); got != want {
						t.Fatalf("state of %d is %v, want %v", id, got, want)
					}
				}
			},
		})
	})
}

func TestLeastRecentlyUsedGoesFirst(t *testing.T) {
	c := New(100)
	for i, id := range []ID{7, 3, 5, 4} {
		at := int64(10 * min(i, 2)) // 5 and 4 at the same instant
		if got, _ := c.Need(at, id, 25); got != Pull {
			t.Fatalf("image %d: %v", id, got)
		}
		c.Pulled(at, id)
		c.Release(at, id)
	}
	if got, _ := c.Need(30, 7, 25); got != Hit {
		t.Fatalf("image 7: %v", got)
	}
	if got, evicted := c.Need(30, 8, 26); got != Pull || !gocmp.Equal(evicted, []ID{3, 4}) {
		t.Errorf("image 8: %v, evicted %v, want pull, [3 4]", got, evicted)
	}
	if got, evicted := c.Need(30, 9, 50); got != Full || evicted != nil || c.State(5) != Hit {
		t.Errorf("image 9: %v, evicted %v, want full and nothing evicted", got, evicted)
	}
	if got, _ := c.Need(30, 9, 101); got != TooLarge {
		t.Errorf("a larger image 9: %v", got)
	}
	if got, _ := c.Need(30, 8, 26); got != Join {
		t.Errorf("image 8 again: %v", got)
	}
}

func TestCacheOfTheLargestSizeHoldsTheLargestImage(t *testing.T) {
	c := New(math.MaxInt64)
	c.Need(0, 1, math.MaxInt64)
	c.Pulled(0, 1)
	if got, _ := c.Need(0, 2, 1); got != Full {
		t.Errorf("beside it: %v", got)
	}
	c.Release(0, 1)
	if got, evicted := c.Need(0, 2, 1); got != Pull || len(evicted) != 1 {
		t.Errorf("after it: %v, evicted %v", got, evicted)
	}
}

func TestBrokenProtocolPanicsWithTheNumbers(t *testing.T) {
	for want, call := range map[string]func(c *Cache){
		"imagecache: capacity of -1 bytes is negative":                              func(*Cache) { New(-1) },
		"imagecache: image 5 has a size of -1 bytes":                                func(c *Cache) { c.Need(9, 5, -1) },
		"imagecache: image 1 has 3 bytes, but had 2":                                func(c *Cache) { c.Need(9, 1, 3) },
		"imagecache: time runs backwards, from 9 ns to 8 ns":                        func(c *Cache) { c.Need(8, 1, 2) },
		"imagecache: image 4 is neither there nor being pulled at 9 ns":             func(c *Cache) { c.Release(9, 4) },
		"imagecache: image 1 has arrived at 9 ns, but is not being pulled":          func(c *Cache) { c.Pulled(9, 1) },
		"imagecache: image 1 is released at 9 ns, but not in use":                   func(c *Cache) { c.Release(9, 1) },
		"imagecache: the pull of image 1 is given up at 9 ns, but is not under way": func(c *Cache) { c.Abort(9, 1) },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}()
			c := New(10)
			c.Need(0, 1, 2)
			c.Pulled(0, 1)
			c.Release(9, 1)
			call(c)
		}()
	}
}

func TestNamesOfAnswers(t *testing.T) {
	got := fmt.Sprint(Hit, Pull, Join, Full, TooLarge, Need(0))
	if want := "hit pull join full too large need 0"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAStreamOfTasksAllocatesNothing(t *testing.T) {
	c := New(30)
	nowNs := int64(0)
	step := func() {
		nowNs++
		id := ID(nowNs % 7)
		if answer, _ := c.Need(nowNs, id, 10); answer == Pull {
			c.Pulled(nowNs, id)
		}
		c.Release(nowNs, id)
	}
	for range 100 {
		step()
	}
	if got := testing.AllocsPerRun(1000, step); got != 0 {
		t.Errorf("%v allocations per task", got)
	}
}
