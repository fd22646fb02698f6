package scenarios

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// Options change how a file is loaded. The zero Options load it as it is.
type Options struct {
	// Set are overrides of the form path=value, applied in order before
	// anything is checked: "scheduler.policy=nearest", "nodes.cloud.speed=2",
	// "nodes.0.capacity.cpu=8". A path leads through keys, and through the
	// elements of lists by name or by number from 0. The value is YAML.
	Set []string
	// Policies are the scheduling policies that exist. When nil, any name will do.
	Policies []string

	// entitiesMax replaces EntitiesMax in tests when it is not zero.
	entitiesMax int64
}

// Load reads the scenario file name. Trace files are looked for in its
// directory, which they cannot leave by "..", absolute paths or symbolic links.
//
// When something is wrong with the file, the error is a diagnostics.Errors that
// lists all of it; other errors say that a file could not be read.
func Load(name string, options Options) (*File, error) {
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, reason(err))
	}
	defer func() { _ = root.Close() }() // Nothing was written.
	// The scenario itself may be a link to anywhere: the user named it.
	data, err := readFile(os.DirFS(filepath.Dir(name)), filepath.Base(name), yamlx.DefaultLimits().Bytes)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return load(name, data, root.FS(), filepath.Dir(name), options)
}

// LoadFS reads the scenario file name of a file system such as an embed.FS.
// Trace files are looked for in the directory of the file. Otherwise it is like
// Load.
func LoadFS(fsys fs.FS, name string, options Options) (*File, error) {
	data, err := readFile(fsys, name, yamlx.DefaultLimits().Bytes)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	dir, err := fs.Sub(fsys, path.Dir(name))
	if err != nil {
		return nil, fmt.Errorf("open the directory of the scenario: %w", err)
	}
	return load(name, data, dir, path.Dir(name), options)
}

// LoadBytes reads a scenario from memory. The name is used in messages only.
// Such a scenario has no directory and so cannot have trace files. Otherwise it
// is like Load.
func LoadBytes(name string, data []byte, options Options) (*File, error) {
	return load(name, data, nil, "", options)
}

// readFile reads at most one byte more than limit of a regular file.
func readFile(fsys fs.FS, name string, limit int) ([]byte, error) {
	// Opening a named pipe would wait for a writer, so look before.
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, reason(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, reason(err)
	}
	data, err := io.ReadAll(io.LimitReader(file, int64(limit)+1))
	return data, errors.Join(err, file.Close())
}

// reason returns why a path could not be used, without the path, of which the
// user knows another form.
func reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// load reads a scenario whose trace files are in dir, if that is not nil.
// dirName is how the user calls that directory.
func load(name string, data []byte, dir fs.FS, dirName string, options Options) (*File, error) {
	var list diagnostics.List
	s := &sources{file: diagnostics.NewSource(name, data)}
	root, problems := yamlx.Parse(data, yamlx.DefaultLimits())
	for _, p := range problems {
		list.Add(p.Pos, s.at(p.Pos, "", p.Wrong, p.Fix))
	}
	if root == nil {
		return nil, list.Err()
	}
	d := newDecoder(s, &list)
	d.entitiesMax = cmp.Or(options.entitiesMax, EntitiesMax)
	for _, text := range options.Set {
		d.override(root, text)
	}
	d.prepare(root)
	file := &File{sources: s}
	d.value(root, reflect.ValueOf(file).Elem(), &field{key: "the file"})
	c := newChecker(d, file, options)
	c.references()
	traces := c.traces(dir, dirName)
	c.rules()
	if err := list.Err(); err != nil {
		return nil, err
	}
	file.Warnings = c.warnings.All()
	file.Digest = digest(root, traces)
	return file, nil
}
