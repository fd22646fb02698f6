package share

import "testing"

func TestEqualJobsFinishTogetherWhenSharedAndInTurnWhenQueued(t *testing.T) {
	run := func(s Station) (finished [3]int64) {
		for i := range 3 {
			s.Add(5, Job{ID: ID(i), Demand: 1000, Work: 1000})
		}
		for at, ok := s.Next(); ok; at, ok = s.Next() {
			for _, e := range s.Advance(at) {
				if e.Kind == Finished {
					finished[e.ID] = at
				}
			}
		}
		return finished
	}
	var p Pool
	if got, want := run(NewProcessor(&p, 1000)), [3]int64{8, 8, 8}; got != want {
		t.Errorf("shared: finished at %v, want %v", got, want)
	}
	if got, want := run(NewSlots(&p, 1000)), [3]int64{6, 7, 8}; got != want {
		t.Errorf("queued: finished at %v, want %v", got, want)
	}
}
