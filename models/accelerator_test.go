package models

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// fittingSets lists all sets of devices that would satisfy d.
func fittingSets(d *AcceleratorDemand, devices []Accelerator, free []int32) [][]int32 {
	return slices.DeleteFunc(subsets(len(devices), int(d.Count)), func(set []int32) bool {
		return slices.ContainsFunc(set, func(i int32) bool {
			wrong := len(d.Models) > 0 && !slices.Contains(d.Models, devices[i].Model)
			return wrong || free[i] < d.Share
		})
	})
}

func TestDevicesAreFoundWheneverSomeSetFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		devices := rapid.SliceOfN(rapid.SampledFrom([]Accelerator{{"gpu"}, {"npu"}}), 0, 6).Draw(t, "devices")
		d := drawAcceleratorDemand(t)
		free := make([]int32, len(devices))
		whole := make([]int32, len(devices))
		for i := range devices {
			free[i] = rapid.SampledFrom([]int32{0, 250, 500, 750, WholeDevice}).Draw(t, "free")
			whole[i] = WholeDevice
		}
		if got, want := d.ownedBy(devices), len(fittingSets(&d, devices, whole)) > 0; got != want {
			t.Fatalf("ownedBy = %v, want %v", got, want)
		}
		sets := fittingSets(&d, devices, free)
		if got, want := d.foundIn(devices, free), len(sets) > 0; got != want {
			t.Fatalf("foundIn = %v, want %v", got, want)
		}
		if len(sets) == 0 {
			return
		}
		got := d.pick(devices, free, []int32{7})
		if got[0] != 7 {
			t.Fatalf("picked %v, want 7 at first, which was there before", got)
		}
		// Of all sets that fit, the one that leaves the least free on the devices
		// that it takes, device by device from the tightest, and then the first.
		order := func(set []int32) (key []int32) {
			set = slices.Clone(set)
			slices.SortStableFunc(set, func(a, b int32) int { return int(free[a] - free[b]) })
			for _, i := range set {
				key = append(key, free[i])
			}
			return append(key, set...)
		}
		want := slices.MinFunc(sets, func(a, b []int32) int { return slices.Compare(order(a), order(b)) })
		gotSet := slices.Sorted(slices.Values(got[1:]))
		if !slices.Equal(gotSet, want) {
			t.Fatalf("picked %v of %v for %+v, want %v", gotSet, free, d, want)
		}
	})
}

func TestMoreThanAWholeDeviceIsNeverThere(t *testing.T) {
	d := AcceleratorDemand{Count: 1, Share: WholeDevice + 1}
	if d.ownedBy([]Accelerator{{"gpu"}, {"gpu"}}) {
		t.Error("a share of 1001/1000 is there")
	}
}
