package models

// WholeDevice is the share of a whole accelerator, in thousandths.
const WholeDevice = 1000

// Accelerator is one device of a node, such as one GPU.
type Accelerator struct {
	Model string
}

// AcceleratorDemand asks for Count devices with Share thousandths of each. A
// share below WholeDevice lives on a single device; Count devices are always
// distinct. The zero value asks for none.
type AcceleratorDemand struct {
	Count  int32
	Share  int32    // 1 … WholeDevice
	Models []string // any of these; empty means any model
}

// Accepts reports whether a device of that model will do.
func (d *AcceleratorDemand) Accepts(model string) bool {
	if len(d.Models) == 0 {
		return true
	}
	for _, m := range d.Models {
		if m == model {
			return true
		}
	}
	return false
}

// pickDevices appends the indices of the devices that d takes from a node whose
// devices have those free shares, or returns ok = false when they do not
// suffice. It takes the tightest fitting devices first, ties to the lower index,
// so that whole devices stay whole for as long as possible.
func pickDevices(d *AcceleratorDemand, devices []Accelerator, free []int32, picked []int32) ([]int32, bool) {
	start := len(picked)
	for range d.Count {
		best := int32(-1)
		for i := range devices {
			if free[i] < d.Share || !d.Accepts(devices[i].Model) || holds(picked[start:], int32(i)) {
				continue
			}
			if best < 0 || free[i] < free[best] {
				best = int32(i)
			}
		}
		if best < 0 {
			return picked[:start], false
		}
		picked = append(picked, best)
	}
	return picked, true
}

func holds(list []int32, x int32) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}
