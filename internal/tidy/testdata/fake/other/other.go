// Package other stands for any library.
package other

// Call stands for anything.
func Call() {}
