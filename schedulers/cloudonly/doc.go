// Package cloudonly places every task in the cloud: first-fit, as in package
// firstfit, on the nodes of tier cloud alone. It is the baseline that an edge
// has to beat.
//
// A task that no cloud node admits stays pending, even when an edge node would
// take it. That includes tasks whose constraints exclude the cloud.
//
// A decision takes O(eligible nodes). The policy has no state and draws no
// random numbers.
package cloudonly
