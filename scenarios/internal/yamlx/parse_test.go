package yamlx

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// show writes a tree as nested text with positions, for comparison.
func show(n *Node) string {
	at := fmt.Sprintf("@%d:%d", n.Pos.Line, n.Pos.Col)
	switch n.Kind {
	case List:
		items := make([]string, len(n.Items))
		for i, item := range n.Items {
			items[i] = show(item)
		}
		return at + "[" + strings.Join(items, " ") + "]"
	case Map:
		fields := make([]string, len(n.Fields))
		for i, f := range n.Fields {
			fields[i] = fmt.Sprintf("%s@%d:%d=%s", f.Key, f.KeyPos.Line, f.KeyPos.Col, show(f.Value))
		}
		return at + "{" + strings.Join(fields, " ") + "}"
	case Scalar:
	}
	if n.Quoted {
		return fmt.Sprintf("%q%s", n.Text, at)
	}
	return n.Text + at
}

func TestParseKeepsTextAndPlaceOfEveryToken(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a: 1\nb: [x, 'y']\n", `@1:1{a@1:1=1@1:4 b@2:1=@2:4[x@2:5 "y"@2:8]}`},
		{"é: ü\nü: [é, b]", `@1:1{é@1:1=ü@1:4 ü@2:1=@2:4[é@2:5 b@2:8]}`},
		{"a: 010\nb: 0x1F\nc: 1_0\nd: yes\ne: 1.20\nf: ~\ng:\n", `@1:1{a@1:1=010@1:4 b@2:1=0x1F@2:4 c@3:1=1_0@3:4 d@4:1=yes@4:4 e@5:1=1.20@5:4 f@6:1=~@6:4 g@7:1=@7:3}`},
		{"- {name: lan-{s}-{i}, between: [cam-{s}, \"gw-{s}\"], x: 1}", `@1:1[@1:3{name@1:4=lan-{s}-{i}@1:10 between@1:23=@1:32[cam-{s}@1:33 "gw-{s}"@1:42] x@1:53=1@1:56}]`},
		{"a: {i}\n", `@1:1{a@1:1={i}@1:4}`},
		{"a: |\n  x {i}\n", `@1:1{a@1:1="x {i}\n"@1:4}`},
		{"a: 1\r\nb: 2\r\n", `@1:1{a@1:1=1@1:4 b@2:1=2@2:4}`},
		{"# only\n---\na: 1\n...\n", `@3:1{a@3:1=1@3:4}`},
		{`{"a":[1,{"b":true}]}`, `@1:1{a@1:2=@1:6[1@1:7 @1:9{b@1:10=true@1:14}]}`},
	} {
		root, problems := Parse([]byte(c.text), DefaultLimits())
		if len(problems) > 0 {
			t.Errorf("%q: %v", c.text, problems)
			continue
		}
		if diff := cmp.Diff(c.want, show(root)); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		text, at, want string
	}{
		{"", "0:0", "no content"},
		{"# nothing\n\n", "0:0", "no content"},
		{"---\n", "0:0", "no content"},
		{"~", "0:0", "no content"},
		{"\xef\xbb\xbfa: 1", "1:1", "byte order mark"},
		{"a: 1\nb: \ufeffx", "2:4", "byte order mark"},
		{"\xff\xfea\x00", "1:1", "UTF-16"},
		{"a: é\nb: \xff", "2:4", "UTF-8"},
		{"a: 1\nb: \xc3", "2:4", "UTF-8"},
		{"a: é\x00", "1:5", "NUL"},
		{"a: 1\rb: 2", "1:5", "carriage return"},
		{"a: 1\u2028b: 2", "1:5", "U+2028"},
		{"a: x\u202ey", "1:5", "order"},
		{"a: \x1b[1m", "1:4", "control character"},
		{"a: \ue000", "1:4", "private-use"},
		{"a: &x 1\nb: 2", "1:4", "anchors (&x)"},
		{"a: *x", "1:4", "aliases (*name)"},
		{"b: 1\na: [2, &x {c: *x}]", "2:8", "anchors (&x)"},
		{"a: !!int 1", "1:4", "tags (!!int)"},
		{"a: !foo {b: 1}", "1:4", "tags (!foo)"},
		{"? !!str a\n: 1", "1:3", "anchors and tags"},
		{"a: {b: 1}\nc: {<<: {d: 1}}", "2:5", "merge keys"},
		{"a: 1\n---\nb: 2", "2:1", "second document"},
		{"a: 1\n---\n", "2:1", "second document"},
		{"a: 1\n...\nb: [", "3:5", "value is missing"},
		{"%YAML 1.2\n---\na: 1", "1:1", "directives"},
		{"# x\n%TAG ! x\n---\na: 1", "2:1", "directives"},
		{"a: 1\nb: 2\na: 3", "3:1", `"a" occurs twice`},
		{"a: 1\nA: 3", "2:1", `differs only in case from "a"`},
		{"{x: 1, \"x\": 2}", "1:8", "occurs twice"},
		{"? [a]\n: 1", "1:3", "plain word"},
		{"? {a: 1}\n: 1", "1:3", "plain word"},
		{": 1", "1:1", "empty"},
		{"a: b: c", "1:5", "colon followed by a space"},
		{"a: 1\n b: 2", "2:3", "colon followed by a space"},
		{"a: - b", "1:4", "list cannot begin here"},
		{"a:\n  - b\n c: 1", "3:2", "key was expected"},
		{"a: [1, 2\nb: 3", "2:2", "']' is missing"},
		{"a: {x: 1\nb: 2", "2:2", "'}' is missing"},
		{"a: [1,,2]", "1:7", "value is missing"},
		{"a: \"x\nb: 1\n", "1:4", "not closed"},
		{"a: 'x\nb: 1\n", "1:4", "not closed"},
		{`a: "\q"`, "1:5", "backslash"},
		{"a: @x", "1:4", "no value can begin"},
		{"a:\n\tb: 1", "2:1", "no value can begin"},
		{"a: 1\nb\n", "2:1", "no colon"},
		{"- a\nb: 1", "2:1", "element of the list"},
		{"{a: 1}}", "1:7", "nothing can follow"},
	} {
		_, problems := Parse([]byte(c.text), DefaultLimits())
		if len(problems) == 0 {
			t.Errorf("%q is accepted", c.text)
			continue
		}
		p := problems[0]
		at := fmt.Sprintf("%d:%d", p.Pos.Line, p.Pos.Col)
		if !strings.Contains(p.Wrong, c.want) || at != c.at || p.Fix == "" {
			t.Errorf("%q: %s: %s: %s; want %s: %s", c.text, at, p.Wrong, p.Fix, c.at, c.want)
		}
	}
}

func TestParseReportsAllForbiddenThingsAtOnce(t *testing.T) {
	_, problems := Parse([]byte("a: &x 1\nb: *x\na: !t 2\nc: {d: 1, D: 2}\n---\n"), DefaultLimits())
	got := []string{}
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d", p.Pos.Line, p.Pos.Col))
	}
	if diff := cmp.Diff([]string{"1:4", "2:4", "3:1", "4:11", "5:1"}, got); diff != "" {
		t.Error(diff)
	}
}

// aliasBomb is the well-known document that expands to levels^9 texts.
func aliasBomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 9; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	return b.String()
}

func TestBombsAreRefusedQuicklyAndInLittleMemory(t *testing.T) {
	const million = 1 << 20
	for name, text := range map[string]string{
		"flow nesting":      strings.Repeat("[", 100_000),
		"map nesting":       strings.Repeat("{a: ", 100_000),
		"block nesting":     strings.Repeat("- ", 100_000),
		"key nesting":       strings.Repeat("? ", 100_000),
		"alias bomb":        aliasBomb(),
		"too large":         strings.Repeat("# x\n", 5*million),
		"plain scalar":      "a: " + strings.Repeat("x", 15*million),
		"quoted scalar":     "a: \"" + strings.Repeat("x", 15*million) + "\"",
		"scalar over lines": "a: \"" + strings.Repeat("xxx\n", 3*million) + "\"",
		"comment":           "a: 1 #" + strings.Repeat("x", 15*million),
		"flow list":         "a: [" + strings.Repeat("a,", 5*million) + "]",
		"flow list lines":   "a: [" + strings.Repeat("a,\n", 600_000) + "]",
		"hidden flow list":  "a: [" + strings.Repeat("'#',\n", 600_000) + "]",
		"behind a bracket":  "a: \"]\"\nb: [" + strings.Repeat("']',\n", 600_000) + "]",
		"behind an anchor":  "a: &x [" + strings.Repeat("a,\n", 600_000) + "]",
		"behind a tag":      "a: !!seq [" + strings.Repeat("a,\n", 600_000) + "]",
		"behind a quote":    "a: |\n  \"\nb: [" + strings.Repeat("a,\n", 600_000) + "]",
		"behind a text":     "a: x\n  'y\nb: [" + strings.Repeat("a,\n", 600_000) + "]",
		"block list":        strings.Repeat("- a\n", 4*million),
		"empty lists":       "[" + strings.Repeat("[],", 2*million) + "]",
		"empty keys":        strings.Repeat(":\n", 5*million),
		"documents":         strings.Repeat("---\n", 3*million),
		"tags":              strings.Repeat("!", 3*million),
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(text)
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			begin := time.Now()
			_, problems := Parse(data, DefaultLimits())
			took := time.Since(begin)
			runtime.ReadMemStats(&after)
			if len(problems) == 0 {
				t.Fatal("accepted")
			}
			if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 64<<20 || took > 100*time.Millisecond*slack {
				t.Errorf("%s: %d MB, %v", problems[0].Wrong, allocated>>20, took)
			}
		})
	}
}

// slack is how much slower than a quiet machine a busy one may be.
const slack = 5

func TestFlowLimitDoesNotCountWhatIsOutsideBrackets(t *testing.T) {
	var b bytes.Buffer
	for i := range 60_000 {
		fmt.Fprintf(&b, "- {a: %d, b: \"[\", c: '{[', d: [1]} # [[\n", i)
	}
	root, problems := Parse(b.Bytes(), DefaultLimits())
	if len(problems) > 0 || len(root.Items) != 60_000 {
		t.Errorf("%v", problems)
	}
}

func TestTypeFollowsTheCoreSchema(t *testing.T) {
	for text, want := range map[string]Type{
		"": Null, "~": Null, "null": Null, "true": Bool, "False": Bool, "yes": Text, "no": Text,
		"1": Number, "-1": Number, "+1": Number, "1.5": Number, ".5": Number, "5.": Number, "1e3": Number,
		"1.5E-3": Number, "0x1F": Number, "0o17": Number, "010": Number, ".nan": Number, "-.inf": Number,
		"1_0": Text, "1s": Text, "0x": Text, "0xg": Text, "e3": Text, ".": Text, "-": Text, "1e": Text, "1e+": Text,
		"1.2.3": Text, "a": Text, "2026-01-01": Text,
	} {
		if got := (&Node{Text: text}).Type(); got != want {
			t.Errorf("%q has type %d, want %d", text, got, want)
		}
		if got := (&Node{Text: text, Quoted: true}).Type(); got != Text {
			t.Errorf("quoted %q has type %d", text, got)
		}
	}
}

// The naive twin of the column arithmetic looks for each token in its line.
func TestEveryScalarStandsWhereItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zé]{1,3}({[a-z]})?[a-z]{1,2}`)
		lines := []string{}
		for i := range rapid.IntRange(1, 6).Draw(t, "lines") {
			indent := strings.Repeat(" ", 2*(i%2))
			value := rapid.SampledFrom([]string{"%s", "[%s, %s]", "{%s: %s}", "'%s'", "[%s, {%s: %s}]"}).Draw(t, "form")
			for strings.Contains(value, "%s") {
				value = strings.Replace(value, "%s", word.Draw(t, "word"), 1)
			}
			if i%2 == 0 {
				lines = append(lines, fmt.Sprintf("k%d:", i))
				indent = "  "
			}
			lines = append(lines, fmt.Sprintf("%sx%d: %s", indent, i, value))
		}
		root, problems := Parse([]byte(strings.Join(lines, "\n")), DefaultLimits())
		if len(problems) > 0 {
			t.Fatalf("%v in\n%s", problems, strings.Join(lines, "\n"))
		}
		var walk func(n *Node)
		check := func(text string, line, col int32) {
			tail := string([]rune(lines[line-1])[col-1:])
			if !strings.HasPrefix(strings.TrimPrefix(tail, "'"), text) {
				t.Fatalf("%q is not at %d:%d of\n%s", text, line, col, strings.Join(lines, "\n"))
			}
		}
		walk = func(n *Node) {
			if n.Kind == Scalar {
				check(n.Text, n.Pos.Line, n.Pos.Col)
			}
			for _, item := range n.Items {
				walk(item)
			}
			for _, f := range n.Fields {
				check(f.Key, f.KeyPos.Line, f.KeyPos.Col)
				walk(f.Value)
			}
		}
		walk(root)
	})
}
