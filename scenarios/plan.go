package scenarios

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// plan is what the struct tags of a type say about a map of the file.
type plan struct {
	fields []field
	byKey  map[string]int
	keys   []string
	// scalar is the field that takes a plain value instead of a map, or nil.
	scalar *field
	// entry tells that the map may have the key each and stands for one or
	// more entities.
	entry bool
	oneof bool
}

// field is one key of a map.
type field struct {
	key, eg, help string
	index         []int
	typ           reflect.Type
	required      bool
	// orClass tells that the key is required unless the entity has a class.
	orClass bool
	// unless are the keys of which one makes this one optional; it is required
	// when there are any but the file has none of them.
	unless   []string
	oneof    bool
	positive bool
	fallback string
	bounds   bounds
}

// bounds are the smallest and largest value of a key, in its smallest unit.
type bounds struct {
	hasMin, hasMax bool
	min, max       int64
}

// planOf returns the plan of the struct type t.
func (d *decoder) planOf(t reflect.Type) *plan {
	if p, ok := d.plans[t]; ok {
		return p
	}
	p := &plan{byKey: map[string]int{}}
	p.add(t, nil)
	_, p.entry = t.FieldByName("origin")
	d.plans[t] = p
	return p
}

// add appends the keys of the struct type t, whose place in the outer struct is at.
func (p *plan) add(t reflect.Type, at []int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		tag, ok := sf.Tag.Lookup("key")
		if !ok {
			continue
		}
		parts := strings.Split(tag, ",")
		f := field{key: parts[0], eg: sf.Tag.Get("eg"), help: sf.Tag.Get("help"), typ: sf.Type}
		f.index = append(append(f.index, at...), i)
		f.fallback = sf.Tag.Get("default")
		f.bounds = boundsOf(sf.Tag)
		kind := ""
		for _, flag := range parts[1:] {
			if others, ok := strings.CutPrefix(flag, "unless:"); ok {
				f.unless = strings.Split(others, "|")
				continue
			}
			switch flag {
			case "required":
				f.required = true
			case "orclass":
				f.orClass = true
			case "oneof":
				f.oneof, p.oneof = true, true
			case "positive":
				f.positive = true
			default:
				kind = flag
			}
		}
		switch kind {
		case "inline":
			p.add(sf.Type.Elem(), f.index)
		case "scalar":
			// The plain value of an inlined type has no key to be inlined by.
			if at == nil {
				p.scalar = &f
			}
		default:
			p.byKey[f.key] = len(p.fields)
			p.fields = append(p.fields, f)
			p.keys = append(p.keys, f.key)
		}
	}
}

// boundsOf reads the tags that bound a value.
func boundsOf(tag reflect.StructTag) bounds {
	var b bounds
	for _, t := range []struct {
		name string
		unit int64
		set  func(int64)
	}{
		{"min", 1, func(v int64) { b.min, b.hasMin = v, true }},
		{"max", 1, func(v int64) { b.max, b.hasMax = v, true }},
		{"minratio", int64(RatioOne), func(v int64) { b.min, b.hasMin = v, true }},
		{"maxratio", int64(RatioOne), func(v int64) { b.max, b.hasMax = v, true }},
		{"maxdegrees", 1e9, func(v int64) { b.min, b.max, b.hasMin, b.hasMax = -v, v, true, true }},
	} {
		text, ok := tag.Lookup(t.name)
		if !ok {
			continue
		}
		v, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			panic(fmt.Sprintf("scenarios: tag %s is %q: %v", t.name, text, err))
		}
		t.set(v * t.unit)
	}
	return b
}

// example returns a well-formed line for the key.
func (f *field) example(unit string) string {
	eg := f.eg
	if eg == "" {
		eg = f.fallback
	}
	if allowed := allowedOf(f.typ); eg == "" && len(allowed) > 0 {
		eg = allowed[0]
	}
	return f.key + ": " + strings.ReplaceAll(eg, "$", unit)
}

// names is implemented by types whose values are a few words.
type names interface{ allowed() []string }

// allowedOf returns the words that a Value or Many of type t may hold, or nil.
func allowedOf(t reflect.Type) []string {
	if t == nil {
		return nil
	}
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	v, ok := t.FieldByName("V")
	if !ok {
		return nil
	}
	if n, ok := reflect.TypeAssert[names](reflect.Zero(v.Type)); ok {
		return n.allowed()
	}
	return nil
}
