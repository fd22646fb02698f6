package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// source finds the nodes that produce the tasks of a workload. What it takes is
// bounded by SourcesMax, together with what it finds.
func (c *checker) source(w *Workload) {
	s := &w.Source
	if c.pairs > SourcesMax {
		return // It is complained about already.
	}
	c.nodesOf(s, w.at("source"))
	if c.pairs += len(s.Nodes); c.pairs > SourcesMax {
		c.report(w.at("source"), s.Pos, say(
			fmt.Sprintf("the workloads have too many sources up to here: more than %d", SourcesMax), "use fewer workloads or fewer sources"))
		s.Nodes = nil
		c.systemBad = true // Do not go on to place what is too much already.
	}
}

// nodesOf finds the nodes that are meant.
func (c *checker) nodesOf(s *Source, at where) {
	switch {
	case len(s.Labels) > 0:
		s.Nodes = c.selected(s.Labels, at)
	case len(s.Names) == 1:
		s.Nodes = c.named(&s.Names[0], at)
	default:
		for i := range s.Names {
			s.Nodes = append(s.Nodes, c.named(&s.Names[i], at.at(strconv.Itoa(i)))...)
		}
		slices.Sort(s.Nodes)
		s.Nodes = slices.Compact(s.Nodes)
	}
}

// selected returns the nodes that a label selector chooses, ascending.
func (c *checker) selected(labels Selector, at where) []int {
	for _, m := range labels {
		for _, v := range m.Values {
			if !v.IsSet() {
				return nil // It is complained about already.
			}
		}
	}
	if c.labels == nil {
		c.indexLabels()
		c.found = map[any][]int{}
	}
	// The instances of a template share their selector unless it varies.
	shared := &labels[0]
	chosen, known := c.found[shared]
	if !known {
		candidates := c.rarest(labels)
		c.pairs += len(candidates)
		for _, i := range candidates {
			if labels.Selects(c.file.Nodes[i].Labels) {
				chosen = append(chosen, i)
			}
		}
		c.found[shared] = chosen
	}
	if len(chosen) > 0 || !c.complete("nodes") {
		return chosen
	}
	c.report(at.at("labels"), labels[0].Key.Pos, func() (string, string) {
		return "no node has these labels", c.labelHint(labels)
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
// them, turns the text into their name; ascending.
func (c *checker) instances(name *Value[string], open []string, w where) []int {
	if found, known := c.byTemplate[name.V]; known && len(found) > 0 {
		return found
	}
	var found []int
	unread := c.mayBeUnread("nodes", "")
	for i := range c.d.nodeTemplates {
		t := &c.d.nodeTemplates[i]
		if !t.has(open) || !sameBeginning(name.V, t.name) {
			continue
		}
		if t.first < 0 {
			unread = true
			continue
		}
		found = c.made(found, t, name.V, open)
	}
	if len(found) > 0 || unread || c.pairs > SourcesMax {
		slices.Sort(found)
		if c.byTemplate == nil {
			c.byTemplate = map[string][]int{}
		}
		c.byTemplate[name.V] = found
		return found
	}
	c.report(w, name.Pos, func() (string, string) { return c.noTemplate(name.V) })
	return nil
}

// made appends the nodes of one entry that the text means. It tries all values
// of the variables that the text leaves open.
func (c *checker) made(found []int, t *nodeTemplate, text string, open []string) []int {
	tries := int64(1)
	for i := range t.template.variables {
		v := &t.template.variables[i]
		if slices.Contains(open, v.name) {
			tries *= v.count
		}
	}
	if c.pairs += int(tries); c.pairs > SourcesMax {
		return found // The caller reports it.
	}
	chosen := t.template.chosen
	for k := range tries {
		for i := len(chosen) - 1; i >= 0; i-- {
			v := &t.template.variables[i]
			chosen[i] = 0
			if slices.Contains(open, v.name) {
				chosen[i] = k % v.count
				k /= v.count
			}
		}
		made := replaceIn(text, t.template.lookup)
		i, ok := c.nodes[made]
		if !ok || i < t.first || int64(i-t.first) >= t.template.total {
			continue
		}
		// The node must have been made with the values tried. Other variables
		// do not occur in the text.
		t.template.choose(int64(i - t.first))
		if replaceIn(text, t.template.lookup) == made {
			found = append(found, i)
		}
	}
	return found
}

// noTemplate says that no node is made from a template.
func (c *checker) noTemplate(text string) (problem, fix string) {
	problem = fmt.Sprintf("no node is made from the template %s", quote(text))
	templates := []string{}
	for _, t := range c.d.nodeTemplates {
		if len(t.template.variables) > 0 {
			templates = append(templates, t.name)
		}
	}
	if len(templates) == 0 {
		return problem, "no node of the file has a key each; name a node"
	}
	return problem, c.meant(text, templates, "templates of nodes")
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
