package results_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/results"
	"github.com/littoral-sim/littoral/sim/trace"
)

// withServices is a small made-up run whose second workload is a service.
func withServices() *world {
	w := small()
	w.names.Instances = []bool{false, true}
	w.outcome.Names.Instances = w.names.Instances
	horizon := w.outcome.Horizon
	w.outcome.Services = []trace.ServiceUse{{
		Workload: 1, Made: 7, Started: 8, Replaced: 3, Stopped: 4, Left: 3, Most: 5, Scaled: 2, Ready: 3 * horizon, Wanted: 4 * horizon,
		Requests: 5 * horizon, Least: 1, Busy: 2 * horizon,
	}}
	return w
}

func TestFileOfServices(t *testing.T) {
	dir := t.TempDir()
	w := withServices()
	s := w.record(t, dir, results.Options{NoPicture: true})
	rows := strings.Split(readText(t, filepath.Join(dir, results.ServicesFile)), "\n")
	if want := "report,1,4.000000,5,0.750000,7,8,3,4,3,2,2.000000,3.000000,"; len(rows) != 3 || !strings.HasPrefix(rows[1], want) {
		t.Errorf("%q, want %q", rows, want)
	}
	var text bytes.Buffer
	if err := s.Print(&text, results.Style{}); err != nil {
		t.Fatal(err)
	}
	if want := "report   1 to 5, 4.00 mean"; !strings.Contains(text.String(), want) {
		t.Errorf("%q is not in:\n%s", want, text.String())
	}
	if err := results.Verify(dir); err != nil {
		t.Error(err)
	}
	run, err := results.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s.Services, run.Summary.Services); d != "" {
		t.Errorf("services read back (-written +read):\n%s", d)
	}
}

// The numbers of workloads are those that there would be without the instances.
func TestInstancesAreNotAmongTheTasks(t *testing.T) {
	with := withServices().record(t, "", results.Options{})
	w := small()
	less := w.tasks[:0]
	for _, x := range w.tasks {
		if x.Workload != 1 {
			less = append(less, x)
		}
	}
	w.tasks = less
	without := w.record(t, "", results.Options{})
	if len(with.Workloads) != 2 || with.Workloads[1].Name != without.Workloads[2].Name {
		t.Fatalf("%d workloads", len(with.Workloads))
	}
	if d := cmp.Diff(without.All.Latency, with.All.Latency); d != "" || with.All.Arrived != without.All.Arrived {
		t.Errorf("%d arrived, not %d; (-without +with):\n%s", with.All.Arrived, without.All.Arrived, d)
	}
	if d := cmp.Diff(without.Workloads[2], with.Workloads[1]); d != "" {
		t.Errorf("(-without +with):\n%s", d)
	}
}

func TestARunWithoutServicesLeavesNoFileOfThem(t *testing.T) {
	dir := t.TempDir()
	withServices().record(t, dir, results.Options{NoPicture: true})
	small().record(t, dir, results.Options{NoPicture: true})
	if _, err := os.Stat(filepath.Join(dir, results.ServicesFile)); err == nil {
		t.Error("the file is left of the run before")
	}
}
