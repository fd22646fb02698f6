// Package scenarios reads scenario files: YAML that describes nodes, links,
// workloads and what goes wrong, strictly. docs/SCENARIOS.md lists every key.
//
// [Load] returns a [File] in which every template is expanded, every reference
// resolved and every quantity a whole number of its smallest unit, or a
// diagnostics.Errors that lists everything wrong with the file, each with its
// line, a caret and a way to put it right:
//
//	file, err := scenarios.Load("site.yaml", scenarios.Options{
//		Set:      []string{"scheduler.policy=nearest"},
//		Policies: []string{"nearest", "least-latency"},
//	})
//
// Every [Value] of a File keeps the place where it was written, so that later
// checks can point at it too: see [File.Diagnose]. [Schema] is the JSON Schema
// for editors; it comes from the struct tags that also guide the loader.
// File.Build turns a File into what the simulator runs.
//
// # Strictness
//
// A key that is unknown, repeated or spelt in other case, a number without its
// unit, with an exponent or finer than the unit can express, a reference to
// nothing, a demand that no node can meet: all are errors. Doubts, such as an
// overload or a fault after the end, are File.Warnings. No default invents
// physics: what has a capacity, rate or latency must state it. Two absences
// have a meaning: a node without storage stores nothing, and a node without
// bandwidth is limited by its links only.
//
// A link may take what it does not state from a link class of package profiles,
// where each value has a source; what that lacks, the file must have.
//
// Files are not trusted. Limits are checked before memory is allocated, traces of
// arrivals, outages and link profiles stay in the directory of the scenario, and messages carry no control
// characters to the terminal.
//
// # Templates
//
// An entry with the key each stands for one entity per combination of the
// values of its variables, in the order written, the first variable varying
// slowest; {site} is replaced in all its texts. Where YAML wants quotation marks
// around braces, that is between brackets, this package does not.
//
// The package does not run anything, knows no sweeps over parameters, and never
// writes a scenario file.
package scenarios
