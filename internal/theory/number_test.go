package theory

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// The expected numbers are from mpmath at 60 digits.
func TestExponentialAndLogarithmHaveFiftyCorrectDigits(t *testing.T) {
	for _, c := range []struct{ x, want string }{
		{"0", "1"},
		{"-1/3", "0.71653131057378925042560409692537966745311205982148"},
		{"1000", "1.9700711140170469938888793522433231253169379853238e434"},
		{"-1000", "5.0759588975494567652918094795743369193055992828928e-435"},
	} {
		near(t, "exp "+c.x, exp(fromRat(Dec(c.x))), Dec(c.want), 160)
	}
	for _, c := range []struct{ x, want string }{
		{"1", "0"},
		{"10", "2.3025850929940456840179914546843642076011014886288"},
		{"0.3", "-1.203972804325935992622746217761838502953610930806"},
		{"1e-30", "-69.077552789821370520539743640530926228033044658863"},
	} {
		near(t, "log "+c.x, log(fromRat(Dec(c.x))), Dec(c.want), 155)
	}
	// Near 1 the absolute error counts.
	near(t, "log just above 1", log(fromRat(Dec("1.00000000000000000001"))), Dec("9.9999999999999999999500000000000000000003333333333e-21"), 160)
}

func TestLogarithmInvertsTheExponential(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := big.NewRat(rapid.Int64Range(-1e12, 1e12).Filter(func(n int64) bool { return n != 0 }).Draw(rt, "numerator"), 1e9)
		y := toRat(log(exp(fromRat(x))))
		if difference := sub(y, x); difference.Abs(difference).Cmp(power(Dec("1/2"), 290)) > 0 {
			rt.Errorf("log(exp(%s)) = %s", x.FloatString(9), y.FloatString(90))
		}
	})
}

func TestExponentialOverflowsToTheLimits(t *testing.T) {
	if x := exp(fromRat(Dec("1e10"))); !x.IsInf() {
		t.Errorf("exp(1e10) = %v", x)
	}
	if x := exp(fromRat(Dec("-1e10"))); x.Sign() != 0 {
		t.Errorf("exp(-1e10) = %v", x)
	}
}

func TestResultsHaveTheStatedPrecision(t *testing.T) {
	q := ok(NewMM1(Dec("0.8"), Dec("1")))
	for _, x := range []*big.Float{ok(q.SojournQuantile(Dec("0.5"))), ok(q.WaitQuantile(Dec("0.1"))), ok(q.WaitTail(Dec("3")))} {
		if x.Prec() != Precision {
			t.Errorf("%d bits, want %d", x.Prec(), Precision)
		}
	}
}

func TestTextThatIsNoNumberPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Dec("eight")
}

func TestFloatRoundsToNearest(t *testing.T) {
	if got := Float(Dec("0.1")); got != 0.1 {
		t.Errorf("got %v", got)
	}
}

// rejections lists one call for each parameter of each constructor, with the error it must wrap.
func rejections() map[string]struct {
	err  error
	want error
} {
	type rejection = struct{ err, want error }
	half, none, minus := Dec("0.5"), zero(), Dec("-1")
	exponential := ExponentialTime(one())
	bad := Moments{one(), half, one(), one()}
	first := func(_ any, err error) error { return err }
	q := ok(NewMM1(half, one()))
	repair := ok(NewRepair(3, 1, one(), one()))
	mmc := ok(NewMMC(2, one(), one()))
	gim1 := ok(NewGIM1(ok(ErlangArrivals(1, Dec("2"))), one()))
	return map[string]rejection{
		"arrival rate 0":         {first(NewMM1(none, one())), ErrParameter},
		"arrival rate missing":   {first(NewMM1(nil, one())), ErrParameter},
		"service rate negative":  {first(NewMM1(one(), minus)), ErrParameter},
		"M/M/1 at load 1":        {first(NewMM1(one(), one())), ErrUnstable},
		"quantile 1":             {first(q.SojournQuantile(one())), ErrParameter},
		"quantile missing":       {first(q.WaitQuantile(nil)), ErrParameter},
		"tail before 0":          {first(q.WaitTail(minus)), ErrParameter},
		"M/M/c tail before 0":    {first(mmc.SojournTail(minus)), ErrParameter},
		"M/M/c quantile 1":       {first(mmc.SojournQuantile(one())), ErrParameter},
		"GI/M/1 tail before 0":   {first(gim1.WaitTail(minus)), ErrParameter},
		"GI/M/1 sojourn tail":    {first(gim1.SojournTail(minus)), ErrParameter},
		"GI/M/1 quantile below":  {first(gim1.SojournQuantile(minus)), ErrParameter},
		"servers -1":             {first(ErlangB(-1, one())), ErrParameter},
		"load 0":                 {first(ErlangB(1, none)), ErrParameter},
		"no server":              {first(ErlangC(0, one())), ErrParameter},
		"C without load":         {first(ErlangC(1, none)), ErrParameter},
		"M/M/c at load c":        {first(NewMMC(2, integer(2), one())), ErrUnstable},
		"M/M/c without arrivals": {first(NewMMC(2, none, one())), ErrParameter},
		"K without server":       {first(NewMMCK(0, 1, one(), one())), ErrParameter},
		"K below c":              {first(NewMMCK(3, 2, one(), one())), ErrParameter},
		"K without arrivals":     {first(NewMMCK(1, 2, none, one())), ErrParameter},
		"no births":              {first(NewBirthDeath(nil, nil)), ErrParameter},
		"more births":            {first(NewBirthDeath([]*big.Rat{one()}, nil)), ErrParameter},
		"birth rate 0":           {first(NewBirthDeath([]*big.Rat{none}, []*big.Rat{one()})), ErrParameter},
		"M/G/1 at load 1":        {first(NewMG1(one(), exponential)), ErrUnstable},
		"M/G/1 without arrivals": {first(NewMG1(none, exponential)), ErrParameter},
		"impossible moments":     {first(NewMG1(half, bad)), ErrParameter},
		"moments missing":        {first(NewMG1(half, Moments{one()})), ErrParameter},
		"Kingman at load 1":      {first(KingmanBound(one(), one(), one(), one())), ErrUnstable},
		"Kingman variance":       {first(KingmanBound(half, one(), minus, one())), ErrParameter},
		"Kingman service":        {first(KingmanBound(half, none, one(), one())), ErrParameter},
		"PS at load 1":           {first(NewMG1PS(one(), one())), ErrUnstable},
		"PS without service":     {first(NewMG1PS(one(), none)), ErrParameter},
		"PS negative service":    {first(ok(NewMG1PS(half, one())).Sojourn(minus)), ErrParameter},
		"M/G/∞ without arrivals": {first(NewMGInf(none, exponential)), ErrParameter},
		"M/G/∞ moments":          {first(NewMGInf(one(), bad)), ErrParameter},
		"D arrivals":             {first(DeterministicArrivals(none)), ErrParameter},
		"E0 arrivals":            {first(ErlangArrivals(0, one())), ErrParameter},
		"E arrivals":             {first(ErlangArrivals(1, none)), ErrParameter},
		"U arrivals":             {first(UniformArrivals(one(), one())), ErrParameter},
		"U arrivals missing":     {first(UniformArrivals(one(), nil)), ErrParameter},
		"U arrivals below 0":     {first(UniformArrivals(minus, one())), ErrParameter},
		"H arrivals uneven":      {first(HyperexponentialArrivals([]*big.Rat{one()}, nil)), ErrParameter},
		"H arrivals weight":      {first(HyperexponentialArrivals([]*big.Rat{minus}, []*big.Rat{one()})), ErrParameter},
		"H arrivals rate":        {first(HyperexponentialArrivals([]*big.Rat{one()}, []*big.Rat{none})), ErrParameter},
		"H arrivals sum":         {first(HyperexponentialArrivals([]*big.Rat{half}, []*big.Rat{one()})), ErrParameter},
		"GI/M/1 zero":            {first(NewGIM1(Interarrival{}, one())), ErrParameter},
		"GI/M/1 service":         {first(NewGIM1(ok(DeterministicArrivals(one())), none)), ErrParameter},
		"GI/M/1 at load 1":       {first(NewGIM1(ok(DeterministicArrivals(one())), one())), ErrUnstable},
		"no class":               {first(NewPriority()), ErrParameter},
		"class rate":             {first(NewPriority(Class{none, exponential})), ErrParameter},
		"class moments":          {first(NewPriority(Class{half, bad})), ErrParameter},
		"classes at load 1":      {first(NewPriority(Class{half, exponential}, Class{half, exponential})), ErrUnstable},
		"priority chain room":    {first(PriorityChain(one(), one(), one(), one(), true, 0)), ErrParameter},
		"priority chain rate":    {first(PriorityChain(one(), one(), none, one(), true, 1)), ErrParameter},
		"breakdown rate":         {first(NewBreakdowns(half, one(), none, one())), ErrParameter},
		"breakdowns, load":       {first(NewBreakdowns(half, one(), one(), one())), ErrUnstable},
		"breakdowns, room":       {first(ok(NewBreakdowns(half, one(), one(), integer(3))).Chain(0)), ErrParameter},
		"completion service":     {first(CompletionTime(bad, one(), exponential)), ErrParameter},
		"completion failure":     {first(CompletionTime(exponential, minus, exponential)), ErrParameter},
		"completion repair":      {first(CompletionTime(exponential, one(), bad)), ErrParameter},
		"vacation moments":       {first(NewVacations(half, exponential, bad)), ErrParameter},
		"vacations, load":        {first(NewVacations(one(), exponential, exponential)), ErrUnstable},
		"closed, think":          {first(NewClosedNetwork(minus, one())), ErrParameter},
		"closed, no station":     {first(NewClosedNetwork(one())), ErrParameter},
		"closed, demand":         {first(NewClosedNetwork(one(), none)), ErrParameter},
		"closed, nobody":         {first(ok(NewClosedNetwork(one(), one())).Means(0)), ErrParameter},
		"closed, crowd":          {first(ok(NewClosedNetwork(one(), one())).Chain(256)), ErrParameter},
		"availability":           {first(Availability(one(), none)), ErrParameter},
		"availability, up":       {first(AvailabilityVariance(bad, exponential)), ErrParameter},
		"availability, down":     {first(AvailabilityVariance(exponential, bad)), ErrParameter},
		"k of n, probability":    {first(KOfN(1, 2, integer(2))), ErrParameter},
		"k of n, n":              {first(KOfN(1, -1, half)), ErrParameter},
		"at least, probability":  {first(AtLeast(1, minus)), ErrParameter},
		"repair, components":     {first(NewRepair(0, 1, one(), one())), ErrParameter},
		"repair, crews":          {first(NewRepair(1, 0, one(), one())), ErrParameter},
		"repair, rate":           {first(NewRepair(1, 1, none, one())), ErrParameter},
		"repair, need 0":         {first(repair.FewerThan(0)), ErrParameter},
		"repair, need above":     {first(repair.TimeToFewerThan(4)), ErrParameter},
		"repair, variance":       {first(repair.FewerThanVariance(4)), ErrParameter},
		"max–min, capacity":      {first(MaxMin([]*big.Rat{minus}, nil)), ErrParameter},
		"max–min, weight":        {first(MaxMin(nil, []Flow{{Weight: none, Cap: one()}})), ErrParameter},
		"max–min, cap":           {first(MaxMin(nil, []Flow{{Cap: minus}})), ErrParameter},
		"max–min, link":          {first(MaxMin(nil, []Flow{{Links: []int{0}}})), ErrParameter},
		"max–min, boundless":     {first(MaxMin(nil, []Flow{{}})), ErrParameter},
	}
}

func TestParametersOutOfRangeAreErrors(t *testing.T) {
	for name, r := range rejections() {
		if !errors.Is(r.err, r.want) {
			t.Errorf("%s: got %v, want %v", name, r.err, r.want)
		}
	}
}
