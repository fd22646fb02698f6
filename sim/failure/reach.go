package failure

import "slices"

// closure returns, for each component with causes and members, all that its causes hold, ascending: itself, its members,
// their members and so on, each once. It is nil for the others, which hold themselves alone.
func (c *Config) closure() [][]ID {
	reach := make([][]ID, len(c.Components))
	seen := make([]int32, len(c.Components)) // by which domain, plus one
	var todo []ID
	for i := range c.Components {
		k := &c.Components[i]
		if len(k.Members) == 0 || len(k.Faults)+len(k.Trace.Outages)+len(k.Renewals) == 0 {
			continue
		}
		mark := int32(i) + 1
		seen[i] = mark
		todo = append(todo[:0], ID(i))
		var all []ID
		for len(todo) > 0 {
			id := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			all = append(all, id)
			for _, m := range c.Components[id].Members {
				if seen[m] != mark {
					seen[m] = mark
					todo = append(todo, m)
				}
			}
		}
		slices.Sort(all)
		reach[i] = all
	}
	return reach
}
