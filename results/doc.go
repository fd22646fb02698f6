// Package results writes down everything that a run leaves behind: tables with
// one row per task, transfer, node and link, the event log, a summary with
// confidence intervals for programs and for people, and a manifest that says
// what the run was made of.
//
// The main types are [Recorder], the trace.Sink that streams records to files as
// the run goes on; [Summary], the numbers of the run; and [Manifest], which is
// written last, so that a directory that has one holds one complete run.
//
//	rec, err := results.NewRecorder(dir, names, results.Options{})
//	// … the simulator calls rec.Event, rec.Task and rec.Transfer …
//	summary, err := rec.Finish(outcome, manifest)
//	err = summary.Print(os.Stdout, results.Style{})
//
// Memory does not grow with the number of tasks. Equal runs leave equal bytes on
// every kind of processor, but for the wall clock and the platform in the manifest
// and for run.png, whose pixels may differ in shade between kinds of processors.
//
// The package does not run anything, does not combine replications into one
// number, and does not decide whether a terminal wants colours.
package results
