// Package catalog maps the names of the policies that come with the module, as
// scenario files spell them, to their constructors.
//
//	policy, err := catalog.New("least-loaded")
//
// The main functions are [New], [Names] and [Entries]. The catalog is closed: a
// policy of your own needs no name here, because everything that takes a
// scheduler takes a [schedulers.Scheduler] value.
package catalog
