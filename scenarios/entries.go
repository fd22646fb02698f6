package scenarios

import (
	"fmt"
	"reflect"

	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// unread tells of the entries of a list that could not be read.
type unread struct {
	// names are those of their entities as far as they are known, and known
	// holds the same.
	names []string
	known map[string]bool
	// unknown tells that there are entities of unknown name.
	unknown bool
	// partial are pointers to what could be read of the first entity of each
	// entry, so that at least its references are checked.
	partial []any
}

// nodeTemplate is what the name of a node was made from.
type nodeTemplate struct {
	name     string
	template *template
	// first is the index of the node of instance 0, or -1 when the entry could
	// not be read.
	first int
}

// entries decodes a list of templates into the slice v of entities. Entries
// that cannot be read are left out.
func (d *decoder) entries(n *yamlx.Node, v reflect.Value, f *field) {
	d.unread[f.key] = &unread{known: map[string]bool{}}
	for i, item := range n.Items {
		d.pushIndex(i)
		d.entry(item, v, f, i)
		d.pop()
	}
}

// entry appends the entities of one entry to v, all or none.
func (d *decoder) entry(item *yamlx.Node, v reflect.Value, f *field, number int) {
	t := d.each(item)
	if t == nil || !d.admit(item, v, f, t.total) {
		d.unread[f.key].unknown = true
		return
	}
	base := v.Len()
	d.template = t
	ok := d.instances(item, v, f, number)
	d.template = nil
	if !ok {
		last := reflect.New(v.Type().Elem())
		last.Elem().Set(v.Index(v.Len() - 1))
		d.unread[f.key].partial = append(d.unread[f.key].partial, last.Interface())
		v.SetLen(base)
		d.noteUnread(item, f.key, t)
		base = -1
	}
	if name := item.Lookup("name"); f.key == "nodes" && name != nil {
		d.nodeTemplates = append(d.nodeTemplates, nodeTemplate{name.Text, t, base})
	}
}

// instances appends the entities of one entry to v. It reports whether all of
// them could be read, and stops at the first that cannot.
func (d *decoder) instances(item *yamlx.Node, v reflect.Value, f *field, number int) bool {
	t := d.template
	before := d.list.Count()
	base := v.Len()
	v.Grow(1)
	v.SetLen(base + 1)
	v.Index(base).SetZero()
	setOrigin(v.Index(base), number, 0)
	d.value(item, v.Index(base), f)
	if d.list.Count() != before {
		return false
	}
	varying := varyingKeys(item, d.planOf(v.Type().Elem()))
	v.Grow(int(t.total) - 1)
	for k := int64(1); k < t.total; k++ {
		t.choose(k)
		v.SetLen(base + int(k) + 1)
		instance := v.Index(base + int(k))
		instance.Set(v.Index(base))
		setOrigin(instance, number, k)
		for _, key := range varying {
			d.push(key.field.key)
			target := instance.FieldByIndex(key.field.index)
			target.SetZero()
			d.value(key.node, target, key.field)
			d.pop()
		}
		if d.list.Count() != before {
			return false
		}
	}
	return true
}

// admit checks the limits before anything is allocated.
func (d *decoder) admit(item *yamlx.Node, v reflect.Value, f *field, total int64) bool {
	pos := item.Pos
	if each := item.Lookup("each"); each != nil {
		pos = each.Pos
	}
	d.entities += total
	if d.entities > EntitiesMax {
		d.report(pos, fmt.Sprintf("the file makes more than %d entities up to here", EntitiesMax), "use fewer template values")
		return false
	}
	if limit := entriesMax(f.key); int64(v.Len())+total > limit {
		d.report(pos, fmt.Sprintf("the file makes more than %d %s up to here", limit, f.key), "use fewer template values")
		return false
	}
	return true
}

// unreadNamesMax bounds the names that are remembered for one entry.
const unreadNamesMax = 10_000

// noteUnread remembers the names of the entities that an entry would have made,
// so that references to them are not taken for mistakes.
func (d *decoder) noteUnread(item *yamlx.Node, key string, t *template) {
	name := item.Lookup("name")
	if name == nil || name.Kind != yamlx.Scalar || t.total > unreadNamesMax {
		d.unread[key].unknown = true
		return
	}
	for k := range t.total {
		t.choose(k)
		made := replaceIn(name.Text, t.lookup)
		d.unread[key].names = append(d.unread[key].names, made)
		d.unread[key].known[made] = true
	}
}

// varyingKey is a key of an entry whose value differs between instances.
type varyingKey struct {
	field *field
	node  *yamlx.Node
}

func varyingKeys(item *yamlx.Node, p *plan) []varyingKey {
	var keys []varyingKey
	for i := range item.Fields {
		entry := &item.Fields[i]
		if at, ok := p.byKey[entry.Key]; ok && hasPlaceholder(entry.Value) {
			keys = append(keys, varyingKey{&p.fields[at], entry.Value})
		}
	}
	return keys
}
