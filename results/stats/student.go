package stats

import "math"

// z95 is the 0.975 quantile of the standard normal distribution.
const z95 = 1.959963984540054

// studentTable holds the 0.975 quantiles of Student's t distribution for 1 to 30
// degrees of freedom. It is written out, and compared with gonum's distuv in a
// test, because distuv uses functions whose last bits differ between processors.
var studentTable = [...]float64{
	12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139,
	2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963,
	2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.045230, 2.042272,
}

// studentT95 returns the 0.975 quantile of Student's t distribution with df >= 1
// degrees of freedom, within 2e-6. Above 30 degrees it uses the expansion of
// Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
func studentT95(df int) float64 {
	if df <= len(studentTable) {
		return studentTable[df-1]
	}
	const (
		z2 = z95 * z95
		z3 = z95 * z2
		z5 = z3 * z2
		z7 = z5 * z2
		g1 = (z3 + z95) / 4
		g2 = (5*z5 + 16*z3 + 3*z95) / 96
		g3 = (3*z7 + 19*z5 + 17*z3 - 15*z95) / 384
	)
	d := float64(df)
	return z95 + g1/d + g2/float64(d*d) + g3/float64(float64(d*d)*d)
}

// BandDKW returns the half-width of the 95 % band around an empirical
// distribution function of n independent observations that holds everywhere at
// once: sqrt(ln(2/0.05)/(2n)), from Dvoretzky, Kiefer and Wolfowitz with the
// constant of Massart, Annals of Probability 18 (1990).
func BandDKW(n int64) float64 {
	const ln40 = 3.6888794541139363
	if n <= 0 {
		return 1
	}
	return min(1, math.Sqrt(ln40/2/float64(n)))
}
