// Package flow is planted.
package flow
