// Package paper is what the reports of reproductions are written on: [Table]
// aligns text in columns, and [Sheet] is a canvas for a picture, which [PNG] and
// [SVG] make.
package paper
