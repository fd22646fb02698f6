package failure

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// problems gathers what is wrong with a configuration.
type problems struct{ list []error }

func (r *problems) add(format string, args ...any) {
	r.list = append(r.list, fmt.Errorf(format, args...))
}

// Validate reports all that is wrong with the configuration, with the path of each field. New does the same.
func (c *Config) Validate() error {
	var r problems
	crews := c.validateCrews(&r)
	names := make(map[string]int, len(c.Components))
	for i := range c.Components {
		k, path := &c.Components[i], fmt.Sprintf("Components[%d]", i)
		if k.Name == "" {
			r.add("%s.Name: is empty", path)
		} else if first, ok := names[k.Name]; ok {
			r.add("%s.Name: %q is also the name of Components[%d]", path, k.Name, first)
		} else {
			names[k.Name] = i
		}
		c.validateMembers(&r, path, k.Members)
		for j := range k.Faults {
			k.Faults[j].check(&r, fmt.Sprintf("%s.Faults[%d]", path, j))
		}
		k.Trace.check(&r, path+".Trace")
		validateRenewals(&r, path, k.Renewals, crews)
	}
	if len(r.list) == 0 {
		c.refuseCycles(&r)
	}
	return errors.Join(r.list...)
}

func (c *Config) validateCrews(r *problems) map[string]int {
	crews := make(map[string]int, len(c.Crews))
	for i, w := range c.Crews {
		if w.Name == "" {
			r.add("Crews[%d].Name: is empty", i)
		} else if first, ok := crews[w.Name]; ok {
			r.add("Crews[%d].Name: %q is also the name of Crews[%d]", i, w.Name, first)
		} else {
			crews[w.Name] = i
		}
		if w.Members < 1 {
			r.add("Crews[%d].Members: %d is less than 1", i, w.Members)
		}
	}
	return crews
}

func (c *Config) validateMembers(r *problems, path string, members []ID) {
	listed := make(map[ID]bool, len(members))
	for j, id := range members {
		switch {
		case id < 0 || int(id) >= len(c.Components):
			r.add("%s.Members[%d]: there is no component %d", path, j, id)
		case listed[id]:
			r.add("%s.Members[%d]: %q is listed twice", path, j, c.Components[id].Name)
		}
		listed[id] = true
	}
}

func (f *Fault) check(r *problems, path string) {
	if f.At < 0 {
		r.add("%s.At: %v is before the start of the run", path, f.At)
	}
	if f.For < 0 {
		r.add("%s.For: %v is negative", path, f.For)
	}
	f.Mode.check(r, path+".Mode")
	if f.Mode.Kind == Reboot && f.For != 0 {
		r.add("%s.For: a reboot lasts for its downtime, but %v is given", path, f.For)
	}
}

func (t *Trace) check(r *problems, path string) {
	t.Mode.check(r, path+".Mode")
	if t.Mode.Kind == Reboot {
		r.add("%s.Mode: the outages of a trace have their own length, so they cannot be reboots", path)
	}
	for i, o := range t.Outages {
		if o.From < 0 {
			r.add("%s.Outages[%d].From: %v is before the start of the run", path, i, o.From)
		}
		if o.Until <= o.From {
			r.add("%s.Outages[%d].Until: %v is not after %v", path, i, o.Until, o.From)
		}
		if i > 0 && o.From < t.Outages[i-1].Until {
			r.add("%s.Outages[%d].From: %v is before the end of the outage before it, %v", path, i, o.From, t.Outages[i-1].Until)
		}
	}
}

func validateRenewals(r *problems, path string, renewals []Renewal, crews map[string]int) {
	labels := make(map[string]int, len(renewals))
	for j := range renewals {
		w, at := &renewals[j], fmt.Sprintf("%s.Renewals[%d]", path, j)
		if first, ok := labels[w.Label]; ok {
			r.add("%s.Label: %q is also the label of Renewals[%d]", at, w.Label, first)
		} else {
			labels[w.Label] = j
		}
		w.Mode.check(r, at+".Mode")
		if w.Up.IsZero() {
			r.add("%s.Up: is missing", at)
		}
		if _, ok := crews[w.Crew]; w.Crew != "" && !ok {
			r.add("%s.Crew: there is no crew %q", at, w.Crew)
		}
		if w.Clock > Operating {
			r.add("%s.Clock: %d does not exist", at, w.Clock)
		}
		switch reboots := w.Mode.Kind == Reboot; {
		case reboots && !w.Down.IsZero():
			r.add("%s.Down: a reboot lasts for its downtime, but %v is given", at, w.Down)
		case !reboots && w.Down.IsZero():
			r.add("%s.Down: is missing", at)
		case reboots && w.Crew != "":
			r.add("%s.Crew: a reboot needs no crew, but %q is given", at, w.Crew)
		}
	}
}

// refuseCycles reports the first domain found to be a member of itself, with the way round. It takes time in proportion
// to the memberships.
func (c *Config) refuseCycles(r *problems) {
	const fresh, open, closed = 0, 1, 2
	type step struct {
		id   ID
		next int // the member to look at
	}
	state := make([]uint8, len(c.Components))
	for i := range c.Components {
		if state[i] != fresh {
			continue
		}
		way := []step{{id: ID(i)}}
		state[i] = open
		for len(way) > 0 {
			top := &way[len(way)-1]
			members := c.Components[top.id].Members
			if top.next == len(members) {
				state[top.id] = closed
				way = way[:len(way)-1]
				continue
			}
			to := members[top.next]
			top.next++
			switch state[to] {
			case fresh:
				state[to] = open
				way = append(way, step{id: to})
			case open:
				var round []ID
				for k := len(way) - 1; way[k].id != to; k-- {
					round = append(round, way[k].id)
				}
				r.add("Components[%d].Members: a domain is a member of itself: %s", to, c.way(to, round))
				return
			}
		}
	}
}

// way tells the way from a domain to itself through others, which are given in reverse; of a long one only the ends.
func (c *Config) way(id ID, reverse []ID) string {
	const shown = 8
	names := []string{c.Components[id].Name}
	for i, k := range slices.Backward(reverse) {
		switch fromEnd := len(reverse) - 1 - i; {
		case len(reverse) <= shown || fromEnd < shown/2 || i < shown/2:
			names = append(names, c.Components[k].Name)
		case fromEnd == shown/2:
			names = append(names, fmt.Sprintf("(%d more)", len(reverse)-shown))
		}
	}
	return strings.Join(append(names, c.Components[id].Name), " → ")
}
