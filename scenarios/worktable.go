package scenarios

import (
	"fmt"
	"reflect"
	"time"

	"github.com/littoral-sim/littoral/scenarios/internal/schema"
	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// Work is how long a task takes: a distribution of the time on the reference core,
// or a table. Exactly one of Constant, Distribution and Table is set.
type Work struct {
	Pos Pos
	// Constant is what a plain duration gives: always that time.
	Constant *Value[time.Duration] `key:",scalar"`

	*Distribution[time.Duration] `key:",inline"`

	Table Value[Name] `key:"table,oneof" eg:"resnet-cpu" help:"Table of the time on each class of devices: one of tables, or one that comes with the program; littoral list profiles prints these. It counts from start to end on a node of the class that gives the task the CPU it demands. On a class without an entry the task does not run."`
}

// onReference returns the time on the reference core, or nil with a table.
func (x *Work) onReference() *Distribution[time.Duration] {
	switch {
	case x.Constant != nil:
		return &Distribution[time.Duration]{Pos: x.Pos, Constant: x.Constant}
	case x.Distribution != nil:
		x.Distribution.Pos = x.Pos
	}
	return x.Distribution
}

// Table says how long a workload takes on each class of devices.
type Table struct {
	Name      Value[Name]
	Times     []ClassTime // in the order of the file
	Otherwise *Otherwise  // nil: it does not run on other classes

	bad bool // something is wrong with it
}

// ClassTime is how long a workload takes on one class of devices.
type ClassTime struct {
	Class Value[Name]
	Time  *Distribution[time.Duration]
}

// Otherwise says what holds on nodes of classes that a table does not have.
type Otherwise struct {
	ScaleBySpeed Value[Name] `key:"scale-by-speed,required" eg:"rpi4" help:"The time on this class of the table, divided by the speed of the node, which says then how much faster than a node of this class it is."`
}

// lookup returns the time on a class, or nil.
func (t *Table) lookup(class Name) *Distribution[time.Duration] {
	for i := range t.Times {
		if t.Times[i].Class.V == class {
			return t.Times[i].Time
		}
	}
	return nil
}

// Tables are the tables of a file in its order.
type Tables []Table

// otherwiseKey is the key of a table that is not a class.
const otherwiseKey = "otherwise"

func (x *Tables) decode(d *decoder, n *yamlx.Node, f *field) {
	if !d.isMapOf(n, f.key, f.eg) {
		return
	}
	for i := range n.Fields {
		entry := &n.Fields[i]
		d.push(entry.Key)
		before := d.list.Count()
		t := Table{Name: d.nameOfKey(entry)}
		if d.isMapOf(entry.Value, entry.Key, "{rpi4: 120ms}") {
			d.table(entry.Value, &t)
		}
		t.bad = d.list.Count() != before
		*x = append(*x, t)
		d.pop()
	}
}

// table decodes one table.
func (d *decoder) table(n *yamlx.Node, t *Table) {
	for i := range n.Fields {
		entry := &n.Fields[i]
		d.push(entry.Key)
		if entry.Key == otherwiseKey {
			d.value(entry.Value, reflect.ValueOf(&t.Otherwise).Elem(), &field{key: otherwiseKey, eg: "{scale-by-speed: rpi4}"})
		} else {
			c := ClassTime{Class: d.nameOfKey(entry)}
			d.value(entry.Value, reflect.ValueOf(&c.Time).Elem(), &field{key: entry.Key, eg: "120ms"})
			t.Times = append(t.Times, c)
		}
		d.pop()
	}
}

// isMapOf reports whether n is a map with at least one key.
func (d *decoder) isMapOf(n *yamlx.Node, key, eg string) bool {
	switch {
	case n.Refused: // It is complained about already.
		return false
	case n.Kind != yamlx.Map:
		d.report(n.Pos, fmt.Sprintf("%s must be a map of keys, not %s", quote(key), kindName(n)), "write "+abbreviate(key)+": "+eg)
	case len(n.Fields) == 0:
		d.report(n.Pos, fmt.Sprintf("the map %s is empty", quote(key)), "write "+abbreviate(key)+": "+eg)
	default:
		return true
	}
	return false
}

// nameOfKey returns the key of an entry as a name, with a complaint if it is none.
func (d *decoder) nameOfKey(entry *yamlx.Field) Value[Name] {
	var v Value[Name]
	d.value(&yamlx.Node{Text: entry.Key, Quoted: true, Pos: entry.KeyPos}, reflect.ValueOf(&v).Elem(), &field{key: entry.Key, eg: "detect"})
	return v
}

// tablesSchema returns the schema of Tables.
func (m *schemaMaker) tablesSchema() *schema.Schema {
	table := schema.Map(namePattern, m.reference(reflect.TypeFor[Distribution[time.Duration]]()))
	otherwise := schema.Object([]schema.Property{{Key: otherwiseKey, Schema: m.reference(reflect.TypeFor[Otherwise]())}})
	table.Properties = otherwise.Properties
	return schema.Map(namePattern, table)
}
