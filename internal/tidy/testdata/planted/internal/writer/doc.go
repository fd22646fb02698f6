// Package writer is planted.
package writer
