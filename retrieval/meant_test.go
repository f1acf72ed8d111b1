package retrieval

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"footnote/internal/llm"
)

// leaderEmbedder stands for a model that knows which texts tell who runs a firm, by the
// names of those who did; all other texts have nothing in common.
type leaderEmbedder struct{ common float32 } // beside that, what all vectors have

func (leaderEmbedder) Name() string { return "leaders" }

func (e leaderEmbedder) Embed(_ context.Context, texts []string) ([][]float32, error) {
	all := make([][]float32, len(texts))
	for i, text := range texts {
		v := uniform(hashed(text), 64)
		if strings.Contains(text, "Aster") || strings.Contains(text, "Zeman") {
			v[0] += 3
		}
		v[1] += e.common
		all[i] = v
	}
	return all, nil
}

// TestNewestInMeaning: what tells of the matter in other words is known by the vectors of a
// model, however these are spread.
func TestNewestInMeaning(t *testing.T) {
	first := articleOf(t, "2024-03-01", "first", "The chief executive of Calloway Freight is Ruben Aster, who runs it from Harwick.")
	again := articleOf(t, "2025-03-01", "again", "Ruben Aster, the chief executive who runs Calloway Freight, opened a depot in Harwick.")
	changed := articleOf(t, "2026-03-01", "changed", "Calloway Freight has Dagny Zeman in the corner office since Monday. Her coffee is black, her calendar full.")
	choir := articleOf(t, "2026-05-01", "choir", "The choir of Calloway Freight sang by the harbour. It rained, and nobody who came went home early.")
	for _, tt := range []struct {
		name string
		e    llm.Embedder
		want string
	}{
		{"words alone", NewHashEmbedder(), "again"},
		{"meaning", leaderEmbedder{}, "changed"},
		{"meaning, all alike", leaderEmbedder{common: 2}, "changed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			st := newStore(t)
			add(t, st, tt.e, first, again, changed, choir)
			for i, text := range newsTexts(40) {
				add(t, st, tt.e, articleOf(t, "2025-01-01", fmt.Sprint(i), text))
			}
			r := search(t, openIndex(t, st, tt.e), Query{Text: "Who is the chief executive who runs Calloway Freight now?"})
			if got := titles(r); len(got) == 0 || got[0] != tt.want {
				t.Errorf("found %q, want %q first", got, tt.want)
			}
		})
	}
}

// TestUsualCosine: of a view's chunks alone, and not of one matter that a small library is about.
func TestUsualCosine(t *testing.T) {
	for _, tt := range []struct {
		name     string
		common   float32
		texts    int
		min, max float64
	}{
		{"nothing in common", 0, 300, 0, .02},
		{"much in common", 2, 300, .7, .85}, // 4 of 1 + 4
		{"few", 2, 4, 0, .1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := leaderEmbedder{tt.common}
			st := newStore(t)
			for i, text := range newsTexts(tt.texts) {
				add(t, st, e, articleOf(t, "2025-01-01", fmt.Sprint(i), text))
			}
			ix := openIndex(t, st, e)
			got := ix.lib.usualCosine(ix.lib.view(Query{}))
			if got < tt.min || got > tt.max || math.IsNaN(got) {
				t.Errorf("usual cosine %.3f, want %.2f to %.2f", got, tt.min, tt.max)
			}
		})
	}
}
