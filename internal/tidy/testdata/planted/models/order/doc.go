// Package order is planted.
package order
