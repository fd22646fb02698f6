package association

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/littoral-sim/littoral/models"
)

// Config says where access points are and how far they reach.
type Config struct {
	Points     []models.Point
	Coverage   int64 // radius in millimetres, at least 1 and at most CoverageMax
	Hysteresis int64 // margin in millimetres, at most Coverage
}

// CoverageMax bounds the radius: 1,000 km.
const CoverageMax = 1_000_000_000

// Validate reports every problem.
func (c *Config) Validate() error {
	var errs []error
	if c.Coverage < 1 || c.Coverage > CoverageMax {
		errs = append(errs, fmt.Errorf("a coverage radius of %d mm is not between 1 mm and %d mm", c.Coverage, CoverageMax))
	}
	if c.Hysteresis < 0 || c.Hysteresis > c.Coverage {
		errs = append(errs, fmt.Errorf("a hysteresis of %d mm is not between 0 and the coverage radius", c.Hysteresis))
	}
	if len(c.Points) == 0 {
		errs = append(errs, errors.New("there are no access points"))
	}
	for i, p := range c.Points {
		if !p.Valid() {
			errs = append(errs, fmt.Errorf("access point %d at %v is too far away", i, p))
		}
	}
	return errors.Join(errs...)
}

// None stands for no access point.
const None int32 = -1

// square is a square of the grid.
type square struct{ x, y int32 }

// squareOf returns where a point lies. Squares are as wide as the radius.
func (m *Map) squareOf(x, y int64) square { return square{m.floor(x), m.floor(y)} }

func (m *Map) floor(x int64) int32 {
	q := x / m.coverage
	if x%m.coverage < 0 {
		q--
	}
	return int32(q)
}

func (s square) compare(o square) int {
	return cmp.Or(cmp.Compare(s.y, o.y), cmp.Compare(s.x, o.x))
}

// addSquares sorts the access points by row, column and index.
func (m *Map) addSquares() {
	m.order = make([]int32, len(m.points))
	squares := make([]square, len(m.points))
	for i, p := range m.points {
		m.order[i] = int32(i)
		squares[i] = m.squareOf(int64(p.X), int64(p.Y))
	}
	slices.SortFunc(m.order, func(a, b int32) int {
		return cmp.Or(squares[a].compare(squares[b]), cmp.Compare(a, b))
	})
	m.squares = make([]square, len(m.order))
	for k, i := range m.order {
		m.squares[k] = squares[i]
	}
}

// box is a rectangle in millimetres, with its border.
type box struct{ left, right, bottom, top int64 }

// around collects the access points in all squares that a box touches, row by row.
// It looks at rows of the box or at access points, whichever are fewer.
func (m *Map) around(b box) []int32 {
	low, high := m.squareOf(b.left, b.bottom), m.squareOf(b.right, b.top)
	m.found = m.found[:0]
	if int64(high.y)-int64(low.y) > int64(len(m.order)) {
		for k, s := range m.squares {
			if low.x <= s.x && s.x <= high.x && low.y <= s.y && s.y <= high.y {
				m.found = append(m.found, m.order[k])
			}
		}
		return m.found
	}
	for y := low.y; y <= high.y; y++ {
		k, _ := slices.BinarySearchFunc(m.squares, square{low.x, y}, square.compare)
		for ; k < len(m.squares) && m.squares[k].y == y && m.squares[k].x <= high.x; k++ {
			m.found = append(m.found, m.order[k])
		}
	}
	return m.found
}
