package layout

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// What is allowed.
var (
	ErrOne              = errors.New("one")
	errTwo    error     = fmt.Errorf("two: %w", ErrOne)
	_                   = io.EOF
	_         io.Reader = (*strings.Reader)(nil)
	names               = [...]string{"a", "b"}
	spellings           = map[string]string{"a": "b"}
	origin              = struct{ x, y int }{1, 2}
	word                = regexp.MustCompile(`\w+`)
	settings            = &struct{ n int }{1}
)

//go:embed layout.go
var source string

// What is not.
var (
	counter  int
	limit    = 3
	cache    = map[string]int{}
	position = struct{ x int }{1}
	shared   = struct{ x int }{1}
	list     = []int{1}
	total    = []int{0}
	builder  = struct{ strings.Builder }{}
	ErrLate  = errors.New("late")
)

func init() { counter++ }

func write(s []int) {
	cache["x"] = 1
	position.x = 2
	pointer := &shared
	_ = pointer
	(list) = nil
	for _, total[0] = range s {
	}
	builder.Grow(1)
	local := names
	local[0] = "c"
	_ = &names[0]
}
