package profiles

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Measured is how long a workload took on one class of devices: the least and the greatest time of all measurements.
type Measured struct {
	Device    string // name of a Device
	Low, High time.Duration
}

// WorkTable says how long a workload takes on each class of devices that somebody has measured it on. It says nothing about any other: a device that is
// faster at one workload is slower at another, so nothing is worked out from the rest.
type WorkTable struct {
	Name   string // lower case, letters, digits and hyphens
	Title  string // one line
	Times  []Measured
	Source string
}

// Rows returns all values of the table, by the names of the devices.
func (t *WorkTable) Rows() (rows []Row) {
	for _, m := range t.Times {
		rows = append(rows, Row{
			Field: m.Device, Value: fmt.Sprintf("uniform between %v and %v", m.Low, m.High),
			Said: fmt.Sprintf("measured from %.6f s to %.6f s", m.Low.Seconds(), m.High.Seconds()), Derived: "uniform between the bounds", Source: t.Source,
		})
	}
	return rows
}

// WorkTables returns all tables in the order of their names, with their times in the order of the devices. The caller may change the result.
func WorkTables() []WorkTable {
	list := slices.Concat(inference(), otherWork())
	slices.SortFunc(list, func(a, b WorkTable) int { return strings.Compare(a.Name, b.Name) })
	for i := range list {
		list[i].Source = raithTimes
		slices.SortFunc(list[i].Times, func(a, b Measured) int { return strings.Compare(a.Device, b.Device) })
	}
	return list
}

// LookupWorkTable returns the table of a name, and whether there is one.
func LookupWorkTable(name string) (WorkTable, bool) {
	for _, t := range WorkTables() {
		if t.Name == name {
			return t, true
		}
	}
	return WorkTable{}, false
}

// took is a measurement in microseconds.
func took(device string, low, high int64) Measured {
	return Measured{Device: device, Low: time.Duration(low) * time.Microsecond, High: time.Duration(high) * time.Microsecond}
}
