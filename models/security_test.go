package models

import "testing"

func securities() (all []Security) {
	for _, v := range []TLS{NoTLS, TLS12, TLS13} {
		for bits := range 8 {
			all = append(all, Security{v, bits&1 != 0, bits&2 != 0, bits&4 != 0})
		}
	}
	return all
}

func TestMeetsIsAPartialOrderWithBothEnds(t *testing.T) {
	all := securities()
	full := Security{TLS13, true, true, true}
	for _, a := range all {
		if !a.Meets(a) || !a.Meets(Security{}) || !full.Meets(a) {
			t.Errorf("%+v does not meet itself or nothing, or all does not meet it", a)
		}
		for _, b := range all {
			if a.Meets(b) && b.Meets(a) && a != b {
				t.Errorf("%+v and %+v meet each other", a, b)
			}
			for _, c := range all {
				if a.Meets(b) && b.Meets(c) && !a.Meets(c) {
					t.Errorf("%+v meets %+v meets %+v, but not the first the last", a, b, c)
				}
			}
		}
	}
}

// join is what covers both, component by component, and nothing more.
func join(a, b Security) Security {
	return Security{max(a.TLS, b.TLS), a.Token || b.Token, a.Attested || b.Attested, a.Trusted || b.Trusted}
}

func TestWhatMeetsTwoRequirementsMeetsTheirJoin(t *testing.T) {
	for _, a := range securities() {
		for _, b := range securities() {
			if !join(a, b).Meets(a) {
				t.Errorf("more than %+v does not meet it: %+v", a, join(a, b))
			}
			for _, s := range securities() {
				if (s.Meets(a) && s.Meets(b)) != s.Meets(join(a, b)) {
					t.Errorf("%+v against %+v and %+v", s, a, b)
				}
			}
		}
	}
}

func TestTLSNames(t *testing.T) {
	if got := NoTLS.String() + " " + TLS12.String() + " " + TLS13.String(); got != "none 1.2 1.3" {
		t.Errorf("names %q", got)
	}
}
