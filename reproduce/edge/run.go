package edge

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/sim/rng"
)

// Options say what is compared. The zero value is the full comparison with seed 0.
type Options struct {
	Seed     rng.Seed
	Quick    bool                  // a tenth of the independent runs
	Progress func(done, total int) // called after each topic; may be nil
}

// runs returns how many independent runs are made of what takes so many in full.
func (o *Options) runs(full int) int {
	if o.Quick {
		return max(1, full/10)
	}
	return full
}

// topic is a group of closed forms.
type topic struct {
	name string
	rows func(ctx context.Context, o *Options) ([]Row, error)
}

func topics() []topic {
	return []topic{
		{"cut", cuts},
		{"detection", detection},
		{"mobility", mobility},
		{"gateway", gateways},
		{"buffers", buffers},
		{"energy", energies},
		{"devices", devices},
		{"trust", trust},
		{"services", services},
	}
}

// Run plays all scenarios and compares them with their closed forms. That they
// differ is no error, but what [Report.Pass] is about.
func Run(ctx context.Context, o Options) (*Report, error) {
	r := &Report{Seed: o.Seed, Quick: o.Quick}
	all := topics()
	for i, t := range all {
		rows, err := t.rows(ctx, &o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, err)
		}
		for _, row := range rows {
			row.Topic = t.name
			r.Rows = append(r.Rows, row)
		}
		if o.Progress != nil {
			o.Progress(i+1, len(all))
		}
	}
	return r, nil
}
