package yamlx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"github.com/littoral-sim/littoral/scenarios/diagnostics"
)

// Parse returns the tree of the one YAML document in data and everything that
// is wrong with it. The tree is nil when the text is not YAML at all or exceeds
// a limit; otherwise it is usable even if there are problems, so that a reader
// can find more.
func Parse(data []byte, limits Limits) (*Node, []Problem) {
	if problem := inspect(data, limits); problem != nil {
		return nil, []Problem{*problem}
	}
	if problem := inspectDirectives(data); problem != nil {
		return nil, []Problem{*problem}
	}
	// What is missing at the end belongs to the end of the last line that is not blank.
	last := position(data, len(bytes.TrimRight(data, " \t\r\n")))
	root, problems := load(hidePlaceholders(data), limits, last)
	for i := range problems {
		problems[i].Pos = notBehind(problems[i].Pos, last)
	}
	return root, problems
}

// notBehind returns pos, or last if pos is on a later line.
func notBehind(pos, last diagnostics.Pos) diagnostics.Pos {
	if pos.Line > last.Line {
		return last
	}
	return pos
}

// load hands the text to the library. A panic there is a defect of the library;
// one text that cannot be read must not bring down whoever reads many.
func load(data []byte, limits Limits, last diagnostics.Pos) (root *Node, problems []Problem) {
	defer func() {
		if r := recover(); r != nil {
			root, problems = nil, []Problem{{Wrong: fmt.Sprintf("the YAML library cannot read this text (%v)", r), Fix: "write it more simply"}}
		}
	}()
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithPlugin(
		loaderlimits.New(loaderlimits.DepthValue(limits.Depth), loaderlimits.AliasNone())))
	if err != nil {
		return nil, []Problem{{Wrong: err.Error()}}
	}
	var document yaml.Node
	if err := loader.Load(&document); err != nil {
		return nil, []Problem{syntaxProblem(err, limits)}
	}
	c := converter{limits: limits, last: last}
	if len(document.Content) == 1 {
		root = c.convert(document.Content[0], 1)
	}
	if root != nil && root.Kind == Scalar && root.Type() == Null && !root.Refused {
		return nil, append(c.problems, syntaxProblem(io.EOF, limits))
	}
	var second yaml.Node
	switch err := loader.Load(&second); {
	case err == nil:
		c.add(mark(second.Line, second.Column), "a second document begins here", "keep one document per file: remove everything from here on")
	case !errors.Is(err, io.EOF):
		c.problems = append(c.problems, syntaxProblem(err, limits))
	}
	return root, c.problems
}

// inspectDirectives refuses the lines that may stand before a document.
func inspectDirectives(data []byte) *Problem {
	for at := 0; at < len(data); {
		line := data[at:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		if line[0] == '%' {
			return &Problem{Pos: position(data, at), Wrong: "YAML directives are not allowed", Fix: "remove this line"}
		}
		trimmed := bytes.TrimSpace(line)
		if len(trimmed) > 0 && trimmed[0] != '#' {
			return nil
		}
		at += len(line)
	}
	return nil
}

func mark(line, column int) diagnostics.Pos {
	return diagnostics.Pos{Line: int32(line), Col: int32(column)}
}

// syntaxProblem explains an error of the library.
func syntaxProblem(err error, limits Limits) Problem {
	if errors.Is(err, io.EOF) {
		return Problem{Wrong: "the file has no content", Fix: "begin with: version: 1"}
	}
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return Problem{Wrong: err.Error()}
	}
	at, opened := mark(load.Mark.Line, load.Mark.Column), mark(load.ContextMark.Line, load.ContextMark.Column)
	if strings.HasPrefix(load.Message, "exceeded max depth") {
		return Problem{at, fmt.Sprintf("lists and maps are nested more than %d deep here", limits.Depth), "flatten them"}
	}
	for _, e := range explanations {
		if !strings.Contains(load.Message, e.message) || !strings.Contains(load.ContextMsg, e.context) {
			continue
		}
		if e.atContext && opened.Line > 0 {
			at = opened
		}
		fix := e.fix
		if strings.Contains(fix, "%d") {
			fix = fmt.Sprintf(fix, opened.Line)
		}
		return Problem{at, e.wrong, fix}
	}
	if at.Line == 0 {
		at = opened
	}
	return Problem{at, "this is not YAML: " + showPlaceholders(load.Message), "check the punctuation and indentation here"}
}

// explanations say in the words of a user what the library says in those of a
// parser. The first that fits is used.
var explanations = []struct {
	message, context string
	atContext        bool
	wrong, fix       string
}{
	{"unknown anchor", "", false, "YAML aliases (*name) are not allowed", "write the value itself, or quote the text if it is not an alias"},
	{"mapping values are not allowed", "", false, "a colon followed by a space cannot stand here", "quote the text if the colon belongs to it, or correct the indentation of this line"},
	{"block sequence entries are not allowed", "", false, "a list cannot begin here", "put the first '- ' on a line of its own"},
	{"did not find expected ',' or ']'", "", false, "a comma or ']' is missing before this", "separate the elements by commas and close the '[' of line %d"},
	{"did not find expected ',' or '}'", "", false, "a comma or '}' is missing before this", "separate the entries by commas and close the '{' of line %d"},
	{"did not find expected key", "", false, "a key was expected here", "indent this line like the entries of the map that begins on line %d, and quote texts that contain punctuation"},
	{"did not find expected '-' indicator", "", false, "an element of the list was expected here", "begin it with '- ' in the column of the list that begins on line %d"},
	{"did not find expected node content", "", false, "a value is missing before this", "write the value, remove the extra punctuation, or close the bracket"},
	{"did not find expected <document start>", "", false, "nothing can follow here", "remove this, or check the brackets before it"},
	{"found unexpected end of stream", "quoted scalar", true, "this quotation mark is not closed", "add the closing quotation mark"},
	{"found unexpected document indicator", "quoted scalar", true, "this quotation mark is not closed", "add the closing quotation mark"},
	{"found unknown escape character", "", false, "this backslash sequence is not known", "double the backslash, or use single quotation marks"},
	{"could not find expected ':'", "", true, "this key has no colon", "write 'key: value', with a space after the colon"},
	{"found character that cannot start any token", "", false, "no value can begin with this character", "indent with spaces instead of tabs; quote a text that begins with @, ` or %"},
	{"tab", "", false, "a tab cannot indent a line", "indent with spaces"},
	{"anchor", "", false, "YAML anchors (&name) and aliases (*name) are not allowed", "write the value itself, or quote the text"},
	{"tag", "", false, "YAML tags (!name) are not allowed", "remove the tag, or quote the text"},
}
