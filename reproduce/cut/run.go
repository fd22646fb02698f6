package cut

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/scenarios"
	"github.com/littoral-sim/littoral/scenarios/library"
	"github.com/littoral-sim/littoral/schedulers/catalog"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/rng"
)

// Options say how the pair is played.
type Options struct {
	Seed     rng.Seed
	Progress func(done, total int) // called after each scenario; may be nil
}

// Names of the scenarios in the library.
const (
	Evicting   = "cut-evict"
	Autonomous = "cut-autonomous"
)

// Run plays both scenarios.
func Run(ctx context.Context, o Options) (*Report, error) {
	r := &Report{Seed: o.Seed}
	names := []string{Evicting, Autonomous}
	for i, name := range names {
		s, err := play(ctx, name, o.Seed)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		r.Stories = append(r.Stories, s)
		if o.Progress != nil {
			o.Progress(i+1, len(names))
		}
	}
	return r, nil
}

func play(ctx context.Context, name string, seed rng.Seed) (Story, error) {
	text, ok := library.Read(name)
	if !ok {
		return Story{}, fmt.Errorf("the library has no scenario %q", name)
	}
	file, err := scenarios.LoadBytes(name, text, scenarios.Options{Policies: catalog.Names()})
	if err != nil {
		return Story{}, err
	}
	cfg, err := file.Build()
	if err != nil {
		return Story{}, err
	}
	cfg.Seed = seed
	policy, err := catalog.New(cfg.Policy)
	if err != nil {
		return Story{}, err
	}
	s := &teller{Story: Story{Name: name}, started: map[copyOf]int64{}}
	out, err := sim.Run(ctx, cfg, policy, s)
	if err != nil {
		return Story{}, fmt.Errorf("run: %w", err)
	}
	return s.finish(out), nil
}
