package scenarios

import (
	"fmt"
	"slices"
	"strings"
)

// source finds the nodes that produce the tasks of a workload.
func (c *checker) source(w *Workload) {
	s := &w.Source
	if c.pairs > SourcesMax {
		return // It is complained about already.
	}
	switch {
	case len(s.Labels) > 0:
		s.Nodes = c.selected(w)
	default:
		for i := range s.Names {
			key := "source"
			if len(s.Names) > 1 {
				key = fmt.Sprintf("source.%d", i)
			}
			s.Nodes = append(s.Nodes, c.named(&s.Names[i], w.at(key))...)
		}
		slices.Sort(s.Nodes)
		s.Nodes = slices.Compact(s.Nodes)
	}
	if c.pairs += len(s.Nodes); c.pairs > SourcesMax {
		c.report(w.at("source"), s.Pos, say(
			fmt.Sprintf("the workloads have more than %d sources up to here", SourcesMax), "use fewer workloads or fewer sources"))
		s.Nodes = nil
	}
}

// selected returns the nodes that a label selector chooses.
func (c *checker) selected(w *Workload) []int {
	for _, m := range w.Source.Labels {
		for _, v := range m.Values {
			if !v.IsSet() {
				return nil // It is complained about already.
			}
		}
	}
	if c.labels == nil {
		c.indexLabels()
	}
	candidates := c.rarest(w.Source.Labels)
	c.pairs += len(candidates) / 16 // Looking at one is cheaper than keeping it.
	var chosen []int
	for _, i := range candidates {
		if w.Source.Labels.Selects(c.file.Nodes[i].Labels) {
			chosen = append(chosen, i)
		}
	}
	if len(chosen) > 0 || !c.complete("nodes") {
		return chosen
	}
	c.report(w.at("source.labels"), w.Source.Labels[0].Key.Pos, func() (string, string) {
		return "no node has these labels", c.labelHint(w.Source.Labels)
	})
	return nil
}

func (c *checker) indexLabels() {
	c.labels = make(map[labelKey][]int)
	for i := range c.file.Nodes {
		for _, l := range c.file.Nodes[i].Labels {
			k := labelKey{l.Key.V, l.Value.V}
			c.labels[k] = append(c.labels[k], i)
		}
	}
}

// rarest returns the nodes that satisfy one match of s, the one fewest satisfy,
// in ascending order.
func (c *checker) rarest(s Selector) []int {
	var best []int
	for i, m := range s {
		var found []int
		if len(m.Values) == 1 {
			found = c.labels[labelKey{m.Key.V, m.Values[0].V}]
		} else {
			for _, v := range m.Values {
				found = append(found, c.labels[labelKey{m.Key.V, v.V}]...)
			}
			slices.Sort(found)
			found = slices.Compact(found)
		}
		if i == 0 || len(found) < len(best) {
			best = found
		}
	}
	return best
}

// labelHint says which labels there are instead of those of s.
func (c *checker) labelHint(s Selector) string {
	keys := map[string]bool{}
	values := map[string]bool{}
	for i := range c.file.Nodes {
		for _, l := range c.file.Nodes[i].Labels {
			keys[l.Key.V] = true
			if l.Key.V == s[0].Key.V {
				values[l.Value.V] = true
			}
		}
	}
	switch {
	case len(keys) == 0:
		return "give nodes labels: {zone: a}, or name the nodes"
	case len(values) == 0:
		return fmt.Sprintf("no node has a label %s; there is %s", abbreviate(s[0].Key.V), listed(keys))
	case len(s) == 1:
		return fmt.Sprintf("the values of %s are %s", abbreviate(s[0].Key.V), listed(values))
	}
	return "no node has all of them together; leave one out"
}

// listed joins the first few words of a set in alphabetical order.
func listed(set map[string]bool) string {
	words := make([]string, 0, len(set))
	for w := range set {
		words = append(words, w)
	}
	slices.Sort(words)
	const wordsMax = 8
	if len(words) > wordsMax {
		words = append(words[:wordsMax], "…")
	}
	return abbreviate(strings.Join(words, ", "))
}

// named returns the nodes that a name or template means.
func (c *checker) named(name *Value[string], w where) []int {
	if i, ok := c.nodes[name.V]; ok {
		return []int{i}
	}
	if !name.IsSet() {
		return nil // It is complained about already.
	}
	open := []string{}
	placeholders(name.V, func(_, variable string) { open = append(open, variable) })
	if len(open) > 0 {
		return c.instances(name, open, w)
	}
	if !c.mayBeUnread("nodes", name.V) {
		c.report(w, name.Pos, func() (string, string) {
			return fmt.Sprintf("there is no node %s", quote(name.V)), c.meant(name.V, c.nodeNames, "nodes")
		})
	}
	return nil
}

// instances returns the nodes whose own template, with the values that made
// them, turns the text into their name.
func (c *checker) instances(name *Value[string], open []string, w where) []int {
	var found []int
	unread := c.mayBeUnread("nodes", "")
	for _, t := range c.d.nodeTemplates {
		if !t.has(open) || !sameBeginning(name.V, t.name) {
			continue
		}
		if t.first < 0 {
			unread = true
			continue
		}
		if c.pairs += int(t.template.total / 16); c.pairs > SourcesMax {
			break // The caller reports it.
		}
		for k := range t.template.total {
			t.template.choose(k)
			i := t.first + int(k)
			if replaceIn(name.V, t.template.lookup) == c.nodeNames[i] {
				found = append(found, i)
			}
		}
	}
	if len(found) > 0 || unread {
		return found
	}
	c.report(w, name.Pos, func() (string, string) {
		templates := []string{}
		for _, t := range c.d.nodeTemplates {
			if len(t.template.variables) > 0 {
				templates = append(templates, t.name)
			}
		}
		problem := fmt.Sprintf("no node is made from the template %s", quote(name.V))
		if len(templates) == 0 {
			return problem, "no node of the file has a key each; name a node"
		}
		return problem, c.meant(name.V, templates, "templates of nodes")
	})
	return nil
}

// has reports whether the template has all the variables.
func (t *nodeTemplate) has(variables []string) bool {
	for _, v := range variables {
		if !slices.Contains(t.template.names(), v) {
			return false
		}
	}
	return true
}

// sameBeginning reports whether two texts agree up to the first placeholder of
// either, so that they can mean the same name at all.
func sameBeginning(a, b string) bool {
	before, _, _ := strings.Cut(a, "{")
	other, _, _ := strings.Cut(b, "{")
	n := min(len(before), len(other))
	return before[:n] == other[:n]
}
