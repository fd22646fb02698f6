package models

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
)

// held is one reservation that the test remembers.
type held struct {
	spec   int
	picked []int32
}

// allocationMachine reserves and releases at random and knows by itself, from
// the list of what is held, what must be free.
type allocationMachine struct {
	node  Node
	specs []Spec
	held  []held
	given []int32 // slots of each service, for as many as have been spoken of
	fast  Allocation
}

// slots is how many requests each service can take in addition to what is held.
func (m *allocationMachine) slots() []int32 {
	free := slices.Clone(m.given)
	for _, h := range m.held {
		if s := m.specs[h.spec].Calls; s != NoService {
			free[s-1]--
		}
	}
	return free
}

func (m *allocationMachine) addSlots(t *rapid.T) {
	s, n := rapid.IntRange(1, 3).Draw(t, "service"), rapid.Int32Range(-2, 3).Draw(t, "slots")
	for len(m.given) < s {
		m.given = append(m.given, 0)
	}
	m.given[s-1] += n
	m.fast.AddSlots(ServiceID(s), n)
}

// room is what is left of a resource, or all when it has no limit: sums of the
// small demands of this test never come near it.
func (m *allocationMachine) room() (free Resources, devices []int32) {
	free = m.node.Capacity
	for range m.node.Accelerators {
		devices = append(devices, WholeDevice)
	}
	for _, h := range m.held {
		s := &m.specs[h.spec]
		free.CPU -= s.Demand.CPU
		free.Memory -= s.Demand.Memory
		free.Storage -= s.Demand.Storage
		free.Bandwidth -= s.Demand.Bandwidth
		for _, i := range h.picked {
			devices[i] -= s.Accelerators.Share
		}
	}
	return free, devices
}

// fits is the naive twin of Fits.
func (m *allocationMachine) fits(s *Spec) Reason {
	free, devices := m.room()
	switch d := s.Demand; {
	case m.fast.Status != Active:
		return NotActive
	case m.node.CPULimit != units.Unlimited && m.node.Capacity.CPU-free.CPU+d.CPU > m.node.CPULimit:
		return CPUFull
	case free.Memory-d.Memory < 0:
		return MemoryFull
	case free.Storage-d.Storage < 0:
		return StorageFull
	case free.Bandwidth-d.Bandwidth < 0:
		return BandwidthFull
	}
	if s.Accelerators.Count > 0 && len(fittingSets(&s.Accelerators, m.node.Accelerators, devices)) == 0 {
		return AcceleratorFull
	}
	if s.Calls != NoService && (int(s.Calls) > len(m.given) || m.slots()[s.Calls-1] < 1) {
		return NoInstance
	}
	return OK
}

func (m *allocationMachine) reserve(t *rapid.T) {
	i := rapid.IntRange(0, len(m.specs)-1).Draw(t, "spec")
	if m.fast.Fits(&m.node, &m.specs[i]) != OK {
		return
	}
	m.held = append(m.held, held{i, m.fast.Reserve(&m.node, &m.specs[i], nil)})
}

func (m *allocationMachine) release(i int) {
	h := m.held[i]
	m.fast.Release(&m.node, &m.specs[h.spec], h.picked)
	m.held = slices.Delete(m.held, i, i+1)
}

func (m *allocationMachine) releaseOne(t *rapid.T) {
	if len(m.held) > 0 {
		m.release(rapid.IntRange(0, len(m.held)-1).Draw(t, "reservation"))
	}
}

func (m *allocationMachine) setStatus(t *rapid.T) {
	to := rapid.SampledFrom([]Status{Active, Inactive, Failed}).Draw(t, "status")
	if m.fast.Status.CanBecome(to) {
		m.fast.SetStatus(to)
	}
}

func (m *allocationMachine) invariants(t *rapid.T) {
	free, devices := m.room()
	want := Allocation{
		Free: free, Devices: devices, Slots: m.slots(), Tasks: int32(len(m.held)),
		Slack: m.fast.Slack, Generation: m.fast.Generation, Status: m.fast.Status,
	}
	if diff := cmp.Diff(want, m.fast); diff != "" {
		t.Fatalf("allocation (-held +got):\n%s", diff)
	}
	if free.Memory < 0 || free.Storage < 0 || free.Bandwidth < 0 || slices.ContainsFunc(devices, func(f int32) bool { return f < 0 }) {
		t.Fatalf("more is promised than there is: %+v %v", free, devices)
	}
	if promised := m.node.Capacity.CPU - free.CPU; promised > 0 && promised > m.node.CPULimit {
		t.Fatalf("%d of at most %d mCPU promised", promised, m.node.CPULimit)
	}
	for i := range m.specs {
		s := &m.specs[i]
		if got, want := m.fast.Fits(&m.node, s), m.fits(s); got != want {
			t.Fatalf("spec %d: Fits = %q, want %q", i, got, want)
		}
		if got, want := m.fast.HasRoom(s), s.Demand.CPU <= free.CPU; got != want {
			t.Fatalf("spec %d: HasRoom = %v with %d of %d mCPU free", i, got, free.CPU, s.Demand.CPU)
		}
	}
}

func TestReservationsAndReleasesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &allocationMachine{node: drawNode(t, 0)}
		for i := range rapid.IntRange(1, 4).Draw(t, "specs") {
			m.specs = append(m.specs, drawDemand(t, SpecID(i)))
		}
		m.fast = NewAllocation(&m.node)
		changes := func(action func(*rapid.T)) func(*rapid.T) {
			return func(t *rapid.T) {
				before, tasks, status := m.fast.Generation, m.fast.Tasks, m.fast.Status
				action(t)
				changed := m.fast.Tasks != tasks || m.fast.Status != status
				if want := before + map[bool]uint64{true: 1}[changed]; m.fast.Generation != want {
					t.Fatalf("generation %d, want %d", m.fast.Generation, want)
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"":           m.invariants,
			"reserve":    changes(m.reserve),
			"release":    changes(m.releaseOne),
			"set status": changes(m.setStatus),
			"add slots":  m.addSlots,
		})
		for len(m.held) > 0 {
			m.release(rapid.IntRange(0, len(m.held)-1).Draw(t, "reservation"))
		}
		want := NewAllocation(&m.node)
		want.Generation, want.Status, want.Slots = m.fast.Generation, m.fast.Status, m.given
		if diff := cmp.Diff(want, m.fast); diff != "" {
			t.Fatalf("after all is given back (-new +got):\n%s", diff)
		}
	})
}

func TestCPUIsPromisedExactlyUpToItsLimit(t *testing.T) {
	for _, c := range []struct {
		name            string
		capacity, limit units.MilliCPU
		tasks           []units.MilliCPU
		want            []Reason
	}{
		{"no over-commitment", 2000, 2000, []units.MilliCPU{1500, 500, 1, 0}, []Reason{OK, OK, CPUFull, OK}},
		{"half as much again", 2000, 3000, []units.MilliCPU{2000, 1001, 1000, 1}, []Reason{OK, CPUFull, OK, CPUFull}},
		{"part of it set aside", 2000, 500, []units.MilliCPU{501, 500, 1}, []Reason{CPUFull, OK, CPUFull}},
		{"limit left out", 2000, 0, []units.MilliCPU{1, 0}, []Reason{CPUFull, OK}},
		{"no limit", 2000, units.Unlimited, []units.MilliCPU{2000, 2000, 1 << 62, 1 << 61}, []Reason{OK, OK, OK, OK}},
		{
			"no limit, up to the end of the range", 1, units.Unlimited,
			[]units.MilliCPU{units.Unlimited, 2, 1, 1},
			[]Reason{OK, CPUFull, OK, CPUFull},
		},
		{"endless CPU", units.Unlimited, units.Unlimited, []units.MilliCPU{1 << 62, 1 << 62, 1 << 62}, []Reason{OK, OK, OK}},
	} {
		n := Node{Name: "n", Capacity: Resources{CPU: c.capacity}, CPULimit: c.limit}
		a := NewAllocation(&n)
		var held []*Spec
		for i, cpu := range c.tasks {
			s := &Spec{Demand: Resources{CPU: cpu}}
			got := a.Fits(&n, s)
			if got != c.want[i] {
				t.Errorf("%s: task %d of %d mCPU: %q, want %q", c.name, i, cpu, got, c.want[i])
			}
			if got == OK {
				a.Reserve(&n, s, nil)
				held = append(held, s)
			}
		}
		for _, s := range held {
			a.Release(&n, s, nil)
		}
		if a.Free != n.Capacity {
			t.Errorf("%s: %+v free after all is given back, want %+v", c.name, a.Free, n.Capacity)
		}
	}
}

func TestBrokenBookkeepingPanicsWithItsNumbers(t *testing.T) {
	n := Node{Name: "edge-7", Capacity: Resources{CPU: 100, Memory: 10}, CPULimit: 100, Accelerators: []Accelerator{{"gpu"}}}
	small := &Spec{Demand: Resources{Memory: 3}}
	large := &Spec{Demand: Resources{Memory: 11}}
	shared := &Spec{Accelerators: AcceleratorDemand{Count: 1, Share: 400}}
	for _, c := range []struct {
		name string
		do   func(a *Allocation)
		want []string
	}{
		{"reserve what does not fit", func(a *Allocation) { a.Reserve(&n, large, nil) }, []string{"edge-7", "memory-full", "11B"}},
		{"release what was not reserved", func(a *Allocation) { a.Release(&n, small, nil) }, []string{"edge-7", "13B", "10B"}},
		{"release an accelerator twice", func(a *Allocation) {
			p := a.Reserve(&n, shared, nil)
			a.Reserve(&n, small, nil)
			a.Release(&n, shared, p)
			a.Release(&n, shared, p)
		}, []string{"edge-7", "accelerator 0", "1400"}},
		{"release too many tasks", func(a *Allocation) { a.Release(&n, &Spec{}, nil) }, []string{"edge-7"}},
		{"reserve on a failed node", func(a *Allocation) {
			a.SetStatus(Failed)
			a.Reserve(&n, small, nil)
		}, []string{"edge-7", "not-active"}},
		{"stay as it is", func(a *Allocation) { a.SetStatus(Active) }, []string{"active cannot become active"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := NewAllocation(&n)
			text := panics(t, func() { c.do(&a) })
			for _, w := range c.want {
				if !strings.Contains(text, w) {
					t.Errorf("%q does not mention %q", text, w)
				}
			}
		})
	}
}

func TestReservingAndAskingDoNotAllocate(t *testing.T) {
	n := Node{Capacity: Resources{CPU: 1000}, CPULimit: 1000, Accelerators: []Accelerator{{"gpu"}, {"gpu"}}}
	a := NewAllocation(&n)
	s := &Spec{Demand: Resources{CPU: 1}, Accelerators: AcceleratorDemand{Count: 2, Share: 500, Models: []string{"gpu"}}}
	picked := make([]int32, 0, 2)
	if allocs := testing.AllocsPerRun(100, func() {
		if a.Fits(&n, s) == OK && a.HasRoom(s) {
			picked = a.Reserve(&n, s, picked[:0])
			a.Release(&n, s, picked)
		}
	}); allocs != 0 {
		t.Errorf("%v allocations per reservation, want none", allocs)
	}
}

func TestACordonedNodeTakesNothingNew(t *testing.T) {
	n := &Node{Capacity: Resources{CPU: 1000, Memory: 10}, CPULimit: units.Unlimited}
	s := &Spec{Demand: Resources{CPU: 1000}}
	a := NewAllocation(n)
	a.Reserve(n, s, nil)
	before := a.Generation
	a.SetCordoned()
	if got := a.Fits(n, s); got != NotActive || a.Generation <= before {
		t.Errorf("%v in generation %d after %d", got, a.Generation, before)
	}
	a.Release(n, s, nil) // What runs may end.
	if a.Tasks != 0 || a.Fits(n, s) != NotActive {
		t.Errorf("%+v", a)
	}
}
