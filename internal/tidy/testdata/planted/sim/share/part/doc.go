// Package part is planted.
package part
