package profiles

import (
	"regexp"
	"testing"
	"time"
)

func TestDevicesAndTablesNameTheirSources(t *testing.T) {
	// A repository with commit and file, an issue, or a publication.
	source := regexp.MustCompile(`^\S+/\S+@[0-9a-f]{7} \S+$|^\S+/\S+#\d+$|\w+\.com\b`)
	name := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	last := ""
	for _, d := range Devices() {
		if d.Name <= last || !name.MatchString(d.Name) || d.Title == "" {
			t.Errorf("device %q (%q) after %q", d.Name, d.Title, last)
		}
		last = d.Name
		want := 0
		for _, known := range []bool{d.Cores.Known(), d.Memory.Known(), d.Idle.Known(), d.Busy.Known(), d.Cipher.Known()} {
			if known {
				want++
			}
		}
		rows := d.Rows()
		if len(rows) != want || want == 0 {
			t.Errorf("device %s shows %d values of %d", d.Name, len(rows), want)
		}
		for _, r := range rows {
			if !source.MatchString(r.Source) || r.Said == "" || r.Value == "" {
				t.Errorf("device %s, %s: value %q, said %q, source %q", d.Name, r.Field, r.Value, r.Said, r.Source)
			}
		}
		if d.Cores.V <= 0 && d.Cores.Known() || d.Busy.Known() && d.Busy.V < d.Idle.V {
			t.Errorf("device %s has %v cores, %v idle and %v busy", d.Name, d.Cores.V, d.Idle.V, d.Busy.V)
		}
	}
	last = ""
	for _, x := range WorkTables() {
		if x.Name <= last || !name.MatchString(x.Name) || x.Title == "" || !source.MatchString(x.Source) {
			t.Errorf("table %q (%q) after %q, source %q", x.Name, x.Title, last, x.Source)
		}
		last = x.Name
		before := ""
		for _, m := range x.Times {
			if _, ok := LookupDevice(m.Device); !ok || m.Device <= before || m.Low <= 0 || m.High < m.Low {
				t.Errorf("table %s: %+v after %q", x.Name, m, before)
			}
			before = m.Device
		}
		if len(x.Rows()) != len(x.Times) {
			t.Errorf("table %s shows %d of %d times", x.Name, len(x.Rows()), len(x.Times))
		}
	}
}

// The order of devices differs from workload to workload: that is why no device has a speed.
func TestNoOrderOfDevicesHoldsForAllWorkloads(t *testing.T) {
	middle := func(table, device string) time.Duration {
		x, ok := LookupWorkTable(table)
		for _, m := range x.Times {
			if m.Device == device {
				return (m.Low + m.High) / 2
			}
		}
		t.Fatalf("table %s (%v) has no time on %s", table, ok, device)
		return 0
	}
	if xeon, pi := middle("python-pi", "xeon"), middle("python-pi", "rpi4"); xeon <= pi {
		t.Errorf("python-pi takes %v on a Xeon and %v on a Raspberry Pi 4", xeon, pi)
	}
	if xeon, pi := middle("resnet-cpu", "xeon"), middle("resnet-cpu", "rpi4"); 10*xeon >= pi {
		t.Errorf("resnet-cpu takes %v on a Xeon and %v on a Raspberry Pi 4", xeon, pi)
	}
}
