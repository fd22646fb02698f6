// Package edge compares what the simulator does at the edge with closed forms:
// littoral reproduce edge.
//
// [Run] plays small scenarios, [Row] is one quantity beside what it has to be, and
// [Report] is all of them as a table, a file and a picture. There is a file for
// each topic, and its function returns the rows. The scenarios are written in the
// file format, so what is checked is what users run.
//
// A closed form says one of three things of a quantity. It is exact, to the
// nanosecond, the byte or the item: then the value has to be equal. It lies between
// bounds that no run may leave. Or it has a distribution: then the mean of
// independent runs has to lie within six standard deviations of its own, as theory
// has them, of the expected value.
package edge
