// Command sim measures whole simulations: what an event and a task cost under
// each policy of the catalog, and how much memory a task takes while it is alive.
//
//	go run ./bench/sim         # a million tasks per policy, some minutes
//	go run ./bench/sim -quick  # a hundred thousand
//
// The system is a star: 1,000 edge nodes with eight cores each around a hub, and
// ten devices whose tasks load them to 70 %, and the links of the devices to 54 %. A task is sent to its node, runs for
// 100 ms on average, and sends its result back; its life is eight events of the
// log. The digest is on, and the sink discards what it is told. There is no cloud,
// so under cloud-only all tasks wait from their arrival to the end.
//
// Time is processor time of the process, the least of several runs, because other
// programs on the machine can only add to it. Peak heap is the largest amount of
// memory in objects at a thousand instants of a run; that it does not grow with
// the number of tasks shows in the line about streaming. Bytes per live task are
// the growth of the heap, after a collection, by tasks that are all in one state:
// pending, sending while their data is in the latency of a link, flowing while it
// shares the link and the interfaces at both ends, queued, or running.
package main
