package retrieval

import (
	"runtime"
	"sync"
)

// splitAt is how many of a thing are worth a goroutine of their own: some 100 µs
// of work where they are vectors.
const splitAt = 256

// split calls f for the parts of 0 to n, one for each processor, at once, and
// returns when all have returned.
func split(n int, f func(from, to int)) {
	parts := max(1, min(runtime.GOMAXPROCS(0), n/splitAt))
	var wg sync.WaitGroup
	for i := 1; i < parts; i++ {
		wg.Go(func() { f(i*n/parts, (i+1)*n/parts) })
	}
	f(0, n/parts)
	wg.Wait()
}
