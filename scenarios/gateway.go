package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/scenarios/profiles"
)

// Conversion is what it takes a node to carry data from one protocol into another.
type Conversion struct {
	Pos  Pos
	From Value[Name]          `key:"from,required" eg:"mqtt" help:"Protocol that data comes in."`
	To   Value[Name]          `key:"to,required" eg:"http" help:"Protocol that it goes on in."`
	Work Value[time.Duration] `key:"work,required" eg:"200us" help:"Work on the reference core for each message. No source has a value for it."`
	// Overhead holds the header of the protocol when it is not set.
	Delay    Value[time.Duration] `key:"delay" default:"0s" eg:"1ms" help:"Time that data waits besides, however many messages it is."`
	Overhead Value[Bytes]         `key:"overhead" eg:"120B" help:"What each message has besides its payload in the new protocol. Absent: the header of that protocol, as littoral list profiles has it; required for others."`
}

// Session is what protects data between a node and the next place where data stops.
type Session struct {
	Pos        Pos
	Protocol   Value[Name]          `key:"protocol,required" eg:"tls-1.3-mutual" help:"Security protocol; littoral list profiles prints them. What no source says of it has to be written here."`
	RoundTrips Value[int64]         `key:"round-trips" min:"0" max:"1000" eg:"3" help:"Round trips of a handshake before data goes, those of the transport included. Absent: those of the protocol."`
	Handshake  Value[Bytes]         `key:"handshake" eg:"3.8kB" help:"Data that a handshake moves. Absent: that of the protocol."`
	Record     Value[Bytes]         `key:"record" eg:"22B" help:"What protection adds to each record. Absent: that of the protocol."`
	Lifetime   Value[time.Duration] `key:"lifetime,positive" eg:"1h" help:"How long a session is good after its handshake. Absent: until one of its ends crashes."`
	Idle       Value[time.Duration] `key:"idle,positive" eg:"5m" help:"How long a session is good after it was last used. Absent: no bound."`
	Token      *Token               `key:"token" eg:"{check: 50us, introspect: cloud, ttl: 5m}" help:"Token that whoever sends data to the node has to show. Absent: none."`

	profile *profiles.Security
}

// Token is what it takes to believe who sends.
type Token struct {
	Pos        Pos
	Check      Value[time.Duration] `key:"check,required" eg:"50us" help:"Work on the reference core for each message. No source has a value for it."`
	Introspect Ref                  `key:"introspect" eg:"cloud" help:"Node that is asked about the token, which takes a round trip. Absent: nobody."`
	TTL        Value[time.Duration] `key:"ttl" eg:"5m" help:"How long the answer is good. Required with introspect."`
}
