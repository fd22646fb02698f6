package autoscale

import (
	"errors"
	"fmt"
	"time"
)

// InstancesMax is the greatest number of instances of a service.
const InstancesMax = 1 << 20

// permille is a whole in thousandths.
const permille = 1000

// Policy says how a service is scaled.
type Policy struct {
	Min, Max int32 // instances, 0 ≤ Min ≤ Max ≤ InstancesMax, and Max at least 1
	// TargetPermille is the utilisation to aim for: busy slots in thousandths of all
	// slots, 1 to 1000.
	TargetPermille int32
	// TolerancePermille is how far the utilisation may be off, relative to the target,
	// without a change: 0 to 1000.
	TolerancePermille int32
	// Period is the time between two looks at the load, positive.
	Period time.Duration
	// Window is how long a recommendation holds against scaling down, at least 0.
	Window time.Duration
	// UpCooldown and DownCooldown are how long after any change the number may not
	// be raised, or lowered; at least 0.
	UpCooldown, DownCooldown time.Duration
	// UpStep and DownStep are the most instances that one change adds or removes, or 0
	// for any number.
	UpStep, DownStep int32
}

// Validate reports all fields that are out of range.
func (p *Policy) Validate() error {
	var list []error
	check := func(bad bool, format string, args ...any) {
		if bad {
			list = append(list, fmt.Errorf(format, args...))
		}
	}
	check(p.Min < 0, "Min: %d is negative", p.Min)
	check(p.Max < 1 || p.Max > InstancesMax, "Max: %d is outside 1 to %d", p.Max, InstancesMax)
	check(p.Min > p.Max, "Min: %d is more than Max, %d", p.Min, p.Max)
	check(p.TargetPermille < 1 || p.TargetPermille > permille, "TargetPermille: %d is outside 1 to %d", p.TargetPermille, permille)
	check(p.TolerancePermille < 0 || p.TolerancePermille > permille, "TolerancePermille: %d is outside 0 to %d", p.TolerancePermille, permille)
	check(p.Period <= 0, "Period: %v is not positive", p.Period)
	check(p.Window < 0, "Window: %v is negative", p.Window)
	check(p.UpCooldown < 0, "UpCooldown: %v is negative", p.UpCooldown)
	check(p.DownCooldown < 0, "DownCooldown: %v is negative", p.DownCooldown)
	check(p.UpStep < 0, "UpStep: %d is negative", p.UpStep)
	check(p.DownStep < 0, "DownStep: %d is negative", p.DownStep)
	return errors.Join(list...)
}
