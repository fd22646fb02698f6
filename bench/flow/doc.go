// Command flow measures what flows cost in sim/kernel and sim/flow together,
// beside SimGrid, and what a change of one flow costs in networks of many sizes.
//
//	go run ./bench/flow         # some minutes
//	go run ./bench/flow -quick  # half a minute, coarser
//
// The first table is one workload: 20,000 flows on 1,000 devices, fifty behind
// each of twenty gateways, which share the uplink of 110 Mbit/s of their gateway
// behind a link of 50 Mbit/s of their own. Flows arrive as a Poisson process at a
// random device and have lognormal sizes of 2 MB on average. At 50 flows/s the
// uplinks carry 36 % of what they can, at 200 flows/s they are asked for 145 %, so
// that flows pile up. Each simulator runs its whole event loop: arrival, latency,
// sharing, completion. The programs take turns, and the least processor time of
// the runs counts, because other programs on the machine can only add to it;
// neither includes reading the workload and building the network. SimGrid runs as
// it is fastest (network/optim:Lazy, transfers that no actor waits for). The
// completion times of both must agree, or there is no ratio.
//
// The other tables are of Littoral alone: the cost of a change, which is a start
// or an end of a flow, with idle links beside the busy ones, and against the
// number of flows and links in the component that it touches.
//
// The first table needs g++ and SimGrid (Debian: libsimgrid-dev); where they are
// absent the column says NOT-RUN.
package main
