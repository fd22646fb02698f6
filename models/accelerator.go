package models

import "slices"

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
	return len(d.Models) == 0 || slices.Contains(d.Models, model)
}

// ownedBy reports whether a node with those devices has enough of them at all.
func (d *AcceleratorDemand) ownedBy(devices []Accelerator) bool {
	missing := d.Count
	for i := range devices {
		if d.Accepts(devices[i].Model) {
			missing--
		}
	}
	return missing <= 0 && d.Share <= WholeDevice
}

// foundIn reports whether a node whose devices have those free shares has enough
// of them free.
func (d *AcceleratorDemand) foundIn(devices []Accelerator, free []int32) bool {
	missing := d.Count
	for i := range devices {
		if free[i] >= d.Share && d.Accepts(devices[i].Model) {
			missing--
		}
	}
	return missing <= 0
}

// pick appends the indices of the devices that d takes where foundIn has said
// yes. It takes the tightest fitting devices first, ties to the lower index, so
// that whole devices stay whole for as long as possible.
func (d *AcceleratorDemand) pick(devices []Accelerator, free, picked []int32) []int32 {
	start := len(picked)
	for range d.Count {
		best := int32(-1)
		for i := range int32(len(devices)) {
			if free[i] < d.Share || !d.Accepts(devices[i].Model) || slices.Contains(picked[start:], i) {
				continue
			}
			if best < 0 || free[i] < free[best] {
				best = i
			}
		}
		picked = append(picked, best)
	}
	return picked
}
