package quantity

import "time"

// The kinds of quantities in a scenario file. Nobody writes to them.
var (
	// Duration counts nanoseconds.
	Duration = &Kind{
		Name: "a duration", Smallest: "nanoseconds", Example: "250ms",
		Units: []Unit{
			{"ns", 1},
			{"us", int64(time.Microsecond)},
			{"ms", int64(time.Millisecond)},
			{"s", int64(time.Second)},
			{"m", int64(time.Minute)},
			{"h", int64(time.Hour)},
			{"d", 24 * int64(time.Hour)},
		},
	}
	// Size counts bytes.
	Size = &Kind{
		Name: "a size", Smallest: "bytes", Example: "120kB",
		Units: []Unit{
			{"B", 1},
			{"kB", 1e3},
			{"MB", 1e6},
			{"GB", 1e9},
			{"TB", 1e12},
			{"KiB", 1 << 10},
			{"MiB", 1 << 20},
			{"GiB", 1 << 30},
			{"TiB", 1 << 40},
		},
	}
	// BitRate counts bits per second.
	BitRate = &Kind{
		Name: "a data rate", Smallest: "bits per second", Example: "100Mbit/s",
		Units: []Unit{
			{"bit/s", 1},
			{"kbit/s", 1e3},
			{"Mbit/s", 1e6},
			{"Gbit/s", 1e9},
			{"Tbit/s", 1e12},
			{"B/s", 8},
			{"kB/s", 8e3},
			{"MB/s", 8e6},
			{"GB/s", 8e9},
			{"TB/s", 8e12},
			{"KiB/s", 8 << 10},
			{"MiB/s", 8 << 20},
			{"GiB/s", 8 << 30},
			{"TiB/s", 8 << 40},
		},
	}
	// Power counts milliwatts.
	Power = &Kind{
		Name: "a power", Smallest: "milliwatts", Example: "1.6W",
		Units: []Unit{{"mW", 1}, {"W", 1e3}, {"kW", 1e6}},
	}
	// Energy counts millijoules.
	Energy = &Kind{
		Name: "an energy", Smallest: "millijoules", Example: "40Wh",
		Units: []Unit{{"J", 1e3}, {"Wh", 3600 * 1e3}, {"kWh", 3600 * 1e6}},
	}
	// BitEnergy counts picojoules per bit.
	BitEnergy = &Kind{
		Name: "an energy per bit", Smallest: "picojoules per bit", Example: "46.7nJ/bit",
		Units: []Unit{{"pJ/bit", 1}, {"nJ/bit", 1e3}, {"uJ/bit", 1e6}},
	}
	// CarbonIntensity counts milligrams per kilowatt-hour.
	CarbonIntensity = &Kind{
		Name: "a carbon intensity", Smallest: "milligrams per kilowatt-hour", Example: "350g/kWh",
		Units: []Unit{{"mg/kWh", 1}, {"g/kWh", 1e3}, {"kg/kWh", 1e6}},
	}
	// EventRate counts millionths of an event per hour.
	EventRate = &Kind{
		Name: "a rate of events", Smallest: "millionths per hour", Example: "2/s",
		Units: []Unit{{"/s", 3600 * 1e6}, {"/m", 60 * 1e6}, {"/h", 1e6}},
	}
	// Length counts millimetres.
	Length = &Kind{
		Name: "a length", Smallest: "millimetres", Example: "200m",
		Units: []Unit{{"mm", 1}, {"m", 1e3}, {"km", 1e6}},
	}
	// Velocity counts millimetres per hour.
	Velocity = &Kind{
		Name: "a speed", Smallest: "millimetres per hour", Example: "1.4m/s",
		Units: []Unit{{"mm/s", 3600}, {"m/s", 3600 * 1e3}, {"km/h", 1e6}},
	}
	// Cores counts thousandths of a CPU core.
	Cores = &Kind{
		Name: "a number of CPU cores", Smallest: "thousandths of a core", Example: "0.25 or 250m",
		Units: []Unit{{"m", 1}}, Plain: 1000,
	}
	// PerMillion counts parts per million of a number without unit.
	PerMillion = &Kind{
		Name: "a number", Smallest: "millionths", Example: "0.5", Plain: 1e6,
	}
	// Degrees counts billionths of a degree.
	Degrees = &Kind{
		Name: "an angle in degrees", Smallest: "billionths of a degree", Example: "-37.8152", Plain: 1e9,
	}
)

// spellings are units as people write them elsewhere.
var spellings = []struct{ wrong, right string }{
	{"K", "kB"},
	{"Ki", "KiB"},
	{"Mi", "MiB"},
	{"Gi", "GiB"},
	{"Ti", "TiB"},
	{"M", "MB"},
	{"G", "GB"},
	{"T", "TB"},
	{"byte", "B"},
	{"bytes", "B"},
	{"b/s", "bit/s"},
	{"bps", "bit/s"},
	{"kbps", "kbit/s"},
	{"Mbps", "Mbit/s"},
	{"Gbps", "Gbit/s"},
	{"Tbps", "Tbit/s"},
	{"kb/s", "kbit/s"},
	{"Mb/s", "Mbit/s"},
	{"Gb/s", "Gbit/s"},
	{"bits/s", "bit/s"},
	{"Mbit", "Mbit/s"},
	{"Gbit", "Gbit/s"},
	{"kbit", "kbit/s"},
	{"µs", "us"},
	{"μs", "us"},
	{"usec", "us"},
	{"msec", "ms"},
	{"sec", "s"},
	{"second", "s"},
	{"seconds", "s"},
	{"min", "m"},
	{"mins", "m"},
	{"minute", "m"},
	{"minutes", "m"},
	{"hr", "h"},
	{"hour", "h"},
	{"hours", "h"},
	{"day", "d"},
	{"days", "d"},
	{"Hz", "/s"},
	{"/sec", "/s"},
	{"per second", "/s"},
	{"/min", "/m"},
	{"/hour", "/h"},
	{"watt", "W"},
	{"watts", "W"},
}
