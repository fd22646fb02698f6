// Package cut plays a pair of scenarios in which the uplink of a site is cut for 20
// minutes, once under a control plane that evicts and replaces what it cannot see,
// and once with a site that is left alone: littoral reproduce cut.
//
// [Run] plays both, [Story] is what became of one over time, and [Report] is both
// as a table, a file and one picture with a common axis of time. The scenarios are
// cut-evict and cut-autonomous of the library; the numbers of the two control
// planes are those of their profiles.
//
// What is checked follows from the scenarios without simulating: an autonomous
// site loses no work and no reading, an evicting control plane replaces all twelve
// tasks, and a spooler of 2.5 MiB rejects what comes after 2,560 readings of a
// KiB.
package cut
