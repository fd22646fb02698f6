// Package deploy is planted.
package deploy
