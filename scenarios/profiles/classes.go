package profiles

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/channel"
	"github.com/littoral-sim/littoral/sim/detmath"
	"github.com/littoral-sim/littoral/sim/rng"
)

const (
	kbit = units.BitsPerSecond(1e3)
	mbit = units.BitsPerSecond(1e6)
)

// rate is a bandwidth with its source.
func rate(b units.BitsPerSecond, source, said, derived string) Value[units.BitsPerSecond] {
	return Value[units.BitsPerSecond]{V: b, Source: source, Said: said, Derived: derived}
}

// constant is a latency without jitter.
func constant(d time.Duration, source, said, derived string) Value[Delay] {
	return Value[Delay]{V: Delay{Base: d, Jitter: rng.Dist{}}, Source: source, Said: said, Derived: derived}
}

// both is the same in both directions.
func both(b Value[units.BitsPerSecond], d Value[Delay]) (down, up Way) {
	w := Way{Bandwidth: b, Delay: d}
	return w, w
}

// nanojoule is one for each bit.
const nanojoule = BitEnergy(1000)

// radio gives a class the energy of the device of the user, which sends on the uplink and receives on the downlink.
func (c *Class) radio(sends, receives BitEnergy, source, said string) {
	c.Uplink.Energy = Value[BitEnergy]{V: sends, Source: source, Said: said, Derived: "the user sends"}
	c.Downlink.Energy = Value[BitEnergy]{V: receives, Source: source, Said: said, Derived: "the user receives"}
}

// wire gives a class the energy that its source gives without saying of which end or direction: it is that of the way as a whole, in each direction.
func (c *Class) wire(e BitEnergy, source, said string) {
	x := Value[BitEnergy]{V: e, Source: source, Said: said, Derived: ""}
	c.Uplink.Energy, c.Downlink.Energy = x, x
}

// note is a fact with its source.
func note(text, source string) Value[string] {
	return Value[string]{V: text, Source: source, Said: text, Derived: ""}
}

// shifted is the latency of ether, a log-normal distribution in the order of scipy: shape, location and scale, the latter two in milliseconds.
func shifted(shape, loc, scale float64) Value[Delay] {
	jitter := rng.Must(rng.LognormalLog(detmath.Log(float64(scale*1e6)), shape))
	return Value[Delay]{
		V:      Delay{Base: time.Duration(rng.Round(float64(loc * 1e6))), Jitter: jitter},
		Source: etherLatency, Said: fmt.Sprintf("lognorm(%v, %v, %v) ms", shape, loc, scale), Derived: oneWayUnsaid,
	}
}

func lanDelay() Value[Delay] { return shifted(0.25, 0.35, 0.16) }

func wlanDelay() Value[Delay] { return shifted(0.635, 1.18, 3.27) }

// local are links inside a building.
func local() []Class {
	lan := Class{Name: "lan", Title: "Ethernet in a building, 1 Gbit/s"}
	lan.Downlink, lan.Uplink = both(rate(1000*mbit, etherLink, "link_bw=1000", "Mbit/s, both ways"), lanDelay())

	wifi := Class{Name: "wifi", Title: "Wi-Fi, 1.3 Gbit/s on the air"}
	wifi.Downlink, wifi.Uplink = both(rate(1300*mbit, pureEdge, "1.3 Gbit/s", simDefault), wlanDelay())
	wifi.radio(283*nanojoule, 137*nanojoule, pureEdge, "sending takes 283 nJ/bit, receiving 137 nJ/bit")

	slow := Class{Name: "wifi-200", Title: "Wi-Fi, 200 Mbit/s"}
	slow.Downlink, slow.Uplink = both(rate(200*mbit, edgeCloud, "wlan_bandwidth=200", simDefault), wlanDelay())
	return []Class{lan, wifi, slow}
}

// fixedLine are lines into a building.
func fixedLine() []Class {
	business := shifted(0.87, 5.95, 1.21)
	fibre := rate(1000*mbit, etherCells, "FiberToExchange 1000, 1000", "Mbit/s")
	return []Class{
		{
			Name: "business-isp", Title: "Business Internet access, 500/50 Mbit/s",
			Downlink: Way{Bandwidth: rate(500*mbit, etherCells, "BusinessIsp 500, 50", "Mbit/s down and up"), Delay: business},
			Uplink:   Way{Bandwidth: rate(50*mbit, etherCells, "BusinessIsp 500, 50", "Mbit/s down and up"), Delay: business},
		},
		{
			Name: "fibre", Title: "Fibre to the exchange, 1 Gbit/s",
			Downlink: Way{Bandwidth: fibre, Delay: lanDelay()}, Uplink: Way{Bandwidth: fibre, Delay: lanDelay()},
		},
	}
}

// mobile are cellular links but for the measured sets in errant.go.
func mobile() []Class {
	isp := shifted(0.49, 16.2, 8.02)
	said := "MobileConnection 125, 25"
	return []Class{
		{
			Name: "mobile-isp", Title: "Mobile Internet access, 125/25 Mbit/s",
			Downlink: Way{Bandwidth: rate(125*mbit, etherCells, said, "Mbit/s down and up"), Delay: isp},
			Uplink:   Way{Bandwidth: rate(25*mbit, etherCells, said, "Mbit/s down and up"), Delay: isp},
		},
		{
			Name: "5g-nsa", Title: "5G non-standalone in Munich: latency only",
			Downlink: Way{Delay: constant(7*time.Millisecond, kottkamp, "less than 7 ms one way at 100 kbit/s, the best case", "the bound")},
			Uplink:   Way{Delay: constant(18*time.Millisecond, kottkamp, "around 18 ms one way at 15 Mbit/s, the worst case", "")},
			Notes: []Value[string]{
				note("seen from a content delivery network, 60 % of mobile users have less than 50 Mbit/s", mobileCDN),
				note("seen from a content delivery network, the least round trip is 6 ms, and only the best 5 % are below 20 ms", mobileCDN),
			},
		},
	}
}

// satellite are links through space.
func satellite() []Class {
	// The quartiles 40 and 60 ms lie symmetrically around the median of 50 ms, as in a normal distribution whose standard deviation is a
	// quartile's distance over 0.6745. No round trip is below 20 ms. All of it is halved.
	const quartile = 0.6744897501960817
	leo := Value[Delay]{
		V:      Delay{Base: 10 * time.Millisecond, Jitter: rng.Must(rng.Normal(15e6, 5e6/quartile))},
		Source: apnicStarlink, Said: "round trip 50 ms, quartiles 40 and 60 ms, least 20 ms", Derived: "half of it, normal above the least value",
	}
	geo := constant(300*time.Millisecond, starlinkFirst, "at least 600 ms round trip", "half of the bound")
	return []Class{
		{
			Name: "leo", Title: "Satellites in low orbit: Starlink",
			Downlink: Way{Bandwidth: rate(300*mbit, apnicStarlink, "up to more than 300 Mbit/s", "the bound"), Delay: leo},
			Uplink:   Way{Delay: leo},
			Outages: []Value[Outage]{
				{
					V:      Outage{Name: "reconfiguration", Every: 15 * time.Second, Regular: true, Loss: channel.LossOf(0.5)},
					Source: starlinkScan + "; " + starlinkIMC, Said: "reconfiguration each 15 s, bursts of up to 50 % loss at a handover",
					Derived: "a burst at each reconfiguration, at the bound",
				},
				{
					V:      Outage{Name: "drop", Every: 3 * 7 * 24 * time.Hour / 750, Lasts: time.Second, Down: true},
					Source: starlinkDrops, Said: "about 700 to 800 drops of one second in about three weeks, during the beta", Derived: "750 in three weeks",
				},
			},
		},
		{
			Name: "geo", Title: "Satellite in geostationary orbit",
			Downlink: Way{Bandwidth: rate(100*mbit, starlinkFirst, "at most 100 Mbit/s", "the bound"), Delay: geo},
			Uplink:   Way{Bandwidth: rate(10*mbit, starlinkFirst, "at most 10 Mbit/s", "the bound"), Delay: geo},
		},
	}
}

// lowPower are radios for things.
func lowPower() []Class {
	narrow := Class{Name: "nb-iot", Title: "NB-IoT, as measured in a public network"}
	narrow.Downlink, narrow.Uplink = both(
		rate(264, ugwuanyi, "maximum throughput of 264 bit/s", sameBothWays),
		constant(837*time.Millisecond, ugwuanyi, "837 ms measured latency", oneWayUnsaid),
	)
	return []Class{narrow, {
		Name: "lorawan-sf12", Title: "LoRaWAN at spreading factor 12, messages of 20 bytes: bandwidth only",
		Uplink: Way{Bandwidth: rate(121, iotclass, "20 bytes take 1.318 s on the air", "160 bit / 1.318 s, rounded down")},
		Notes: []Value[string]{
			note("a duty cycle of 1 % allows 27 messages of 20 bytes per hour", iotclass),
		},
	}}
}

// simulators are defaults of other simulators, for comparison with them.
func simulators() []Class {
	class := func(name, title, source string, b units.BitsPerSecond, saidRate string, d time.Duration, saidDelay string) Class {
		c := Class{Name: name, Title: title}
		c.Downlink, c.Uplink = both(rate(b, source, saidRate, simDefault), constant(d, source, saidDelay, simDefault))
		return c
	}
	const ms = time.Millisecond
	wan := class("wan", "Wide-area network, default of PureEdgeSim", pureEdge, 300*mbit, "300 Mbit/s", 60*ms, "60 ms")
	wan.wire(46_700, pureEdge, "46.7 nJ/bit")
	ethernet := class("ethernet", "Ethernet, default of PureEdgeSim", pureEdge, 1000*mbit, "1000 Mbit/s", 2*ms, "2 ms")
	ethernet.wire(40*nanojoule, pureEdge, "40 nJ/bit")
	cellular := class("cellular", "Cellular network, default of PureEdgeSim", pureEdge, 100*mbit, "100 Mbit/s", 30*ms, "30 ms")
	cellular.radio(438*nanojoule, 52*nanojoule, pureEdge, "sending takes 438 nJ/bit, receiving 52 nJ/bit")
	return []Class{
		wan, ethernet, cellular,
		class("man", "Metropolitan network, default of PureEdgeSim", pureEdge, 1000*mbit, "1000 Mbit/s", 10*ms, "10 ms"),
		class("wan-15", "Wide-area network, default of EdgeCloudSim", edgeCloud, 15*mbit, "wan_bandwidth=15", 100*ms, "wan_propagation_delay=0.1"),
	}
}
