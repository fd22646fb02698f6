package scenarios

import "reflect"

// origin says from which entry of its list in the file, and with which choice
// of the template variables, an entity was made.
type origin struct {
	entry, instance int32
}

// made is implemented by pointers to entities.
type made interface{ from() *origin }

func (n *Node) from() *origin     { return &n.origin }
func (l *Link) from() *origin     { return &l.origin }
func (w *Workload) from() *origin { return &w.origin }
func (t *Transfer) from() *origin { return &t.origin }
func (f *Fault) from() *origin    { return &f.origin }
func (x *Domain) from() *origin   { return &x.origin }
func (x *Crew) from() *origin     { return &x.origin }
func (x *Image) from() *origin    { return &x.origin }

// setOrigin notes where the entity v was made.
func setOrigin(v reflect.Value, entry int, instance int64) {
	if m, ok := reflect.TypeAssert[made](v.Addr()); ok {
		*m.from() = origin{int32(entry), int32(instance)}
	}
}
