//go:build !unix || solaris || illumos || aix

package results

import (
	"fmt"
	"os"
	"runtime"
)

const canSyncDir = runtime.GOOS != "windows" && runtime.GOOS != "plan9"

// lockDir only checks that dir can be opened: this system has no directory
// locks in the standard library, so two runs at once into one directory are the
// user's risk.
func lockDir(dir string) (*os.File, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("open the result directory: %w", err)
	}
	return d, nil
}
