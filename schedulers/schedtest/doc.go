// Package schedtest holds what tests of schedulers share. [Star] builds the
// small systems of hand-written tests.
package schedtest
