package retry_test

import (
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/sim/retry"
)

func Example() {
	policy := retry.Policy{Attempts: 4, Initial: time.Second, FactorPermille: 2000, Most: time.Minute}
	checkpoint := retry.Checkpoint{Every: 30, Restart: 5 * time.Second}
	p := retry.Progress{Total: 100}
	for lost, served := range []int64{45, 10, 65} {
		p = checkpoint.Lose(p, served)
		delay, again := policy.Delay(int64(lost)+1, nil)
		fmt.Println(p.Remaining(), delay, again)
	}
	// Output:
	// 70 1s true
	// 70 2s true
	// 10 4s true
}
