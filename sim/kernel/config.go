package kernel

import (
	"errors"
	"fmt"
)

const (
	roundsDefault    = 1000
	zeroDelayDefault = 10_000_000
	roundsMost       = roundLimit - 1 // the round after it must still fit into a key
)

// Config bounds what an engine takes for progress. The zero value is ready to use.
type Config struct {
	// RoundsMax is how many rounds one instant may have beyond its first. 0 means 1000; the greatest value is 4094.
	RoundsMax int
	// ZeroDelayMax is how many events handlers may schedule in one instant for that same instant. Events that were scheduled
	// earlier, or from outside a handler, do not count, however many share an instant. 0 means ten million.
	ZeroDelayMax int
}

// Validate reports every field that is out of range.
func (c Config) Validate() error {
	var errs []error
	if c.RoundsMax < 0 || c.RoundsMax > roundsMost {
		errs = append(errs, fmt.Errorf("RoundsMax: %d is not in 0..%d", c.RoundsMax, roundsMost))
	}
	if c.ZeroDelayMax < 0 {
		errs = append(errs, fmt.Errorf("ZeroDelayMax: %d is negative", c.ZeroDelayMax))
	}
	return errors.Join(errs...)
}

func (c Config) withDefaults() Config {
	if c.RoundsMax == 0 {
		c.RoundsMax = roundsDefault
	}
	if c.ZeroDelayMax == 0 {
		c.ZeroDelayMax = zeroDelayDefault
	}
	return c
}
