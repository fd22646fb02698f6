// Package plots draws the figures of runs in one house style that is fit for a
// paper: Liberation Sans at 8 points, the colours of Okabe and Ito with dashes so
// that they can be told apart in print, thin axes with ticks in human units, and
// legends above the axes. Nothing is cut off or drawn over, whatever the names.
//
// The main types are [Run], the data of the figure of one run; [Comparison],
// several runs in one panel; and [Figure], a drawing that renders to PNG or SVG.
// Equal data give equal bytes; those of an SVG are the same on every kind of
// processor, those of a PNG on every processor of one kind.
//
//	figure := plots.DrawRun(&plots.Run{Title: "two-sites", Workloads: workloads})
//	png, err := figure.PNG(200)
//
// The package computes no statistics: values and their labels come from the
// caller. It is not a general plotting library.
package plots
