package stats

import "math"

// Ratio is a share of trials with its 95 % Wilson interval, which never shrinks
// to a bare 0 or 1 (E. B. Wilson, Journal of the American Statistical
// Association 22, 1927). N trials that depend on each other count as Effective
// independent ones.
type Ratio struct {
	Value     *float64 `json:"value"` // nil without trials
	CILow     *float64 `json:"ci_low"`
	CIHigh    *float64 `json:"ci_high"`
	Count     int64    `json:"count"` // trials that count as hits
	N         int64    `json:"n"`     // trials
	Effective float64  `json:"n_effective"`
	Method    string   `json:"method"`
}

// Wilson returns the ratio of count hits among n trials, of which effective are
// worth an independent one (at most n; 0 stands for n).
func Wilson(count, n int64, effective float64) Ratio {
	r := Ratio{Count: count, N: n, Method: MethodWilson}
	if n == 0 {
		return r
	}
	m := float64(n)
	if effective > 0 && effective < m {
		m = max(effective, 1)
	}
	r.Effective = m
	p := float64(count) / float64(n)
	const z2 = z95 * z95
	scale := 1 + z2/m
	centre := (p + z2/(2*m)) / scale
	spread := float64(z95 / scale * math.Sqrt(p*(1-p)/m+z2/(4*float64(m*m))))
	low, high := max(0, centre-spread), min(1, centre+spread)
	// Rounding must not cut off the observed end points.
	low, high = min(low, p), max(high, p)
	r.Value, r.CILow, r.CIHigh = &p, &low, &high
	return r
}

// Share estimates the share of hits in a correlated sequence of trials. The zero
// value is an empty sequence.
type Share struct{ series Series }

// Add appends one trial.
func (s *Share) Add(hit bool) {
	var v int64
	if hit {
		v = 1
	}
	s.series.Add(v)
}

// Ratio returns the share with its Wilson interval. If the batch means of the
// sequence vary more than independent trials would, the number of trials is
// divided by that factor, the design effect.
func (s *Share) Ratio() Ratio {
	n := s.series.n
	count := int64(s.series.total.lo)
	p := s.series.Mean()
	means, size := s.series.batches()
	if means == nil || p == 0 || p == 1 {
		return Wilson(count, n, 0)
	}
	v, _ := variance(means)
	effect := v * float64(size) / (p * (1 - p))
	return Wilson(count, n, float64(n)/max(1, effect))
}
