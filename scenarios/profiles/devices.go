package profiles

import "github.com/littoral-sim/littoral/models/units"

const (
	kib = units.Bytes(1 << 10)
	gib = units.Bytes(1 << 30)
	mb  = units.Bytes(1e6)
	gb  = units.Bytes(1e9)
)

// cores is a number of cores with its source.
func cores(n int64, source, said string) Value[units.MilliCPU] {
	return Value[units.MilliCPU]{V: units.MilliCPU(1000 * n), Source: source, Said: said}
}

// memory is an amount of memory with its source.
func memory(n units.Bytes, source, said string) Value[units.Bytes] {
	return Value[units.Bytes]{V: n, Source: source, Said: said}
}

// power is an electrical power in milliwatts with its source.
func power(p Milliwatts, source, said, derived string) Value[Milliwatts] {
	return Value[Milliwatts]{V: p, Source: source, Said: said, Derived: derived}
}

// linpack is the power at full load as measured at the wall, or a power meter, while HPL ran on all cores.
func linpack(p Milliwatts, said string) Value[Milliwatts] {
	return power(p, top500, said, "the mean while HPL runs on all cores")
}

// cipher is a rate in megabytes per second: the lower bound of what the source says.
func cipher(low int64, said string) Value[units.BitsPerSecond] {
	return rate(8*units.BitsPerSecond(low)*mbit, sbcBench, "AES-256-CBC, 16 KiB, one thread: "+said+" MB/s", "the lower bound")
}

func raspberries() []Device {
	return []Device{
		{
			Name: "rpi3b-plus", Title: "Raspberry Pi 3 Model B+",
			Cores: cores(4, etherNodes, "cpus=4"), Memory: memory(999036*kib, etherNodes, "mem='999036Ki'"),
			Idle:   power(1600, pureEdgeDevices, "idleConsumption 1.6", simDefault),
			Busy:   power(5100, pureEdgeDevices, "maxConsumption 5.1", simDefault),
			Cipher: cipher(36, "36–43"),
		},
		{
			Name: "rpi4", Title: "Raspberry Pi 4 Model B; 1 to 8 GiB of memory, so the node has to say how much",
			Cores:  cores(4, raithNodes, "cpus=4"),
			Idle:   power(2700, pidramble, "540 mA, 2.7 W", ""),
			Busy:   power(6400, pidramble, "1280 mA, 6.4 W", ""),
			Cipher: cipher(36, "36 (arm64), 65–78 (armhf)"),
		},
		{
			Name: "rpi5", Title: "Raspberry Pi 5; 2 to 16 GiB of memory, so the node has to say how much",
			Idle: power(3300, "iiab/iiab#4050", "about 0.65 A at 5 V", "3.25 W, rounded up"),
			Busy: linpack(11000, "30.249 Gflops at 11 W"),
		},
		{
			Name: "rpi-zero-2w", Title: "Raspberry Pi Zero 2 W",
			Busy:   linpack(2100, "0.370 Gflops at 2.1 W"),
			Cipher: cipher(18, "18–36"),
		},
	}
}

func jetsons() []Device {
	return []Device{
		{
			Name: "jetson-nano", Title: "NVIDIA Jetson Nano",
			Cores: cores(4, raithNodes, "cpus=4"), Memory: memory(4047252*kib, raithNodes, "mem='4047252Ki'"),
			Cipher: cipher(514, "514–532"),
		},
		{
			Name: "jetson-tx2", Title: "NVIDIA Jetson TX2",
			Cores: cores(4, etherNodes, "cpus=4"), Memory: memory(8047252*kib, etherNodes, "mem='8047252Ki'"),
		},
		{
			Name: "jetson-nx", Title: "NVIDIA Jetson Xavier NX",
			Cores: cores(6, raithNodes, "cpus=6"), Memory: memory(8047252*kib, raithNodes, "mem='8047252Ki'"),
		},
	}
}

// boards are other single-board computers and phones.
func boards() []Device {
	return []Device{
		{
			Name: "coral", Title: "Google Coral Dev Board",
			Cores: cores(4, raithNodes, "cpus=4"), Memory: memory(gb, raithNodes, "mem='1G'"),
		},
		{
			Name: "rockpi4", Title: "Radxa ROCK Pi 4 (RK3399)",
			Cores: cores(6, raithNodes, "cpus=6"), Memory: memory(4*gb, raithNodes, "mem='4G'"),
			Cipher: cipher(1020, "1020–1147"),
		},
		{
			Name: "rk3588", Title: "Board with a Rockchip RK3588, as used in gateways: Radxa ROCK 5B",
			Cores: cores(8, top500, "RK3588 8-core"),
			Busy:  linpack(12000, "51.382 Gflops at 12 W"),
		},
		{
			Name: "smartphone", Title: "Smartphone, default of PureEdgeSim",
			Cores: cores(8, pureEdgeDevices, "core 8"), Memory: memory(4000*mb, pureEdgeDevices, "ram 4000"),
			Idle: power(78, pureEdgeDevices, "idleConsumption 0.078", simDefault),
			Busy: power(3300, pureEdgeDevices, "maxConsumption 3.3", simDefault),
		},
	}
}

// machines are small computers.
func machines() []Device {
	return []Device{
		{
			Name: "nuc", Title: "Intel NUC",
			Cores: cores(4, etherNodes, "cpus=4"), Memory: memory(16*gib, etherNodes, "mem='16Gi'"),
		},
		{
			Name: "n100", Title: "Board with an Intel N100, as used in industrial gateways: LattePanda Mu",
			Busy: linpack(25000, "62.851 Gflops at 25 W"),
		},
		{
			Name: "i5-7400t", Title: "Tiny PC with an Intel i5-7400T: Lenovo M710q",
			Busy: linpack(41000, "72.472 Gflops at 41 W"),
		},
	}
}

func servers() []Device {
	return []Device{
		{
			Name: "xeon", Title: "Virtual machine on an Intel Xeon",
			Cores: cores(4, raithNodes, "cpus=4"), Memory: memory(8167784*kib, raithNodes, "mem='8167784Ki'"),
		},
		{
			Name: "xeon-gpu", Title: "Virtual machine on an Intel Xeon with an NVIDIA GPU of 6 GiB",
			Cores: cores(4, raithNodes, "cpus=4"), Memory: memory(8167784*kib, raithNodes, "mem='8167784Ki'"),
		},
		{
			Name: "rack-server", Title: "Server in a rack",
			Cores: cores(88, etherNodes, "cpus=88"), Memory: memory(188*gb, etherNodes, "mem='188G'"),
		},
		{
			Name: "altra-64", Title: "Ampere Altra Q64-22, 64 cores at 2.2 GHz",
			Cores: cores(64, top500, "Q64-22"), Busy: linpack(140000, "655.90 Gflops at 140 W"),
		},
		{
			Name: "altra-96", Title: "Ampere Altra Max M96-28, 96 cores at 2.8 GHz",
			Cores: cores(96, top500, "M96-28"), Busy: linpack(295000, "1,188.3 Gflops at 295 W"),
		},
		{
			Name: "altra-128", Title: "Ampere Altra Max M128-28, 128 cores at 2.8 GHz",
			Cores: cores(128, top500, "M128-28"), Busy: linpack(296000, "1,265.5 Gflops at 296 W"),
		},
	}
}
