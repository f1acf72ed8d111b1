package answer

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"footnote/internal/article"
)

// A stack is an Archive of articles by their IDs.
type stack map[string]article.Article

func (s stack) Article(_ context.Context, id string, r article.Reader) (article.Article, bool, error) {
	if s == nil {
		return article.Article{}, false, errors.New("no disk")
	}
	a, ok := s[id]
	return a, ok && r.Sees(a.Scope), nil
}

// Find knows articles by their IDs and URLs.
func (s stack) Find(ctx context.Context, ref string, r article.Reader) (article.Article, bool, error) {
	for id, a := range s {
		if a.URL == ref && r.Sees(a.Scope) {
			return s.Article(ctx, id, r)
		}
	}
	return s.Article(ctx, ref, r)
}

// TestAnswerLinksFromWholeArticles holds that a link tells a quote from the
// same words earlier in its article, which the passage does not show.
func TestAnswerLinksFromWholeArticles(t *testing.T) {
	const quote = "Microsoft is no longer the exclusive cloud provider of OpenAI."
	shelf := clouds()
	chunk := shelf.result.Passages[0].Chunk.Text
	before := quote + strings.Repeat(" ", chunkStart-len(quote)-1) + "\n"
	words := strings.ReplaceAll(quote, " ", "%20")
	first := "#:~:text=" + words
	for _, tt := range []struct {
		name, body, want string
		broken           bool
	}{
		{"first", strings.Repeat("x", chunkStart-1) + "\n" + chunk, first, false},
		{"second", before + chunk, "#:~:text=is%20wider%20now.-," + words, false},
		{"revised", before + "New. " + chunk, first, false},
		{"unreadable", "", first, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			archive := stack{"a2026": {ID: "a2026", Title: "Title of a2026", Body: tt.body}}
			if tt.broken {
				archive = nil
			}
			a := &Answerer{Search: shelf, Archive: archive, Log: slog.New(slog.DiscardHandler)}
			ans, err := a.Answer(t.Context(), Question{Text: still}, nil)
			if err != nil {
				t.Fatal(err)
			}
			c := ans.Citations[0]
			if got := strings.TrimPrefix(c.Link, c.URL); c.Quote != quote || got != tt.want {
				t.Errorf("%q: link %q, want %q", c.Quote, got, tt.want)
			}
		})
	}
}
