// Package free is planted.
package free
