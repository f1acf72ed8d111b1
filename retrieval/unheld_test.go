package retrieval

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/internal/article"
)

func TestSearchTellsUnheldNames(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(),
		article.Article{Title: "Chief", Body: "The board of Quenelle Foods named Ruth Amberley chief executive. She had led Orrery until May."},
		article.Article{Title: "Recall", Body: "The Bureau of Fish and Cakes has fish cakes by Quenelle Foods recalled, said Satyo Nadella.", Published: article.Date{Time: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)}},
		article.Article{Title: "Lampen", Body: "Die Lampen kosten seit Mai weniger als die Kerzen, sagte der Händler.", Lang: "de"},
		article.Article{Title: "Secret", Body: "In private the board of Tarnwick spoke of Amberley.", Scope: "channel:C1"})
	ix := openIndex(t, st, NewHashEmbedder())
	for _, tt := range []struct {
		query string
		want  []Unheld
	}{
		{"Who is the chief executive of Quenelle Foods?", nil},
		{"Who is the chief executive of Zorblax Foods?", []Unheld{{Name: "Zorblax Foods"}}},
		{"Did the New York Times name Ruth Amberley?", []Unheld{{Name: "New York Times"}}},
		{"Did the CEO of Zorblax name Ruth Amberley?", []Unheld{{Name: "Zorblax"}}},
		{"Did Maribel Otranto name Ruth Amberley?", []Unheld{{Name: "Maribel Otranto"}}},
		{"Did Ruth Otranto leave?", []Unheld{{Name: "Ruth Otranto"}}},
		{"Did Ophelia Amberley leave?", nil}, // maybe another first name of hers
		{"Who leads the Quenelle Foods Corporation?", nil},
		{"What does Orange say of Quenelle Foods?", []Unheld{{Name: "Orange"}}}, // all of a name is in the lexicon
		{"Did the regulator say anything?", nil},                                // no name
		{"Which cakes did the BFC have recalled?", nil},
		{"Which cakes did the BFG have recalled?", []Unheld{{Name: "BFG"}}},
		{"Hi Zorb, did Ruth Amberley leave?", nil},
		{"Thanks. And did Ruth Amberley leave?", nil},
		{"OK, did Ruth Amberley leave?", nil},
		{"Quick question: did Ruth Amberley leave?", nil},
		{"Zorblax: did Ruth Amberley leave?", []Unheld{{Name: "Zorblax"}}},
		{"Who runs Quenele Foods?", []Unheld{{Name: "Quenele", Read: "Quenelle"}}},
		{"who runs quenele foods?", []Unheld{{Name: "quenele", Read: "Quenelle"}}},
		{"Did Quenele's board name Ambreley?", []Unheld{{Name: "Quenele", Read: "Quenelle"}, {Name: "Ambreley", Read: "Amberley"}}},
		{"Is Ruth Ambreley of Quenele Fodds?", []Unheld{{Name: "Ambreley", Read: "Amberley"}, {Name: "Quenele Fodds", Read: "Quenelle Foods"}}},
		{"Which exectuive did the board name?", nil}, // no name was read for it
		{"Ist der Streik in Zorblax abgesagt?", nil},
		{"Wer leitet das Amt für Brot?", nil},
		{"Who sits on the board of Tarnwick?", []Unheld{{Name: "Tarnwick"}}},
		{"Who sits on the board of Tarnwik?", []Unheld{{Name: "Tarnwik"}}}, // what it could be is not for this reader
	} {
		if d := cmp.Diff(tt.want, search(t, ix, Query{Text: tt.query}).Unheld, cmpopts.IgnoreFields(Unheld{}, "In")); d != "" {
			t.Errorf("unheld of %q: -want +got\n%s", tt.query, d)
		}
	}
	if got := search(t, ix, Query{Text: "Did Zorb, Quorl, Vrint, Plosk, Drund, Grilt or Chorv speak of Amberley?"}).Unheld; len(got) != maxUnheld || got[0].Name != "Zorb" {
		t.Errorf("unheld of many: %v, want the first %d", got, maxUnheld)
	}
	private := Query{Text: "Did Tarnwik name Ruth Amberley chief executive?", Reader: article.Reader{"channel:C1"}}
	found := search(t, ix, private)
	if len(found.Unheld) != 1 || len(found.Unheld[0].In) != 1 || !slices.ContainsFunc(found.Passages, func(p article.Passage) bool {
		return p.Article.ID == found.Unheld[0].In[0] && p.Article.Title == "Secret"
	}) {
		t.Errorf("unheld %v, want what the secret article alone writes", found.Unheld)
	}
	for _, tt := range []struct {
		name  string
		query Query
		want  []Unheld
	}{
		{"a channel's reader", Query{Text: "Who sits on the board of Tarnwick?", Reader: article.Reader{"channel:C1"}}, nil},
		{"before it was said", Query{Text: "What did Nadella say of fish?", AsOf: time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC)}, []Unheld{{Name: "Nadella"}}},
		{"in German", Query{Text: "Wer leitet Zorblax?"}, nil},
		{"named earlier in the thread", Query{Text: "And when?", After: []string{"Who leads Zorblax?"}}, nil},
		{"misspelt earlier in the thread", Query{Text: "And when was she named?", After: []string{"Who leads Quenele Foods?"}}, nil},
	} {
		if d := cmp.Diff(tt.want, search(t, ix, tt.query).Unheld); d != "" {
			t.Errorf("%s: -want +got\n%s", tt.name, d)
		}
	}
}

// TestUnheldIn: whichever of the articles found is shown, it is known to write the name
// that was read.
func TestUnheldIn(t *testing.T) {
	st := newStore(t)
	var all []article.Article
	for _, day := range []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"} {
		all = append(all, article.Article{Title: day, Body: "The board of Quenelle met on " + day + " about " + day + "'s vote.", Lang: "en"})
	}
	add(t, st, NewHashEmbedder(), all...)
	r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: "When did the board of Quenele meet?"})
	if len(r.Unheld) != 1 || len(r.Passages) != len(all) || len(r.Unheld[0].In) != len(all) {
		t.Errorf("%d passages, unheld %+v; want all %d to write it", len(r.Passages), r.Unheld, len(all))
	}
}
