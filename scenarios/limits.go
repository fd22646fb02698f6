package scenarios

// Limits on what one file can make.
const (
	// NodesMax is the largest number of nodes of a file.
	NodesMax = 1_000_000
	// WorkloadsMax is the largest number of workloads of a file.
	WorkloadsMax = 100_000
	// EntitiesMax is the largest number of all entities of a file together: nodes,
	// links, domains, crews, images, workloads, transfers, streams, services and faults.
	EntitiesMax = 5_000_000
	// AcceleratorsMax is the largest number of accelerators of all nodes together.
	AcceleratorsMax = 1_000_000
	// SourcesMax is the largest number of pairs of a workload and one of its sources.
	SourcesMax = 4_000_000
	// TasksMax is the largest expected number of tasks of a run.
	TasksMax = 10_000_000_000
	// ChangesMax is the largest expected number of changes of the state of links,
	// nodes and sources in a run, beyond which it would hardly do anything else.
	ChangesMax = 10_000_000_000
	// TraceBytesMax is the largest size of a trace file.
	TraceBytesMax = 256 << 20
)

// entriesMax returns the largest number of entities in the list of a key, or
// zero for other keys.
func entriesMax(key string) int64 {
	switch key {
	case "nodes":
		return NodesMax
	case "workloads":
		return WorkloadsMax
	case "links", "transfers", "streams", "services", "faults", "domains", "crews", "images":
		return EntitiesMax
	}
	return 0
}
