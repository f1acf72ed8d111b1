package retrieval

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/store"
)

// Flags of the benchmarks of docs/scale.md.
var (
	scaleSizes  = flag.String("scale.sizes", "1000,10000", "numbers of chunks to measure at")
	scaleLength = flag.Int("scale.length", 1536, "numbers in a vector")
	scaleDir    = flag.String("scale.dir", "", "where stores are kept for the next time")
)

// forSizes runs f for each of the sizes that the flags name.
func forSizes(b *testing.B, f func(b *testing.B, n int)) {
	for size := range strings.SplitSeq(*scaleSizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(size, func(b *testing.B) { f(b, n) })
	}
}

// askAll asks all queries, puts what is found into found, and reports how long
// each took.
func askAll[Q, F any](b *testing.B, queries []Q, found []F, ask func(Q) (F, error)) {
	var took []time.Duration
	var err error
	for b.Loop() {
		for i, q := range queries {
			start := time.Now()
			if found[i], err = ask(q); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(took[len(took)*95/100].Seconds()*1000, "p95-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkNearest looks for the nearest hundred vectors, of topics.
func BenchmarkNearest(b *testing.B) {
	forSizes(b, func(b *testing.B, n int) {
		t := newTopics(*scaleLength)
		chunks := t.chunks(n)
		benchNearest(b, chunks, t.queries(chunks, 60))
	})
}

// BenchmarkNearestUniform looks for the nearest hundred vectors where none has
// anything in common with another.
func BenchmarkNearestUniform(b *testing.B) {
	forSizes(b, func(b *testing.B, n int) {
		benchNearest(b, uniforms(n, *scaleLength, 1), uniforms(30, *scaleLength, 2))
	})
}

// benchNearest asks chromem-go for the nearest of all, and then vectors for
// the nearest of all, of a tenth and of a hundredth.
func benchNearest(b *testing.B, chunks, queries [][]float32) {
	v := newVectors()
	putAll(b, v, 0, chunks...)
	h := v.shelves[article.Workspace]
	start := time.Now()
	h.sketches = h.train(fewRows)
	trained := time.Since(start).Seconds()
	b.Run("chromem", func(b *testing.B) {
		s := sweepOf(v, nil, 100, seeAll)
		s.shelf = h
		askAll(b, queries, make([][]hit, len(queries)), func(query []float32) ([]hit, error) {
			s.query, s.found = query, newBest(100, byScore)
			return nil, s.scan(b.Context(), len(chunks))
		})
	})
	for _, each := range []int{1, 10, 100} {
		s := sweepOf(v, nil, 100, func(slot int32) bool { return int(slot)/5%each == 0 })
		s.shelf = h
		b.Run(fmt.Sprintf("1in%d", each), func(b *testing.B) {
			found := make([][]hit, len(queries))
			askAll(b, queries, found, func(query []float32) ([]hit, error) {
				s.query, s.found = query, newBest(100, byScore)
				err := v.nearest(b.Context(), article.Workspace, s, len(chunks)/each)
				return s.found.sorted(), err
			})
			reportRecall(b, s, queries, found)
			b.ReportMetric(trained, "s-train")
		})
	}
}

// reportRecall compares what was found with what a sweep finds that compares
// the queries with all it may see.
func reportRecall(b *testing.B, s sweep, queries [][]float32, found [][]hit) {
	ten, hundred := 0.0, 0.0
	for i, query := range queries {
		s.query, s.found = query, newBest(100, byScore)
		if err := s.all(b.Context()); err != nil {
			b.Fatal(err)
		}
		exact := s.found.sorted()
		ten += recalled(found[i], exact, 10)
		hundred += recalled(found[i], exact, 100)
	}
	b.ReportMetric(ten/float64(len(queries)), "recall@10")
	b.ReportMetric(hundred/float64(len(queries)), "recall@100")
}

// BenchmarkScale opens a store on disk and asks it for everybody's articles,
// for all, and for those of half the days: both indexes, then each.
func BenchmarkScale(b *testing.B) {
	e := topicEmbedder{newTopics(*scaleLength)}
	texts := newsTexts(60)
	forSizes(b, func(b *testing.B, n int) {
		st := scaleStore(b, e, n)
		start := time.Now()
		ix := openIndex(b, st, e)
		opened := time.Since(start)
		b.Run("open", func(b *testing.B) {
			b.ReportMetric(opened.Seconds(), "s")
			b.ReportMetric(0, "ns/op")
			reportMemory(b)
		})
		for _, q := range []struct {
			name string
			Query
		}{
			{"everybody", Query{}},
			{"all", Query{Reader: article.Reader{article.ChannelScope("C1"), article.UserScope("U1")}}},
			{"asof", Query{AsOf: time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC)}},
		} {
			for indexes, which := range []string{BothIndexes: "both", WordsOnly: "words", VectorsOnly: "vectors"} {
				b.Run(q.name+"/"+which, func(b *testing.B) {
					askAll(b, texts, make([]int, len(texts)), func(text string) (int, error) {
						q.Text, q.Indexes = text[:100], Indexes(indexes)
						r, err := ix.Search(b.Context(), q.Query)
						return len(r.Passages), err
					})
				})
			}
		}
	})
}

// reportMemory reports what is live, and what the process has taken at most.
func reportMemory(b *testing.B) {
	status, _ := os.ReadFile("/proc/self/status") // on Linux only
	if _, after, ok := strings.Cut(string(status), "VmHWM:"); ok {
		var kB float64
		fmt.Sscan(after, &kB)
		b.ReportMetric(kB/1e3, "peak-MB")
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "live-MB")
}

// scaleStore returns a store of n chunks, or a few more, five an article, with
// vectors of topics. It is kept in the folder of the flags, if they name one,
// for the next time.
func scaleStore(b *testing.B, e llm.Embedder, n int) *store.Store {
	b.Helper()
	if *scaleDir == "" {
		return fillScale(b, b.TempDir(), e, n)
	}
	dir := filepath.Join(*scaleDir, fmt.Sprintf("%d-%d", n, *scaleLength))
	if _, err := os.Stat(dir); err != nil {
		fillScale(b, dir+".part", e, n).Close()
		if err := os.Rename(dir+".part", dir); err != nil {
			b.Fatal(err)
		}
	}
	return openScale(b, dir)
}

func openScale(b *testing.B, dir string) *store.Store {
	b.Helper()
	st, err := store.Open(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { st.Close() })
	return st
}

// fillScale fills a store: of ten articles seven are everybody's, two a
// channel's and one somebody's.
func fillScale(b *testing.B, dir string, e llm.Embedder, n int) *store.Store {
	b.Helper()
	st := openScale(b, dir)
	x := &Indexer{Store: st, Embedder: e}
	if err := st.SetActiveEmbedder(b.Context(), e.Name()); err != nil {
		b.Fatal(err)
	}
	scopes := []article.Scope{3: article.ChannelScope("C1"), 6: article.ChannelScope("C1"), 9: article.UserScope("U1")}
	for some := range slices.Chunk(newsArticles(n), 200) {
		for i := range some {
			some[i].Scope = scopes[i%len(scopes)]
		}
		if _, err := x.Add(b.Context(), some); err != nil {
			b.Fatal(err)
		}
	}
	return st
}
