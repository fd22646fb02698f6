// Package bench is the home of the measurements that compare Littoral with other programs.
//
// Each sub-folder with Go files is one command. bench/sim measures whole simulations. bench/kernel measures the cost of an event in sim/kernel beside a C++ binary heap
// and SimPy, which it builds and runs itself from bench/hold. A peer that is not installed is reported as not run; no number is
// printed that was not measured in that run.
//
//	go run ./bench/kernel
//	go run ./bench/sim
//
// Benchmarks that compare Littoral with its own past lie beside the code as go test benchmarks, not here.
package bench
