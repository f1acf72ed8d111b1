package retrieval

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

// A rerankFunc is a Reranker.
type rerankFunc func(ctx context.Context, query string, texts []string) ([]float64, error)

func (f rerankFunc) Rerank(ctx context.Context, query string, texts []string) ([]float64, error) {
	return f(ctx, query, texts)
}

// byLength ranks the longest text first.
func byLength(_ context.Context, _ string, texts []string) ([]float64, error) {
	scores := make([]float64, len(texts))
	for i, text := range texts {
		scores[i] = float64(len(text)) - 1000
	}
	return scores, nil
}

func TestReranked(t *testing.T) {
	var passages []article.Passage
	for _, title := range []string{"a", "bbb", "cc", "dddd", "eeeee"} {
		passages = append(passages, article.Passage{Article: article.Article{Title: title}})
	}
	failing := func(scores []float64, err error) rerankFunc {
		return func(context.Context, string, []string) ([]float64, error) { return scores, err }
	}
	nan := math.NaN()
	tests := []struct {
		name    string
		r       Reranker
		kept, k int
		want    string
		warned  bool
	}{
		{"none", nil, 0, 2, "a bbb", false},
		{"all anew", rerankFunc(byLength), 0, 5, "eeeee dddd bbb cc a", false},
		{"the best few", rerankFunc(byLength), 0, 2, "eeeee dddd", false},
		{"more than there are", rerankFunc(byLength), 0, 9, "eeeee dddd bbb cc a", false},
		{"some stay in front, if they are among the best", rerankFunc(byLength), 3, 4, "bbb cc eeeee dddd", false},
		{"all stay", rerankFunc(byLength), 5, 2, "a bbb", false},
		{"error", failing(nil, errors.New("no")), 0, 2, "a bbb", true},
		{"too few scores", failing([]float64{1}, nil), 0, 2, "a bbb", true},
		{"no number", failing([]float64{1, 2, nan, 4, 5}, nil), 0, 2, "a bbb", true},
		{"ties keep their order", failing([]float64{1, 2, 1, 2, 1}, nil), 0, 5, "bbb dddd a cc eeeee", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			ix := &Index{reranker: tt.r, log: slog.New(slog.NewTextHandler(&log, nil))}
			r := Result{Passages: ix.reranked(t.Context(), "secret question", passages, ranking{tt.kept, false, make([]float64, len(passages))}, tt.k)}
			if got := strings.Join(titles(r), " "); got != tt.want {
				t.Errorf("reranked %s, want %s", got, tt.want)
			}
			if warned := strings.Contains(log.String(), "level=WARN"); warned != tt.warned || strings.Contains(log.String(), "secret") {
				t.Errorf("log: %s", log.String())
			}
			for i, p := range r.Passages[1:] {
				if tt.r != nil && !tt.warned && tt.kept < 5 && p.Score >= r.Passages[i].Score {
					t.Errorf("scores do not fall: %v after %v", p.Score, r.Passages[i].Score)
				}
			}
		})
	}
}

// TestRerankedAdds: what matches much better stays before what a Reranker
// prefers, what matches nearly as well does not; its scale means nothing.
func TestRerankedAdds(t *testing.T) {
	var passages []article.Passage
	for _, title := range []string{"a", "bb", "ccc", "dddd"} {
		passages = append(passages, article.Passage{Article: article.Article{Title: title}})
	}
	for _, scale := range []float64{1, 1e-6, 1e6} {
		r := rerankFunc(func(ctx context.Context, q string, texts []string) ([]float64, error) {
			scores, err := byLength(ctx, q, texts)
			for i := range scores {
				scores[i] *= scale
			}
			return scores, err
		})
		ix := &Index{reranker: r, log: slog.New(slog.DiscardHandler)}
		got := titles(Result{Passages: ix.reranked(t.Context(), "q", passages, ranking{0, false, []float64{2, .9, .8, .1}}, 4)})
		if d := cmp.Diff([]string{"a", "ccc", "bb", "dddd"}, got); d != "" {
			t.Errorf("scale %v: -want +got\n%s", scale, d)
		}
	}
}

// A judge gives a text the score that it begins with, and reads three.
type judge struct{ asked *[]string }

func (judge) Reads() (texts int, wait time.Duration) { return 3, time.Minute }

func (j judge) Rerank(_ context.Context, _ string, texts []string) ([]float64, error) {
	*j.asked = append(*j.asked, texts...)
	scores := make([]float64, len(texts))
	for i, text := range texts {
		_, title, _ := strings.Cut(text, " | ")
		_, title, _ = strings.Cut(title, " | ")
		fmt.Sscan(title, &scores[i])
	}
	return scores, nil
}

// TestJudged: of what a Judge takes for the matter the newest comes first, also
// past what we took for it; nothing is lost.
func TestJudged(t *testing.T) {
	passageOn := func(day, title string) article.Passage {
		p := article.Passage{Article: article.Article{Title: title, Outlet: "Ledger"}}
		var err error
		if p.Article.Published, err = article.ParseDate(day); err != nil {
			t.Fatal(err)
		}
		return p
	}
	passages := []article.Passage{
		passageOn("2026-05-01", "0 other"), passageOn("2024-01-01", "0.5 old"), passageOn("", "0.9 undated"),
		passageOn("2026-04-01", "0.2 new"), passageOn("2026-04-01", "0.4 same day"), passageOn("2023-01-01", "0 rest"),
	}
	var asked []string
	ix := &Index{reranker: judge{&asked}, log: slog.New(slog.DiscardHandler)}
	for _, tt := range []struct {
		newest bool
		want   []string
	}{
		{true, []string{"0.4 same day", "0.2 new", "0.5 old", "0.9 undated", "0 other", "0 rest"}},
		{false, []string{"0 other", "0.9 undated", "0.5 old", "0.4 same day", "0.2 new", "0 rest"}}, // the first is kept
	} {
		got := titles(Result{Passages: ix.reranked(t.Context(), "q", passages, ranking{1, tt.newest, make([]float64, len(passages))}, len(passages))})
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("newest first %v: -want +got\n%s", tt.newest, d)
		}
	}
	if want := "1 Apr 2026 | Ledger | 0.2 new\n"; !slices.Contains(asked, want) {
		t.Errorf("asked of %q, want %q among it", asked, want)
	}
}

func TestMatches(t *testing.T) {
	s := seeker{scores: map[int32]float64{1: 1.5, 2: .5, 3: .7, 4: .2}}
	got := s.matches([]picked{{hit: hit{slot: 1}}, {hit: hit{slot: 2}}, {hit: hit{slot: 3}}, {hit: hit{slot: 4}}})
	if d := cmp.Diff([]float64{1.5, .7, .7, .2}, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// TestRerankTimeout: a question does not wait for a server that says nothing.
func TestRerankTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hangs := rerankFunc(func(ctx context.Context, _ string, _ []string) ([]float64, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		ix := &Index{reranker: hangs, log: slog.New(slog.DiscardHandler)}
		start := time.Now()
		got := ix.reranked(t.Context(), "q", make([]article.Passage, 3), ranking{matches: make([]float64, 3)}, 2)
		if took := time.Since(start); took != rerankTimeout || len(got) != 2 {
			t.Errorf("%d passages after %v, want 2 after %v", len(got), took, rerankTimeout)
		}
	})
}

func TestSearchReranks(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(),
		articleOf(t, "2025-05-01", "old", "The harbour plant of Orchard closes in May, say the owners, and with it the last works of the kind in all the country."),
		articleOf(t, "2026-05-01", "new", "The harbour plant of Orchard stays open."),
		articleOf(t, "", "rest", "Other plants grow in gardens."))
	for i, text := range newsTexts(20) { // so that the words of the matter are rare
		add(t, st, NewHashEmbedder(), articleOf(t, "2025-01-01", fmt.Sprint(i), text[:100]))
	}
	var asked []string
	spy := rerankFunc(func(ctx context.Context, query string, texts []string) ([]float64, error) {
		asked = append(asked, query)
		return byLength(ctx, query, texts)
	})
	ix, err := Open(t.Context(), st, NewHashEmbedder(), Options{Log: testLog(t), Reranker: spy})
	if err != nil {
		t.Fatal(err)
	}
	if search(t, ix, Query{Text: "harbour plant of Orchard", K: 1, NoRerank: true}); len(asked) > 0 {
		t.Errorf("asked %q, want nobody asked", asked)
	}
	if d := cmp.Diff([]string{"old"}, titles(search(t, ix, Query{Text: "harbour plant of Orchard", K: 1}))); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if d := cmp.Diff([]string{"new", "old"}, titles(search(t, ix, Query{Text: "Is the harbour plant of Orchard open?", K: 2}))); d != "" {
		t.Errorf("the present: -want +got\n%s", d)
	}
	if d := cmp.Diff([]string{"harbour plant of Orchard", "Is the harbour plant of Orchard open?"}, asked); d != "" {
		t.Errorf("asked: -want +got\n%s", d)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ix.reranker = rerankFunc(func(context.Context, string, []string) ([]float64, error) {
		cancel()
		return nil, context.Canceled
	})
	if _, err := ix.Search(ctx, Query{Text: "plant"}); err != context.Canceled {
		t.Errorf("canceled while reranking: %v", err)
	}
}
