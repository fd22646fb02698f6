package profiles

import (
	"slices"
	"strconv"
	"strings"

	"github.com/littoral-sim/littoral/models/units"
)

// Milliwatts is an electrical power.
type Milliwatts int64

// String formats the power in watts, as in "2.7 W".
func (p Milliwatts) String() string { return strconv.FormatFloat(float64(p)/1000, 'f', -1, 64) + " W" }

// Device is a class of devices: what one of its kind has and takes. What no source gives is not known, and whoever uses the class has to say it. No
// class has a speed, because one number cannot tell how fast a device is: see [WorkTable].
type Device struct {
	Name   string // lower case, letters, digits and hyphens
	Title  string // one line
	Cores  Value[units.MilliCPU]
	Memory Value[units.Bytes]
	Idle   Value[Milliwatts] // when no core is busy
	Busy   Value[Milliwatts] // when all cores are busy
	// Cipher is the rate at which one thread encrypts with AES-256-CBC in blocks of 16 KiB.
	Cipher Value[units.BitsPerSecond]
}

// Rows returns all values of the class that are known, in a fixed order.
func (d *Device) Rows() (rows []Row) {
	rows = append(rows, row("cores", d.Cores)...)
	rows = append(rows, row("memory", d.Memory)...)
	rows = append(rows, row("idle power", d.Idle)...)
	rows = append(rows, row("busy power", d.Busy)...)
	return append(rows, row("cipher", d.Cipher)...)
}

// Devices returns all classes of devices in the order of their names. The caller may change the result.
func Devices() []Device {
	list := slices.Concat(raspberries(), jetsons(), boards(), machines(), servers())
	slices.SortFunc(list, func(a, b Device) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// LookupDevice returns the class of devices of a name, and whether there is one.
func LookupDevice(name string) (Device, bool) {
	for _, d := range Devices() {
		if d.Name == name {
			return d, true
		}
	}
	return Device{}, false
}
