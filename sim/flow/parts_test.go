package flow

import (
	"math/big"
	"strings"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

func (a amount) big() *big.Int {
	x := new(big.Int).SetUint64(a.hi)
	return x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(a.lo))
}

func TestAmountsMatchBigIntegers(t *testing.T) {
	wrap := new(big.Int).Lsh(big.NewInt(1), 128)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Custom(func(t *rapid.T) uint64 {
			return rapid.Uint64().Draw(t, "bits") >> rapid.IntRange(0, 63).Draw(t, "shift")
		})
		a := amount{word.Draw(t, "a.hi"), word.Draw(t, "a.lo")}
		b := amount{word.Draw(t, "b.hi"), word.Draw(t, "b.lo")}
		if rapid.Bool().Draw(t, "small") {
			b.hi = 0
		}
		m := max(1, word.Draw(t, "m"))
		is := func(what string, want *big.Int, got amount) {
			if want.Mod(want, wrap).Cmp(got.big()) != 0 {
				t.Fatalf("%s of %v, %v, %d is %v, want %v", what, a, b, m, got.big(), want)
			}
		}
		x, y, z := a.big(), b.big(), new(big.Int).SetUint64(m)
		is("sum", new(big.Int).Add(x, y), a.plus(b))
		is("difference", new(big.Int).Sub(x, y), a.minus(b))
		is("product", new(big.Int).Mul(x, z), a.scaled(m))
		is("quotient", new(big.Int).Div(x, z), a.per(m))
		is("shift", new(big.Int).Rsh(x, 28), a.shifted(28))
		if a.less(b) != (x.Cmp(y) < 0) {
			t.Fatalf("%v less than %v: %t", a, b, a.less(b))
		}
		if y.Sign() == 0 {
			return
		}
		want := new(big.Int).Div(x, y)
		got, ok := a.quotient(b)
		if ok != want.IsUint64() || (ok && got != want.Uint64()) {
			t.Fatalf("%v / %v is %d, %t, want %v", a, b, got, ok, want)
		}
		want.Add(x, y).Sub(want, big.NewInt(1)).Div(want, y)
		up, ok := a.over(b)
		if ok && (!want.IsInt64() || up != want.Int64()) {
			t.Fatalf("⌈%v / %v⌉ is %d, want %v", a, b, up, want)
		}
		if !ok && want.IsInt64() && want.Int64() < never {
			t.Fatalf("⌈%v / %v⌉ is missing, want %v", a, b, want)
		}
	})
}

func TestTableMatchesMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var got table
		want := map[uint64]int32{}
		for i := range rapid.Int32Range(1, 200).Draw(t, "steps") {
			key := rapid.Uint64Range(0, 40).Draw(t, "key") << 32
			if _, ok := want[key]; ok {
				got.remove(key)
				delete(want, key)
			} else {
				got.insert(key, i)
				want[key] = i
			}
			for key := range uint64(41) {
				value, ok := want[key<<32]
				if !ok {
					value = none
				}
				if found := got.find(key << 32); found != value {
					t.Fatalf("key %d leads to %d, want %d", key, found, value)
				}
			}
		}
	})
}

func TestDirectoryFindsEveryBundleByItsHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d directory
		bundles := make([]bundle, 60)
		want := map[int32]uint32{}
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			k := rapid.Int32Range(0, 59).Draw(t, "bundle")
			if _, ok := want[k]; ok {
				d.remove(bundles, k)
				delete(want, k)
			} else {
				bundles[k].hash = rapid.Uint32Range(0, 80).Draw(t, "hash")
				d.insert(bundles, k)
				want[k] = bundles[k].hash
			}
			for hash := range uint32(81) {
				found := map[int32]uint32{}
				for k := d.first(hash); k != none; k = bundles[k].next {
					if bundles[k].hash == hash {
						found[k] = hash
					}
				}
				for k, h := range want {
					if _, ok := found[k]; ok != (h == hash) {
						t.Fatalf("bundle %d of hash %d is among those of hash %d: %v", k, h, hash, ok)
					}
					delete(found, k)
				}
				if len(found) > 0 {
					t.Fatalf("hash %d leads to %v, which are gone", hash, found)
				}
			}
		}
	})
}

func TestAgendaHandsOutTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a agenda
		a.grow(20)
		want := map[int32]uint64{}
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			at := rapid.Int32Range(0, 19).Draw(t, "at")
			if rapid.Bool().Draw(t, "set") {
				want[at] = rapid.Uint64Range(0, 30).Draw(t, "key")
				a.set(at, want[at])
			} else {
				delete(want, at)
				a.remove(at)
			}
			if len(a.entries) != len(want) {
				t.Fatalf("%d entries, want %d", len(a.entries), len(want))
			}
			for at, key := range want {
				if e := a.entries[a.places[at]-1]; e.busy != at || e.key != key || a.entries[0].key > key {
					t.Fatalf("entry %+v behind %+v, want %d at %d", e, a.entries[0], key, at)
				}
			}
		}
	})
}

func TestBreakingTheProtocolPanics(t *testing.T) {
	tests := []struct {
		name string
		call func(n *Network)
		want string
	}{
		{"negative id", func(n *Network) { n.Start(9, &Flow{ID: -1, Weight: 1}) }, "id -1"},
		{"no weight", func(n *Network) { n.Start(9, &Flow{ID: 1}) }, "weight 0"},
		{"too heavy", func(n *Network) { n.Start(9, &Flow{ID: 1, Weight: WeightMax + 1}) }, "weight 65536"},
		{"too large", func(n *Network) { n.Start(9, &Flow{ID: 1, Weight: 1, Size: SizeMax + 1}) }, "bytes"},
		{"negative cap", func(n *Network) { n.Start(9, &Flow{ID: 1, Weight: 1, Cap: -1}) }, "cap of -1"},
		{"id in use", func(n *Network) { n.Start(9, &Flow{ID: 0, Weight: 1}) }, "is present"},
		{"no such constraint", func(n *Network) { n.Start(9, &Flow{ID: 1, Weight: 1, Uses: on(1)}) }, "constraint 1"},
		{"constraint twice", func(n *Network) { n.Start(9, &Flow{ID: 1, Weight: 1, Uses: on(0, 0)}) }, "twice"},
		{"no coefficient", func(n *Network) { n.Start(9, &Flow{ID: 1, Weight: 1, Uses: []Use{{}}}) }, "coefficient 0"},
		{"negative capacity", func(n *Network) { n.SetCapacity(9, 0, -1) }, "capacity of -1"},
		{"capacity of nothing", func(n *Network) { n.SetCapacity(9, 7, 1) }, "constraint 7"},
		{"time runs backwards", func(n *Network) { n.Advance(8) }, "from 9 ns to 8 ns"},
		{"advance skipped", func(n *Network) { n.Advance(1 << 62) }, "skips"},
		{"advance missing", func(n *Network) { n.Stop(9, 0); n.Peek(10, 0) }, "due at 9 ns"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n := New([]units.BitsPerSecond{1000})
			n.Start(9, &Flow{ID: 0, Size: 1e6, Weight: 1, Uses: on(0)})
			n.Advance(9)
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, test.want) {
					t.Errorf("panic with %q, want %q in it", text, test.want)
				}
			}()
			test.call(n)
		})
	}
}

func TestSumsOfWeightsAreBounded(t *testing.T) {
	n := New([]units.BitsPerSecond{units.Unlimited, 1e9})
	defer func() {
		if text, _ := recover().(string); !strings.Contains(text, "add up") || n.Len() < 32769 {
			t.Errorf("panic with %q at flow %d", text, n.Len())
		}
	}()
	heavy := []Use{{Constraint: 1, Coefficient: 1<<32 - 1}}
	for id := range ID(40_000) {
		n.Start(0, &Flow{ID: id, Size: 1, Weight: WeightMax, Uses: heavy})
	}
	n.Advance(0)
}

func TestUnknownFlows(t *testing.T) {
	n := New(nil)
	if _, ok := n.Stop(0, 3); ok {
		t.Error("stopped a flow that is not there")
	}
	if _, ok := n.Peek(0, 3); ok || n.Reroute(0, 3, nil) || n.Rate(3) != 0 {
		t.Error("found a flow that is not there")
	}
}

func TestIdleConstraintsAreSmall(t *testing.T) {
	if size := unsafe.Sizeof(link{}); size > 16 {
		t.Errorf("an idle constraint takes %d bytes", size)
	}
}

func TestSteadyStateDoesNotAllocate(t *testing.T) {
	net := newTree(1e9, 0)
	f := &Flow{}
	for id := range ID(500) {
		f.Size = units.Bytes(1 + net.upTo(2e6))
		net.across(id, f)
	}
	turn := func() {
		net.nowNs, _ = net.Next()
		for _, id := range net.Advance(net.nowNs) {
			f.Size = units.Bytes(1 + net.upTo(2e6))
			net.across(id, f)
		}
	}
	for range 20_000 {
		turn()
	}
	if allocs := testing.AllocsPerRun(2000, turn); allocs > 0 {
		t.Errorf("%v allocations per turn", allocs)
	}
}

func TestFlowsOnOnePathAreSmall(t *testing.T) {
	n := New([]units.BitsPerSecond{1e9, 2e9, 1e9})
	for id := range ID(100_000) {
		n.Start(0, &Flow{ID: id, Size: 1e6, Weight: 1, Uses: on(0, 1, 2)})
	}
	n.Advance(0)
	if len(n.bundles) != 1 || n.Rate(7) != 10_000 {
		t.Errorf("%d bundles, %d bit/s", len(n.bundles), n.Rate(7))
	}
	bytes := cap(n.flows)*int(unsafe.Sizeof(state{})) + cap(n.targets)*int(unsafe.Sizeof(node{}))
	if each := float64(bytes) / 100_000; each > 48*17.0/16+0.1 {
		t.Errorf("a flow takes %.1f bytes", each)
	}
}
