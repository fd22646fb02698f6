package kernel

import "testing"

// TestKeysCompareByRoundThenPhaseThenSeq walks the corners of each field.
func TestKeysCompareByRoundThenPhaseThenSeq(t *testing.T) {
	var last key
	for _, round := range []int{0, 1, roundLimit} {
		for _, ph := range []Phase{0, 1, PhaseMax} {
			for _, seq := range []uint64{1, 2, seqLimit} {
				k := keyOf(stageOf(round, ph), seq)
				if k <= last {
					t.Fatalf("key of round %d, phase %d, seq %d is not after the one before", round, ph, seq)
				}
				if s := k.stage(); s.round() != round || s.phase() != ph {
					t.Fatalf("round %d, phase %d come back as %d, %d", round, ph, s.round(), s.phase())
				}
				last = k
			}
		}
	}
}

func TestAPhaseThatIsOverOpensTheNextRound(t *testing.T) {
	now := stageOf(3, 2)
	for ph, want := range map[Phase]int{0: 4, 1: 4, 2: 3, 3: 3, PhaseMax: 3} {
		if s := now.after(ph); s.round() != want || s.phase() != ph {
			t.Errorf("phase %d runs in round %d phase %d, want round %d", ph, s.round(), s.phase(), want)
		}
	}
}
