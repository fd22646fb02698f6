// Package tidy holds the rules of the module that neither the compiler nor a
// common linter knows, and a test that enforces them:
//
//   - layers: who may depend on whom, through any number of steps, and on which
//     other modules; test libraries stay in tests (see layers.go);
//   - determinism: nothing that differs between two runs or two machines in
//     models, schedulers and sim (see determinism.go);
//   - layout: a doc.go with a package comment in every package, no file longer
//     than 600 lines, no init function, no package-level variable but errors,
//     blank assertions and tables that nobody writes (see layout.go).
//
// Run it with
//
//	go test ./internal/tidy
//
// An iteration in map order that cannot matter is excused by a comment on the
// same line or the line above it,
//
//	//tidy:ordered the sum does not depend on the order
//
// and an excuse that excuses nothing is a finding itself. The other rules know
// no exception.
//
// What the rules find is tried on the module in testdata/planted, where each is
// broken on purpose. The package uses the standard library and the go command
// only. It looks at the files that build on the machine where it runs, and it
// does not look for fused multiply-add instructions; that needs the compiler.
package tidy
