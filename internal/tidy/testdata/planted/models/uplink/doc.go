// Package uplink is planted.
package uplink
