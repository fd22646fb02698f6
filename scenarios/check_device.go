package scenarios

import (
	"fmt"

	"github.com/littoral-sim/littoral/scenarios/profiles"
)

// filling is what a class of devices gives to the nodes that write as much of their
// capacity.
type filling struct {
	written *Capacity
	class   Name
}

// deviceOf returns the class of devices with a name, or nil. One that only a table
// names gives nothing.
func (c *checker) deviceOf(name Name) *profiles.Device {
	if c.devices == nil {
		c.devices = map[string]*profiles.Device{}
		for _, d := range profiles.Devices() {
			c.devices[d.Name] = &d
			c.deviceNames = append(c.deviceNames, d.Name)
		}
		for i := range c.file.Tables {
			for _, t := range c.file.Tables[i].Times {
				c.addDevice(string(t.Class.V))
			}
		}
	}
	return c.devices[string(name)]
}

// addDevice makes a name known that only a table has.
func (c *checker) addDevice(name string) {
	if c.devices[name] == nil {
		c.devices[name] = &profiles.Device{Name: name}
		c.deviceNames = append(c.deviceNames, name)
	}
}

// device gives a node what its class has and the file does not say.
func (c *checker) device(n *Node) {
	if !n.Class.IsSet() {
		return
	}
	d := c.deviceOf(n.Class.V)
	if d == nil {
		c.report(n.at("class"), n.Class.Pos, func() (string, string) {
			return fmt.Sprintf("there is no class of devices %s", quote(string(n.Class.V))), c.meant(string(n.Class.V), c.deviceNames, "classes of devices")
		})
		return
	}
	n.Capacity = c.fill(n, d)
	if n.Power == nil && d.Idle.Known() && d.Busy.Known() {
		n.Power = c.powerOf(d)
	}
}

// fill returns the capacity of a node of a class, which equal nodes share.
func (c *checker) fill(n *Node, d *profiles.Device) *Capacity {
	key := filling{n.Capacity, n.Class.V}
	if done, ok := c.filled[key]; ok {
		return done
	}
	full := new(Capacity)
	if n.Capacity != nil {
		*full = *n.Capacity
	}
	lacks := func(key, thing, fix string) {
		c.report(n.at("capacity."+key), n.Class.Pos, func() (string, string) {
			return fmt.Sprintf("no source says %s the class %s has", thing, d.Name), "add capacity: {" + key + ": " + fix + "}, which is what this node has"
		})
	}
	switch {
	case full.CPU.IsSet():
	case d.Cores.Known():
		full.CPU.V = d.Cores.V
	default:
		lacks("cpu", "how many cores", "4")
	}
	switch {
	case full.Memory.IsSet():
	case d.Memory.Known():
		full.Memory.V = d.Memory.V
	default:
		lacks("memory", "how much memory", "4GiB")
	}
	if c.filled == nil {
		c.filled = map[filling]*Capacity{}
	}
	c.filled[key] = full
	return full
}

// powerOf returns the power of a class, which its nodes share.
func (c *checker) powerOf(d *profiles.Device) *Power {
	name := Name(d.Name)
	if c.powers[name] == nil {
		if c.powers == nil {
			c.powers = map[Name]*Power{}
		}
		p := new(Power)
		p.Idle.V, p.Busy.V = Milliwatts(d.Idle.V), Milliwatts(d.Busy.V)
		c.powers[name] = p
	}
	return c.powers[name]
}

// tables checks the tables of work.
func (c *checker) tables() {
	used := map[Name]bool{}
	for i := range c.file.Nodes {
		if n := &c.file.Nodes[i]; n.Class.IsSet() && len(c.file.Tables) > 0 {
			used[n.Class.V] = true
		}
	}
	for i := range c.file.Tables {
		t := &c.file.Tables[i]
		at := where{list: "tables." + string(t.Name.V)}
		if t.bad {
			continue // It is complained about already.
		}
		before := c.list.Count()
		if _, taken := profiles.LookupWorkTable(string(t.Name.V)); taken {
			c.report(at, t.Name.Pos, say(fmt.Sprintf("the name %s is that of a table that comes with the program", quote(string(t.Name.V))), "choose another"))
		}
		if len(t.Times) == 0 && t.Otherwise != nil {
			c.report(at, t.Name.Pos, say("the table has no times", "add a class and its time, such as rpi4: 120ms"))
		}
		c.timesOf(t, at.list, used)
		c.otherwise(t, at.list)
		t.bad = c.list.Count() != before
	}
}

// timesOf checks the times of one table.
func (c *checker) timesOf(t *Table, path string, used map[Name]bool) {
	for _, x := range t.Times {
		w := where{list: path + "." + string(x.Class.V)}
		if made, ok := checkDistribution(c, x.Time, w); ok && made.Mean() < 1 {
			c.report(w, x.Class.Pos, say("the time is zero on average", "write a longer time"))
		}
		if _, known := profiles.LookupDevice(string(x.Class.V)); !known && !used[x.Class.V] && c.complete("nodes") {
			c.warn(w, x.Class.Pos, fmt.Sprintf("no node has the class %s, which does not come with the program either", quote(string(x.Class.V))), "check the name, or give it to a node")
		}
	}
}

// otherwise checks what a table says of the classes that it does not have.
func (c *checker) otherwise(t *Table, path string) {
	o := t.Otherwise
	if o == nil || len(t.Times) == 0 || !o.ScaleBySpeed.IsSet() || t.lookup(o.ScaleBySpeed.V) != nil {
		return
	}
	c.report(where{list: path + "." + otherwiseKey + ".scale-by-speed"}, o.ScaleBySpeed.Pos, func() (string, string) {
		names := make([]string, len(t.Times))
		for i := range names {
			names[i] = string(t.Times[i].Class.V)
		}
		return fmt.Sprintf("the table has no time on %s", quote(string(o.ScaleBySpeed.V))), c.meant(string(o.ScaleBySpeed.V), names, "classes of the table")
	})
}

// untabled reports whether something is wrong with the table of a workload.
func (c *checker) untabled(w *Workload) bool {
	if !w.Work.Table.IsSet() {
		return false
	}
	t := c.file.table(w.Work.Table.V)
	return t == nil || t.bad
}

// work checks the work of a workload.
func (c *checker) work(w *Workload) {
	x := w.Work
	if !x.Table.IsSet() {
		if d := x.onReference(); d != nil {
			checkDistribution(c, d, w.at("work"))
		}
		return
	}
	if c.file.table(x.Table.V) != nil {
		return
	}
	c.report(w.at("work.table"), x.Table.Pos, func() (string, string) {
		var names []string
		for i := range c.file.Tables {
			names = append(names, string(c.file.Tables[i].Name.V))
		}
		for _, t := range profiles.WorkTables() {
			names = append(names, t.Name)
		}
		return fmt.Sprintf("there is no table of work %s", quote(string(x.Table.V))), c.meant(string(x.Table.V), names, "tables of work")
	})
}
