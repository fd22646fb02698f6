package profiles

import (
	"slices"
	"strings"

	"github.com/littoral-sim/littoral/models/units"
)

// Security is a protocol that protects data between two ends. What no source gives is not known, and whoever uses the protocol has to say it.
type Security struct {
	Name  string // lower case, letters, digits, dots and hyphens
	Title string // one line
	// RoundTrips of a full handshake before data goes, those of the transport included.
	RoundTrips Value[int64]
	// Handshake is what a full handshake moves in both directions, without lower layers.
	Handshake Value[units.Bytes]
	// Record is what protection adds to each record, and RecordMax the largest payload of one; without a bound a message is one record.
	Record    Value[units.Bytes]
	RecordMax Value[units.Bytes]
	Notes     []Value[string]
}

// Rows returns all values of the protocol that are known, in a fixed order.
func (s *Security) Rows() (rows []Row) {
	rows = append(rows, row("round trips", s.RoundTrips)...)
	rows = append(rows, row("handshake", s.Handshake)...)
	rows = append(rows, row("record overhead", s.Record)...)
	rows = append(rows, row("largest record", s.RecordMax)...)
	for _, n := range s.Notes {
		rows = append(rows, row("note", n)...)
	}
	return rows
}

// Securities returns all security protocols in the order of their names. The caller may change the result.
func Securities() []Security {
	list := slices.Concat(tls(), dtls(), oscore())
	slices.SortFunc(list, func(a, b Security) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// LookupSecurity returns the security protocol of a name, and whether there is one.
func LookupSecurity(name string) (Security, bool) {
	for _, s := range Securities() {
		if s.Name == name {
			return s, true
		}
	}
	return Security{}, false
}

func size(b units.Bytes, source, said, derived string) Value[units.Bytes] {
	return Value[units.Bytes]{V: b, Source: source, Said: said, Derived: derived}
}

func trips(n int64, source, said, derived string) Value[int64] {
	return Value[int64]{V: n, Source: source, Said: said, Derived: derived}
}

// tls are the protocols over TCP.
func tls() []Security {
	one := trips(2, rfcTLS13, "1 round trip for a full handshake", "and 1 for the connection of TCP")
	record13 := size(14, lwigSecurity, "TLS 1.3: 14 bytes for a record, with a tag of 8 bytes", "")
	largest13 := size(1<<14, rfcTLS13, "2^14 bytes, section 5.1", "")
	chains := note("a chain of X.509 certificates adds about 1.5 kB for each certificate", netsekure)
	return []Security{
		{
			Name: "tls-1.3-mutual", Title: "TLS 1.3 with raw public keys of both ends and ECDHE over P-256", RoundTrips: one, Record: record13, RecordMax: largest13,
			Handshake: size(789, lwigSecurity, "TLS 1.3 RPK + ECDHE, mutual: 162 + 394 + 233 = 789 bytes", ""), Notes: []Value[string]{chains},
		},
		{
			Name: "tls-1.3-psk-ecdhe", Title: "TLS 1.3 with a pre-shared key and ECDHE", RoundTrips: one, Record: record13, RecordMax: largest13,
			Handshake: size(436, lwigSecurity, "TLS 1.3 PSK + ECDHE: 436 bytes", ""),
		},
		{
			Name: "tls-1.3-psk", Title: "TLS 1.3 with a pre-shared key", RoundTrips: one, Record: record13, RecordMax: largest13,
			Handshake: size(280, lwigSecurity, "TLS 1.3 PSK: 280 bytes", ""),
		},
		{
			Name: "tls-1.2", Title: "TLS 1.2; no source says how many bytes its handshake has",
			RoundTrips: trips(3, rfcTLS12, "2 round trips for a full handshake", "and 1 for the connection of TCP"),
			Record:     size(21, lwigSecurity, "TLS 1.2: 21 bytes for a record", ""),
			RecordMax:  size(1<<14, rfcTLS12, "2^14 bytes, section 6.2.1", ""), Notes: []Value[string]{chains},
		},
	}
}

// dtls are the protocols over UDP.
func dtls() []Security {
	one := trips(1, rfcDTLS13, "the handshake of TLS 1.3", "without the exchange of cookies, which takes another round trip")
	record13 := size(11, lwigSecurity, "DTLS 1.3: 11 bytes for a record, 12 with a connection ID", "without a connection ID")
	largest := note("a record goes in one datagram, so its payload is bounded by what the path takes: write message", rfcDTLS13)
	return []Security{
		{
			Name: "dtls-1.3-mutual", Title: "DTLS 1.3 with raw public keys of both ends and ECDHE over P-256", RoundTrips: one, Record: record13,
			Handshake: size(880, lwigSecurity, "DTLS 1.3 RPK + ECDHE, mutual: 880 bytes, 894 with a connection ID", "without a connection ID"), Notes: []Value[string]{largest},
		},
		{
			Name: "dtls-1.3-psk-ecdhe", Title: "DTLS 1.3 with a pre-shared key and ECDHE", RoundTrips: one, Record: record13,
			Handshake: size(487, lwigSecurity, "DTLS 1.3 PSK + ECDHE: 487 bytes", ""), Notes: []Value[string]{largest},
		},
		{
			Name: "dtls-1.3-psk", Title: "DTLS 1.3 with a pre-shared key", RoundTrips: one, Record: record13,
			Handshake: size(331, lwigSecurity, "DTLS 1.3 PSK: 331 bytes", ""), Notes: []Value[string]{largest},
		},
		{
			Name: "dtls-1.2", Title: "DTLS 1.2; no source says how many round trips and bytes its handshake has",
			Record: size(29, lwigSecurity, "DTLS 1.2: 29 bytes for a record", ""), Notes: []Value[string]{largest},
		},
	}
}

// oscore protects messages of CoAP end to end.
func oscore() []Security {
	return []Security{{
		Name: "edhoc-oscore", Title: "OSCORE for messages of CoAP, with keys agreed on by EDHOC",
		RoundTrips: trips(1, rfcEDHOC, "three messages, the last of which may come with data", "so data waits for one round trip"),
		Handshake:  size(242, lwigSecurity, "EDHOC: 101–242 bytes", "the upper bound"),
		Record:     size(13, lwigSecurity, "OSCORE: 13–14 bytes for a request, 11 for a response", "the lower bound of a request"),
	}}
}

// Protocol is a protocol of messages between applications.
type Protocol struct {
	Name  string
	Title string
	// Header is what each message has besides its payload.
	Header Value[units.Bytes]
	Notes  []Value[string]
}

// Rows returns all values of the protocol that are known, in a fixed order.
func (p *Protocol) Rows() (rows []Row) {
	rows = append(rows, row("header", p.Header)...)
	for _, n := range p.Notes {
		rows = append(rows, row("note", n)...)
	}
	return rows
}

// Protocols returns the protocols of messages in the order of their names. The caller may change the result.
func Protocols() []Protocol {
	return []Protocol{
		{
			Name: "coap", Title: "CoAP (RFC 7252)", Header: size(4, rfcCoAP, "a header of 4 bytes, section 3", "without token, options and UDP"),
		},
		{
			Name: "modbus-tcp", Title: "Modbus over TCP", Header: size(7, modbusTCP, "an MBAP header of 7 bytes", "without TCP"),
			Notes: []Value[string]{note("a protocol data unit has at most 253 bytes: write message: 253B", modbusTCP)},
		},
		{
			Name: "mqtt", Title: "MQTT 5.0", Header: size(2, mqtt5, "a fixed header of 2 to 5 bytes, section 2.1", "the lower bound, for less than 128 bytes; without topic, properties and TCP"),
			Notes: []Value[string]{note("an acknowledgement of QoS 1 has 4 bytes", mqtt5)},
		},
	}
}

// LookupProtocol returns the protocol of messages of a name, and whether there is one.
func LookupProtocol(name string) (Protocol, bool) {
	for _, p := range Protocols() {
		if p.Name == name {
			return p, true
		}
	}
	return Protocol{}, false
}
