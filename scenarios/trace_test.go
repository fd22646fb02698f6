package scenarios

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

// traced is a scenario whose two sources follow the trace at the given path.
func traced(path string) string {
	return strings.Replace(small, "source: a, arrivals: {every: 1s}", "source: [a, b], arrivals: {trace: "+path+"}", 1)
}

func TestTraceRowsBelongToTheirSource(t *testing.T) {
	f := everything(t)
	equal(t, "with sources", f.Workloads[4].Arrivals.Trace.Arrivals, []TraceArrival{
		{0, 3}, {500 * time.Millisecond, 8}, {1500 * time.Millisecond, 3},
	})
	equal(t, "without", f.Workloads[5].Arrivals.Trace.Arrivals, []TraceArrival{{time.Second, -1}, {2 * time.Second, -1}})
}

func TestWrongTracesAreRefusedAtTheRightPlace(t *testing.T) {
	for _, c := range []struct{ csv, at, say string }{
		{"", "1:1", "the file is empty"},
		{"at\n", "1:1", "no rows after the header"},
		{"time\n1s\n", "1:1", `unknown column "time"`},
		{"source\na\n", "1:1", "the column at is missing"},
		{"at,at\n1s,1s\n", "1:4", "the column at occurs twice"},
		{"at,src\n1s,a\n", "1:4", `unknown column "src"`},
		{"at\n1s\n2\n", "3:1", `"2" has no unit`},
		{"at\n1s\n0.5s\n", "3:1", "500ms comes after 1s"},
		{"source,at\na,1s\nb,-1s\n", "3:3", "negative"},
		{"source,at\na,1s\nc,2s\n", "3:1", `"c" is not a source of the workload w`},
		{"at\n1s,2s\n", "2:1", "this is not CSV: wrong number of fields"},
		{"at\n\"1s\n", "", "this is not CSV"},
		{"at\n1s\n\xff\n", "1:1", "UTF-8"},
		{"at,source\n1s,\"é,b\",x\n", "2:1", "wrong number of fields"},
	} {
		fsys := fstest.MapFS{"dir/s.yaml": {Data: []byte(traced("sub/t.csv"))}, "dir/sub/t.csv": {Data: []byte(c.csv)}}
		_, err := LoadFS(fsys, "dir/s.yaml", Options{})
		var found diagnostics.Errors
		if !errors.As(err, &found) {
			t.Errorf("%q: %v", c.csv, err)
			continue
		}
		d := found.List[0]
		at := fmt.Sprintf("%d:%d", d.Line, d.Col)
		if d.File != "dir/sub/t.csv" || !strings.Contains(d.Problem, c.say) && !strings.Contains(d.Fix, c.say) || c.at != "" && at != c.at {
			t.Errorf("%q: %s; want %s: %s", c.csv, d, c.at, c.say)
		}
	}
}

func TestTracesStayInTheDirectoryOfTheScenario(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "scenario")
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(root, "outside.csv"), "at\n1s\n")
	write(filepath.Join(dir, "inside.csv"), "at\n1s\n")
	for link, target := range map[string]string{
		"up.csv": "../outside.csv", "absolute.csv": filepath.Join(root, "outside.csv"), "dir": "..", "good.csv": "inside.csv", "sub/good.csv": "../inside.csv",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.csv"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, say := range map[string]string{
		"inside.csv": "", "good.csv": "", "sub/good.csv": "",
		"../outside.csv":                   "is not a path inside the directory",
		filepath.Join(root, "outside.csv"): "is not a path inside the directory",
		"sub/../inside.csv":                "is not a path inside the directory",
		"./inside.csv":                     "is not a path inside the directory",
		`"sub\\x.csv"`:                     "is not a path inside the directory",
		"up.csv":                           "cannot be read",
		"absolute.csv":                     "cannot be read",
		"dir/outside.csv":                  "cannot be read",
		"pipe.csv":                         "is not a regular file",
		"sub":                              "is not a regular file",
		"none.csv":                         "there is no file",
		".":                                "is not a path inside",
	} {
		name := filepath.Join(dir, "s.yaml")
		write(name, traced(path))
		_, err := Load(name, Options{})
		switch {
		case say == "" && err != nil:
			t.Errorf("%s: %v", path, err)
		case say != "" && (err == nil || !strings.Contains(err.Error(), say)):
			t.Errorf("%s: %v, want %q", path, err, say)
		}
	}
}

func TestTraceNeedsADirectory(t *testing.T) {
	_, err := LoadBytes("t", []byte(traced("t.csv")), Options{})
	if err == nil || !strings.Contains(err.Error(), "this scenario has no directory") {
		t.Errorf("%v", err)
	}
}

func TestOnlyRegularFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{pipe, dir, filepath.Join(dir, "none"), filepath.Join(dir, "no", "such")} {
		if _, err := Load(name, Options{}); err == nil || !strings.HasPrefix(err.Error(), "read "+name+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	link := filepath.Join(dir, "link.yaml")
	target, err := filepath.Abs("testdata/good/two-sites.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(link, Options{}); err != nil {
		t.Errorf("a scenario behind a link: %v", err)
	}
}
