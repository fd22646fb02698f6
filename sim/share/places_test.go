package share

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFullStationRefusesAndIsNotChanged(t *testing.T) {
	for _, s := range each(1000) {
		if s.Places() != PlacesMax {
			t.Errorf("%s: a new station has %d places", s.name, s.Places())
		}
		s.SetPlaces(2)
		for id := range ID(3) {
			if got, want := s.Add(10, Job{ID: id, Demand: 1000, Work: 4000}), id < 2; got != want {
				t.Errorf("%s: job %d is accepted: %v, want %v", s.name, id, got, want)
			}
		}
		s.Advance(10)
		at, _ := s.Next()
		if s.Add(13, Job{ID: 2, Demand: 1000, Work: 1}) || s.Len() != 2 {
			t.Errorf("%s: %d jobs at two places", s.name, s.Len())
		}
		if again, _ := s.Next(); again != at {
			t.Errorf("%s: a refused job moves the next advance from %d to %d ns", s.name, at, again)
		}
		if left, ok := s.Peek(13, 2); ok {
			t.Errorf("%s: a refused job is here: %+v", s.name, left)
		}
		// The refusal needs no Advance, and time may go on from before it.
		if left, ok := s.Remove(12, 1); !ok || !s.Add(12, Job{ID: 2, Demand: 1000, Work: 1000}) {
			t.Errorf("%s: no place after a removal of %+v", s.name, left)
		}
		s.Advance(12)
	}
}

func TestAJobHoldsItsPlaceUntilItsFinishIsHandedOut(t *testing.T) {
	for _, s := range each(1000) {
		s.SetPlaces(1)
		s.Add(0, Job{ID: 0, Demand: 1000, Work: 4000})
		s.Advance(0)
		if s.Add(4, Job{ID: 1, Demand: 1000, Work: 1000}) {
			t.Errorf("%s: accepted before the advance", s.name)
		}
		s.Advance(4)
		if !s.Add(4, Job{ID: 0, Demand: 1000, Work: 1000}) {
			t.Errorf("%s: refused after the advance", s.name)
		}
		if got, want := finish(s), []string{"4: 0 started", "5: 0 finished"}; !cmp.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", s.name, got, want)
		}
	}
}

func TestFewerPlacesSendNobodyAway(t *testing.T) {
	for _, s := range each(1000) {
		for id := range ID(3) {
			s.Add(0, Job{ID: id, Demand: 1000, Work: 1000})
		}
		s.SetPlaces(1)
		s.Advance(0)
		if s.Len() != 3 || s.Places() != 1 || s.Add(0, Job{ID: 3, Demand: 1, Work: 1}) {
			t.Errorf("%s: %d jobs, %d places", s.name, s.Len(), s.Places())
		}
		finish(s)
		if !s.Add(9, Job{ID: 3, Demand: 1, Work: 1}) || s.Add(9, Job{ID: 4, Demand: 1, Work: 1}) {
			t.Errorf("%s: not one place once all have left", s.name)
		}
	}
}

func TestPlacesAreWithinBounds(t *testing.T) {
	for _, s := range each(1000) {
		s.SetPlaces(PlacesMax)
		for _, n := range []int{0, -1} {
			func() {
				defer func() {
					if got, want := fmt.Sprint(recover()), fmt.Sprintf("share: %d places are outside 1", n); !strings.HasPrefix(got, want) {
						t.Errorf("%s: panic %q, want %q", s.name, got, want)
					}
				}()
				s.SetPlaces(n)
			}()
		}
	}
}
