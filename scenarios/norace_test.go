//go:build !race

package scenarios

// raceSlowdown is how many times longer work may take without the race detector.
const raceSlowdown = 1
