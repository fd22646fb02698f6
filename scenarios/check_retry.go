package scenarios

import "fmt"

// resilience checks what a workload says about lost attempts.
func (c *checker) resilience(w *Workload) {
	if r := w.Retry; r != nil && c.once(r) {
		c.retry(r, w.at("retry"))
	}
	if k := w.Checkpoint; k != nil && c.once(k) && k.Resume != nil {
		c.thousandths(w.at("checkpoint.resume"), *k.Resume)
	}
}

func (c *checker) retry(r *Retry, w where) {
	b := r.Backoff
	switch {
	case b == nil && !r.Attempts.IsSet():
		c.report(w, r.Pos, say("retry says nothing", "add attempts: 5, or backoff, or leave it out"))
	case b == nil:
	default:
		c.thousandths(w.at("backoff.factor"), b.Factor)
		c.thousandths(w.at("backoff.jitter"), b.Jitter)
		if b.Max.IsSet() && b.Max.V < b.Initial.V {
			c.report(w.at("backoff.max"), b.Max.Pos, say(
				fmt.Sprintf("the largest delay (%s) is less than the initial one (%s)", span(b.Max.V), span(b.Initial.V)), "raise max, or lower initial"))
		}
	}
}
