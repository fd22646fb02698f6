package profiles

import (
	"regexp"
	"testing"
)

func TestSecurityAndProtocolsNameTheirSources(t *testing.T) {
	source := regexp.MustCompile(`^RFC \d+$|^draft-[a-z-]+$|^OASIS |Guide|\.org\b`)
	name := regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`)
	last := ""
	look := func(what, title string, rows []Row) {
		if what <= last || !name.MatchString(what) || title == "" || len(rows) == 0 {
			t.Errorf("%q (%q) with %d values after %q", what, title, len(rows), last)
		}
		last = what
		for _, r := range rows {
			if !source.MatchString(r.Source) || r.Said == "" || r.Value == "" {
				t.Errorf("%s, %s: value %q, said %q, source %q", what, r.Field, r.Value, r.Said, r.Source)
			}
		}
	}
	for _, s := range Securities() {
		look(s.Name, s.Title, s.Rows())
		if s.RoundTrips.V < 0 || s.Handshake.V < 0 || s.Record.V <= 0 || s.RecordMax.V < 0 {
			t.Errorf("%s has values out of range", s.Name)
		}
		if got, ok := LookupSecurity(s.Name); !ok || got.Title != s.Title {
			t.Errorf("%s is not found", s.Name)
		}
	}
	last = ""
	for _, p := range Protocols() {
		look(p.Name, p.Title, p.Rows())
		if got, ok := LookupProtocol(p.Name); !ok || got.Header != p.Header || p.Header.V <= 0 {
			t.Errorf("%s is not found, or has no header", p.Name)
		}
	}
	if _, ok := LookupSecurity("none"); ok {
		t.Error("there is a protocol of that name")
	}
	if _, ok := LookupProtocol("http"); ok {
		t.Error("no source says what HTTP adds")
	}
}
