package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

// references finds the entities that names refer to.
func (c *checker) references() {
	f := c.file
	c.nodes, c.nodeNames = index(c, len(f.Nodes), func(i int) (*Value[Name], where) { return &f.Nodes[i].Name, f.Nodes[i].at("name") })
	c.addAir()
	c.links, c.linkNames = index(c, len(f.Links), func(i int) (*Value[Name], where) { return &f.Links[i].Name, f.Links[i].at("name") })
	index(c, len(f.Workloads), func(i int) (*Value[Name], where) { return &f.Workloads[i].Name, f.Workloads[i].at("name") })
	c.serviceIndex, c.serviceNames = index(c, len(f.Services), func(i int) (*Value[Name], where) { return &f.Services[i].Name, f.Services[i].at("name") })
	index(c, len(f.Streams), func(i int) (*Value[Name], where) { return &f.Streams[i].Name, f.Streams[i].at("name") })
	index(c, len(f.Transfers), func(i int) (*Value[Name], where) { return &f.Transfers[i].Name, f.Transfers[i].at("name") })

	c.crews, c.crewNames = index(c, len(f.Crews), func(i int) (*Value[Name], where) { return &f.Crews[i].Name, f.Crews[i].at("name") })
	c.images, c.imageNames = index(c, len(f.Images), func(i int) (*Value[Name], where) { return &f.Images[i].Name, f.Images[i].at("name") })
	index(c, len(f.Domains), func(i int) (*Value[Name], where) { return &f.Domains[i].Name, f.Domains[i].at("name") })
	c.domainNames = f.DomainNames()
	c.domains = make(map[string]int, len(c.domainNames))
	for i, name := range c.domainNames {
		c.domains[name] = i
	}

	// What could not be read may still be what was meant.
	for list, names := range map[string]*[]string{
		"nodes": &c.nodeNames, "links": &c.linkNames, "domains": &c.domainNames, "crews": &c.crewNames, "images": &c.imageNames, "services": &c.serviceNames,
	} {
		if u := c.d.unread[list]; u != nil {
			*names = append(*names, u.names...)
		}
	}
	for i := range f.Nodes {
		c.referencesOf(&f.Nodes[i])
	}
	for i := range f.Links {
		c.referencesOf(&f.Links[i])
	}
	for i := range f.Domains {
		c.referencesOf(&f.Domains[i])
	}
	for i := range f.Images {
		c.referencesOf(&f.Images[i])
	}
	for i := range f.Workloads {
		c.referencesOf(&f.Workloads[i])
	}
	for i := range f.Transfers {
		c.referencesOf(&f.Transfers[i])
	}
	for i := range f.Streams {
		c.referencesOf(&f.Streams[i])
	}
	for i := range f.Services {
		c.referencesOf(&f.Services[i])
	}
	for i := range f.Faults {
		c.referencesOf(&f.Faults[i])
	}
	if f.Control != nil {
		c.referencesOf(f.Control)
	}
	for i := range f.Carbon {
		c.toCarbon(i)
	}
	for _, list := range []string{"nodes", "links", "domains", "images", "workloads", "transfers", "streams", "services", "faults"} {
		if u := c.d.unread[list]; u != nil {
			for _, p := range u.partial {
				c.referencesOf(p)
			}
		}
	}
}

// referencesOf finds what one entity refers to.
func (c *checker) referencesOf(entity any) {
	switch e := entity.(type) {
	case *Node:
		c.toNode(&e.Gateway, e.at("gateway"))
		if s := e.Security; s != nil && s.Session != nil && s.Session.Token != nil {
			c.toNode(&s.Session.Token.Introspect, e.at("security.session.token.introspect"))
		}
		c.trustReferences(e)
		c.toCrews(e.Failures, e.at("failures"))
	case *Link:
		c.toNode(&e.Between[0], e.at("between.0"))
		c.toNode(&e.Between[1], e.at("between.1"))
		c.toCrews(e.Failures, e.at("failures"))
	case *Domain:
		c.toDomain(&e.Within, e.at("within"))
		for i := range e.Links {
			c.toLink(&e.Links[i], e.at(fmt.Sprintf("links.%d", i)))
		}
		c.toCrews(e.Failures, e.at("failures"))
	case *Image:
		c.toNode(&e.Registry, e.at("registry"))
	case *Workload:
		c.source(e)
		c.toNode(&e.Target, e.at("target"))
		c.toNamed(&e.Image, e.at("image"), "image", c.images, c.imageNames)
		c.toNamed(&e.Service, e.at("service"), "service", c.serviceIndex, c.serviceNames)
		c.requiredNodes(e.Requires, e.at("requires"))
	case *Service:
		c.serviceReferences(e)
	case *Stream:
		c.streamReferences(e)
	case *Transfer:
		c.toNode(&e.From, e.at("from"))
		c.toNode(&e.To, e.at("to"))
	case *Control:
		c.toNode(&e.Observer, ofControl("observer"))
	case *Fault:
		for _, v := range e.verbs() {
			switch v.thing {
			case aNode:
				c.toNode(v.ref, e.at(v.key))
			case aLink:
				c.toLink(v.ref, e.at(v.key))
			case aDomain:
				c.toDomain(v.ref, e.at(v.key))
			}
		}
	}
}

// index returns the entities of one kind by name, and their names, and reports
// names that are taken.
func index(c *checker, n int, name func(i int) (*Value[Name], where)) (map[string]int, []string) {
	byName := make(map[string]int, n)
	names := make([]string, n)
	for i := range n {
		v, w := name(i)
		names[i] = string(v.V)
		first, taken := byName[names[i]]
		if !taken {
			byName[names[i]] = i
			continue
		}
		c.report(w, v.Pos, func() (string, string) {
			other, otherWhere := name(first)
			if *otherWhere.from == *w.from || otherWhere.from.entry == w.from.entry {
				return fmt.Sprintf("the template makes the name %s more than once", quote(names[i])), "use all variables of each in the name, with something between them"
			}
			return fmt.Sprintf("the name %s is taken", quote(names[i])), fmt.Sprintf("choose another; the first is on line %d", other.Pos.Line)
		})
	}
	return byName, names
}

// toNode resolves a reference to a node.
func (c *checker) toNode(r *Ref, w where) {
	if !r.IsSet() {
		return
	}
	i, ok := c.nodes[r.Name]
	if ok {
		r.Index = i
		return
	}
	r.Index = -1
	if c.mayBeUnread("nodes", r.Name) {
		return
	}
	c.report(w, r.Pos, func() (string, string) {
		if _, ok := c.links[r.Name]; ok {
			return fmt.Sprintf("%s is a link, not a node", quote(r.Name)), "name a node here; to cut a link, use cut"
		}
		if _, ok := c.domains[r.Name]; ok {
			return fmt.Sprintf("%s is a domain, not a node", quote(r.Name)), "name a node here; to take a domain down, use fail"
		}
		return fmt.Sprintf("there is no node %s", quote(r.Name)), c.meant(r.Name, c.nodeNames, "nodes")
	})
}

// toLink resolves a reference to a link.
func (c *checker) toLink(r *Ref, w where) {
	if !r.IsSet() {
		return
	}
	i, ok := c.links[r.Name]
	if ok {
		r.Index = i
		return
	}
	r.Index = -1
	if c.mayBeUnread("links", r.Name) {
		return
	}
	c.report(w, r.Pos, func() (string, string) {
		if _, ok := c.nodes[r.Name]; ok {
			return fmt.Sprintf("%s is a node, not a link", quote(r.Name)), "name a link here; to take a node down, use crash"
		}
		return fmt.Sprintf("there is no link %s", quote(r.Name)), c.meant(r.Name, c.linkNames, "links")
	})
}

// toDomain resolves a reference to a failure domain, which nodes may have named.
func (c *checker) toDomain(r *Ref, w where) {
	_, known := c.domains[r.Name]
	if r.IsSet() && !known && !c.complete("nodes") {
		r.Index = -1 // A node that could not be read may name it.
		return
	}
	c.toNamed(r, w, "domain", c.domains, c.domainNames)
}

// toCrews resolves the references to crews of some failures.
func (c *checker) toCrews(failures Few[Failure], w where) {
	for i := range failures {
		if !failures[i].Crew.IsSet() {
			continue
		}
		c.toNamed(&failures[i].Crew, part(failures, w, i).at("crew"), "crew", c.crews, c.crewNames)
	}
}

// toNamed resolves a reference to an entity of another kind.
func (c *checker) toNamed(r *Ref, w where, kind string, byName map[string]int, names []string) {
	if !r.IsSet() {
		return
	}
	i, ok := byName[r.Name]
	if ok {
		r.Index = i
		return
	}
	r.Index = -1
	if c.mayBeUnread(kind+"s", r.Name) {
		return
	}
	c.report(w, r.Pos, func() (string, string) {
		return fmt.Sprintf("there is no %s %s", kind, quote(r.Name)), c.meant(r.Name, names, kind+"s")
	})
}

// mayBeUnread reports whether an entity is or may be among those whose entry
// could not be read, which is complained about already.
func (c *checker) mayBeUnread(list, name string) bool {
	u := c.d.unread[list]
	return u != nil && (u.unknown || u.known[name])
}

// meant suggests one of names instead of a wrong one.
func (c *checker) meant(wrong string, names []string, kind string) string {
	if len(names) == 0 {
		return fmt.Sprintf("there are no %s at all: add one", kind)
	}
	if c.hints > 0 {
		c.hints--
		if near := diagnostics.Nearest(wrong, names); near != "" {
			return fmt.Sprintf("did you mean %s?", near)
		}
	}
	const listed = 8
	if len(names) <= listed {
		return fmt.Sprintf("the %s are %s", kind, strings.Join(names, ", "))
	}
	return fmt.Sprintf("there are %d %s, such as %s", len(names), kind, strings.Join(slices.Clone(names[:3]), ", "))
}
