package detmath

import "math"

// NormalQuantile returns the z with P(Z <= z) = p for a standard normal Z, for 0 < p < 1, with a relative error below 2e-15.
//
// It is algorithm AS 241 (PPND16) of M. J. Wichura, Applied Statistics 37 (1988). Because NormalQuantile(1-p) = -NormalQuantile(p), a
// caller who knows the upper tail exactly passes that and changes the sign.
//
// NormalQuantile(0) = -Inf, NormalQuantile(1) = +Inf, NormalQuantile(p outside [0, 1]) = NaN, NormalQuantile(NaN) = NaN.
func NormalQuantile(p float64) float64 {
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return q * (poly8(&normalCentreNum, r) / poly8(&normalCentreDen, r))
	}
	tail := p
	if q > 0 {
		tail = 1 - p
	}
	switch {
	case tail == 0 && q < 0:
		return math.Inf(-1)
	case tail == 0:
		return math.Inf(1)
	case !(tail > 0):
		return math.NaN()
	}
	r := math.Sqrt(-Log(tail))
	var z float64
	if r <= 5 {
		z = poly8(&normalMiddleNum, r-1.6) / poly8(&normalMiddleDen, r-1.6)
	} else {
		z = poly8(&normalFarNum, r-5) / poly8(&normalFarDen, r-5)
	}
	if q < 0 {
		return -z
	}
	return z
}

// poly8 evaluates the polynomial with the coefficients a, lowest first, at x.
func poly8(a *[8]float64, x float64) float64 {
	x2 := x * x
	x4 := x2 * x2
	low := (a[0] + float64(a[1]*x)) + float64(x2*(a[2]+float64(a[3]*x)))
	high := (a[4] + float64(a[5]*x)) + float64(x2*(a[6]+float64(a[7]*x)))
	return low + float64(x4*high)
}

// Coefficients of AS 241, lowest power first: for |p-1/2| <= 0.425, for the tails down to exp(-25), and beyond.
var (
	normalCentreNum = [8]float64{
		3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
		4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
	}
	normalCentreDen = [8]float64{
		1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
		2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
	}
	normalMiddleNum = [8]float64{
		1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
	}
	normalMiddleDen = [8]float64{
		1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
	}
	normalFarNum = [8]float64{
		6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
	}
	normalFarDen = [8]float64{
		1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
	}
)
