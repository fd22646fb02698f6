package eua

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// rowsMax bounds what is read from one file.
const rowsMax = 1_000_000

// point is a named position in degrees.
type point struct {
	name     string
	lat, lon float64
	line     int
}

// columns says which columns of a table hold what. An empty id numbers the rows.
type columns struct{ id, lat, lon string }

// readPoints reads a CSV file with a header line. It returns all problems, each
// with file, line and column of the text.
func readPoints(file string, r io.Reader, c columns) ([]point, error) {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("%s:1:1: no header line: %w", file, err)
	}
	at := map[string]int{}
	var errs []error
	for _, name := range []string{c.id, c.lat, c.lon} {
		if name == "" {
			continue
		}
		i := slices.IndexFunc(header, func(h string) bool { return strings.TrimPrefix(h, "\ufeff") == name })
		if i < 0 {
			errs = append(errs, fmt.Errorf("%s:1:1: no column %q: the header has %s", file, name, strings.Join(header, ", ")))
		}
		at[name] = i
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return readRows(file, in, at, c)
}

func readRows(file string, in *csv.Reader, at map[string]int, c columns) ([]point, error) {
	var out []point
	var errs []error
	seen := map[string]int{}
	for len(errs) < 50 {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(append(errs, fmt.Errorf("%s: %w", file, err))...)
		}
		if len(out) == rowsMax {
			return nil, fmt.Errorf("%s: more than %d rows: split the file", file, rowsMax)
		}
		line, _ := in.FieldPos(0)
		p := point{name: strconv.Itoa(len(out) + 1), line: line}
		if c.id != "" {
			p.name = row[at[c.id]]
			if !isID(p.name) {
				errs = append(errs, where(file, in, at[c.id], fmt.Errorf("%q is not an identifier of letters, digits and dashes", p.name)))
			}
			if first, again := seen[p.name]; again {
				errs = append(errs, where(file, in, at[c.id], fmt.Errorf("%q is already on line %d", p.name, first)))
			}
			seen[p.name] = line
		}
		if p.lat, err = degrees(row[at[c.lat]], 90); err != nil {
			errs = append(errs, where(file, in, at[c.lat], err))
		}
		if p.lon, err = degrees(row[at[c.lon]], 180); err != nil {
			errs = append(errs, where(file, in, at[c.lon], err))
		}
		out = append(out, p)
	}
	if len(out) == 0 && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("%s:2:1: no rows", file))
	}
	return out, errors.Join(errs...)
}

func where(file string, in *csv.Reader, field int, err error) error {
	line, col := in.FieldPos(field)
	return fmt.Errorf("%s:%d:%d: %w", file, line, col, err)
}

func isID(s string) bool {
	if s == "" || len(s) > 100 {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
	})
}

// degrees reads an angle between -limit and limit.
func degrees(s string, limit float64) (float64, error) {
	x, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || !(x >= -limit && x <= limit) {
		return 0, fmt.Errorf("%q is not an angle between -%g and %g degrees", s, limit, limit)
	}
	return x, nil
}
