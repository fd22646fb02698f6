// Package units is planted.
package units
