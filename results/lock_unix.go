//go:build unix && !solaris && !illumos && !aix

package results

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

const canSyncDir = true

// lockDir keeps other recorders out of dir until the returned file is closed or
// the process ends, however it ends. A file system that knows no such locks is
// not an error: then two runs at once into one directory are the user's risk.
func lockDir(dir string) (*os.File, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("open the result directory: %w", err)
	}
	err = syscall.Flock(int(d.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		_ = d.Close() // it was only opened to be locked
		return nil, fmt.Errorf("%s: another run is writing its results there", dir)
	}
	return d, nil
}
