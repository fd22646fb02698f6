package scenarios

import (
	"strings"
	"testing"
	"testing/fstest"
)

func digestOf(t *testing.T, text string, set ...string) string {
	t.Helper()
	return load1(t, text, set...).Digest
}

func TestDigestIgnoresWhatDoesNotMatter(t *testing.T) {
	want := digestOf(t, small)
	for name, text := range map[string]string{
		"comments":  "# hello\n" + strings.ReplaceAll(small, "\n", " # x\n"),
		"layout":    strings.ReplaceAll(small, ", ", ",  "),
		"line ends": strings.ReplaceAll(small, "\n", "\r\n"),
		"quotes":    strings.ReplaceAll(small, "tier: device", `"tier": 'device'`),
		"document":  "---\n" + small + "...\n",
	} {
		equal(t, name, digestOf(t, text), want)
	}
	equal(t, "override with the same", digestOf(t, small, "duration=1h"), want)
}

func TestDigestChangesWithWhatMatters(t *testing.T) {
	seen := map[string]string{digestOf(t, small): "the file itself"}
	for name, text := range map[string]string{
		"a value":  strings.Replace(small, "cpu: 8", "cpu: 9", 1),
		"a name":   strings.Replace(small, "name: small", "name: smaller", 1),
		"an order": strings.Replace(small, "between: [a, b]", "between: [b, a]", 1),
		"a key":    small + "seed: 1\n",
	} {
		d := digestOf(t, text)
		if other, ok := seen[d]; ok {
			t.Errorf("%s has the digest of %s", name, other)
		}
		seen[d] = name
	}
	if other, ok := seen[digestOf(t, small, "duration=2h")]; ok {
		t.Errorf("an override has the digest of %s", other)
	}
}

func TestDigestCoversTraces(t *testing.T) {
	digest := func(csv string) string {
		f, err := LoadFS(fstest.MapFS{"s.yaml": {Data: []byte(traced("t.csv"))}, "t.csv": {Data: []byte(csv)}}, "s.yaml", Options{})
		if err != nil {
			t.Fatal(err)
		}
		return f.Digest
	}
	if digest("at\n1s\n") == digest("at\n2s\n") {
		t.Error("two traces have one digest")
	}
	equal(t, "same trace", digest("at\n1s\n"), digest("at\n1s\n"))
}

// A manifest names the digest, so it may change only together with the version
// of the format.
func TestDigestIsStable(t *testing.T) {
	equal(t, "digest", digestOf(t, small), "c5077dce0a9d9c7cfe3961e8e3428cb9c96968db289ec6c39458ceeacd208025")
}
