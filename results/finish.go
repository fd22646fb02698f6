package results

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/littoral-sim/littoral/sim/trace"
)

// Finish writes what is known only at the end of a run and publishes everything.
// The manifest of an earlier run in the directory goes first and that of this
// run comes last, and every other file is replaced in one step in between: a
// directory that has a manifest holds one complete run, whenever the process is
// killed. Files of an earlier run that this one does not have are removed; files
// that no run writes are left alone.
//
// man says what Finish cannot know; see Manifest. The summary is returned
// without a directory, too. After an error nothing temporary is left.
func (r *Recorder) Finish(o *trace.Outcome, man Manifest) (*Summary, error) {
	if r.done {
		return nil, errors.New("finish a run: the recorder has ended already")
	}
	if r.err != nil {
		return nil, errors.Join(r.err, r.Abort())
	}
	s := r.summarise(o, man.Scenario)
	p, err := r.prepare(o, man, s)
	if err == nil {
		err = p.run()
	}
	if err != nil {
		p.discard()
		return nil, errors.Join(err, r.Abort())
	}
	r.done = true
	return s, r.unlock()
}

// writer writes one of the files of a run.
type writer struct {
	name  string
	write func(*pending) error
}

// prepare writes all files under temporary names and plans how they get theirs.
func (r *Recorder) prepare(o *trace.Outcome, man Manifest, s *Summary) (*publication, error) {
	p := &publication{dir: r.dir, extra: r.extra}
	if r.dir == "" {
		return p, p.seal()
	}
	p.files = r.streams()
	writers := []writer{
		{NodesFile, func(f *pending) error { return r.writeNodes(f, o) }},
		{LinksFile, func(f *pending) error { return r.writeLinks(f, o) }},
		{DigestsFile, func(f *pending) error { return writeDigests(f, o) }},
		{SummaryFile, func(f *pending) error { return f.put(s.JSON()) }},
		{LatencyFile, s.writeLatency},
		{TimelineFile, s.writeTimeline},
	}
	writers = append(writers, s.streamWriters()...)
	writers = append(writers, s.serviceWriters()...)
	if r.picture {
		figure := s.Figure()
		writers = append(writers,
			writer{PictureFile, func(f *pending) error { return f.put(figure.PNG(pictureDPI)) }},
			writer{VectorFile, func(f *pending) error { return f.put(figure.SVG()) }})
	}
	if o.Mobility != nil {
		writers = append(writers, writer{MobilityFile, func(f *pending) error { return r.writeMobility(f, o) }})
	}
	if o.Footprint != nil && o.Footprint.Wider {
		writers = append(writers, writer{EnergyFile, func(f *pending) error { return r.writeFootprint(f, o) }})
	}
	if len(o.GatewayUse) > 0 {
		writers = append(writers, writer{GatewaysFile, func(f *pending) error { return r.writeGateways(f, o) }})
	}
	if o.Trust != nil && len(o.Trust.Nodes) > 0 {
		writers = append(writers, writer{TrustFile, func(f *pending) error { return r.writeTrust(f, o) }})
	}
	if len(o.Following) > 0 {
		writers = append(writers, writer{SessionsFile, func(f *pending) error { return r.writeSessions(f, o) }})
	}
	if o.Mobility != nil && r.picture {
		figure := s.Map(o)
		writers = append(writers,
			writer{MapFile, func(f *pending) error { return f.put(figure.PNG(pictureDPI)) }},
			writer{MapVectorFile, func(f *pending) error { return f.put(figure.SVG()) }})
	}
	for _, w := range writers {
		if err := p.add(w.name, w.write); err != nil {
			return p, err
		}
	}
	if err := p.seal(); err != nil {
		return p, err
	}
	man.complete(o)
	for _, f := range p.files {
		man.Files = append(man.Files, f.entry())
	}
	slices.SortFunc(man.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return p, p.addManifest(&man)
}

// complete fills in what the outcome says.
func (m *Manifest) complete(o *trace.Outcome) {
	m.Format, m.Seed, m.Policy = Format, o.Seed, o.Policy
	m.HorizonNs, m.WarmupNs, m.Network = o.Horizon, o.Warmup, o.Network
	m.TraceDigest, m.Events = o.Digest.String(), o.Events
	m.Files = nil
	// An empty list is [] in the file, never null.
	m.Inputs = append([]Input{}, m.Inputs...)
	m.Overrides = append([]string{}, m.Overrides...)
}

func (r *Recorder) writeNodes(f *pending, o *trace.Outcome) error {
	f.buf = append(f.buf, nodeColumns...)
	wider := o.Footprint != nil && o.Footprint.Wider
	var left []trace.NodeFootprint
	if wider {
		left, f.buf = o.Footprint.Nodes, widen(f.buf, nodeFootprintColumns)
	}
	for i := range o.NodeUse {
		f.room(rowSize)
		f.buf = appendNode(f.buf, &o.NodeUse[i], r.node)
		if wider {
			f.buf, left = appendNodeFootprint(f.buf, o.NodeUse[i].Node, left)
		}
	}
	return f.err
}

func (r *Recorder) writeLinks(f *pending, o *trace.Outcome) error {
	f.buf = append(f.buf, linkColumns...)
	wider := o.Footprint != nil && o.Footprint.Wider
	var left []trace.LinkFootprint
	if wider {
		left, f.buf = o.Footprint.Links, widen(f.buf, linkFootprintColumns)
	}
	for i := range o.LinkUse {
		f.room(rowSize)
		f.buf = appendLink(f.buf, &o.LinkUse[i], r.link, r.node)
		if wider {
			f.buf, left = appendLinkFootprint(f.buf, o.LinkUse[i].Link, left)
		}
	}
	return f.err
}

// writeDigests writes the links of the digest chain, one a line.
func writeDigests(f *pending, o *trace.Outcome) error {
	for _, d := range o.Links {
		f.room(rowSize)
		f.buf = append(append(f.buf, d.String()...), '\n')
	}
	return f.err
}

// put writes the bytes of an encoder, or passes on its error.
func (p *pending) put(b []byte, err error) error {
	if err != nil {
		return fmt.Errorf("encode %s: %w", p.target, err)
	}
	_, err = p.Write(b)
	return err
}

// publication is the set of files of a run on their way to their names.
type publication struct {
	dir      string
	files    []*pending // without the manifest
	manifest *pending
	extra    *pending // the trace outside of the directory, or nil
}

// add writes one more file.
func (p *publication) add(name string, write func(*pending) error) error {
	f, err := newPending(filepath.Join(p.dir, name))
	if err != nil {
		return err
	}
	p.files = append(p.files, f)
	return write(f)
}

func (p *publication) addManifest(m *Manifest) error {
	f, err := newPending(filepath.Join(p.dir, ManifestFile))
	if err != nil {
		return err
	}
	p.manifest = f
	if err := f.put(encodeJSON(m)); err != nil {
		return err
	}
	return f.seal()
}

// seal puts all files but the manifest on the disk, under temporary names.
func (p *publication) seal() error {
	var all []error
	for _, f := range p.files {
		all = append(all, f.seal())
	}
	if p.extra != nil {
		all = append(all, p.extra.seal())
	}
	return errors.Join(all...)
}

// steps returns what is to be done, in this order. A process that is killed
// between any two steps leaves a directory either with the complete results of
// the earlier run, or without a manifest, or with the complete new results.
func (p *publication) steps() []func() error {
	var steps []func() error
	if p.extra != nil {
		steps = append(steps, p.extra.rename)
	}
	if p.dir == "" {
		return steps
	}
	sync := func() error { return syncDir(p.dir) }
	steps = append(steps, func() error { return remove(filepath.Join(p.dir, ManifestFile)) }, sync)
	for _, n := range own() {
		if n != ManifestFile && !p.has(n) {
			steps = append(steps, func() error { return remove(filepath.Join(p.dir, n)) })
		}
	}
	for _, f := range p.files {
		steps = append(steps, f.rename)
	}
	return append(steps, sync, p.manifest.rename, sync)
}

func (p *publication) has(name string) bool {
	return slices.ContainsFunc(p.files, func(f *pending) bool { return filepath.Base(f.target) == name })
}

func (p *publication) run() error {
	for _, step := range p.steps() {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// discard removes temporary files that have not got their name.
func (p *publication) discard() {
	for _, f := range p.files {
		f.discard()
	}
	if p.manifest != nil {
		p.manifest.discard()
	}
}

// remove removes a file that need not exist.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove a file of an earlier run: %w", err)
	}
	return nil
}
