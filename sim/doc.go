// Package sim is the world that advances time: it generates tasks, asks a
// scheduler where they go, moves their data, runs them, breaks and repairs
// nodes, and keeps account of all of it.
//
// [Run] executes a [Config] under a scheduler and streams what happens to a
// [trace.Sink]. One run is one goroutine; the same configuration, seed and
// policy give the same event log, whatever the machine.
//
// A world has one file per kind of entity. Read them in this order:
//
//	config.go    what a run consists of
//	run.go       set-up, the loop, and the end
//	world.go     the state, and the switch over all kinds of events
//	arrival.go   tasks come into being at their data sources
//	driver.go    snapshot → Plan → referee → apply
//	task.go      the life of a task and the parts of its latency
//	network.go   inputs, outputs and plain transfers on their paths
//	node.go      execution under the discipline of a node
//	fault.go     crashes, repairs and cuts
//	audit.go     conservation laws, checked at the end of every run
//
// The mechanisms that it wires together know nothing of each other: kernel (time
// and order), rng (random streams), share (how a node divides its CPU) and trace
// (records). What may run where is decided by models, and where it runs by a
// scheduler.
//
// Transfers do not contend in this version: each takes the latency of its path
// and its size over the narrowest capacity on the way, whatever else is under
// way. The observer that schedulers see the world through knows the truth
// without delay.
package sim
