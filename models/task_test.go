package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func taskStatuses() (all []TaskStatus) {
	for s := range taskStatusEnd + 1 {
		all = append(all, s)
	}
	return all
}

func TestTaskStatusTransitions(t *testing.T) {
	const want = `
          pending   deciding  sending   preparing queued    running   replying  finished  declined  unknown
pending   -         +         +         -         -         -         -         -         +         -
deciding  +         -         +         -         -         -         -         -         +         -
sending   +         -         -         +         +         -         -         -         -         -
preparing +         -         -         -         +         -         -         -         -         -
queued    +         -         -         -         -         +         -         -         -         -
running   +         -         -         -         +         -         +         -         -         -
replying  +         -         -         -         -         -         -         +         -         -
finished  -         -         -         -         -         -         -         -         -         -
declined  -         -         -         -         -         -         -         -         -         -
unknown   -         -         -         -         -         -         -         -         -         -
`
	got := "\n" + matrix(taskStatuses(), TaskStatus.CanBecome)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("from the row to the column (-want +got):\n%s", diff)
	}
}

// Only what is finished or declined stays as it is; all else can still become
// either, so no task is ever stuck.
func TestEveryTaskCanEnd(t *testing.T) {
	reaches := func(from, end TaskStatus) bool {
		seen := map[TaskStatus]bool{from: true}
		for todo := []TaskStatus{from}; len(todo) > 0; todo = todo[1:] {
			for _, to := range taskStatuses() {
				if todo[0].CanBecome(to) && !seen[to] {
					seen[to] = true
					todo = append(todo, to)
				}
			}
		}
		return seen[end]
	}
	for s := range taskStatusEnd {
		ended := s == TaskFinished || s == TaskDeclined
		if got := reaches(s, TaskFinished) && reaches(s, TaskDeclined); got == ended {
			t.Errorf("%v reaches both ends: %v", s, got)
		}
	}
}
