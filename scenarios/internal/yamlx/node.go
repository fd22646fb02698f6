package yamlx

import "github.com/littoral-sim/littoral/scenarios/diagnostics"

// Kind is the kind of a Node.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota
	List
	Map
)

// Node is a value of the document.
type Node struct {
	Kind Kind
	// Quoted tells that a scalar was in quotation marks or a block scalar, and
	// so is a text whatever it looks like.
	Quoted bool
	// Refused tells that the node is not what was written but stands for
	// something that is not allowed, of which a Problem tells.
	Refused bool
	Pos     diagnostics.Pos
	// Text is the content of a scalar, without its quotation marks.
	Text string
	// Items are the elements of a list.
	Items []*Node
	// Fields are the entries of a map in the order of the file.
	Fields []Field
}

// Field is one entry of a map.
type Field struct {
	Key    string
	KeyPos diagnostics.Pos
	Value  *Node
}

// Lookup returns the value of a key of a map, or nil.
func (n *Node) Lookup(key string) *Node {
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return n.Fields[i].Value
		}
	}
	return nil
}

// Has reports whether the map n has a key.
func (n *Node) Has(key string) bool { return n.Lookup(key) != nil }

// Type is what a scalar is to a reader of YAML 1.2 (core schema).
type Type uint8

// The types of scalars.
const (
	Text Type = iota
	Null
	Bool
	Number
)

// Type returns the type of the scalar n. Numbers include those that a scenario
// may not use, such as 0x10 and .inf.
func (n *Node) Type() Type {
	if n.Quoted {
		return Text
	}
	switch n.Text {
	case "", "~", "null", "Null", "NULL":
		return Null
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool
	case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN":
		return Number
	}
	if isNumber(n.Text) {
		return Number
	}
	return Text
}

// isNumber reports whether s is an integer or a finite float of the core schema.
func isNumber(s string) bool {
	if len(s) > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'o') {
		return span(s[2:], isHexDigit) == len(s)-2
	}
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	whole := span(s, isDigit)
	rest, fraction := s[whole:], 0
	if rest != "" && rest[0] == '.' {
		fraction = span(rest[1:], isDigit)
		rest = rest[1+fraction:]
	}
	if whole+fraction == 0 {
		return false
	}
	if len(rest) > 1 && rest[0]|0x20 == 'e' {
		rest = rest[1:]
		if rest[0] == '-' || rest[0] == '+' {
			rest = rest[1:]
		}
		return rest != "" && span(rest, isDigit) == len(rest)
	}
	return rest == ""
}

// span returns how many bytes at the front of s are in the class.
func span(s string, class func(byte) bool) int {
	i := 0
	for i < len(s) && class(s[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool    { return c >= '0' && c <= '9' }
func isHexDigit(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
