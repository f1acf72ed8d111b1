package story

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"
)

// news invents a day of n articles of 200 to 600 words by 40 outlets: a third
// stand alone, the others tell of events with up to 60 articles each, in words
// that are as rare as Zipf's law has them. It returns the event of each.
func news(n int, seed uint64) ([]Doc, []int) {
	r := rand.New(rand.NewPCG(seed, 1))
	zipf := rand.NewZipf(r, 1.05, 8, 60_000)
	docs, events := make([]Doc, 0, n), make([]int, 0, n)
	for event := 0; len(docs) < n; event++ {
		size := 1
		if r.IntN(3) > 0 {
			size = 1 + int(60/(1+r.Float64()*60))
		}
		own := make([]string, 40) // the names and words of the event
		for i := range own {
			own[i] = fmt.Sprintf("%c%s", 'A'+rune(r.IntN(26)), word(uint64(100_000+event*40+i)))
		}
		for range min(size, n-len(docs)) {
			docs = append(docs, Doc{
				ID: fmt.Sprint(len(docs)), Title: sentence(r, zipf, own, 9), Lang: "en",
				Text: text(r, zipf, own), At: time.Date(2026, 4, 27, r.IntN(24), 0, 0, 0, time.UTC),
			})
			events = append(events, event)
		}
	}
	return docs, events
}

func text(r *rand.Rand, zipf *rand.Zipf, own []string) string {
	var b strings.Builder
	for left := 200 + r.IntN(400); left > 0; left -= 20 {
		b.WriteString(sentence(r, zipf, own, 20) + " ")
	}
	return b.String()
}

// sentence has words of the event's own, one in six.
func sentence(r *rand.Rand, zipf *rand.Zipf, own []string, words int) string {
	out := make([]string, words)
	for i := range out {
		if out[i] = word(zipf.Uint64()); i > 0 && r.IntN(6) == 0 {
			out[i] = own[r.IntN(len(own))]
		}
	}
	return "The " + strings.Join(out, " ") + "."
}

// word spells a number in syllables.
func word(n uint64) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for n++; n > 0; n /= 70 {
		b.WriteByte(consonants[n%70%14])
		b.WriteByte(vowels[n%70/14])
	}
	return b.String()
}

// BenchmarkGroup makes the stories of days of several sizes, and tells what is
// held in memory beside the articles.
func BenchmarkGroup(b *testing.B) {
	for _, n := range []int{500, 1000, 2000, 5000, 10000} {
		docs, _ := news(n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var peak uint64
			for b.Loop() {
				set := NewSet(docs)
				stories, err := set.Group(b.Context(), nil)
				if err != nil {
					b.Fatal(err)
				}
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapSys-m.HeapReleased)
				b.ReportMetric(float64(len(stories)), "stories")
			}
			b.ReportMetric(float64(peak)/(1<<20), "MB")
		})
	}
}

// BenchmarkGroupOn takes a new hundred articles into the stories of 5,000.
func BenchmarkGroupOn(b *testing.B) {
	docs, events := news(5100, 1)
	var earlier [][]string
	for i, d := range docs[:5000] {
		if i == 0 || events[i] != events[i-1] {
			earlier = append(earlier, nil)
		}
		earlier[len(earlier)-1] = append(earlier[len(earlier)-1], d.ID)
	}
	for b.Loop() {
		if _, err := NewSet(docs).Group(b.Context(), earlier); err != nil {
			b.Fatal(err)
		}
	}
}
