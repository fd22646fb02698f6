package results

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"strings"
)

// A temporary file of a run lies beside its target and is called
// tempPrefix + target + tempMark + random digits.
const (
	tempPrefix = "."
	tempMark   = ".littoral-tmp-"
	bufferSize = 256 << 10
)

// pending is a file of the run that does not have its final name yet. Rows are
// appended to buf, which goes to the file, and into the digest, when it is full.
// The first error sticks and is reported by every later call.
type pending struct {
	target string // final path
	file   *os.File
	buf    []byte
	sum    hash.Hash
	bytes  int64
	err    error
}

// newPending creates the temporary file for that target.
func newPending(target string) (*pending, error) {
	dir, name := filepath.Split(target)
	if dir == "" {
		dir = "."
	}
	f, err := os.CreateTemp(dir, tempPrefix+name+tempMark+"*")
	if err != nil {
		return nil, fmt.Errorf("create a temporary file for %s: %w", target, err)
	}
	return &pending{target: target, file: f, buf: make([]byte, 0, bufferSize), sum: sha256.New()}, nil
}

// room flushes the buffer unless n more bytes fit.
func (p *pending) room(n int) {
	if len(p.buf)+n > cap(p.buf) {
		p.flush()
	}
}

func (p *pending) flush() {
	if p.err == nil && len(p.buf) > 0 {
		p.bytes += int64(len(p.buf))
		p.sum.Write(p.buf) // a hash never returns an error
		if _, err := p.file.Write(p.buf); err != nil {
			p.err = fmt.Errorf("write %s: %w", p.target, err)
		}
	}
	p.buf = p.buf[:0]
}

// Write appends b, whatever its length.
func (p *pending) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		p.room(1)
		n := min(len(rest), cap(p.buf)-len(p.buf))
		p.buf = append(p.buf, rest[:n]...)
		rest = rest[n:]
	}
	return len(b), p.err
}

// seal puts everything on the disk and closes the temporary file, which keeps
// its temporary name.
func (p *pending) seal() error {
	p.flush()
	if p.err == nil {
		if err := p.file.Chmod(0o644); err != nil {
			p.err = fmt.Errorf("set the mode of %s: %w", p.target, err)
		}
	}
	if p.err == nil {
		if err := p.file.Sync(); err != nil {
			p.err = fmt.Errorf("sync %s: %w", p.target, err)
		}
	}
	if err := p.file.Close(); err != nil && p.err == nil {
		p.err = fmt.Errorf("close %s: %w", p.target, err)
	}
	return p.err
}

// discard closes and removes the temporary file. It is harmless after seal, and
// after the file has got its final name.
func (p *pending) discard() {
	// What could go wrong leaves at worst a temporary file, which the next run
	// in this directory removes.
	_ = p.file.Close()
	_ = os.Remove(p.file.Name())
}

// rename gives a sealed file its final name.
func (p *pending) rename() error {
	if err := os.Rename(p.file.Name(), p.target); err != nil {
		return fmt.Errorf("publish %s: %w", p.target, err)
	}
	return nil
}

// entry describes a sealed file for the manifest.
func (p *pending) entry() File {
	return File{Name: filepath.Base(p.target), Bytes: p.bytes, SHA256: hex.EncodeToString(p.sum.Sum(nil))}
}

// removeStale removes temporary files that a killed run left in dir.
func removeStale(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("look for leftovers in %s: %w", dir, err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !isTemp(e.Name()) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("remove what an earlier run left: %w", err)
		}
	}
	return nil
}

// isTemp reports whether a file of that name is a temporary file of a run.
func isTemp(name string) bool {
	rest, ok := strings.CutPrefix(name, tempPrefix)
	if !ok {
		return false
	}
	target, _, ok := strings.Cut(rest, tempMark)
	return ok && isOwn(target)
}

// syncDir makes renames and removals in dir durable. Where a directory cannot be
// synced, as on Windows, the order of operations still protects against a killed
// process, though not against a power cut.
func syncDir(dir string) error {
	if !canSyncDir {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open %s to sync it: %w", dir, err)
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}
