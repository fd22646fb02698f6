package profiles

import (
	"time"
)

// said is a value with its source.
func said[T any](v T, source, text string) Value[T] {
	return Value[T]{V: v, Source: source, Said: text, Derived: ""}
}

// derived is a value that follows from what a source says.
func derived[T any](v T, source, text, how string) Value[T] {
	return Value[T]{V: v, Source: source, Said: text, Derived: how}
}

// kubernetes137 is the current Kubernetes; the others start from it.
func kubernetes137() Platform {
	const (
		kubelet   = "k8s.io/kubernetes v1.37.2 pkg/kubelet/apis/config/v1beta1/defaults.go and pkg/kubelet/kubelet.go, 2026"
		lease     = "k8s.io/component-helpers v0.37.2 apimachinery/lease/controller.go, 2026"
		lifecycle = "k8s.io/kubernetes v1.37.2 pkg/controller/nodelifecycle/config/v1alpha1/defaults.go, 2026"
		options   = "k8s.io/kubernetes v1.37.2 cmd/kube-controller-manager/app/options/nodelifecyclecontroller.go, 2026"
		control   = "k8s.io/kubernetes v1.37.2 pkg/controller/nodelifecycle/node_lifecycle_controller.go, 2026"
		queue     = "k8s.io/kubernetes v1.37.2 pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go, 2026"
		admission = "k8s.io/kubernetes v1.37.2 plugin/pkg/admission/defaulttolerationseconds/admission.go, 2026"
		core      = "k8s.io/kubernetes v1.37.2 pkg/apis/core/v1/defaults.go, 2026"
		scheduler = "k8s.io/kubernetes v1.37.2 pkg/scheduler/apis/config/v1/defaults.go, 2026"
		pods      = "k8s.io/kubernetes v1.37.2 pkg/kubelet/config/apiserver.go, 2026"
	)
	return Platform{
		Name: "k8s-1.37", Title: "Kubernetes 1.37: leases, taints and tolerations",
		Period: derived(10*time.Second, kubelet, "nodeLeaseDurationSeconds 40, renewed after 0.25 of it", "40 s · 0.25"),
		Jitter: derived(int64(40), lease, "JitterUntil with factor 0.04", "0.04 of the period, uniform"),

		Monitor: said(5*time.Second, lifecycle, "node-monitor-period 5s"),
		Grace:   said(50*time.Second, lifecycle, "node-monitor-grace-period 50s (40s until 1.31)"),
		Startup: said(60*time.Second, lifecycle, "node-startup-grace-period 60s"),
		Recover: said(int64(1), control, "a renewed lease makes the node ready at the next pass"),

		Toleration:  said(300*time.Second, admission, "tolerationSeconds 300 for not-ready and for unreachable"),
		Every:       derived(10*time.Second, options, "node-eviction-rate 0.1 per second", "1/0.1 s"),
		Burst:       said(int64(1), queue, "EvictionRateLimiterBurst 1"),
		Zoned:       said(true, control, "handleDisruption, ComputeZoneState"),
		Secondary:   derived(100*time.Second, options, "secondary-node-eviction-rate 0.01 per second", "1/0.01 s"),
		LargeZone:   said(int64(50), options, "large-cluster-size-threshold 50"),
		Unhealthy:   derived(int64(550), options, "unhealthy-zone-threshold 0.55", "in thousandths"),
		UnhealthyTo: said(int64(2), control, "partial disruption needs more than 2 nodes that are not ready"),
		Pass:        said(100*time.Millisecond, control, "NodeEvictionPeriod 100ms"),
		Wait:        said(time.Duration(0), control, "tainted in the pass that finds the node unknown (currentReadyCondition, since 1.34)"),

		Termination: said(30*time.Second, core, "terminationGracePeriodSeconds 30"),
		Backoff:     said(time.Second, scheduler, "podInitialBackoffSeconds 1"),
		BackoffMost: said(10*time.Second, scheduler, "podMaxBackoffSeconds 10"),

		Respond: said(false, pods, "the kubelet lists its pods and watches them: each change is pushed"),

		StopOffline: said(false, kubelet, "containers run on while the API server cannot be reached"),
	}
}

// nextPass is how Kubernetes tainted nodes before 1.34.
func nextPass(version string) Value[time.Duration] {
	return derived(5*time.Second, "k8s.io/kubernetes v"+version+" pkg/controller/nodelifecycle/node_lifecycle_controller.go, 2025",
		"tainted in the pass after the one that finds the node unknown (observedReadyCondition)", "one node-monitor-period")
}

func kubernetes132() Platform {
	p := kubernetes137()
	p.Name, p.Title = "k8s-1.32", "Kubernetes 1.32: as 1.37, but tainted one pass later"
	p.Wait = nextPass("1.32.10")
	return p
}

func kubernetes131() Platform {
	p := kubernetes137()
	p.Name, p.Title = "k8s-1.31", "Kubernetes 1.31: a grace of 40 s, tainted one pass later"
	p.Grace = said(40*time.Second, "k8s.io/kubernetes v1.31.14 pkg/controller/nodelifecycle/config/v1alpha1/defaults.go, 2025", "node-monitor-grace-period 40s")
	p.Wait = nextPass("1.31.14")
	return p
}

func kubeEdge() Platform {
	p := kubernetes132()
	p.Name, p.Title = "kubeedge", "KubeEdge as it comes: Kubernetes 1.32 that restarts from the database of the edge"
	p.Reconcile = said(5*time.Second, "kubeedge/kubeedge@16cd854 SyncController", "objects are reconciled every 5 s")
	p.KeepAtReboot = said(true, "kubeedge/kubeedge@16cd854 edged.syncPod", "pods come from the database of MetaManager (syncPod)")
	return p
}

func kubeEdgeAutonomy() Platform {
	p := kubeEdge()
	p.Name, p.Title = "kubeedge-autonomy", "KubeEdge with the label app-offline.kubeedge.io=autonomy and its admission controller"
	p.Toleration = said(Forever, "kubeedge/kubeedge@16cd854 cloud/pkg/admissioncontroller/mutate_offlinemigration.go",
		"the toleration of unreachable has no end")
	return p
}

func openYurt17() Platform {
	const lifecycle = "openyurtio/openyurt@fbefb6b nodelifecycle"
	p := kubernetes132()
	p.Name, p.Title = "openyurt-1.7", "OpenYurt 1.7 without autonomy-duration; with it, the toleration of the workloads"
	p.Grace = said(40*time.Second, lifecycle, "node-monitor-grace-period 40s")
	p.Wait = derived(5*time.Second, lifecycle, "tainted in the pass after the one that finds the node unknown", "one node-monitor-period")
	p.Reconcile = derived(20*time.Second, "openyurtio/openyurt@fbefb6b cmd/yurthub/app/options/options.go",
		"heartbeat-interval-seconds 10, heartbeat-healthy-threshold 2", "2 good probes, 10 s apart")
	p.KeepAtReboot = said(true, "openyurtio/openyurt@fbefb6b proposal-20220725",
		"YurtHub answers from its cache after a reboot without the cloud")
	return p
}

func baetyl2() Platform {
	const (
		config = "baetyl/baetyl@854e324 config/config.go"
		engine = "baetyl/baetyl@854e324 engine"
	)
	return Platform{
		Name: "baetyl-2", Title: "Baetyl 2: reports to a shadow, never an eviction",
		Period: said(20*time.Second, config, "sync.report.interval 20s"),
		Jitter: derived(int64(5), "baetyl/baetyl@854e324 sync/sync.go", "and up to 100 ms more", "100 ms of 20 s"),

		Grace:   said(40*time.Second, "baetyl/baetyl@854e324 node/node.go", "offline when the last report is more than 40 s old"),
		Startup: derived(40*time.Second, "baetyl/baetyl@854e324 node/node.go", "offline when the last report is more than 40 s old", "the same"),
		Recover: said(int64(1), "baetyl/baetyl@854e324 node/node.go", "one report makes a node online"),

		Toleration: said(Forever, engine, "the cloud evicts nothing"),
		Every:      derived(Forever, engine, "the cloud evicts nothing", "no rate"),
		Burst:      derived(int64(1), engine, "the cloud evicts nothing", "any"),
		Zoned:      derived(false, engine, "the cloud evicts nothing", "no zones"),
		Pass:       derived(time.Second, engine, "the cloud evicts nothing", "any"),
		Wait:       derived(time.Duration(0), engine, "the cloud evicts nothing", "any"),

		Reconcile:    said(10*time.Second, config, "engine.report.interval 10s"),
		Respond:      said(true, "baetyl/baetyl@854e324 sync/sync.go", "with the default HTTP link a desire arrives only as the response to a report"),
		StopOffline:  said(false, engine, "the last desire is kept and carried out"),
		KeepAtReboot: said(true, "baetyl/baetyl@854e324 node/node.go", "the shadow is kept in a bolt database"),
	}
}
