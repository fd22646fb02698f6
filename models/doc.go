// Package models is the formal model (N, T, R, S) of an edge system as plain
// values and predicates. Nothing here advances time, does input or output, or
// starts a goroutine, so the simulator, the schedulers and a deployment can all
// share one meaning of "this task may run on that node".
//
// How the symbols map to names:
//
//	N          nodes              [Node], its [Status] and transitions, [Gateway], [Link]
//	T          tasks              [Spec] (what a task asks for), [DAG], [TaskStatus]
//	R(n, t)    resource relation  [System.Static], [System.Reaches], [Allocation.Fits]: named predicates, each with a [Reason]
//	S: T ⇀ N   assignment         [Assignment], [System.Feasible]
//
// A [System] holds what does not change during a run: nodes, links and the
// routes between them. An [Allocation] holds what one node has given away. CPU
// is a compressible resource: more of it can be promised than a node has (up to
// the node's Overcommit), and then everything on the node runs slower. Memory,
// storage, bandwidth and accelerators are not compressible and are never
// promised twice.
//
// Identifiers are dense numbers inside one system; names belong to the edges of
// the program.
package models
