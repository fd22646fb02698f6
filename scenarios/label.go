package scenarios

import (
	"fmt"
	"reflect"

	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// Label is one key with its value.
type Label struct {
	Key   Value[string]
	Value Value[string]
}

// Labels are the labels of a node in the order of the file. No key occurs twice.
type Labels []Label

// Lookup returns the value of key and whether it is there.
func (l Labels) Lookup(key string) (string, bool) {
	for _, label := range l {
		if label.Key.V == key {
			return label.Value.V, true
		}
	}
	return "", false
}

// Match asks for one label: its value must be one of Values.
type Match struct {
	Key    Value[string]
	Values Many[string]
}

// Selector chooses nodes by label: all matches must hold. The empty Selector
// chooses every node.
type Selector []Match

// Selects reports whether all matches of s hold for the labels.
func (s Selector) Selects(labels Labels) bool {
	for _, m := range s {
		value, ok := labels.Lookup(m.Key.V)
		if !ok || !m.has(value) {
			return false
		}
	}
	return true
}

func (m Match) has(value string) bool {
	for _, v := range m.Values {
		if v.V == value {
			return true
		}
	}
	return false
}

func (l *Labels) decode(d *decoder, n *yamlx.Node, f *field) {
	if !d.isLabelMap(n, f) {
		return
	}
	*l = make(Labels, 0, len(n.Fields))
	for i := range n.Fields {
		entry := &n.Fields[i]
		d.push(entry.Key)
		label := Label{Key: Value[string]{V: entry.Key, Pos: entry.KeyPos}}
		d.value(entry.Value, reflect.ValueOf(&label.Value).Elem(), &field{key: entry.Key, eg: "a"})
		*l = append(*l, label)
		d.pop()
	}
}

func (s *Selector) decode(d *decoder, n *yamlx.Node, f *field) {
	if !d.isLabelMap(n, f) {
		return
	}
	*s = make(Selector, 0, len(n.Fields))
	for i := range n.Fields {
		entry := &n.Fields[i]
		d.push(entry.Key)
		match := Match{Key: Value[string]{V: entry.Key, Pos: entry.KeyPos}}
		d.value(entry.Value, reflect.ValueOf(&match.Values).Elem(), &field{key: entry.Key, eg: "[a, b]"})
		*s = append(*s, match)
		d.pop()
	}
}

// isLabelMap reports whether n is a map with at least one entry.
func (d *decoder) isLabelMap(n *yamlx.Node, f *field) bool {
	switch {
	case n.Kind != yamlx.Map:
		d.report(n.Pos, fmt.Sprintf("%s must be a map of labels, not %s", f.key, kindName(n)), "write labels: {zone: a}")
	case len(n.Fields) == 0:
		d.report(n.Pos, fmt.Sprintf("%s is empty", f.key), "add a label such as zone: a, or leave the key out")
	default:
		return true
	}
	return false
}
