package profiles

import (
	"fmt"
	"slices"
	"time"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/rng"
)

// measured is one row of the table of ERRANT, made from measurements in mobile networks of Norway and Sweden: means of the
// throughput in kbit/s, and mean and standard deviation of the round trip in ms. Digits beyond the fifth are left out.
type measured struct {
	operator, country, radio, quality string
	down, up                          float64
	trip, spread                      float64
}

// errantRows is the table, in its order.
var errantRows = [...]measured{
	{"3", "sweden", "3g", "bad", 3075.2, 908.56, 145.32, 90.835},
	{"3", "sweden", "3g", "good", 13909, 2942.7, 81.281, 37.052},
	{"3", "sweden", "3g", "medium", 11504, 2534.2, 83.660, 49.554},
	{"3", "sweden", "4g", "good", 33301, 11338, 83.025, 44.211},
	{"3", "sweden", "4g", "medium", 19751, 3490.1, 84.592, 46.010},
	{"net1", "norway", "4g", "bad", 3295.7, 149.75, 112.90, 82.045},
	{"net1", "norway", "4g", "good", 18771, 11635, 111.57, 48.167},
	{"net1", "norway", "4g", "medium", 12676, 1930.2, 107.62, 57.886},
	{"telenor", "norway", "3g", "good", 12243, 3441.3, 98.791, 56.959},
	{"telenor", "norway", "3g", "medium", 11140, 930.14, 116.30, 87.106},
	{"telenor", "norway", "4g", "bad", 22905, 1500.4, 83.334, 39.021},
	{"telenor", "norway", "4g", "good", 35638, 16418, 89.616, 40.099},
	{"telenor", "norway", "4g", "medium", 23928, 3954.5, 86.385, 39.854},
	{"telenor", "sweden", "3g", "good", 16226, 3328.0, 88.020, 44.253},
	{"telenor", "sweden", "3g", "medium", 9713.5, 2304.6, 92.523, 38.844},
	{"telenor", "sweden", "4g", "good", 22856, 10144, 90.509, 48.434},
	{"telenor", "sweden", "4g", "medium", 10590, 2344.2, 88.647, 48.404},
	{"telia", "norway", "3g", "good", 6192.6, 1997.3, 87.688, 59.840},
	{"telia", "norway", "3g", "medium", 3265.6, 1457.3, 106.51, 75.496},
	{"telia", "norway", "4g", "bad", 11496, 1521.1, 101.61, 63.766},
	{"telia", "norway", "4g", "good", 21488, 15708, 92.861, 43.848},
	{"telia", "norway", "4g", "medium", 17147, 3021.2, 95.534, 50.708},
	{"telia", "sweden", "3g", "good", 16734, 3362.6, 131.93, 55.102},
	{"telia", "sweden", "3g", "medium", 11588, 2260.0, 145.96, 59.570},
	{"telia", "sweden", "4g", "good", 53955, 21181, 91.852, 45.931},
	{"telia", "sweden", "4g", "medium", 28648, 4224.3, 104.50, 56.763},
}

// errant returns a class for each row, and one for each radio and quality that takes the median of its rows.
func errant() (out []Class) {
	for _, m := range errantRows {
		name := fmt.Sprintf("%s-%s-%s-%s", m.radio, m.quality, m.operator, m.country)
		title := fmt.Sprintf("%s with %s signal, operator %s in %s", radioName(m.radio), m.quality, m.operator, m.country)
		out = append(out, m.class(name, title, ""))
	}
	for _, radio := range []string{"3g", "4g"} {
		for _, quality := range []string{"good", "medium", "bad"} {
			m, rows := typical(radio, quality)
			title := fmt.Sprintf("%s with %s signal, in Norway and Sweden", radioName(radio), quality)
			out = append(out, m.class(radio+"-"+quality, title, fmt.Sprintf("median of %d operators and countries; ", rows)))
		}
	}
	return out
}

func radioName(radio string) string {
	if radio == "4g" {
		return "LTE (4G)"
	}
	return "3G"
}

// typical returns the medians of all rows of a radio and quality, and how many there are.
func typical(radio, quality string) (m measured, rows int) {
	var down, up, trip, spread []float64
	for _, r := range errantRows {
		if r.radio == radio && r.quality == quality {
			down, up, trip, spread = append(down, r.down), append(up, r.up), append(trip, r.trip), append(spread, r.spread)
		}
	}
	return measured{
		operator: "", country: "", radio: radio, quality: quality,
		down: median(down), up: median(up), trip: median(trip), spread: median(spread),
	}, len(down)
}

// median returns the middle of the values, or the mean of the two in the middle.
func median(x []float64) float64 {
	slices.Sort(x)
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}

// class makes a class of a row. The source has mean and standard deviation of the round trip but no family of distributions.
func (m *measured) class(name, title, derived string) Class {
	delay := Value[Delay]{
		V:       Delay{Base: time.Duration(0), Jitter: rng.Must(rng.Lognormal(float64(m.trip/2*1e6), m.spread/m.trip))},
		Source:  errantTable,
		Said:    fmt.Sprintf("round trip %.5g ms, standard deviation %.5g ms", m.trip, m.spread),
		Derived: derived + "half of it, log-normal with these moments",
	}
	way := func(kbits float64) Way {
		b := units.BitsPerSecond(rng.Round(float64(kbits * float64(kbit))))
		return Way{Bandwidth: rate(b, errantTable, fmt.Sprintf("%.5g kbit/s", kbits), derived+"the mean"), Delay: delay}
	}
	return Class{Name: name, Title: title, Downlink: way(m.down), Uplink: way(m.up)}
}
