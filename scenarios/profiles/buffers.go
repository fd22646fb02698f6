package profiles

import (
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/buffer"
)

const (
	ggSpool   = "aws-greengrass/aws-greengrass-nucleus@a28341c src/main/java/com/aws/greengrass/mqttclient/spool/Spool.java"
	ggClient  = "aws-greengrass/aws-greengrass-nucleus@a28341c src/main/java/com/aws/greengrass/mqttclient/MqttClient.java"
	ggStreams = "aws-greengrass/aws-greengrass-stream-manager-sdk-python@c8d8871 stream_manager/data/__init__.py"
	edgeXConf = "edgexfoundry/edgex-go@2bee238 cmd/core-common-config-bootstrapper/res/configuration.yaml"
	edgeXKeep = "edgexfoundry/app-functions-sdk-go@3102fb4 internal/runtime/storeforward.go"
	edgeXHTTP = "edgexfoundry/app-functions-sdk-go@3102fb4 pkg/transforms/http.go"
	azStore   = "Azure/iotedge@55353a6 edge-hub/core/src/Microsoft.Azure.Devices.Edge.Hub.Core/storage/MessageStore.cs"
	azLimits  = "Azure/iotedge@55353a6 doc/DbStoreSizeLimits.md"
	azRoutes  = "Azure/iotedge@55353a6 doc/Route_priority_and_TTL.md"
	azRouting = "Azure/iotedge@55353a6 edge-hub/core/src/Microsoft.Azure.Devices.Edge.Hub.Service/modules/RoutingModule.cs"
	azEnv     = "Azure/iotedge@55353a6 doc/EnvironmentVariables.md"
	azOffline = "learn.microsoft.com/azure/iot-edge/offline-capabilities"
)

// greengrass returns the buffers of AWS IoT Greengrass v2.
func greengrass() []Buffer {
	spool := Buffer{
		Name: "greengrass-2-spooler", Title: "AWS IoT Greengrass v2: MQTT spooler of the nucleus; priority 0 is QoS 0, 1 is QoS 1",
		Bytes: Value[units.Bytes]{V: 2_621_440, Source: ggSpool, Said: "2 621 440 B"},
		Full: Value[Full]{
			V: Full(buffer.ByClass), Source: ggSpool, Said: "evicts the oldest queued QoS 0; if still full, the new message is refused",
			Derived: "the documentation says that the oldest messages are discarded; the code is followed",
		},
		KeepFrom:    Value[buffer.Class]{V: 1, Source: ggSpool, Said: "only QoS 0 is ever evicted"},
		OfflineFrom: Value[buffer.Class]{V: 1, Source: ggSpool, Said: "keepQos0WhenOffline: false"},
		Max:         Value[int]{V: 100, Source: ggClient, Said: "maxPublishRetry: 100"},
		InFlight:    Value[int]{V: 5, Source: ggClient, Said: "maxInFlightPublishes: 5"},
		Durable:     Value[bool]{V: false, Source: ggSpool, Said: "storage: Memory", Derived: "the plug-in for disks is optional"},
		Notes:       []Value[string]{{V: "reconnecting takes 1 to 120 s in the client; that is not part of the buffer", Source: ggClient, Said: "no back-off is passed to the MQTT client"}},
	}
	manager := Buffer{
		Name: "greengrass-2-stream-manager", Title: "AWS IoT Greengrass v2: Stream Manager; whoever uses it chooses full and durable",
		Bytes:      Value[units.Bytes]{V: 256 << 20, Source: ggStreams, Said: "max_size: 256 MiB"},
		EvictBytes: Value[units.Bytes]{V: 16 << 20, Source: ggStreams, Said: "stream_segment_size: 16 MiB; OverwriteOldestData goes by segment"},
		Batch:      Value[int]{V: 500, Source: ggStreams, Said: "batch_size: 500 (Kinesis, HTTP)", Derived: "100 for IoT Analytics, 10 for IoT SiteWise"},
	}
	return []Buffer{spool, manager}
}

// edgeX returns the store-and-forward of EdgeX Foundry 4, which is off by default.
func edgeX() []Buffer {
	blind := Value[Send]{V: Send(buffer.Blind), Source: edgeXHTTP, Said: "each export is tried, and what fails is stored when store-and-forward is enabled"}
	off := Buffer{
		Name: "edgex-4", Title: "EdgeX Foundry 4: application services as they come, without store-and-forward",
		Send:    blind,
		Max:     Value[int]{V: 0, Source: edgeXConf, Said: "StoreAndForward.Enabled: false", Derived: "what fails is lost at once"},
		Durable: Value[bool]{V: false, Source: edgeXConf, Said: "StoreAndForward.Enabled: false", Derived: "nothing is stored"},
	}
	on := Buffer{
		Name: "edgex-4-store-and-forward", Title: "EdgeX Foundry 4: application services with store-and-forward enabled; whoever uses it says whether its database is durable",
		Send:        blind,
		Every:       Value[time.Duration]{V: 5 * time.Minute, Source: edgeXConf, Said: "RetryInterval: 5m"},
		Max:         Value[int]{V: 10, Source: edgeXConf, Said: "MaxRetryCount: 10"},
		OnSuccess:   Value[bool]{V: true, Source: edgeXHTTP, Said: "a successful export triggers a retry"},
		OnReconnect: Value[bool]{V: false, Source: edgeXKeep, Said: "retries come at each interval", Derived: "and after a successful export"},
		Notes:       []Value[string]{{V: "a change of the pipeline deletes what is stored", Source: edgeXKeep, Said: "items whose pipeline hash has changed are removed"}},
	}
	return []Buffer{off, on}
}

// azure returns the buffer of Azure IoT Edge 1.6.
func azure() []Buffer {
	hub := Buffer{
		Name: "azure-iot-edge-1.6", Title: "Azure IoT Edge 1.6: edgeHub as in its code, without a time to live; a higher priority here is a lower number there",
		Enforce:     Value[Enforce]{V: Enforce(buffer.OnRead | buffer.BySweep), Source: azStore, Said: "skipped when read for sending; deleted by the clean-up"},
		Sweep:       Value[time.Duration]{V: 1800 * time.Second, Source: azStore, Said: "clean-up each 1800 s"},
		Every:       Value[time.Duration]{V: time.Second, Source: azRouting, Said: "exponential, 1 s to 60 s"},
		EveryMax:    Value[time.Duration]{V: time.Minute, Source: azRouting, Said: "exponential, 1 s to 60 s"},
		Max:         Value[int]{V: buffer.Endless, Source: azRouting, Said: "unlimited attempts"},
		OnReconnect: Value[bool]{V: false, Source: azRouting, Said: "exponential, 1 s to 60 s", Derived: "the next attempt finds the path again"},
		InFlight:    Value[int]{V: 10, Source: azEnv, Said: "fan-out 10"},
		Batch:       Value[int]{V: 10, Source: azEnv, Said: "batch size 10"},
		Order:       Value[Order]{V: Order(buffer.Priority), Source: azRoutes, Said: "priorities 0 to 9, strictly in order"},
		Durable:     Value[bool]{V: true, Source: azLimits, Said: "a store on disk without a limit; maxSizeBytes is for the one in memory"},
	}
	manifest := hub
	manifest.Name = "azure-iot-edge-1.6-manifest"
	manifest.Title = "Azure IoT Edge 1.6: edgeHub with the time to live of deployment manifests"
	manifest.TTL = Value[time.Duration]{V: 7200 * time.Second, Source: azRoutes, Said: "timeToLiveSecs: 7200", Derived: "the example of the documentation; the code alone says -1, for ever"}
	hub.Notes = []Value[string]{{V: "messages wait without end and are delivered in order on reconnection", Source: azOffline, Said: "offline for an indefinite time after one synchronisation"}}
	return []Buffer{hub, manifest}
}
