// Package models is planted.
package models
