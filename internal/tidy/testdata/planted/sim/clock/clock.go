package clock

import (
	crand "crypto/rand"
	"fmt"
	"hash/maphash"
	"math"
	"math/cmplx"
	oldrand "math/rand"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"time"
)

func goroutines(c chan int) {
	go close(c)
	select {
	case <-c:
	default:
	}
}

func times() time.Duration {
	now := time.Now
	time.Sleep(time.Millisecond)
	<-time.After(time.Second)
	return now().Sub(time.Time{}).Round(time.Second)
}

func surroundings() (string, int) {
	return os.Getenv("HOME") + os.Args[0] + runtime.GOARCH, runtime.NumCPU()
}

func draws(b []byte) float64 {
	own := rand.New(rand.NewPCG(1, 2))
	_, _ = crand.Read(b)
	return float64(oldrand.Int()) + float64(rand.IntN(3)) + float64(own.IntN(3)) + own.NormFloat64() +
		float64(maphash.String(maphash.MakeSeed(), "x")) + float64(rand.N(3))
}

func functions(x float64) float64 {
	return math.Sqrt(x) + math.Exp(x) + math.Pi + cmplx.Abs(1) + math.Floor(x) + math.Log2(x)
}

func addresses(p *int) string {
	return fmt.Sprintf("%p", p) + fmt.Sprintf("%%p %d%%p %v", 1, 2) + fmt.Sprintf(`%d %-8p`, 1, p)
}

var pool = sync.Pool{}
