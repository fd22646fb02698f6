package order

import (
	"maps"
	"reflect"
	"slices"
	"sync"
)

type index map[string]int

func loops(m map[string]int, i index, s []int) (sum int) {
	for _, v := range m {
		sum += v
	}
	for range i {
		sum++
	}
	for _, v := range s {
		sum += v
	}
	return sum
}

func generic[M ~map[string]int, S ~[]int](m M, s S) (n int) {
	for range m {
		n++
	}
	for range s {
		n++
	}
	return n
}

func iterators(m map[string]int) (n int) {
	for range maps.Keys(m) {
		n++
	}
	n += len(slices.Collect(maps.Values(m)))
	for range maps.All[map[string]int](m) {
		n++
	}
	for range slices.Sorted(maps.Keys(m)) {
		n++
	}
	return n + len(slices.SortedFunc(maps.Values(m), func(a, b int) int { return a - b }))
}

func excused(m map[string]int) (n int) {
	//tidy:ordered a count does not depend on the order
	for range m {
		n++
	}
	for range m { //tidy:ordered nor does this one
		n++
	}
	//tidy:ordered
	for range m {
		n++
	}
	//tidy:ordered there is nothing here
	n++
	return n
}

func hidden(v reflect.Value, m *sync.Map) {
	v.MapRange()
	v.MapKeys()
	m.Range(func(any, any) bool { return true })
	m.Load("x")
}
