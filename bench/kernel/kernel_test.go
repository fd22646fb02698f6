package main

import (
	"bytes"
	"container/heap"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plainEvent and plainQueue are the hold model on container/heap, the oracle of what all programs must do.
type plainEvent struct {
	at, seq int64
	id      uint64
}

type plainQueue []plainEvent

func (q plainQueue) Len() int { return len(q) }
func (q plainQueue) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].seq < q[j].seq
}
func (q plainQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *plainQueue) Push(x any) {
	e, ok := x.(plainEvent)
	if !ok {
		panic(fmt.Sprintf("%T is no event", x))
	}
	*q = append(*q, e)
}

func (q *plainQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

func plainDigest(table []int64, w work) uint64 {
	var q plainQueue
	var seq int64
	push := func(now int64, id uint64) {
		heap.Push(&q, plainEvent{now + table[seq%int64(len(table))], seq, id})
		seq++
	}
	for id := range w.pending {
		push(0, uint64(id))
	}
	var digest uint64
	for range w.warm {
		e := q[0]
		heap.Pop(&q)
		push(e.at, e.id)
		digest = digest*31 + uint64(e.at)*7 + e.id
	}
	return digest
}

func TestHoldDispatchesInTheOrderOfAPlainHeap(t *testing.T) {
	w := work{pending: 700, warm: 20_000, events: 1000}
	for _, d := range distributions() {
		t.Run(d.name, func(t *testing.T) {
			table := d.table()
			s, err := hold(table, w)
			if err != nil {
				t.Fatal(err)
			}
			if want := plainDigest(table, w); s.digest != want {
				t.Fatalf("digest %d, want %d", s.digest, want)
			}
		})
	}
}

func TestPeersDispatchInTheSameOrder(t *testing.T) {
	dir := t.TempDir()
	sources := filepath.Join("..", "hold")
	heap, err := cpp(t.Context(), sources, dir)
	if err != nil {
		t.Fatal(err)
	}
	python, err := simpy(t.Context(), sources)
	if err != nil {
		t.Fatal(err)
	}
	w := work{pending: 200, warm: 2000, events: 10}
	for _, d := range distributions() {
		path := filepath.Join(dir, d.name)
		table := d.table()
		if err := writeTable(path, table); err != nil {
			t.Fatal(err)
		}
		want := plainDigest(table, w)
		for _, p := range []program{heap, python} {
			if p.missing != "" {
				t.Logf("%s not compared: %s", p.name, p.missing)
				continue
			}
			s, err := p.run(t.Context(), path, w)
			if err != nil {
				t.Fatal(err)
			}
			if s.digest != want {
				t.Errorf("%s, %s: digest %d, want %d", d.name, p.name, s.digest, want)
			}
		}
	}
}

func TestATableComesBackFromItsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "table")
	want := distributions()[2].table()
	if err := writeTable(path, want); err != nil {
		t.Fatal(err)
	}
	got, err := readTable(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("(-want +got):\n%s", d)
	}
	for i, d := range got {
		if d <= 0 {
			t.Fatalf("delay %d is %d", i, d)
		}
	}
}

func TestARowShowsMediansAndWhatWasNotRun(t *testing.T) {
	r := row{distribution: "equal", pending: 1000}
	for _, ns := range []float64{400, 200, 1000} {
		if err := r.littoral.add(sample{cpuNs: ns, digest: 7}, 10); err != nil {
			t.Fatal(err)
		}
	}
	for _, ns := range []float64{500, 700} {
		if err := r.cpp.add(sample{cpuNs: ns, digest: 7}, 10); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.sameOrder(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	want := "equal 1000 40.0 60.0 NOT-RUN 0.0000 ratio-c++=1.50 ratio-simpy=NOT-RUN"
	if got := strings.Join(strings.Fields(out.String()), " "); got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if err := r.cpp.add(sample{cpuNs: 1, digest: 8}, 10); err == nil {
		t.Error("repetitions with different digests are accepted")
	}
	r.simpy.digest, r.simpy.nsPerEvent = 8, []float64{1}
	if err := r.sameOrder(); err == nil {
		t.Error("a peer with another order is accepted")
	}
}

func TestWhatAProgramPrintsIsChecked(t *testing.T) {
	s, err := parseSample("self", "1500000 18446744073709551615 3\n")
	if want := (sample{cpuNs: 1.5e6, digest: 1<<64 - 1, allocs: 3}); err != nil || s != want {
		t.Fatalf("%+v, %v", s, err)
	}
	for _, line := range []string{"", "12", "x 1", "1 -1", "1 1 many"} {
		if _, err := parseSample("self", line); err == nil {
			t.Errorf("%q is accepted", line)
		}
	}
}

func TestAChildPrintsItsMeasurement(t *testing.T) {
	path := filepath.Join(t.TempDir(), "table")
	table := distributions()[0].table()
	if err := writeTable(path, table); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-child", path, "50", "100", "5000"}, &out); err != nil {
		t.Fatal(err)
	}
	s, err := parseSample("child", out.String())
	if err != nil || s.digest != plainDigest(table, work{pending: 50, warm: 100}) {
		t.Fatalf("%+v, %v", s, err)
	}
	if s.allocs > 5 { // reading the statistics may allocate
		t.Errorf("%v allocations in 5000 events", s.allocs)
	}
	for _, bad := range [][]string{{"-child", path, "1", "1"}, {"-child", path, "1", "1", "x"}, {"-child", "absent", "1", "1", "1"}, {"-peers", "absent"}} {
		if err := run(t.Context(), bad, &out); err == nil {
			t.Errorf("arguments %q are accepted", bad)
		}
	}
}
