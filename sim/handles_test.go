package sim

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
)

func TestHandlesAreDenseAndUsedAgain(t *testing.T) {
	checkOften(t, "200", func(t *rapid.T) {
		s := newTasks()
		alive := map[models.TaskID]int64{}
		most := 0
		var ids []models.TaskID
		for i := range int64(rapid.IntRange(1, 400).Draw(t, "steps")) {
			if len(ids) > 0 && one(t, "remove", false, false, true) {
				k := rapid.IntRange(0, len(ids)-1).Draw(t, "which")
				s.remove(ids[k])
				delete(alive, ids[k])
				ids[k] = ids[len(ids)-1]
				ids = ids[:len(ids)-1]
				continue
			}
			id := s.add(task{number: i + 1})
			if _, taken := alive[id]; taken {
				t.Fatalf("handle %d is given out twice", id)
			}
			alive[id] = i + 1
			ids = append(ids, id)
			most = max(most, len(ids))
		}
		if s.count != most {
			t.Fatalf("%d handles for at most %d tasks at once", s.count, most)
		}
		for id := models.TaskID(-2); int(id) < s.count+2; id++ {
			number, ok := alive[id]
			if s.holds(id) != ok || ok && s.at(id).number != number {
				t.Fatalf("handle %d: holds is %v, want %v", id, s.holds(id), ok)
			}
		}
	})
}
