// Package eua turns the public edge user allocation data set (base-station sites
// and user positions, https://github.com/swinedge/eua-dataset) into a scenario.
//
// [Import] reads the two CSV files and returns a scenario file: every site
// becomes an edge node, every user a device on the radio of its nearest site,
// and all sites meet in one metro hub in front of a cloud. [Options] holds what
// the data does not say; its zero value is not valid, [Defaults] is.
//
// With [Options].Mobility users walk on from there, and change their site on the
// way.
//
// The data gives positions only. Bandwidths, latencies, capacities and load are
// assumptions, written into the file where a reader can change them.
package eua
