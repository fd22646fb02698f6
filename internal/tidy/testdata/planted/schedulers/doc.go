// Package schedulers is planted.
package schedulers
