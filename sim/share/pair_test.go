package share

import (
	"fmt"
	"slices"
)

// pair feeds the same inputs to two stations and remembers the first answer in which they differ.
type pair struct {
	got, want Station
	calls     int
	diff      string
}

// agree compares two answers.
func agree[T any](p *pair, nowNs int64, call string, got, want T) {
	p.calls++
	if g, w := fmt.Sprint(got), fmt.Sprint(want); p.diff == "" && g != w {
		p.diff = fmt.Sprintf("call %d, %s at %d ns: got %s, want %s", p.calls, call, nowNs, g, w)
	}
}

// look compares all that can be seen without a change.
func (p *pair) look(nowNs int64) {
	if p.diff != "" {
		return
	}
	g, w := p.got, p.want
	gotNs, _ := g.Next()
	wantNs, _ := w.Next()
	if gotNs != wantNs || g.InUse() != w.InUse() || g.Len() != w.Len() || g.Queued() != w.Queued() ||
		g.Capacity() != w.Capacity() || g.Places() != w.Places() {
		agree(p, nowNs, "next, in use, len, queued, capacity, places",
			[]any{gotNs, g.InUse(), g.Len(), g.Queued(), g.Capacity(), g.Places()},
			[]any{wantNs, w.InUse(), w.Len(), w.Queued(), w.Capacity(), w.Places()})
	}
}

func (p *pair) Add(nowNs int64, j Job) bool {
	got, want := p.got.Add(nowNs, j), p.want.Add(nowNs, j)
	if got != want {
		agree(p, nowNs, fmt.Sprint("add ", j), got, want)
	}
	p.look(nowNs)
	return got
}

func (p *pair) Remove(nowNs int64, id ID) (Left, bool) {
	got, ok := p.got.Remove(nowNs, id)
	want, wantOK := p.want.Remove(nowNs, id)
	agree(p, nowNs, fmt.Sprint("remove ", id), struct {
		Left
		bool
	}{got, ok}, struct {
		Left
		bool
	}{want, wantOK})
	p.look(nowNs)
	return got, ok
}

func (p *pair) SetCapacity(nowNs, millicores int64) {
	p.got.SetCapacity(nowNs, millicores)
	p.want.SetCapacity(nowNs, millicores)
	p.look(nowNs)
}

func (p *pair) SetPlaces(n int) {
	p.got.SetPlaces(n)
	p.want.SetPlaces(n)
}

func (p *pair) Advance(nowNs int64) []Event {
	got, want := p.got.Advance(nowNs), p.want.Advance(nowNs)
	if !slices.Equal(got, want) {
		agree(p, nowNs, "advance", got, want)
	}
	p.look(nowNs)
	return got
}

func (p *pair) Peek(nowNs int64, id ID) (Left, bool) {
	got, ok := p.got.Peek(nowNs, id)
	want, wantOK := p.want.Peek(nowNs, id)
	if got != want || ok != wantOK {
		agree(p, nowNs, fmt.Sprint("peek ", id), got, want)
	}
	return got, ok
}

func (p *pair) Busy(nowNs int64) Integral {
	got, want := p.got.Busy(nowNs), p.want.Busy(nowNs)
	if got != want {
		agree(p, nowNs, "busy", got, want)
	}
	return got
}

func (p *pair) Next() (int64, bool) { return p.got.Next() }
func (p *pair) InUse() int64        { return p.got.InUse() }
func (p *pair) Capacity() int64     { return p.got.Capacity() }
func (p *pair) Places() int         { return p.got.Places() }
func (p *pair) Len() int            { return p.got.Len() }
func (p *pair) Queued() int         { return p.got.Queued() }
