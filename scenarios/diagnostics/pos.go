package diagnostics

// Pos says where a token of the input begins. The zero Pos means "nowhere":
// the value was not written, or is a default.
type Pos struct {
	// Line counts from 1. A negative line -n stands for the n-th override
	// given beside the file (see the package scenarios).
	Line int32
	// Col counts characters, not bytes, from 1.
	Col int32
}

// IsZero reports whether p points nowhere.
func (p Pos) IsZero() bool { return p.Line == 0 }

// Before orders positions as they stand in the file; overrides come last, in
// the order given.
func (p Pos) Before(q Pos) bool {
	if (p.Line < 0) != (q.Line < 0) {
		return q.Line < 0
	}
	if p.Line != q.Line {
		return (p.Line < q.Line) == (p.Line >= 0)
	}
	return p.Col < q.Col
}
