package profiles

import "time"

// Scaler is how a platform makes the number of instances of a service follow its
// load. What no source gives, whoever uses the profile has to say.
type Scaler struct {
	Name  string // lower case, letters, digits and hyphens
	Title string // one line

	Min       Value[int32] // instances
	Tolerance Value[int32] // thousandths of the target
	Period    Value[time.Duration]
	Window    Value[time.Duration] // for which the highest recommendation holds against fewer instances
	Notes     []Value[string]
}

// Rows returns all values of the profile that are known, in a fixed order.
func (s *Scaler) Rows() (rows []Row) {
	add := func(more []Row) { rows = append(rows, more...) }
	add(row("min", s.Min))
	add(row("tolerance in thousandths", s.Tolerance))
	add(row("period", s.Period))
	add(row("window", s.Window))
	for _, n := range s.Notes {
		add(row("note", n))
	}
	return rows
}

const kubernetesHPA = "kubernetes.io, Horizontal Pod Autoscaling"

// Scalers returns all profiles of scaling in the order of their names. The caller
// may change the result.
func Scalers() []Scaler {
	return []Scaler{{
		Name: "kubernetes-hpa", Title: "Kubernetes: Horizontal Pod Autoscaler with the defaults of its controller; whoever uses it chooses target and max",
		Min:       Value[int32]{V: 1, Source: kubernetesHPA, Said: "minReplicas: 1"},
		Tolerance: Value[int32]{V: 100, Source: kubernetesHPA, Said: "--horizontal-pod-autoscaler-tolerance: 0.1", Derived: "no change while the ratio is within 10 % of 1"},
		Period:    Value[time.Duration]{V: 15 * time.Second, Source: kubernetesHPA, Said: "--horizontal-pod-autoscaler-sync-period: 15 seconds"},
		Window:    Value[time.Duration]{V: 5 * time.Minute, Source: kubernetesHPA, Said: "--horizontal-pod-autoscaler-downscale-stabilization: 5 minutes"},
		Notes: []Value[string]{{
			V:      "by default one change adds at most the greater of 4 instances and 100 %; that bound is not part of the profile",
			Source: kubernetesHPA, Said: "scaleUp: 4 pods or 100 percent per 15 seconds, whichever is more", Derived: "write step for a fixed number",
		}},
	}}
}

// ScalerNames returns the names of all profiles of scaling, in order.
func ScalerNames() (names []string) {
	for _, s := range Scalers() {
		names = append(names, s.Name)
	}
	return names
}

// LookupScaler returns the profile of scaling of a name, and whether there is one.
func LookupScaler(name string) (Scaler, bool) {
	for _, s := range Scalers() {
		if s.Name == name {
			return s, true
		}
	}
	return Scaler{}, false
}
