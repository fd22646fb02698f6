package models

// NodeID is the index of a node in its System.
type NodeID int32

// LinkID is the index of a link in its System.
type LinkID int32

// TaskID is a handle of a task that is alive. It is dense, and reused when the
// task has left the system.
type TaskID int32

// SpecID is the index of a Spec in its System.
type SpecID int32

// ClassID is the number of a class of devices, from 1. 0 is none.
type ClassID int32

// DomainID is the index of a failure domain (a rack, a power feed, a site).
type DomainID int32

// ServiceID is the number of a service, from 1.
type ServiceID int32

// NoService stands for no service.
const NoService ServiceID = 0

// What stands for "none" among identifiers.
const (
	NoNode   NodeID   = -1
	NoLink   LinkID   = -1
	NoTask   TaskID   = -1
	NoDomain DomainID = -1
)
