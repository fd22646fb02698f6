// Command kernel measures what an event costs in sim/kernel, beside a std::priority_queue in C++ and beside SimPy.
//
// All do the same work, the hold model: a number of events is pending, and every event dispatched schedules one successor. Delays
// come from one table per distribution, which the programs read in a circle, so that no random number generator is measured. Each
// program fills its queue, dispatches twice as many events as are pending, and then is measured in processor time, each
// measurement in a process of its own. The programs take turns, and the median of the repetitions is printed. A digest over the
// order of the unmeasured events must be the same in all programs.
//
// Run it in the root of the repository:
//
//	go run ./bench/kernel         # about ten minutes
//	go run ./bench/kernel -quick  # about two minutes, coarser
//
// It needs g++ for the C++ column, and /usr/bin/python3 with simpy for the SimPy column; what is missing is printed as NOT-RUN.
// SimPy is run for the exponential distribution only, with fewer events, because it is slow.
package main
