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

func TestWrongProfilesAreRefusedAtTheRightPlace(t *testing.T) {
	const ok = "at,bandwidth,latency\n0s,1Mbit/s,1ms\n"
	for _, c := range []struct{ csv, at, say string }{
		{"", "1:1", "the file is empty"},
		{"at,bandwidth\n", "1:1", "no rows after the header"},
		{"bandwidth\n1Mbit/s\n", "1:1", "the column at is missing"},
		{"at\n1s\n", "1:1", "neither a column bandwidth nor a column latency"},
		{"at,rate\n1s,1Mbit/s\n", "1:4", `unknown column "rate"`},
		{"at,bandwidth,at\n1s,1Mbit/s,1s\n", "1:14", "the column at occurs twice"},
		{ok + "1,1Mbit/s,\n", "3:1", `"1" has no unit`},
		{ok + ",1Mbit/s,\n", "3:1", "is not a duration"},
		{ok + "1s,1MB,\n", "3:4", "not a unit of data rate"},
		{ok + "1s,,-1ms\n", "3:5", "negative"},
		{ok + "1s,,\n", "3:1", "the row changes nothing"},
		{ok + "0s,,2ms\n", "3:1", "0ns does not come after 0ns"},
		{ok + "1s,2Mbit/s\n", "3:1", "wrong number of fields"},
	} {
		keys := "bandwidth: 1Gbit/s, latency: 1ms, profile: {trace: sub/t.csv}"
		checkCompanion(t, withLink(t, keys), c.csv, c.at, c.say)
	}
}

func TestWrongOutagesAreRefusedAtTheRightPlace(t *testing.T) {
	for _, c := range []struct{ csv, at, say string }{
		{"from,until\n", "1:1", "no rows after the header"},
		{"from\n1s\n", "1:1", "the column until is missing"},
		{"until\n1s\n", "1:1", "the column from is missing"},
		{"from,until,why\n1s,2s,x\n", "1:12", `unknown column "why"`},
		{"from,until\n2s,2s\n", "2:4", "ends at 2s, not after its begin at 2s"},
		{"until,from\n2s,1s\n3s,1500ms\n", "3:4", "1500ms is before the end of the outage before, 2s"},
		{"from,until\n1s,\n3s,4s\n", "3:1", "the outage before has no end"},
		{"from,until\n1s,never\n", "2:4", "is not a duration"},
	} {
		text := swapped(t, "memory: 16GiB}}", "memory: 16GiB}, failures: {trace: sub/t.csv}}")
		checkCompanion(t, text, c.csv, c.at, c.say)
	}
}

// checkCompanion loads a scenario that names sub/t.csv with that content, and
// checks what is said of it.
func checkCompanion(t *testing.T, text, content, at, say string) {
	t.Helper()
	fsys := fstest.MapFS{"dir/s.yaml": {Data: []byte(text)}, "dir/sub/t.csv": {Data: []byte(content)}}
	_, err := LoadFS(fsys, "dir/s.yaml", Options{})
	var found diagnostics.Errors
	if !errors.As(err, &found) {
		t.Errorf("%q: %v", content, err)
		return
	}
	d := found.List[0]
	if got := fmt.Sprintf("%d:%d", d.Line, d.Col); d.File != "dir/sub/t.csv" || got != at || !strings.Contains(d.Problem, say) && !strings.Contains(d.Fix, say) {
		t.Errorf("%q: %s; want %s: %s", content, d, at, say)
	}
}

// Traces of profiles and outages are as safe as those of arrivals, and count in
// the digest, each file once.
func TestAllTracesStayInsideAndCountInTheDigest(t *testing.T) {
	for _, text := range []string{
		withLink(t, "bandwidth: 1Gbit/s, latency: 1ms, profile: {trace: PATH}"),
		withLink(t, "bandwidth: 1Gbit/s, latency: 1ms, failures: {trace: PATH}"),
		swapped(t, "memory: 16GiB}}", "memory: 16GiB}, failures: {trace: PATH}}"),
		swapped(t, "scheduler:", "domains: [{name: d, failures: {trace: PATH}}, {name: e, failures: {trace: PATH}}]\nscheduler:"),
	} {
		content := "from,until\n1s,2s\n"
		if strings.Contains(text, "profile") {
			content = "at,latency\n1s,2s\n"
		}
		load := func(path, content string) (*File, error) {
			fsys := fstest.MapFS{"dir/s.yaml": {Data: []byte(strings.ReplaceAll(text, "PATH", path))}, "dir/t.csv": {Data: []byte(content)}, "t.csv": {Data: []byte(content)}}
			return LoadFS(fsys, "dir/s.yaml", Options{})
		}
		first, err := load("t.csv", content)
		if err != nil {
			t.Error(err)
			continue
		}
		second, err := load("t.csv", content+"3s,4s\n")
		if err != nil || first.Digest == second.Digest {
			t.Errorf("another trace, the same digest: %v", err)
		}
		for _, path := range []string{"../t.csv", "/t.csv", "./t.csv", "."} {
			if _, err := load(path, content); err == nil || !strings.Contains(err.Error(), "is not a path inside the directory") {
				t.Errorf("%s: %v", path, err)
			}
		}
		if _, err := LoadBytes("t", []byte(strings.ReplaceAll(text, "PATH", "t.csv")), Options{}); err == nil || !strings.Contains(err.Error(), "has no directory") {
			t.Errorf("without a directory: %v", err)
		}
	}
}
