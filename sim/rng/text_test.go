package rng

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTextOfDistributions(t *testing.T) {
	for _, c := range []struct {
		text string
		want Dist
	}{
		{"none", Dist{}},
		{"deterministic(value=4611686018427387905)", Must(Deterministic(1<<62 + 1))},
		{"deterministic(value=-2.5)", Must(DeterministicReal(-2.5))},
		{"deterministic(value=0)", Must(Deterministic(0))},
		{"deterministic(value=1e+300)", Must(DeterministicReal(1e300))},
		{"uniform(lo=-1, hi=0.1)", Must(Uniform(-1, 0.1))},
		{"exponential(mean=8e+07)", Must(Exponential(8e7))},
		{"normal(mean=1, sd=0)", Must(Normal(1, 0))},
		{"truncatednormal(mean=1, sd=2)", Must(TruncatedNormal(1, 2))},
		{"lognormal(mean=7.2e+12, cv=1.5)", Must(Lognormal(7.2e12, 1.5))},
		{"lognormal(mu=-1, sigma=0.5)", Must(LognormalLog(-1, 0.5))},
		{"weibull(shape=0.7, scale=2.592e+15)", Must(Weibull(0.7, 2.592e15))},
		{"gamma(shape=0.4, scale=3)", Must(Gamma(0.4, 3))},
		{"pareto(shape=1.5, scale=3)", Must(Pareto(1.5, 3))},
		{"erlang(k=3, mean=9)", Must(Erlang(3, 9))},
		{"hyperexponential(0.25:100, 0.75:5)", Must(HyperExponential([]float64{0.25, 0.75}, []float64{100, 5}))},
		{"hyperexponential(mean=10, cv=2.5)", Must(HyperExponentialCV(10, 2.5))},
		{"empirical(1:2, 5:1, 9:1)", Must(Empirical([]int64{5, 1, 9, 1}, nil))},
	} {
		if got := c.want.String(); got != c.text {
			t.Errorf("String() = %q, want %q", got, c.text)
		}
		if got, err := Parse(c.text); err != nil || !got.Equal(c.want) {
			t.Errorf("Parse(%q) = %v, %v", c.text, got, err)
		}
	}
}

func TestTextOfNegativeWholeNumber(t *testing.T) {
	d := Must(DeterministicReal(-3))
	if got, err := Parse(d.String()); err != nil || !got.Equal(d) {
		t.Errorf("Parse(%q) = %v, %v", d.String(), got, err)
	}
}

func TestDistributionsTravelThroughJSON(t *testing.T) {
	type file struct{ Life, Size, None Dist }
	want := file{Life: Must(Weibull(0.7, 3e15)), Size: Must(Empirical([]int64{1, 2}, []uint64{3, 4}))}
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got file
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", b, diff)
	}
	if err := json.Unmarshal([]byte(`{"Life":"exponential(mean=-1)"}`), &got); err == nil || !got.Life.Equal(want.Life) {
		t.Errorf("a mean of -1 gives error %v and %v", err, got.Life)
	}
}

func TestParseExplainsWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "want the form name(parameter=value, ...)",
		"exponential":                "want the form",
		"exponential(mean=1":         "want the form",
		"zipf(s=1)":                  `no distribution is called "zipf"`,
		"none()":                     `no distribution is called "none"`,
		"exponential()":              "exponential does not have the parameters",
		"exponential(mean=1, cv=1)":  "exponential does not have the parameters",
		"exponential(rate=1)":        "exponential does not have the parameters",
		"lognormal(mean=1, sigma=1)": "lognormal does not have the parameters",
		"lognormal(cv=1, mean=1)":    "lognormal does not have the parameters",
		"exponential(mean=one)":      `parsing "one"`,
		"normal(mean=x, sd=y)":       `parsing "y"`,
		"erlang(k=1.5, mean=z)":      `parsing "z"`,
		"uniform(lo=3, hi=2)":        "lo must not exceed hi",
		"exponential(mean=NaN)":      "mean must be positive and finite",
		"deterministic(value=-Inf)":  "value must be finite",
		"empirical()":                "empirical does not have the parameters",
		"empirical(1:2, 3)":          `"3" is not a pair`,
		"empirical(1.5:2)":           `parsing "1.5"`,
		"empirical(1:-2)":            `parsing "-2"`,
		"hyperexponential(0.5:1)":    "probabilities must add up to 1",
		"hyperexponential(x:1, 1:y)": `parsing "y"`,
	} {
		d, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) || !d.IsZero() {
			t.Errorf("Parse(%q) = %v, error %v; want an error that contains %q", text, d, err, want)
		}
	}
}

func TestEqualComparesParametersNotPointers(t *testing.T) {
	list := append(examples(), Dist{}, Must(Exponential(8e7+1)), Must(Empirical([]int64{5, 1, 9}, nil)), Must(HyperExponentialCV(1e7, 2)))
	for i, d := range list {
		for j, other := range list {
			if d.Equal(other) != (i == j) {
				t.Errorf("Equal of %v and %v is %v", d, other, d.Equal(other))
			}
		}
	}
}

// FuzzParse: whatever is accepted is a valid distribution that survives the way through text and gives usable draws.
func FuzzParse(f *testing.F) {
	for _, d := range examples() {
		f.Add(d.String())
	}
	f.Add("none")
	f.Add("empirical(1:2,,)")
	f.Add("exponential( mean=0x1p-3 )")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(text)
		if err != nil {
			if !d.IsZero() {
				t.Errorf("Parse(%q) gives both %v and an error", text, d)
			}
			return
		}
		again, err := Parse(d.String())
		if err != nil || !again.Equal(d) {
			t.Fatalf("%q is %v, which parses as %v, %v", text, d, again, err)
		}
		if d.IsZero() {
			return
		}
		s := NewStream(1, 0, "a", "b")
		for range 3 {
			if n := d.SampleInt64(&s); n < 0 {
				t.Errorf("%v: draw %d", d, n)
			}
		}
		if mean, variance := d.Mean(), d.Variance(); mean != mean || !(variance >= 0) {
			t.Errorf("%v: mean %v, variance %v", d, mean, variance)
		}
	})
}
