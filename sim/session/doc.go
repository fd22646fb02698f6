// Package session says when two ends must shake hands before data goes, and what protected data costs.
//
// A [Profile] describes a protocol such as TLS 1.3: the round trips and bytes of its handshake, and what it adds to each record. A [Table] is a
// pure state machine over pairs of ends:
//
//	none ── Need ──▶ handshake ── its time is over ──▶ open ── lifetime, idle time or Crash ──▶ none
//	                     └── Fail, Crash ──▶ none
//
// Who needs a session while another one shakes hands waits for the same handshake:
//
//	switch use := table.Need(now, pair, terms, profile.SetUp(roundTrip)); {
//	case use.Handshake: // send profile.Handshake bytes besides, and wait use.Wait
//	default:            // wait use.Wait, which is 0 when the session is open
//	}
//
// The same table keeps what a gateway knows of the tokens of its peers, see [Table.Token].
//
// A session that is open when data begins to move is good for all of it, however long that takes. No cryptography is done, and a handshake that
// has its round trips always succeeds.
package session
