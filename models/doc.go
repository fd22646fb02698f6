// Package models is the formal model (N, T, R, S) of an edge system as plain
// values and predicates: what the nodes and tasks are, which task may run on
// which node, and which assignments are feasible. The simulator, the schedulers
// and a deployment share it, so that they all mean the same by "this task may
// run on that node".
//
// How the symbols map to names:
//
//	N          nodes              [Node], its [Status] and transitions, [Gateway], [Link]
//	T          tasks              [Spec] (what all tasks of a kind ask for), [Task], [TaskStatus], [DAG]
//	R(n, t)    resource relation  [System.Relation]: named predicates, each with its [Reason]
//	S: T ⇀ N   assignment         [Assignment], [System.Feasible]
//
// Three types carry the model. A [System] is what does not change during a run:
// nodes, links and kinds of tasks. [Routes] knows which nodes and links work at
// present, and the paths between them. An [Allocation] is what one observer
// holds to be true about one node: its status and what is still free. R is asked
// in parts, so that none is asked more often than it can change:
//
//	why := system.Static(node, spec)                      // once
//	why = system.Reaches(routes, task.Source, node, spec) // when the network has changed
//	why = allocation.Fits(&system.Nodes[node], spec)      // when the node has changed
//
// CPU is a compressible resource: more of it can be promised than a node has (up
// to the node's CPULimit), and then everything on the node runs slower. Memory,
// storage, bandwidth and accelerators are not compressible and are never
// promised twice.
//
// Identifiers are dense numbers inside one system; names belong to the edges of
// the program.
//
// Nothing here advances time, does input or output, or starts a goroutine.
// Nothing here decides either: which of the feasible assignments is a good one
// is the business of the schedulers. And a System is not validated: whoever
// makes one sees to it that each ID is the index of its value and that no
// quantity is negative.
package models
