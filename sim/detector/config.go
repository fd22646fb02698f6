package detector

import (
	"errors"
	"fmt"
	"time"
)

// PassesMax bounds Grace and Startup in periods of the monitor.
const PassesMax = 1 << 16

// Config is what a detector is told once. The zero value is not valid.
type Config struct {
	// Monitor is the time between two passes of the monitor, positive.
	Monitor time.Duration
	// Grace is how long after the last observed signal a node is taken for lost, positive.
	Grace time.Duration
	// Startup is the grace of a node that has never been heard, positive.
	Startup time.Duration
	// Recovery is how many signals in a row make a node trusted again, from 1 to 1000.
	Recovery int32
}

// recoveryMax bounds Config.Recovery.
const recoveryMax = 1000

// Validate reports all fields that are out of range.
func (c *Config) Validate() error {
	var r problems
	r.check(c.Monitor <= 0, "Monitor: %v is not positive", c.Monitor)
	r.check(c.Grace <= 0, "Grace: %v is not positive", c.Grace)
	r.check(c.Startup <= 0, "Startup: %v is not positive", c.Startup)
	if c.Monitor > 0 {
		most := time.Duration(PassesMax)
		r.check(c.Grace/most >= c.Monitor, "Grace: %v is not less than %d passes of the monitor", c.Grace, PassesMax)
		r.check(c.Startup/most >= c.Monitor, "Startup: %v is not less than %d passes of the monitor", c.Startup, PassesMax)
	}
	r.check(c.Recovery < 1 || c.Recovery > recoveryMax, "Recovery: %d is outside 1 to %d", c.Recovery, recoveryMax)
	return errors.Join(r.list...)
}

// problems gathers what is wrong with a value.
type problems struct{ list []error }

func (r *problems) check(wrong bool, format string, args ...any) {
	if wrong {
		r.list = append(r.list, fmt.Errorf(format, args...))
	}
}
