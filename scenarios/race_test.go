//go:build race

package scenarios

// raceSlowdown is how many times longer work may take under the race detector.
const raceSlowdown = 10
