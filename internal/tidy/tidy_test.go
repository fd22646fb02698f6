package tidy

import (
	"io/fs"
	"path/filepath"
	"testing"
)

func TestTheModuleIsTidy(t *testing.T) {
	for _, f := range inspect(t, "../..", linesMax) {
		t.Error(f)
	}
}

// inspect applies all rules to the module in dir.
func inspect(t *testing.T, dir string, lines int) []finding {
	t.Helper()
	listFolders(t, dir)
	m, err := load(dir)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	checkLayers(m, &r)
	checkFiles(m, lines, &r)
	packages := m.checkAll(&r)
	checkDeterminism(m, packages, &r)
	checkDeclarations(m, packages, &r)
	return r.sorted()
}

// listFolders reads all folders, so that the cache of go test notices files that
// come and go. What the go command reads for load it does not see.
func listFolders(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
