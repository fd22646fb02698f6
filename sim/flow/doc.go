// Package flow shares links among flows of data, max–min fair and exactly, and finds the nanosecond in which each flow is
// done.
package flow
