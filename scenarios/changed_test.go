package scenarios

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// render writes a tree as YAML on one line.
func render(n *yamlx.Node) string {
	parts := []string{}
	switch n.Kind {
	case yamlx.List:
		for _, item := range n.Items {
			parts = append(parts, render(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case yamlx.Map:
		for _, f := range n.Fields {
			parts = append(parts, strconv.Quote(f.Key)+": "+render(f.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case yamlx.Scalar:
	}
	if n.Quoted || n.Text == "" || strings.ContainsAny(n.Text, " ,\n") {
		return strconv.Quote(n.Text)
	}
	return n.Text
}

// Files that are almost right reach the checks behind the decoder, which random
// bytes seldom do.
func TestChangedFilesLoadOrAreRefusedInOrder(t *testing.T) {
	files := [][]byte{[]byte(small)}
	for _, name := range corpus(t, "good") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	rapid.Check(t, func(rt *rapid.T) {
		root, _ := yamlx.Parse(files[rapid.IntRange(0, len(files)-1).Draw(rt, "file")], yamlx.DefaultLimits())
		for range rapid.IntRange(1, 3).Draw(rt, "changes") {
			mutate(rt, root)
		}
		data := []byte(render(root))
		file, err := LoadBytes("changed", data, Options{Policies: policies(), entitiesMax: 2000})
		if err != nil {
			checkErrors(t, err, data, "")
		} else {
			checkLoaded(t, file)
		}
		if t.Failed() {
			rt.Fatalf("for the file %s", data)
		}
	})
}
