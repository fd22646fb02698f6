package scenarios

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// Few is what may be written either as one map or as a list of maps.
type Few[T any] []T

func (x *Few[T]) decode(d *decoder, n *yamlx.Node, f *field) {
	if n.Kind != yamlx.List {
		*x = make(Few[T], 1)
		d.value(n, reflect.ValueOf(&(*x)[0]).Elem(), f)
		return
	}
	if len(n.Items) == 0 {
		d.report(n.Pos, fmt.Sprintf("the list %s is empty", f.key), emptyFix(f, reflect.TypeFor[T]()))
		return
	}
	*x = make(Few[T], len(n.Items))
	for i, item := range n.Items {
		d.pushIndex(i)
		d.value(item, reflect.ValueOf(&(*x)[i]).Elem(), f)
		d.pop()
	}
}

// isFew reports whether t is a Few.
func isFew(t reflect.Type) bool {
	return t != nil && t.Kind() == reflect.Slice && strings.HasPrefix(t.Name(), "Few[")
}

// part returns where element i of a Few is: a single one may be written without
// a list, so its number is not part of the path.
func part[T any](x Few[T], w where, i int) where {
	if len(x) == 1 {
		return w
	}
	return w.at(fmt.Sprint(i))
}
