// Command littoral runs edge computing scenarios and compares how schedulers
// place their tasks.
//
//	littoral run                                run the default scenario
//	littoral run site.yaml --policy nearest     run a file under another policy
//	littoral check site.yaml                    say everything that is wrong with it
//	littoral diff out/a out/b                   find the first event in which two runs differ
//	littoral import eua --sites … --users …     make a scenario of public data
//
// The command only reads flags and wires packages together: scenarios loads and
// builds, sim runs, results writes. Results go to the directory of --out, the
// summary to standard output, progress and messages to standard error.
//
// Exit codes: 0 done, 1 the run or a comparison failed, 2 bad usage or bad
// input, 130 interrupted.
package main
