package library

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Default is the scenario that runs when none is named.
const Default = "smart-city"

//go:embed *.yaml
var files embed.FS

// Names returns the names of all scenarios in alphabetical order.
func Names() []string {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		panic(fmt.Sprintf("library: the embedded directory cannot be read: %v", err))
	}
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(out)
	return out
}

// Read returns the text of a scenario, and whether there is one of that name.
func Read(name string) ([]byte, bool) {
	if !slices.Contains(Names(), name) {
		return nil, false
	}
	data, err := files.ReadFile(name + ".yaml")
	return data, err == nil
}
