// Package sim is planted.
package sim
