package kernel

// Phase orders the events of one instant: within a round, lower phases run first. The kernel gives phases no meaning.
type Phase uint8

// PhaseMax is the greatest Phase an event may have.
const PhaseMax Phase = 1<<phaseBits - 1

// The order of two events of one instant is the order of their keys. A key packs, from the most significant bit down, the round,
// the phase and the schedule sequence number, so that one integer comparison decides.
const (
	roundBits = 12
	phaseBits = 4
	seqBits   = 64 - roundBits - phaseBits

	roundLimit = 1<<roundBits - 1 // greatest round a key can hold
	seqLimit   = 1<<seqBits - 1   // at ten million events a second this lasts 325 days
)

// stage is the round and the phase of a key, packed as in the key.
type stage uint16

func stageOf(round int, ph Phase) stage { return stage(round<<phaseBits | int(ph)) }

func (s stage) round() int   { return int(s >> phaseBits) }
func (s stage) phase() Phase { return Phase(s) & PhaseMax }

// after returns the stage in which an event of phase ph runs when it is scheduled, for the same instant, from stage s: this round
// when the phase is still open, else the next.
func (s stage) after(ph Phase) stage {
	if ph < s.phase() {
		return stageOf(s.round()+1, ph)
	}
	return stageOf(s.round(), ph)
}

// key is the packed order of an event within its instant. No event has key 0, because sequence numbers start at 1.
type key uint64

func keyOf(s stage, seq uint64) key { return key(s)<<seqBits | key(seq) }

func (k key) stage() stage { return stage(k >> seqBits) }
