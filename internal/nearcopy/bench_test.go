package nearcopy

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/store"
)

var librarySize = flag.Int("library", 10_000, "how many articles BenchmarkUpdate groups")

// BenchmarkUpdate groups a library on disk as it grows, 100 articles of 400
// words at a time, one in five a copy of an earlier one. It reports the time
// for an article over all, and over the last tenth.
func BenchmarkUpdate(b *testing.B) {
	for b.Loop() {
		st, err := store.Open(b.Context(), b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		r := rand.New(rand.NewPCG(1, 1))
		e := editor{r, vocabulary(r, 30_000)}
		var bodies []string
		var all, last, busy time.Duration
		const atOnce = 100
		for n := 0; n < *librarySize; n += atOnce {
			var batch store.Batch
			for i := range atOnce {
				body := e.text(400)
				if len(bodies) > 0 && r.IntN(5) == 0 {
					body = e.copy(bodies[r.IntN(len(bodies))])
				} else if len(bodies) < 20_000 {
					bodies = append(bodies, body)
				}
				batch.Entries = append(batch.Entries, store.Entry{Article: article.Article{URL: fmt.Sprintf("https://o.example/%d", n+i), Body: body}})
			}
			if _, err := st.Save(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
			start, cpu := time.Now(), cpuTime()
			if _, err := Update(b.Context(), st); err != nil {
				b.Fatal(err)
			}
			took := time.Since(start)
			busy += cpuTime() - cpu
			if all += took; n >= *librarySize*9/10 {
				last += took
			}
		}
		b.ReportMetric(float64(all.Microseconds())/float64(*librarySize), "µs/article")
		b.ReportMetric(float64(busy.Microseconds())/float64(*librarySize), "cpu-µs/article")
		b.ReportMetric(float64(last.Microseconds())/float64(*librarySize/10), "µs/article-at-the-end")
		if err := st.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// cpuTime returns what this process has used of processors, which says more
// than the clock where others use them, too.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// vocabulary returns n words that nobody has.
func vocabulary(r *rand.Rand, n int) (words []string) {
	for range n {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString([]string{"ka", "lo", "min", "ter", "sa", "ru", "pel", "vo", "ne", "dri"}[r.IntN(10)])
		}
		words = append(words, b.String())
	}
	return words
}

// text returns n words, the first of the vocabulary oftener than the last, as
// words are.
func (e editor) text(n int) string {
	zipf := rand.NewZipf(e.Rand, 1.1, 8, uint64(len(e.words)-1))
	var b strings.Builder
	for i := range n {
		b.WriteString(e.words[zipf.Uint64()])
		if i%17 == 16 {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
	}
	return b.String()
}
