package models

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Enclave is a part of a node that nobody but the task in it can look into, and what
// it costs to run there.
type Enclave struct {
	SlowdownPermille int64         // by how much longer the work takes there: 1000 is as long as outside
	Transition       time.Duration // to enter and leave it, once for each attempt
}

// enclosed returns how long a task runs in the enclave that runs for so long outside.
func (e *Enclave) enclosed(run time.Duration) time.Duration {
	return units.Add(time.Duration(units.MulDivCeil(int64(run), e.SlowdownPermille, 1000)), e.Transition)
}
