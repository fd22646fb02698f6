package free

import "time"

// The rules of determinism do not hold here.
func now(m map[int]int) time.Time {
	for range m {
		go func() {}()
	}
	return time.Now()
}
