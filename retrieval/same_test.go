package retrieval

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/analysis"
)

// TestRename: a question finds what it names otherwise, as if it were named so.
func TestRename(t *testing.T) {
	ix := among(t, 20,
		articleOf(t, "", "office", "Ruth Amberley is the chief executive of Quennell Foods."),
		articleOf(t, "", "kitchen", "The chief cook of Quennell Foods retires; an executive of the canteen said so."),
		articleOf(t, "", "tariffs", "The United States raises tariffs on haddock."),
		articleOf(t, "", "told", "The shop told us about tariffs."),
		articleOf(t, "", "license", "Anglers in Brack need a license."),
		articleOf(t, "", "short", "Dav Hollis was CEO of Larkbox."),
	)
	l := ix.lib
	v := l.view(Query{})
	for _, tt := range []struct {
		query, term string
		want        []string // titles of what holds the term
	}{
		{"Who is the CEO?", "ceo", []string{"kitchen", "office", "short"}},
		{"Who is chief executive?", "chief", []string{"kitchen", "office", "short"}},
		{"Who is chief?", "chief", []string{"kitchen", "office"}},
		{"Who is CEO, or was CEO?", "ceo", []string{"kitchen", "office", "short"}},
		{"US tariffs", "us", []string{"tariffs", "told"}},
		{"tell us", "us", []string{"told"}},
		{"Who needs a licence?", "licenc", []string{"license"}},
		{"When was the kitchen told?", "told", []string{"told"}},
		{"Who did the shop tell?", "tell", []string{"told"}},
		{"Will it raise or rise?", "rise", nil},
	} {
		wantHeld(t, l, v, tt.query, tt.term, tt.want)
	}
	r := search(t, ix, Query{Text: "Who is the CEO of Quennell Foods?"})
	if got := titles(r)[0]; got != "office" || r.Evidence < .5 {
		t.Errorf("%q comes first with evidence %.2f, want office with .5 at least", got, r.Evidence)
	}
}

// TestDerived: who founded a firm is its founder, but who is named Seller sells nothing.
func TestDerived(t *testing.T) {
	ix := among(t, 20,
		articleOf(t, "", "founder", "Astrid Lindqvist, the founder of Oatfield, keeps bees."),
		articleOf(t, "", "found", "A ring was found in a field in France."),
		articleOf(t, "", "sale", "The sale of the plant is off."),
		articleOf(t, "", "seller", "Ruth Seller has a boat."),
		articleOf(t, "", "french", "The French vote in May."),
	)
	l := ix.lib
	v := l.view(Query{})
	for _, tt := range []struct {
		query, term string
		want        []string // titles of what holds the term
	}{
		{"Who founded Oatfield?", "found", []string{"found", "founder"}},
		{"What was found?", "found", []string{"found"}},
		{"Who is the seller?", "seller", []string{"sale", "seller"}},
		{"Who is Ruth Seller?", "seller", []string{"seller"}},
		{"Who wins in France?", "franc", []string{"found", "french"}},
	} {
		wantHeld(t, l, v, tt.query, tt.term, tt.want)
	}
	r := search(t, ix, Query{Text: "Who founded Oatfield?"})
	if got := titles(r)[0]; got != "founder" || r.Evidence < .5 {
		t.Errorf("%q comes first with evidence %.2f, want founder with .5 at least", got, r.Evidence)
	}
}

// wantHeld checks the titles of what holds a term of a query, each counted once.
func wantHeld(t *testing.T, l *library, v *view, query, term string, want []string) {
	t.Helper()
	var got []string
	for _, w := range l.parse(analysis.NewAnalyzer(), query, v) {
		if w.term != term {
			continue
		}
		for _, p := range w.postings {
			got = append(got, l.records[l.chunks[p.slot].record].article.Title)
			if p.body > 1 {
				t.Errorf("%q: counted twice: %v", query, p)
			}
		}
		if w.holding != len(w.postings) || w.idf != idf(v.chunks, w.holding) || w.misspelt {
			t.Errorf("%q: %q is held by %d, with idf %v, misspelt %v", query, term, w.holding, w.idf, w.misspelt)
		}
	}
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%q is held by: -want +got\n%s", query, d)
	}
}
