package yamlx

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

// problemsMax is the number of problems after which converting stops to look
// for more.
const problemsMax = 1000

// converter copies the tree of the library into Nodes.
type converter struct {
	limits   Limits
	problems []Problem
	// last is the end of the text.
	last diagnostics.Pos
}

func (c *converter) add(pos diagnostics.Pos, wrong, fix string) {
	if len(c.problems) < problemsMax {
		c.problems = append(c.problems, Problem{pos, wrong, fix})
	}
}

// convert returns the copy of from, which is depth levels below the document.
// It never returns nil and never follows an alias.
func (c *converter) convert(from *yaml.Node, depth int) *Node {
	n := &Node{Pos: notBehind(mark(from.Line, from.Column), c.last)}
	if from.Anchor != "" {
		c.add(n.Pos, fmt.Sprintf("YAML anchors (&%s) are not allowed", abbreviate(showPlaceholders(from.Anchor))), "remove the anchor and write the value where it is needed")
	}
	if from.Style&yaml.TaggedStyle != 0 {
		c.add(n.Pos, fmt.Sprintf("YAML tags (%s) are not allowed", abbreviate(showPlaceholders(from.Tag))), "remove the tag")
	}
	if depth > c.limits.Depth && from.Kind != yaml.ScalarNode {
		c.add(n.Pos, fmt.Sprintf("lists and maps are nested more than %d deep here", c.limits.Depth), "flatten them")
		n.Refused = true
		return n
	}
	switch from.Kind {
	case yaml.SequenceNode:
		n.Kind = List
		n.Items = make([]*Node, len(from.Content))
		for i, item := range from.Content {
			n.Items[i] = c.convert(item, depth+1)
			from.Content[i] = nil // Not needed any more; a large file has millions.
		}
	case yaml.MappingNode:
		n.Kind = Map
		c.convertFields(n, from, depth)
	case yaml.AliasNode:
		n.Refused = true
		c.add(n.Pos, fmt.Sprintf("YAML aliases (*%s) are not allowed", abbreviate(showPlaceholders(from.Value))), "write the value itself")
	default:
		if len(from.Value) > c.limits.ScalarBytes {
			c.add(n.Pos, fmt.Sprintf("this text has more than %d bytes", c.limits.ScalarBytes), "shorten it")
			n.Refused = true
			break
		}
		n.Text = showPlaceholders(from.Value)
		n.Quoted = from.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	}
	return n
}

// convertFields copies the entries of a map. Of a key that occurs twice it
// keeps the first.
func (c *converter) convertFields(n *Node, from *yaml.Node, depth int) {
	n.Fields = make([]Field, 0, len(from.Content)/2)
	seen := make(map[string]int, len(from.Content)/2)
	for i := 0; i+1 < len(from.Content); i += 2 {
		key, value := from.Content[i], from.Content[i+1]
		key.Value = showPlaceholders(key.Value)
		pos := notBehind(mark(key.Line, key.Column), c.last)
		if key.Kind != yaml.ScalarNode {
			c.add(pos, "a key must be a plain word", "write 'key: value'")
			continue
		}
		if key.Anchor != "" || key.Style&yaml.TaggedStyle != 0 {
			c.add(pos, "YAML anchors and tags are not allowed", "write only the key")
			continue
		}
		plain := key.Style == 0
		switch {
		case plain && key.Value == "<<":
			c.add(pos, "YAML merge keys (<<) are not allowed", "write the entries themselves")
			continue
		case key.Value == "" && plain:
			c.add(pos, "this key is empty", "write 'key: value'")
			continue
		}
		lower := strings.ToLower(key.Value)
		if first, ok := seen[lower]; ok {
			c.addRepeated(n.Fields[first], key.Value, pos)
			continue
		}
		seen[lower] = len(n.Fields)
		n.Fields = append(n.Fields, Field{key.Value, pos, c.convert(value, depth+1)})
		from.Content[i], from.Content[i+1] = nil, nil
	}
}

func (c *converter) addRepeated(first Field, key string, pos diagnostics.Pos) {
	if first.Key == key {
		c.add(pos, fmt.Sprintf("the key %q occurs twice", abbreviate(key)), fmt.Sprintf("keep one of them; the first is on line %d", first.KeyPos.Line))
		return
	}
	c.add(pos, fmt.Sprintf("the key %q differs only in case from %q on line %d", abbreviate(key), abbreviate(first.Key), first.KeyPos.Line), "keep one of them")
}

// abbreviate cuts a text to a length fit for a message.
func abbreviate(s string) string {
	const charactersMax = 40
	n := 0
	for i := range s {
		if n == charactersMax {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
