// Package layout is planted.
package layout
