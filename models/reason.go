package models

// Reason is why the answer was no: the name of the predicate of R that does not
// hold, or of the rule that an action breaks. The zero Reason means yes.
type Reason uint8

// The reasons. Their numbers appear in event logs: new ones go before reasonEnd.
const (
	OK Reason = iota

	// Predicates of R(n, t), in the order in which they are asked.

	NotActive           // the node is not Active
	WrongTier           // the task does not run on nodes of that tier
	WrongNode           // the task names other nodes
	WrongLabel          // a label selector does not match
	Untrusted           // the node offers less security than required
	CPUCapacity         // the node has, or may promise, less CPU than the task demands
	MemoryCapacity      // less memory in all than demanded
	StorageCapacity     // less storage in all than demanded
	BandwidthCapacity   // less bandwidth in all than demanded
	AcceleratorCapacity // too few accelerators of the right model
	WrongProtocol       // the gateway of the data source does not speak the protocol
	Unreachable         // no path from the data source to the node
	TooFar              // the path latency is above the bound
	Unencrypted         // a link of the path is not encrypted
	CPUFull             // the over-commit limit of the node is reached
	MemoryFull          // too little memory free
	StorageFull         // too little storage free
	BandwidthFull       // too little bandwidth free
	AcceleratorFull     // too small shares of accelerators free

	// Rules of the referee.

	NotPending    // the task does not wait for a placement
	UnknownNode   // there is no such node
	UnknownAction // there is no such action
	Stale         // the node has changed since the decision was made
	PlacedTwice   // the plan uses the task in an earlier action, or the node has a replica of it
	Partial       // another action of the same transaction was refused

	// Ends of attempts and of tasks.

	NodeLost     // the node crashed
	PathLost     // the path between data source and node was cut
	DeclinedByIt // the scheduler declined the task
	NoNodeFits   // no node satisfies R(n, t) at present
	NoPlace      // all places of the node are taken
	NoMoreTries  // the attempts that the task is allowed are spent
	NoImage      // the node has no room for the image of the task

	// Services.

	NoInstance // no instance on the node has a slot free
	ScaledIn   // the instance is not needed any more
	Replaced   // the instance makes room for its next version

	// Further predicates of R(n, t).

	NotMeasured       // nobody has measured how long the task takes on nodes of that class
	CredentialExpired // the certificate of the node has run out
	TokenExpired      // the token of the node has run out
	AttestationStale  // the node has not been attested for too long
	NoEnclave         // the node has no enclave
	OutsideRegion     // the data must not be on the node
	PathOutsideRegion // the data must not pass a link or node of the path

	// Why an instance is stopped.

	NodeLeaves // its node will not be there any more
	Migrated   // it goes on elsewhere

	reasonEnd
)

// Reasons returns the names of all reasons, indexed by Reason; that of OK is "".
func Reasons() []string {
	out := make([]string, reasonEnd)
	for r := range reasonEnd {
		out[r] = r.String()
	}
	return out
}

// reasonCodes holds the reason codes. Nobody writes it.
var reasonCodes = [reasonEnd]string{
	OK:                  "",
	NotActive:           "not-active",
	WrongTier:           "tier",
	WrongNode:           "node",
	WrongLabel:          "label",
	Untrusted:           "security",
	CPUCapacity:         "cpu-capacity",
	MemoryCapacity:      "memory-capacity",
	StorageCapacity:     "storage-capacity",
	BandwidthCapacity:   "bandwidth-capacity",
	AcceleratorCapacity: "accelerator-capacity",
	WrongProtocol:       "protocol",
	Unreachable:         "unreachable",
	TooFar:              "latency",
	Unencrypted:         "encryption",
	CPUFull:             "cpu-full",
	MemoryFull:          "memory-full",
	StorageFull:         "storage-full",
	BandwidthFull:       "bandwidth-full",
	AcceleratorFull:     "accelerator-full",
	NotPending:          "not-pending",
	UnknownNode:         "unknown-node",
	UnknownAction:       "unknown-action",
	Stale:               "stale",
	PlacedTwice:         "placed-twice",
	Partial:             "transaction-refused",
	NodeLost:            "node-lost",
	PathLost:            "path-lost",
	DeclinedByIt:        "declined",
	NoNodeFits:          "no-node-fits",
	NoPlace:             "no-place",
	NoMoreTries:         "no-more-tries",
	NoImage:             "no-room-for-image",
	NoInstance:          "no-instance",
	ScaledIn:            "scaled-in",
	Replaced:            "replaced",
	NotMeasured:         "no-measured-time",
	CredentialExpired:   "credential-expired",
	TokenExpired:        "token-expired",
	AttestationStale:    "attestation-stale",
	NoEnclave:           "no-enclave",
	OutsideRegion:       "residency",
	PathOutsideRegion:   "path-residency",
	NodeLeaves:          "node-leaves",
	Migrated:            "migrated",
}

// String returns the reason code, a kebab-case word, or "" for OK.
func (r Reason) String() string {
	if r >= reasonEnd {
		return "unknown"
	}
	return reasonCodes[r]
}
