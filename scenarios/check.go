package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
	"github.com/littoral-sim/littoral/scenarios/internal/quantity"
	"github.com/littoral-sim/littoral/scenarios/profiles"
)

// checker finds what is wrong with a file whose single values are well-formed:
// names that refer to nothing, and values that do not go together.
type checker struct {
	d        *decoder
	file     *File
	options  Options
	list     *diagnostics.List
	warnings diagnostics.List
	// nodes, links, domains, crews and images are the indices by name.
	nodes, links, domains, crews, images map[string]int
	// nodeNames and linkNames are the names in the order of the file.
	nodeNames, linkNames []string
	// domainNames, crewNames and imageNames likewise.
	domainNames, crewNames, imageNames []string
	// classes are the link classes by name, and classNames their names, made when
	// needed.
	classes    map[string]*profiles.Class
	classNames []string
	// conversion has the pairs of protocols that nodes convert, made when needed.
	conversion map[[2]Name]bool
	// devices are the classes of devices by name, with those that only tables name,
	// and filled what a class gives to a node.
	devices     map[string]*profiles.Device
	deviceNames []string
	filled      map[filling]*Capacity
	powers      map[Name]*Power
	// hints is how many names may still be searched for what was meant.
	hints int
	// labels lists the nodes that carry each label.
	labels map[labelKey][]int
	// found are the nodes that label selectors choose, by the selector, and
	// byTemplate those that templates mean.
	found      map[any][]int
	byTemplate map[string][]int
	// pairs counts workloads with their sources, and the work to find them.
	pairs int
	// rates are the tasks per second of processes of arrivals.
	rates map[*Arrivals]float64
	// seen are the parts, shared by instances of a template, that are checked.
	seen map[any]bool
	// serviceIndex and serviceNames are those of services.
	serviceIndex map[string]int
	serviceNames []string
	// systemBad tells that something is wrong with nodes or links, servicesBad
	// with services, and badWorkloads with which workloads.
	systemBad    bool
	servicesBad  bool
	badWorkloads map[origin]bool
}

type labelKey struct{ key, value string }

// hintsMax bounds the searches for a similar name, which are slow in large files.
const hintsMax = 100

func newChecker(d *decoder, f *File, options Options) *checker {
	return &checker{d: d, file: f, options: options, list: d.list, hints: hintsMax}
}

// where is the place of a value for a message: a key of an entity.
type where struct {
	list string
	from *origin
	key  string
}

func (w where) String() string {
	s := w.list
	if w.from != nil && w.from.entry >= 0 {
		s += "." + strconv.Itoa(int(w.from.entry))
	}
	if w.key != "" {
		s += "." + w.key
	}
	return s
}

func (w where) at(key string) where {
	if w.key != "" {
		key = w.key + "." + key
	}
	return where{w.list, w.from, key}
}

func (n *Node) at(key string) where { return where{"nodes", &n.origin, key} }
func (l *Link) at(key string) where {
	if l.air != nil {
		return l.air.at("link").at(key)
	}
	return where{"links", &l.origin, key}
}

func (t *Transfer) at(key string) where { return where{"transfers", &t.origin, key} }
func (f *Fault) at(key string) where    { return where{"faults", &f.origin, key} }
func (x *Domain) at(key string) where   { return where{"domains", &x.origin, key} }
func (x *Crew) at(key string) where     { return where{"crews", &x.origin, key} }
func (x *Image) at(key string) where    { return where{"images", &x.origin, key} }

func (w *Workload) at(key string) where {
	if w.list == "services" {
		key = serviceKey(key)
	}
	return where{cmp.Or(w.list, "workloads"), &w.origin, key}
}

// report records a complaint. Its text is made only for the first of a template.
func (c *checker) report(w where, pos Pos, text func() (problem, fix string)) {
	switch w.list {
	case "nodes", "links", "mobility":
		c.systemBad = true
	case "services":
		c.servicesBad = true
	case "workloads":
		if c.badWorkloads == nil {
			c.badWorkloads = map[origin]bool{}
		}
		c.badWorkloads[*w.from] = true
	}
	path := w.String()
	name := c.d.sources.file.Name()
	if pos.Line < 0 {
		name = "--set"
	}
	if c.list.Again(name, pos, path) {
		return
	}
	problem, fix := text()
	c.list.Add(pos, c.d.sources.at(pos, path, problem, fix))
}

// say is a text for report that is made already.
func say(problem, fix string) func() (string, string) {
	return func() (string, string) { return problem, fix }
}

// warn records a doubt.
func (c *checker) warn(w where, pos Pos, problem, fix string) {
	c.warnings.Add(pos, c.d.sources.at(pos, w.String(), problem, fix))
}

// complete reports whether all entries of a top-level list could be read.
func (c *checker) complete(list string) bool {
	u := c.d.unread[list]
	return u == nil || !u.unknown && len(u.names) == 0
}

// rules checks everything about values that can be read and references that
// are resolved.
func (c *checker) rules() {
	c.times()
	c.policy()
	c.tables()
	for i := range c.file.Nodes {
		c.node(&c.file.Nodes[i])
	}
	c.accelerators()
	c.residency()
	c.gatewayCycles()
	for i := range c.file.Links {
		c.link(&c.file.Links[i])
	}
	c.mobility()
	c.domainRules()
	c.carbon()
	for i := range c.file.Workloads {
		c.workload(&c.file.Workloads[i])
	}
	c.faults()
	c.transfers()
	c.streams()
	c.services()
	c.totals()
	c.changes()
	c.placement()
	c.control()
}

// times checks the horizon and the warm-up.
func (c *checker) times() {
	f := c.file
	if f.Duration.IsSet() && f.Warmup.V >= f.Duration.V && f.Warmup.IsSet() {
		c.report(where{list: "warmup"}, f.Warmup.Pos, say(
			fmt.Sprintf("the warm-up of %s is not shorter than the duration of %s", span(f.Warmup.V), span(f.Duration.V)),
			"shorten the warm-up or lengthen the duration"))
	}
}

// span formats a duration as a file would give it.
func span(d time.Duration) string { return quantity.Duration.Format(int64(d)) }

// policy checks the name of the scheduling policy.
func (c *checker) policy() {
	s := c.file.Scheduler
	if s == nil || !s.Policy.IsSet() || c.options.Policies == nil {
		return
	}
	if slices.Contains(c.options.Policies, string(s.Policy.V)) {
		return
	}
	c.report(where{list: "scheduler.policy"}, s.Policy.Pos, func() (string, string) {
		return fmt.Sprintf("there is no policy %s", quote(string(s.Policy.V))), c.meant(string(s.Policy.V), c.options.Policies, "policies")
	})
}
