package scenarios

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
