package sim

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

func TestTasksArriveWhenTheirWorkloadSays(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(w *Workload)
		want []int64
	}{
		"a gap after the start":            {func(w *Workload) { w.Arrivals.Gap = fixed(30) }, []int64{30, 60, 90}},
		"a gap after From":                 {func(w *Workload) { w.Arrivals.Gap, w.From = fixed(30), 15 }, []int64{45, 75}},
		"every, from the start":            {func(w *Workload) { w.Arrivals.Every = 40 }, []int64{0, 40, 80}},
		"every, from From":                 {func(w *Workload) { w.Arrivals.Every, w.From = 40, 7 }, []int64{7, 47, 87}},
		"not at Until":                     {func(w *Workload) { w.Arrivals.Every, w.Until = 20, 60 }, []int64{0, 20, 40}},
		"not at the horizon":               {func(w *Workload) { w.Arrivals.Every, w.Until = 50, 500 }, []int64{0, 50}},
		"no more than CountMax":            {func(w *Workload) { w.Arrivals.Every, w.CountMax = 10, 2 }, []int64{0, 10}},
		"all at once, but CountMax":        {func(w *Workload) { w.Arrivals.Gap, w.CountMax = fixed(0), 3 }, []int64{0, 0, 0}},
		"listed":                           {func(w *Workload) { w.Arrivals.At = [][]units.Time{{5, 5, 99, 100, 120}} }, []int64{5, 5, 99}},
		"listed, no more than CountMax":    {func(w *Workload) { w.Arrivals.At, w.CountMax = [][]units.Time{{5, 6, 7}}, 2 }, []int64{5, 6}},
		"listed, before Until":             {func(w *Workload) { w.Arrivals.At, w.Until = [][]units.Time{{5, 6, 7}}, 7 }, []int64{5, 6}},
		"none":                             {func(w *Workload) { w.Arrivals.At = [][]units.Time{nil} }, nil},
		"none, because it begins too late": {func(w *Workload) { w.Arrivals.Every, w.From = 1, 100 }, nil},
	} {
		x := &Config{System: &models.System{}, Horizon: 100}
		n := addNode(x.System, nil)
		once(x, addSpec(x.System, nil), n, n, 0, 1, 0, 0)
		x.Workloads[0].Arrivals = Arrivals{}
		c.edit(&x.Workloads[0])
		l, _ := mustRun(t, x, firstFit())
		var got []int64
		for _, r := range l.byNumber(t) {
			got = append(got, r.Arrived)
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
