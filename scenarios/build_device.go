package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/scenarios/profiles"
	"github.com/littoral-sim/littoral/sim/rng"
)

// classOf returns the number of the class of a node, and whether its speed is not
// known. Classes are numbered in the order of their first nodes.
func (b *builder) classOf(n *Node) (class models.ClassID, speedUnknown bool) {
	if !n.Class.IsSet() {
		return 0, false
	}
	class, known := b.classes[n.Class.V]
	if !known {
		class = models.ClassID(len(b.classes) + 1)
		b.classes[n.Class.V] = class
	}
	return class, !n.Speed.IsSet()
}

// table returns the table of work with a name, of the file or of the program, or
// nil. The times of those of the program are uniform between the bounds measured.
func (f *File) table(name Name) *Table {
	for i := range f.Tables {
		if t := &f.Tables[i]; t.Name.V == name {
			return t
		}
	}
	if t, known := f.builtin[name]; known {
		return t
	}
	if f.builtin == nil {
		f.builtin = map[Name]*Table{}
	}
	t := builtin(name)
	f.builtin[name] = t
	return t
}

// builtin returns a table that comes with the program, or nil.
func builtin(name Name) *Table {
	measured, ok := profiles.LookupWorkTable(string(name))
	if !ok {
		return nil
	}
	t := &Table{Name: Value[Name]{V: name}}
	for _, m := range measured.Times {
		u := &Uniform[time.Duration]{Min: Value[time.Duration]{V: m.Low}, Max: Value[time.Duration]{V: m.High}}
		t.Times = append(t.Times, ClassTime{Value[Name]{V: Name(m.Device)}, &Distribution[time.Duration]{Uniform: u}})
	}
	return t
}

// work makes the distribution of the work of a workload, or those on each class of
// devices that nodes have.
func (b *builder) work(w *Workload, path string) (rng.Dist, []rng.Dist) {
	if !w.Work.Table.IsSet() {
		return dist(b, w.Work.onReference(), path), nil
	}
	t := b.file.table(w.Work.Table.V)
	times := make([]rng.Dist, len(b.classes)+1)
	for _, x := range t.Times {
		class, used := b.classes[x.Class.V]
		if used {
			times[class] = dist(b, x.Time, "tables."+string(t.Name.V)+"."+string(x.Class.V))
		}
	}
	if t.Otherwise != nil {
		times[0] = dist(b, t.lookup(t.Otherwise.ScaleBySpeed.V), "tables."+string(t.Name.V)+"."+otherwiseKey)
	}
	return rng.Dist{}, times
}

// expectedTimes returns the means of what there is a distribution for.
func expectedTimes(times []rng.Dist) models.Times {
	if times == nil {
		return nil
	}
	out := make(models.Times, len(times))
	for i, d := range times {
		if !d.IsZero() {
			out[i] = max(time.Duration(rng.Round(d.Mean())), 1)
		}
	}
	return out
}
