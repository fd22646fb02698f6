// Package stats turns the observations of one simulation run into numbers that
// can be trusted: means with confidence intervals that allow for correlation,
// quantiles with a known error, and ratios that never claim a bare 0 % or 100 %.
// Everything works on a stream, in bounded memory, and gives the same bits on
// every processor.
//
// The main types are [Series], the mean of a correlated sequence by batch means;
// [Histogram], quantiles and the distribution of durations; [Ratio], a share with
// its Wilson interval; and [Timeline], counts over the time of a run whose length
// need not be known beforehand.
//
//	var s stats.Series
//	for _, v := range latencies {
//		s.Add(v)
//	}
//	m := s.Estimate() // *m.Value ± half of *m.CIHigh - *m.CILow
//
// The package does not choose the warm-up, does not combine several runs (see
// Mean, which treats its inputs as independent), and knows nothing of tasks.
package stats
