package sim

import "github.com/littoral-sim/littoral/models"

const (
	pageBits = 7
	pageSize = 1 << pageBits
)

// tasks holds the tasks that are alive, by handle. Handles are dense and used
// again, the one freed last first. The memory lies in pages that never move: a
// pointer to a task stays good while others come, and no more than one page is
// empty because of growth.
type tasks struct {
	pages []*[pageSize]task
	free  models.TaskID // first free handle, linked by next, or NoTask
	count int           // handles ever used
}

func newTasks() tasks { return tasks{free: models.NoTask} }

// at returns the task with a handle.
func (s *tasks) at(id models.TaskID) *task { return &s.pages[id>>pageBits][id&(pageSize-1)] }

// holds reports whether there is a task with that handle.
func (s *tasks) holds(id models.TaskID) bool {
	return id >= 0 && int(id) < s.count && s.at(id).alive()
}

// add stores a task and returns its handle.
func (s *tasks) add(t task) models.TaskID {
	id := s.free
	if id != models.NoTask {
		s.free = s.at(id).next
	} else {
		if s.count%pageSize == 0 {
			s.pages = append(s.pages, new([pageSize]task))
		}
		id = models.TaskID(s.count)
		s.count++
	}
	*s.at(id) = t
	return id
}

// remove frees the handle of a task.
func (s *tasks) remove(id models.TaskID) {
	*s.at(id) = task{next: s.free}
	s.free = id
}

// slowGrowth is the length from which tables grow by a sixteenth, which is less
// than append would, so that little of them is empty.
const slowGrowth = 1 << 14

// lengthened returns a slice with one more element, which is zero.
func lengthened[T any](s []T) []T {
	if len(s) == cap(s) && len(s) >= slowGrowth {
		longer := make([]T, len(s), len(s)+len(s)/16)
		copy(longer, s)
		s = longer
	}
	var zero T
	return append(s, zero)
}
