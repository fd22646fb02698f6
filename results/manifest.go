package results

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Format is the version of everything in a result directory. It rises when a
// reader of the old files could misread the new ones.
const Format = 1

// The files of a run. No run leaves any other in its directory.
const (
	ManifestFile  = "manifest.json"
	SummaryFile   = "summary.json"
	TasksFile     = "tasks.csv"
	TransfersFile = "transfers.csv"
	NodesFile     = "nodes.csv"
	LinksFile     = "links.csv"
	LatencyFile   = "latency.csv"
	TimelineFile  = "timeline.csv"
	DigestsFile   = "digests.txt"
	TraceFile     = "trace.jsonl"
	PictureFile   = "run.png"
	VectorFile    = "run.svg"
	MobilityFile  = "mobility.csv" // only when something moves, as the next two
	MapFile       = "mobility.png"
	MapVectorFile = "mobility.svg"

	StreamsFile        = "streams.csv"
	StagesFile         = "stages.csv"
	StreamTimelineFile = "streams-timeline.csv"
	EnergyFile         = "energy.csv"   // only when more than the power of nodes is accounted for
	GatewaysFile       = "gateways.csv" // only when nodes convert or protect data
	ServicesFile       = "services.csv" // only when there are services
	TrustFile          = "trust.csv"    // only when something vouches for nodes
	SessionsFile       = "sessions.csv" // only when states follow their sources
)

// ErrIncomplete says that a directory has no manifest: no run finished in it.
var ErrIncomplete = errors.New("no " + ManifestFile + ": no run has finished here")

// own lists every file that a run may leave.
func own() []string {
	return []string{
		ManifestFile, SummaryFile, TasksFile, TransfersFile, NodesFile, LinksFile, LatencyFile, TimelineFile, DigestsFile, TraceFile,
		PictureFile, VectorFile, MobilityFile, MapFile, MapVectorFile, StreamsFile, StagesFile, StreamTimelineFile, GatewaysFile,
		ServicesFile, TrustFile, SessionsFile, EnergyFile,
	}
}

func isOwn(name string) bool { return slices.Contains(own(), name) }

// Manifest says what a run was made of, so that it can be repeated and checked.
// Two runs with equal inputs have equal manifests but for Started, DurationNs
// and Platform, and on another kind of processor the digest of run.png. Fields marked "by Finish" are filled in there.
type Manifest struct {
	Format         int      `json:"format"`          // by Finish
	Scenario       string   `json:"scenario"`        // its name
	ScenarioDigest string   `json:"scenario_digest"` // SHA-256 of the resolved scenario, hexadecimal
	Seed           uint64   `json:"seed"`            // by Finish
	Policy         string   `json:"policy"`          // by Finish
	Overrides      []string `json:"overrides"`       // path=value, in the order of the command line
	Version        string   `json:"version"`         // of littoral
	Revision       string   `json:"revision"`        // commit it was built from, or ""
	Modified       bool     `json:"modified"`        // built with uncommitted changes
	GoVersion      string   `json:"go_version"`
	Inputs         []Input  `json:"inputs"`       // files read, in the order of reading
	HorizonNs      int64    `json:"horizon_ns"`   // by Finish
	WarmupNs       int64    `json:"warmup_ns"`    // by Finish
	Network        string   `json:"network"`      // by Finish
	TraceDigest    string   `json:"trace_digest"` // by Finish
	Events         int64    `json:"events"`       // by Finish
	Files          []File   `json:"files"`        // by Finish: what lies beside, sorted by name
	Platform       string   `json:"platform"`     // such as linux/amd64
	Started        string   `json:"started"`      // RFC 3339, wall clock
	DurationNs     int64    `json:"duration_ns"`  // of the run, wall clock
}

// Input is a file that a run read.
type Input struct {
	Name   string `json:"name"` // relative to the scenario, with slashes
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// File is a file that a run wrote.
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// ReadManifest reads the manifest of a result directory. The error is
// ErrIncomplete if there is none.
func ReadManifest(dir string) (*Manifest, error) {
	var m Manifest
	err := readJSON(filepath.Join(dir, ManifestFile), &m)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", dir, ErrIncomplete)
	}
	if err != nil {
		return nil, err
	}
	if m.Format != Format {
		return nil, fmt.Errorf("%s: results of format %d, this version reads format %d", dir, m.Format, Format)
	}
	return &m, nil
}

// Run is what ReadDir finds in a result directory.
type Run struct {
	Dir      string
	Manifest *Manifest
	Summary  *Summary
}

// ReadDir reads manifest, summary and curves of a complete run. It does not check the
// other files; Verify does.
func ReadDir(dir string) (*Run, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	r := &Run{Dir: dir, Manifest: m, Summary: new(Summary)}
	if err := readJSON(filepath.Join(dir, SummaryFile), r.Summary); err != nil {
		return nil, err
	}
	r.Summary.Dir = dir
	if err := r.Summary.readCurves(dir); err != nil {
		return nil, err
	}
	if err := r.Summary.readSeries(dir); err != nil {
		return nil, err
	}
	return r, nil
}

// Verify checks that every file that the manifest of dir names is there with its
// size and SHA-256, and that no file of another run lies beside them. The error
// joins everything found.
func Verify(dir string) error {
	m, err := ReadManifest(dir)
	if err != nil {
		return err
	}
	var all []error
	known := []string{ManifestFile}
	for _, f := range m.Files {
		if !isOwn(f.Name) || f.Name == ManifestFile {
			all = append(all, fmt.Errorf("manifest names %q, which no run writes", f.Name))
			continue
		}
		known = append(known, f.Name)
		if err := verifyFile(dir, f); err != nil {
			all = append(all, err)
		}
	}
	for _, n := range own() {
		if _, err := os.Lstat(filepath.Join(dir, n)); err == nil && !slices.Contains(known, n) {
			all = append(all, fmt.Errorf("%s: not named in the manifest", filepath.Join(dir, n)))
		}
	}
	return errors.Join(all...)
}

func verifyFile(dir string, want File) error {
	path := filepath.Join(dir, want.Name)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); n != want.Bytes || got != want.SHA256 {
		return fmt.Errorf("%s: changed: %d bytes with SHA-256 %s, the manifest says %d bytes with %s",
			path, n, got, want.Bytes, want.SHA256)
	}
	return nil
}

// readJSON reads one JSON value and nothing else from a file of at most 64 MiB.
func readJSON(path string, v any) error {
	const limit = 64 << 20
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if len(b) > limit {
		return fmt.Errorf("%s: larger than %d bytes", path, limit)
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// encodeJSON returns v as indented JSON with a final newline. Field order is
// that of the struct.
func encodeJSON(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}
