// Package profiles holds classes of links as data: how fast, how far and how reliable Wi-Fi, LTE, fibre or a satellite link is, and who says so; and
// likewise classes of devices, and how long workloads take on them.
//
// A [Class] describes both ways of a link. Each number is a [Value] that carries its source, what the source says in its own words and units, and
// how the value follows from that. What no source gives is left out, so a class need not be complete: the LEO class has no uplink bandwidth.
// [List] returns all classes, [Lookup] one, [Class.Rows] what to print.
//
//	class, ok := profiles.Lookup("4g-good")
//	…
//	nominal, ok := class.Uplink.Nominal()   // for channel.NewLink
//	scatter := class.Uplink.Scatter()       // for channel.NewSampler
//
// A [Device] says what a device has and takes, a [WorkTable] how long one workload took on the devices on which it was measured. Devices have no speed:
// their order differs from workload to workload, so no single number would be right.
//
// A [Platform] says when nodes report, when they are taken for lost and what follows, as Kubernetes, KubeEdge and others have it.
//
// A class says what one link of its kind offers, not what becomes of it under load, out of coverage or with another operator. Values of other
// simulators are defaults of theirs, not measurements, and marked as such in the title of the class.
package profiles
