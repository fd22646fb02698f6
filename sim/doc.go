// Package sim is the world that advances time: it generates tasks, asks a
// scheduler where they go, moves their data, runs them, breaks and repairs
// nodes, and keeps account of all of it.
//
// [Run] executes a [Config] under a scheduler and streams what happens to a
// [trace.Sink]. One run is one goroutine; the same configuration, seed and
// policy give the same event log, whatever the machine.
//
// A world has one file per concern. Read them in this order:
//
//	config.go    what a run consists of; validate.go says what makes sense
//	run.go       set-up; end.go and outcome.go close the books
//	world.go     the state, and the switch over all kinds of events
//	event.go     these kinds, and the phases of an instant
//	arrival.go   tasks come into being at their data sources
//	task.go      the life of a task and the parts of its latency
//	attempt.go   what comes before a task queues, and after an attempt is lost
//	image.go     the software that nodes pull and keep
//	driver.go    snapshot → Plan → referee → apply
//	pending.go   the tasks that wait, and which of them a decision is shown
//	room.go      where there is new room for those that have waited
//	network.go   data under way; transfer.go moves it without a task
//	stream.go    data without tasks: where it is made and stops; spool.go stores and
//	             sends it, and age.go says how fresh it arrives
//	link.go      what links offer as time goes by
//	node.go      execution under the discipline of a node; dilation.go slows it
//	measured.go  work that is known class by class of devices
//	gateway.go   nodes that convert and protect data; passage.go is how it passes
//	             them, halt.go what a crash does to it, toll.go what is told of it
//	power.go     what is used, and who bears it; rest.go sleeps, cell.go feeds, impact.go sums up
//	service.go   instances and the requests that they serve; elastic.go changes their
//	             number and version, membership.go the nodes that are there, and
//	             migration.go moves instances
//	mobile.go    devices that move, and handovers
//	follow.go    states of services that follow them
//	trust.go     what vouches for nodes and runs out, and data that has to stay somewhere
//	fault.go     what fails and works again; outage.go is what that does to data
//	control.go   an observer that does not know the truth; belief.go is what it
//	             learns when, booking.go what it knows of a placement, eviction.go
//	             what it does about lost nodes, copies.go what then runs twice,
//	             delivery.go when its commands set out
//	guard.go     nodes and links that get more to do than they can
//	journal.go   the log, the digest and the records
//	audit.go     conservation laws, checked at the end of every run
//
// handles.go, flight.go, journey.go, row.go and merger.go are the containers that these use.
//
// The mechanisms that it wires together know nothing of each other: kernel (time
// and order), rng (random streams), share (how a node divides its CPU), flow (how
// data shares the network), channel (how a link varies), failure (what fails
// when), arrivals, mobility (where devices are), association (with which access
// point), relocation (of state), conversion and session (what gateways do), buffer
// (store-and-forward), aggregate (summaries), credential (what runs out and is
// renewed), autoscale and rollout (of services), detector and reaction (of an
// observer), energy and battery, retry, imagecache and trace (records). What may run where is decided by
// models, and where it runs by a scheduler.
//
// Two rules say what happens when things meet in one instant. In the order of
// phases, failures come first, then repairs, completions, arrivals and decisions:
// a task that would be done when its node crashes is lost. Within a phase, what
// was scheduled first comes first.
//
// A task that is alive takes less than 300 bytes, also while its data shares a link
// between two interfaces; tasks that stream through allocate nothing. A decision is
// shown a bounded number of tasks, so a backlog does not make it dearer. A fault
// takes time in proportion to the data under way over what fails, and to what
// waits for a path or a node.
//
// Without a [Control] the scheduler sees the truth without delay. With one it sees
// what an observer believes: nodes as their last heartbeats left them, and resources
// as it has booked them. Truth and belief then part in both directions. A placement
// can reach a node that is gone; it waits for the node, and is taken back when the
// observer gives it up. And an instance whose node is only cut off runs on while its
// task is placed again; the first result that reaches the target counts, and one
// record is written.
package sim
