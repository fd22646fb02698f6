package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/littoral-sim/littoral/reproduce/simgrid"
)

const curveFormat = "%14v %12v %12v %12v\n"

// besideIdle prints what a change costs at light load when most of the network is
// idle.
func besideIdle(ctx context.Context, p plan, out io.Writer) error {
	if _, err := fmt.Fprintf(out, "\n"+curveFormat, "idle-links", "used-links", "changes", "ns/change"); err != nil {
		return err
	}
	for _, links := range p.idle {
		platform := idle(tree(max(1, p.changes/2), 50), links)
		if err := p.point(ctx, out, links, gateways+devices, platform, 0); err != nil {
			return err
		}
	}
	return nil
}

// inComponent prints what a change costs when all flows share one link: first with
// fifty devices at most, then with a device, and so a second link, for each flow.
func inComponent(ctx context.Context, p plan, out io.Writer) error {
	if _, err := fmt.Fprintf(out, "\n"+curveFormat, "flows-at-once", "their-links", "changes", "ns/change"); err != nil {
		return err
	}
	for _, devices := range []int{devicesPerGateway, p.members[len(p.members)-1]} {
		for _, members := range p.members {
			if members <= devicesPerGateway && devices > devicesPerGateway {
				continue // the same as with fifty devices
			}
			d := min(members, devices)
			if err := p.point(ctx, out, members, d+1, star(d, members, p.changes), members); err != nil {
				return err
			}
		}
	}
	return nil
}

// point prints the least cost of a change. Each flow is two: it starts and ends.
func (p *plan) point(ctx context.Context, out io.Writer, size, links int, platform *simgrid.Platform, closed int) error {
	var best time.Duration
	for range p.reps {
		_, took, err := timed(ctx, platform, closed)
		if err != nil {
			return err
		}
		best = least(best, took)
	}
	changes := 2 * len(platform.Flows)
	_, err := fmt.Fprintf(out, curveFormat, size, links, changes, fmt.Sprintf("%.0f", float64(best)/float64(changes)))
	return err
}
