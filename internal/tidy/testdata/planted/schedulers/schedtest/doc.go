// Package schedtest is planted.
package schedtest
