package retrieval

import (
	"context"
	"testing"

	"footnote/internal/article"
	"footnote/internal/llm"
)

// TestIndexes asks each index for what only the vectors can find, words
// that are parts of others, and then for what both find.
func TestIndexes(t *testing.T) {
	e := NewHashEmbedder()
	st := newStore(t)
	add(t, st, e,
		article.Article{Title: "Eelgrass", Body: "The eelgrass meadows of the estuary are growing again."},
		article.Article{Title: "Trams", Body: "Ticket prices rise in the autumn, the operator says."})
	ix := openIndex(t, st, e)
	for _, tt := range []struct {
		text    string
		indexes Indexes
		want    int
	}{
		{"eelgrassland", WordsOnly, 0},
		{"eelgrassland", VectorsOnly, 1},
		{"eelgrassland", BothIndexes, 1},
		{"eelgrass meadows", WordsOnly, 1},
		{"eelgrass meadows", VectorsOnly, 1},
		{"eelgrass meadows", BothIndexes, 1},
	} {
		got := search(t, ix, Query{Text: tt.text, Indexes: tt.indexes})
		if len(got.Passages) != tt.want {
			t.Errorf("Search %q of indexes %d = %q, want %d passages", tt.text, tt.indexes, titles(got), tt.want)
		}
	}
}

// TestWordsOnlyEmbedsNothing: a search of words sends no question anywhere.
func TestWordsOnlyEmbedsNothing(t *testing.T) {
	e := &countingEmbedder{Embedder: NewHashEmbedder()}
	st := newStore(t)
	add(t, st, e, article.Article{Title: "Trams", Body: "Ticket prices rise in the autumn, the operator says."})
	ix := openIndex(t, st, e)
	ix.embedder, ix.builtin = e, e
	e.texts = 0
	search(t, ix, Query{Text: "ticket prices", Indexes: WordsOnly})
	if e.texts != 0 {
		t.Errorf("%d texts embedded for a search of words", e.texts)
	}
	if search(t, ix, Query{Text: "ticket prices"}); e.texts != 1 {
		t.Errorf("%d texts embedded for a search of both indexes, want 1", e.texts)
	}
}

type countingEmbedder struct {
	llm.Embedder
	texts int
}

func (e *countingEmbedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	e.texts += len(texts)
	return e.Embedder.Embed(ctx, texts)
}
