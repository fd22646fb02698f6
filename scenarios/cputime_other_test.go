//go:build !unix

package scenarios

import "time"

var start = time.Now()

// cpuTime returns the time since the tests began.
func cpuTime() time.Duration { return time.Since(start) }
