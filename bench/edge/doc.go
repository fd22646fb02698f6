// Command edge measures a whole run of a large fleet in which everything happens
// at once: make bench-edge.
//
//	go run ./bench/edge            # an hour: 10,001 nodes, a million tasks
//	go run ./bench/edge -quick     # five minutes of it
//
// The city of city.go has a hundred districts with a gateway, nine edge nodes and
// eighty devices each, a thousand people who walk from one to the other, and a
// cloud. Nodes crash and are repaired, uplinks and air links are cut, gateways
// convert and protect what crosses them, readings are buffered and summed up on
// their way, and nodes use power. It is a scenario in the file format, which -print
// shows, so what is measured is what users run, the event log and its digest
// included.
//
// The run is made twice on one processor. The bars are 60 s of processor time for
// each, 2 GiB of resident memory, and equal digests; a run that misses one of them
// is an error.
package main
