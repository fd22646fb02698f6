package models

// TLS is a version of transport security. Higher values are stronger.
type TLS uint8

// The versions.
const (
	NoTLS TLS = iota
	TLS12
	TLS13
)

// String returns "none", "1.2" or "1.3".
func (v TLS) String() string {
	switch v {
	case TLS12:
		return "1.2"
	case TLS13:
		return "1.3"
	default:
		return "none"
	}
}

// Security is what a node offers, or what a task requires of its node. The zero
// value offers, or requires, nothing.
type Security struct {
	TLS      TLS  // the best version offered; the least version required
	Token    bool // requests are authenticated by a token
	Attested bool // the boot chain has been attested
	Trusted  bool // the operator vouches for the node
}

// Meets reports whether what s offers covers what want requires.
func (s Security) Meets(want Security) bool {
	return s.TLS >= want.TLS && (s.Token || !want.Token) &&
		(s.Attested || !want.Attested) && (s.Trusted || !want.Trusted)
}
