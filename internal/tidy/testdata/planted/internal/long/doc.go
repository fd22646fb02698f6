// Package long is planted.
package long
