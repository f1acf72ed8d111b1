package retrieval

import (
	"math"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
)

// FuzzSearch: whatever is asked, on whatever day, a search ends without an
// error, keeps its bounds, and shows nothing of later or of others.
func FuzzSearch(f *testing.F) {
	st := newStore(f)
	add(f, st, NewHashEmbedder(), corpus(f)...)
	ix := openIndex(f, st, NewHashEmbedder())
	for _, text := range []string{
		"", "the of and is", "Is Norwind still exclusive?", "What did The Verge say last week?", "orchard\x00chips", "🚀🇳🇴 👩‍👩‍👧", "\xff\xfe",
		"هل أورتشارد حصرية؟ \u202e", `"exclusive" AND (cloud OR NOT x) field:v^3 ~2 *`, "天気はどうですか", "e\u0301\u0301\u200d", "between 31 February and last last week",
		strings.Repeat("tariff steel ", 800), strings.Repeat("a", 10_000), strings.Repeat("🎉", 2500),
	} {
		f.Add(text, "", int64(0))
	}
	f.Add("And now?", "Is Norwind exclusive?", int64(1<<31))
	f.Fuzz(func(t *testing.T, text, earlier string, asOf int64) {
		q := Query{Text: text, After: []string{earlier}, Now: wednesday, Reader: article.Reader{"channel:C1"}}
		if asOf != 0 {
			q.AsOf = time.Unix(asOf%(1<<36), 0)
		}
		r, err := ix.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if !(r.Evidence >= 0 && r.Evidence <= 1) || len(r.Passages) > defaultK {
			t.Errorf("evidence %v, %d passages", r.Evidence, len(r.Passages))
		}
		last := math.Inf(1)
		for _, p := range r.Passages {
			if !(p.Score > 0 && p.Score <= last) {
				t.Errorf("score %v after %v", p.Score, last)
			}
			last = p.Score
			if !q.AsOf.IsZero() && p.Article.Published.After(q.AsOf) || !q.Reader.Sees(p.Article.Scope) {
				t.Errorf("shows %s of %v in %q", p.Article.URL, p.Article.Published, p.Article.Scope)
			}
		}
	})
}
