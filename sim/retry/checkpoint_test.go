package retry

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWhatALostAttemptLeavesBehind(t *testing.T) {
	for _, test := range []struct {
		name   string
		c      Checkpoint
		served []int64
		want   []int64 // saved after each attempt, of 100
	}{
		{"nothing", Checkpoint{}, []int64{40, 100}, []int64{0, 0}},
		{"multiples of 30", Checkpoint{Every: 30}, []int64{29, 30, 29, 69, 10}, []int64{0, 30, 30, 90, 90}},
		{"longer than the work", Checkpoint{Every: 101}, []int64{100}, []int64{0}},
		{"half of each attempt", Checkpoint{ResumePermille: 500}, []int64{80, 31, 0, 45}, []int64{40, 55, 55, 77}},
		{"everything", Checkpoint{ResumePermille: 1000}, []int64{80, 1, 0, 19}, []int64{80, 81, 81, 100}},
	} {
		p := Progress{Total: 100}
		var got []int64
		for _, served := range test.served {
			p = test.c.Lose(p, served)
			got = append(got, p.Saved)
		}
		if fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// Saved need not be a multiple of the interval, when it comes from elsewhere.
func TestWhatIsSavedStaysSaved(t *testing.T) {
	p := Progress{Total: 100, Saved: 25}
	for served, want := range map[int64]int64{4: 25, 5: 30, 40: 60} {
		if got := (Checkpoint{Every: 30}).Lose(p, served).Saved; got != want {
			t.Errorf("after %d more, %d are saved, want %d", served, got, want)
		}
	}
}

func TestOnlyARepeatedAttemptTakesTheRestart(t *testing.T) {
	c := Checkpoint{Restart: time.Second}
	if a, b, d := c.RestartDelay(0), c.RestartDelay(1), c.RestartDelay(9); a != 0 || b != time.Second || d != time.Second {
		t.Errorf("restart takes %v, %v, %v", a, b, d)
	}
}

func TestAllThatIsWrongWithACheckpointIsReported(t *testing.T) {
	for want, c := range map[string]Checkpoint{
		"Every: -1 is negative|ResumePermille: 1001 is outside 0 to 1000|" +
			"ResumePermille: 1001‰ is given together with Every, -1|Restart: -1ns is negative": {-1, 1001, -1},
		"ResumePermille: -1 is outside 0 to 1000": {ResumePermille: -1},
	} {
		if err := c.Validate(); err == nil || err.Error() != strings.ReplaceAll(want, "|", "\n") {
			t.Errorf("%+v: got %v, want %s", c, err, want)
		}
	}
	if err := (Checkpoint{Every: 5, Restart: 1}).Validate(); err != nil {
		t.Error(err)
	}
}

func TestMoreThanWhatRemainedCannotBeLost(t *testing.T) {
	for _, served := range []int64{-1, 6} {
		func() {
			defer func() {
				want := fmt.Sprintf("retry: an attempt has done %d of the work that remained, 5 of 9", served)
				if got := recover(); got != want {
					t.Errorf("got %v, want %s", got, want)
				}
			}()
			Checkpoint{}.Lose(Progress{Total: 9, Saved: 4}, served)
		}()
	}
}

// TestLawsOfCheckpoints loses attempt after attempt and checks what must hold for each: work is neither lost twice nor
// made up, more work never leaves less behind, and what is saved is what the definition says.
func TestLawsOfCheckpoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Checkpoint{}
		if rapid.Bool().Draw(t, "interval") {
			c.Every = wide(t, "every", 1)
		} else {
			c.ResumePermille = rapid.Int64Range(0, 1000).Draw(t, "resume")
		}
		p := Progress{Total: wide(t, "total", 0)}
		for range 5 {
			served := rapid.Int64Range(0, p.Remaining()).Draw(t, "served")
			q := c.Lose(p, served)
			if q.Total != p.Total || q.Saved < p.Saved || q.Saved > p.Saved+served {
				t.Fatalf("%+v: %+v becomes %+v after %d", c, p, q, served)
			}
			if q.Saved+q.Remaining() != p.Total {
				t.Fatalf("%+v: saved and remaining work are not all of it: %+v", c, q)
			}
			if c.Every > 0 && (q.Saved%c.Every != 0 || p.Saved+served-q.Saved >= c.Every) {
				t.Fatalf("%+v: %+v becomes %+v after %d", c, p, q, served)
			}
			if less := rapid.Int64Range(0, served).Draw(t, "less"); c.Lose(p, less).Saved > q.Saved {
				t.Fatalf("%+v: %+v keeps more after %d than after %d", c, p, less, served)
			}
			if c.Lose(q, 0) != q {
				t.Fatalf("%+v: an attempt without work changes %+v", c, q)
			}
			p = q
		}
	})
}
