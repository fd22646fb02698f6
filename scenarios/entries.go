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

// prepare reads the templates of all entries of the file and checks the limits
// on what they make, before any of it is made. Of lists that exceed a limit
// only the first entity of each entry is made, to look for mistakes.
func (d *decoder) prepare(root *yamlx.Node) {
	d.templates = map[*yamlx.Node]*template{}
	entities := int64(0)
	for i := range root.Fields {
		entry := &root.Fields[i]
		limit := entriesMax(entry.Key)
		if limit == 0 || entry.Value.Kind != yamlx.List {
			continue
		}
		d.push(entry.Key)
		d.unread[entry.Key] = &unread{known: map[string]bool{}}
		inList := int64(0)
		for k, item := range entry.Value.Items {
			d.pushIndex(k)
			t := d.each(item)
			if t != nil {
				inList += t.total
				entities += t.total
				d.templates[item] = t
			}
			if inList > limit || entities > d.entitiesMax {
				d.reportTooMany(item, entry.Key, limit, inList > limit)
				d.shorten(entry)
				d.pop()
				break
			}
			d.pop()
		}
		d.pop()
	}
}

func (d *decoder) reportTooMany(item *yamlx.Node, key string, limit int64, inList bool) {
	pos := item.Pos
	if each := item.Lookup("each"); each != nil {
		pos = each.Pos
	}
	if !inList {
		limit, key = d.entitiesMax, "entities"
	}
	d.report(pos, fmt.Sprintf("the file makes more than %d %s up to here", limit, key), "use fewer template values")
}

// shorten reduces all templates of a list to their first instance.
func (d *decoder) shorten(entry *yamlx.Field) {
	d.unread[entry.Key].unknown = true
	for _, item := range entry.Value.Items {
		if t := d.templates[item]; t != nil {
			t.total = 1
		}
	}
}

// entries decodes a list of templates into the slice v of entities. Entries
// that cannot be read are left out.
func (d *decoder) entries(n *yamlx.Node, v reflect.Value, f *field) {
	for i, item := range n.Items {
		t := d.templates[item]
		if t == nil || d.list.Full() {
			d.unread[f.key].unknown = true
			continue
		}
		d.pushIndex(i)
		d.template, d.classed = t, item.Has("class")
		d.entry(item, v, f, i)
		d.template, d.classed = nil, false
		d.pop()
	}
}

// entry appends the entities of one entry to v, all or none.
func (d *decoder) entry(item *yamlx.Node, v reflect.Value, f *field, number int) {
	base := v.Len()
	if !d.instances(item, v, f, number) {
		last := reflect.New(v.Type().Elem())
		last.Elem().Set(v.Index(v.Len() - 1))
		d.unread[f.key].partial = append(d.unread[f.key].partial, last.Interface())
		v.SetLen(base)
		d.noteUnread(item, f.key, d.template)
		base = -1
	}
	if name := item.Lookup("name"); f.key == "nodes" && name != nil {
		d.nodeTemplates = append(d.nodeTemplates, nodeTemplate{name.Text, d.template, base})
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
