package rng

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// form is the written form of the kinds that have named parameters: name(first=1, second=2).
type form struct {
	name          string
	first, second string // The second is empty if there is only one.
}

// forms lists the written forms. The kinds that are lists of pairs have only a name.
var forms = [...]form{
	KindNone:               {name: "none"},
	KindDeterministic:      {"deterministic", "value", ""},
	KindUniform:            {"uniform", "lo", "hi"},
	KindExponential:        {"exponential", "mean", ""},
	KindNormal:             {"normal", "mean", "sd"},
	KindTruncatedNormal:    {"truncatednormal", "mean", "sd"},
	KindLognormal:          {"lognormal", "mean", "cv"},
	KindLognormalLog:       {"lognormal", "mu", "sigma"},
	KindWeibull:            {"weibull", "shape", "scale"},
	KindGamma:              {"gamma", "shape", "scale"},
	KindPareto:             {"pareto", "shape", "scale"},
	KindErlang:             {"erlang", "k", "mean"},
	KindHyperExponential:   {name: "hyperexponential"},
	KindHyperExponentialCV: {"hyperexponential", "mean", "cv"},
	KindEmpirical:          {name: "empirical"},
}

// String returns the name of the family, such as "weibull".
func (k Kind) String() string {
	if int(k) >= len(forms) {
		return fmt.Sprintf("Kind(%d)", uint8(k))
	}
	return forms[k].name
}

// String returns the distribution as it is written in text, such as "weibull(shape=0.7, scale=2.592e+15)", "hyperexponential(0.3:100,
// 0.7:5)" with probability:mean, "empirical(10:1, 20:3)" with value:weight, or "none" for the zero value. [Parse] reads it back without loss.
func (d Dist) String() string {
	f := forms[d.kind]
	var b strings.Builder
	b.WriteString(f.name)
	switch d.kind {
	case KindNone:
		return f.name
	case KindDeterministic:
		fmt.Fprintf(&b, "(%s=%s)", f.first, d.deterministicText())
	case KindErlang:
		fmt.Fprintf(&b, "(%s=%d, %s=%s)", f.first, d.n, f.second, number(d.p))
	case KindHyperExponential, KindEmpirical:
		b.WriteByte('(')
		d.table.writePairs(&b)
		b.WriteByte(')')
	default:
		fmt.Fprintf(&b, "(%s=%s", f.first, number(d.p))
		if f.second != "" {
			fmt.Fprintf(&b, ", %s=%s", f.second, number(d.q))
		}
		b.WriteByte(')')
	}
	return b.String()
}

// deterministicText writes an integer as such, and a real value with a point or an exponent.
func (d Dist) deterministicText() string {
	if float64(d.n) == d.p {
		return strconv.FormatInt(d.n, 10)
	}
	return number(d.p)
}

// number returns the shortest text that reads back as v.
func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func (t *table) writePairs(b *strings.Builder) {
	for i, w := range t.weights {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(number(w) + ":" + number(t.means[i]))
	}
	before := uint64(0)
	for i, v := range t.values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.FormatInt(v, 10) + ":" + strconv.FormatUint(t.upTo[i]-before, 10))
		before = t.upTo[i]
	}
}

// Equal reports whether both are the same family with the same parameters, and so give the same variates.
func (d Dist) Equal(other Dist) bool {
	t, u := d.table, other.table
	d.table, other.table = nil, nil
	if d != other || (t == nil) != (u == nil) {
		return false
	}
	return t == u || slices.Equal(t.weights, u.weights) && slices.Equal(t.means, u.means) &&
		slices.Equal(t.values, u.values) && slices.Equal(t.upTo, u.upTo)
}

// MarshalText returns String. It implements [encoding.TextMarshaler].
func (d Dist) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is [Parse]. It implements [encoding.TextUnmarshaler].
func (d *Dist) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Parse reads what [Dist.String] writes: the name of a family and its parameters in the order of its constructor. The parameters are
// validated as the constructor does.
func Parse(text string) (Dist, error) {
	if text == forms[KindNone].name {
		return Dist{}, nil
	}
	name, rest, found := strings.Cut(text, "(")
	inner, closed := strings.CutSuffix(rest, ")")
	if !found || !closed {
		return Dist{}, fmt.Errorf("parse distribution %q: want the form name(parameter=value, ...)", text)
	}
	parts := strings.Split(inner, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	d, err := parse(strings.TrimSpace(name), parts)
	if err != nil {
		return Dist{}, fmt.Errorf("parse distribution %q: %w", text, err)
	}
	return d, nil
}

// parse finds the form that fits name and parts.
func parse(name string, parts []string) (Dist, error) {
	known := false
	for kind, f := range forms {
		if f.name != name || Kind(kind) == KindNone {
			continue
		}
		known = true
		if f.first == "" {
			if strings.Contains(parts[0], ":") {
				return parsePairs(Kind(kind), parts)
			}
			continue
		}
		first, ok := strings.CutPrefix(parts[0], f.first+"=")
		if !ok || len(parts) != 1+min(len(f.second), 1) {
			continue
		}
		if f.second == "" {
			return construct(Kind(kind), first, "0")
		}
		if second, ok := strings.CutPrefix(parts[1], f.second+"="); ok {
			return construct(Kind(kind), first, second)
		}
	}
	if !known {
		return Dist{}, fmt.Errorf("no distribution is called %q", name)
	}
	return Dist{}, fmt.Errorf("%s does not have the parameters %q", name, parts)
}

// construct calls the constructor of a kind with named parameters.
func construct(kind Kind, first, second string) (Dist, error) {
	if kind == KindDeterministic {
		if n, err := strconv.ParseInt(first, 10, 64); err == nil {
			if n < 0 {
				return DeterministicReal(float64(n))
			}
			return Deterministic(n)
		}
	}
	if kind == KindErlang {
		k, errK := strconv.Atoi(first)
		mean, errMean := strconv.ParseFloat(second, 64)
		if err := errors.Join(errK, errMean); err != nil {
			return Dist{}, err
		}
		return Erlang(k, mean)
	}
	p, errP := strconv.ParseFloat(first, 64)
	q, errQ := strconv.ParseFloat(second, 64)
	if err := errors.Join(errP, errQ); err != nil {
		return Dist{}, err
	}
	switch kind {
	case KindDeterministic:
		return DeterministicReal(p)
	case KindExponential:
		return Exponential(p)
	default:
		return constructTwo(kind, p, q)
	}
}

// constructTwo calls the constructor of a kind with two real parameters.
func constructTwo(kind Kind, p, q float64) (Dist, error) {
	switch kind {
	case KindUniform:
		return Uniform(p, q)
	case KindNormal:
		return Normal(p, q)
	case KindTruncatedNormal:
		return TruncatedNormal(p, q)
	case KindLognormal:
		return Lognormal(p, q)
	case KindLognormalLog:
		return LognormalLog(p, q)
	case KindWeibull:
		return Weibull(p, q)
	case KindGamma:
		return Gamma(p, q)
	case KindPareto:
		return Pareto(p, q)
	case KindHyperExponentialCV:
		return HyperExponentialCV(p, q)
	default:
		panic("rng: no constructor with two real parameters for " + kind.String())
	}
}

// parsePairs reads the pairs of a hyperexponential or empirical distribution.
func parsePairs(kind Kind, parts []string) (Dist, error) {
	var probabilities, means []float64
	var values []int64
	var weights []uint64
	var problems []error
	for _, part := range parts {
		left, right, ok := strings.Cut(part, ":")
		if !ok {
			problems = append(problems, fmt.Errorf("%q is not a pair of numbers with a colon", part))
			continue
		}
		var errLeft, errRight error
		if kind == KindEmpirical {
			var v int64
			var w uint64
			v, errLeft = strconv.ParseInt(left, 10, 64)
			w, errRight = strconv.ParseUint(right, 10, 64)
			values, weights = append(values, v), append(weights, w)
		} else {
			var p, m float64
			p, errLeft = strconv.ParseFloat(left, 64)
			m, errRight = strconv.ParseFloat(right, 64)
			probabilities, means = append(probabilities, p), append(means, m)
		}
		problems = append(problems, errLeft, errRight)
	}
	if err := errors.Join(problems...); err != nil {
		return Dist{}, err
	}
	if kind == KindEmpirical {
		return Empirical(values, weights)
	}
	return HyperExponential(probabilities, means)
}
