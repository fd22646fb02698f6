//go:build unix

package scenarios

import (
	"syscall"
	"time"
)

// cpuTime returns the processor time that the tests have used so far. Other
// programs on the machine add little to it.
func cpuTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		panic(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
