package trace

import (
	"crypto/sha256"
	"encoding/hex"
)

// BlockEvents is how many events one link of the chain covers.
const BlockEvents = 4096

// Digest is a SHA-256 value.
type Digest [sha256.Size]byte

// String returns the digest in hexadecimal.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Chain is the running digest of an event log:
//
//	d(0) = SHA-256("littoral/trace/v1" ‖ header)
//	d(k) = SHA-256(d(k-1) ‖ canonical bytes of events 4096(k-1)+1 … 4096k)
//
// and the last link covers what is left. Two logs with one header have equal
// digests exactly when they are equal, and the first differing link says within
// 4096 events where two logs part. Make one with NewChain. Adding an event
// allocates nothing but one 32-byte link per block.
type Chain struct {
	links  []Digest
	block  []byte
	events int64
}

// NewChain returns an empty chain for a run with that header.
func NewChain(header string) *Chain {
	c := &Chain{block: make([]byte, 0, sha256.Size+BlockEvents*EventSize)}
	c.link(sha256.Sum256([]byte("littoral/trace/v1" + header)))
	return c
}

func (c *Chain) link(d Digest) {
	c.links = append(c.links, d)
	c.block = append(c.block[:0], d[:]...)
}

// Add appends e to the log.
func (c *Chain) Add(e *Event) {
	n := len(c.block)
	c.block = c.block[:n+EventSize]
	e.put((*[EventSize]byte)(c.block[n:]))
	c.events++
	if len(c.block) == cap(c.block) {
		c.link(sha256.Sum256(c.block))
	}
}

// Events returns how many events were added.
func (c *Chain) Events() int64 { return c.events }

// Sum returns the digest of the log so far. The chain can go on after it.
func (c *Chain) Sum() Digest {
	if len(c.block) == sha256.Size {
		return c.links[len(c.links)-1]
	}
	return sha256.Sum256(c.block)
}

// Links returns d(0), d(1), … and the digest of the last, partial block.
func (c *Chain) Links() []Digest {
	out := append([]Digest(nil), c.links...)
	if len(c.block) > sha256.Size {
		out = append(out, c.Sum())
	}
	return out
}
