package simgrid

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// How many platforms a comparison has, and with which it starts. The quick one
// leaves the largest out.
const (
	platformsFull  = 240
	platformsQuick = 24
	quickFrom      = int(kindCount)
)

// Options say what is compared. The zero value is the full comparison with the
// platforms of seed 0.
type Options struct {
	Seed     rng.Seed
	Quick    bool                  // a tenth of the platforms, none of the largest
	Progress func(done, total int) // called after each platform; may be nil
}

// Run compares sim/flow with SimGrid. Where SimGrid or its compiler is not
// installed, the report says so, and there is no error; that completion times
// differ is no error either, but what [Report.Pass] is about.
func Run(ctx context.Context, o Options) (report *Report, err error) {
	dir, err := os.MkdirTemp("", "littoral-simgrid")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	peer, err := Build(ctx, dir)
	if absent := (*AbsentError)(nil); errors.As(err, &absent) {
		return &Report{Seed: o.Seed, Absent: absent}, nil
	}
	if err != nil {
		return nil, err
	}
	return compareAll(ctx, peer, o)
}

// compareAll compares the platforms that the options ask for.
func compareAll(ctx context.Context, peer *Peer, o Options) (*Report, error) {
	r := &Report{Seed: o.Seed, Version: peer.Version}
	from, count := 0, platformsFull
	if o.Quick {
		from, count = quickFrom, platformsQuick
	}
	for i := range count {
		if err := r.add(ctx, peer, from+i); err != nil {
			return nil, fmt.Errorf("platform %d of seed %d: %w", from+i, o.Seed, err)
		}
		if o.Progress != nil {
			o.Progress(i+1, count)
		}
	}
	return r, nil
}

// add compares one platform.
func (r *Report) add(ctx context.Context, peer *Peer, number int) error {
	p := Generate(r.Seed, number)
	if err := p.Validate(); err != nil {
		return err
	}
	ours, err := simulate(p)
	if err != nil {
		return err
	}
	theirs, err := peer.Run(ctx, p, Full)
	if err != nil {
		return err
	}
	all, row := compare(p, number, ours, theirs.FinishSeconds)
	r.Rows = append(r.Rows, row)
	r.differences[p.Kind] = append(r.differences[p.Kind], all...)
	return nil
}

// simulate is Simulate with a broken invariant of sim/flow as an error, so that
// the report of a long comparison says on which platform it broke.
func simulate(p *Platform) (finish []units.Time, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("sim/flow: %v", broken)
		}
	}()
	return Simulate(p)
}
