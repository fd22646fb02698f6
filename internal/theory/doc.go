// Package theory holds formulas of queueing, reliability and fair sharing against which simulations are compared. It is
// written from the literature alone and knows nothing of the simulator.
//
// A model is made by a constructor that checks its parameters, so that its methods cannot fail on them:
//
//	queue, err := theory.NewMM1(theory.Dec("0.8"), theory.Dec("1"))
//	if err != nil { … } // ErrParameter, or ErrUnstable when the load is not below the capacity
//	queue.Means().W               // 5, the mean sojourn time
//	queue.SojournQuantile(p95)    // 14.97866…
//	queue.SojournVariance()       // 2025, the variance constant of the mean of many sojourn times
//
// # Numbers
//
// Parameters are *big.Rat, in any consistent units: rates in customers or events per unit of time, times in that unit.
// What is rational comes out as an exact *big.Rat. What needs an exponential, a logarithm, a root or a large linear
// system comes out as a *big.Float of Precision bits, and what needs numerical integration, the variance constant of MG1PS,
// as a float64; the doc comment of the function states the error. Arguments are
// neither changed nor kept, results are the caller's.
//
// # Estimators
//
// An average over n customers, or over a time t, of a process with weak dependence has a variance near σ²/n, or σ²/t. The
// functions named …Variance return σ², the asymptotic variance constant of the named estimator, so that a deviation can
// be judged by theory instead of by an estimate from the same run: see ZScore and Effort. For models without such
// a function, Chain works out σ² for any time average, count or ratio over any finite Markov chain. Cycles estimates it
// from regenerative cycles where no theory helps.
//
// Main types: the queues (MM1, MMC, MMCK, MG1, GIM1, Priority, Breakdowns, OpenNetwork, ClosedNetwork, …), BirthDeath
// and Repair for reliability, and Chain with its Solution for everything else that is Markov.
//
// # What it does not do
//
// It has no transient results but mean times to a set of states, no approximations but one bound (Kingman), and no
// quantiles where only the mean is known in closed form. Scheduling anomalies and packing bounds are not here.
package theory
