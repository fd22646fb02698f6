// Package elsewhere is planted.
package elsewhere
