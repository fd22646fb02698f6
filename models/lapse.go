package models

// Lapse is a set of what vouched for a node and does not any more. The empty set is
// a node of which everything holds that its Security says.
type Lapse uint8

// What can lapse.
const (
	CertificateLapse Lapse = 1 << iota // with it, no TLS, and nobody vouches for the node
	TokenLapse
	AttestationLapse
)

// Denies returns why a node with these lapses does not offer what is required, or OK.
func (l Lapse) Denies(want Security) Reason {
	switch {
	case l&CertificateLapse != 0 && (want.Trusted || want.TLS > NoTLS):
		return CredentialExpired
	case l&TokenLapse != 0 && want.Token:
		return TokenExpired
	case l&AttestationLapse != 0 && want.Attested:
		return AttestationStale
	}
	return OK
}
