// Package detmath is planted.
package detmath
