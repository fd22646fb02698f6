// Package share decides who runs on a node's processor, and when each job is done.
package share
