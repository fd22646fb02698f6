package profiles

// The sources that several values share. A commit is the version that was read.
const (
	etherLatency  = "edgerun/ether@7aaf515 ether/qos/latency.py"
	etherCells    = "edgerun/ether@7aaf515 ether/blocks/cells.py"
	etherLink     = "edgerun/ether@0158703 ether/cell.py"
	errantTable   = "marty90/errant@94d1aee profiles.csv"
	pureEdge      = "CharafeddineMechalikh/PureEdgeSim@03bfc2e examples/Example7_settings/simulation_parameters.properties"
	edgeCloud     = "CagataySonmez/EdgeCloudSim@0c82e35 scripts/sample_app1/config/default_config.properties"
	kottkamp      = "M. Kottkamp (Rohde & Schwarz), 5G NR and LTE latency analysis in a public network, 2022"
	mobileCDN     = "arXiv:2507.18834"
	apnicStarlink = "APNIC blog on Starlink, 28 November 2022"
	starlinkScan  = "arXiv:2310.09242"
	starlinkIMC   = "A browser-side view of Starlink connectivity, ACM IMC 2022"
	starlinkDrops = "blog.beerriot.com on the Starlink beta"
	starlinkFirst = "F. Michel and others, A first look at Starlink performance, ACM IMC 2022"
	ugwuanyi      = "S. Ugwuanyi, G. Paul, J. Irvine, Survey of IoT for developing countries, Electronics 10 (2021) 2224"
	iotclass      = "iotclass.org, LoRaWAN air time and duty cycle"

	raithTimes      = "edgerun/faas-sim@dceab5d ext/raith21/fet.py"
	raithNodes      = "edgerun/faas-sim@dceab5d ext/raith21/etherdevices.py"
	etherNodes      = "edgerun/ether@10abeeb ether/blocks/nodes.py"
	pureEdgeDevices = "CharafeddineMechalikh/PureEdgeSim@0d37d41 PureEdgeSim/examples/Example7_settings/edge_devices.xml"
	top500          = "geerlingguy/top500-benchmark@0137a2e README.md"
	sbcBench        = "ThomasKaiser/sbc-bench@02c3f9f Results.md"
	lwigSecurity    = "draft-ietf-lwig-security-protocol-comparison"
	netsekure       = "netsekure.org, TLS overhead"
	rfcTLS12        = "RFC 5246"
	rfcTLS13        = "RFC 8446"
	rfcDTLS13       = "RFC 9147"
	rfcEDHOC        = "RFC 9528"
	rfcCoAP         = "RFC 7252"
	mqtt5           = "OASIS MQTT 5.0"
	modbusTCP       = "Modbus Messaging on TCP/IP Implementation Guide 1.0b"

	pidramble = "pidramble.com, power consumption benchmarks of Raspberry Pis, as quoted by others"
)

// How values follow from what sources say.
const (
	oneWayUnsaid = "taken as one way; the source does not say whether it is"
	sameBothWays = "the source gives one value; taken for both ways"
	simDefault   = "a default of that simulator, not a measurement"
)
