package retrieval

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

// articleOf returns an article of a day, or an undated one.
func articleOf(t *testing.T, day, title, body string) article.Article {
	t.Helper()
	published, err := article.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return article.Article{URL: "https://x.example/" + title, Title: title, Published: published, Body: body}
}

func TestNewestFirst(t *testing.T) {
	first := articleOf(t, "2024-03-01", "first", "Orchard will close the Sorrel plant in 2027, the company said. Its 430 workers in Brack were told on Monday.")
	changed := articleOf(t, "2026-02-01", "changed", "The Sorrel plant stays open, the company has decided. Workers in Brack heard from Orchard that nothing will change before 2031.")
	nextDay := articleOf(t, "2026-02-02", "next day", "Correction: Orchard keeps the Sorrel plant in Brack until 2032, not 2031, the company said to its workers.")
	undated := articleOf(t, "", "undated", "Orchard will close the Sorrel plant, the company said to its workers in Brack.")
	weather := articleOf(t, "2026-05-01", "weather", "It rained in the valley of the plant. Apples and pears of the orchard were saved by volunteers with tarpaulins and umbrellas.")
	tests := []struct {
		name     string
		query    string
		halfLife time.Duration
		articles []article.Article
		want     []string
	}{
		{"the newer of two", "Will Orchard close the Sorrel plant?", 0, []article.Article{first, changed}, []string{"changed", "first"}},
		{"a day newer", "Will Orchard close the Sorrel plant?", 0, []article.Article{first, changed, nextDay}, []string{"next day", "changed", "first"}},
		{"another matter stays behind", "Will Orchard close the Sorrel plant?", 0, []article.Article{first, changed, weather}, []string{"changed", "first", "weather"}},
		{"undated is not new", "Will Orchard close the Sorrel plant?", 0, []article.Article{first, changed, undated}, []string{"changed", "undated", "first"}},
		{"only undated", "Will Orchard close the Sorrel plant?", 0, []article.Article{undated}, []string{"undated"}},
		{"the past", "Why did Orchard close the Sorrel plant?", 0, []article.Article{first, changed}, []string{"first", "changed"}},
		{"age left out", "Will Orchard close the Sorrel plant?", -1, []article.Article{first, changed}, []string{"first", "changed"}},
		{"a long half-life", "Will Orchard close the Sorrel plant?", 100 * 365 * 24 * time.Hour, []article.Article{first, changed}, []string{"first", "changed"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := newStore(t)
			add(t, st, NewHashEmbedder(), tt.articles...)
			for i, text := range newsTexts(20) { // so that the words of the matter are rare
				add(t, st, NewHashEmbedder(), articleOf(t, "2025-01-01", fmt.Sprint(i), text))
			}
			r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: tt.query, HalfLife: tt.halfLife, Indexes: WordsOnly})
			if d := cmp.Diff(tt.want, titles(r)); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func TestPresentTense(t *testing.T) {
	for question, want := range map[string]bool{
		"Who holds the record?": true, "What's happening in Brack?": true, "Any news on the plant?": true,
		"How often should one water it?": true, "Who founded it?": false, "Whose plant closed?": false,
		"How many packs live there?": true, "How many packs lived there?": false, "Which company bought it?": false,
		"What do two hundred cost?": true, "When will it change hands?": true, "When did it change hands?": false,
		"What happened to Orchard's plant?": false,
	} {
		if got := Read(question, Catalog{}, time.Time{}).Present; got != want {
			t.Errorf("Read(%q).Present = %v, want %v", question, got, want)
		}
	}
}

func TestCosine(t *testing.T) {
	a := traitsOf{{"a", .6}, {"c", .8}}
	for _, tt := range []struct {
		b    traitsOf
		want float64
	}{
		{nil, 0}, {a, 1}, {traitsOf{{"b", 1}}, 0}, {traitsOf{{"b", .6}, {"c", .8}}, .64}, {traitsOf{{"c", 1}}, .8},
	} {
		if got := a.cosine(tt.b); got < tt.want-1e-9 || got > tt.want+1e-9 {
			t.Errorf("cosine of %v and %v = %v, want %v", a, tt.b, got, tt.want)
		}
	}
}

// TestMatterLikeness: what is about the matter speaks like all others that match as
// well, and nothing is a witness of itself.
func TestMatterLikeness(t *testing.T) {
	a, b := traitsOf{{"a", 1}}, traitsOf{{"b", 1}}
	m := matter{models: []model{{hit{slot: 1}, a}, {hit{slot: 2}, b}}}
	for _, tt := range []struct {
		slot int32
		t    traitsOf
		want float64
	}{
		{9, traitsOf{{"a", .5}, {"b", .5}, {"c", .5}, {"d", .5}}, .5},
		{9, traitsOf{{"a", .6}, {"z", .8}}, .3},
		{1, a, 0},
		{2, traitsOf{{"a", .6}, {"b", .8}}, .6},
	} {
		if got, ok := m.likeness(tt.slot, tt.t); !ok || math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("likeness of %v at %d = %v, %v, want %v", tt.t, tt.slot, got, ok, tt.want)
		}
	}
	if _, ok := (&matter{models: m.models[:1]}).likeness(1, a); ok {
		t.Error("the only model has a likeness to others")
	}
}

// TestMatterByName: what matches by a name as well as the articles about the matter,
// and is like none of them, does not come first because it is newer.
func TestMatterByName(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(),
		articleOf(t, "2023-05-01", "first", "Dav Hollis was named chief executive of Quennell Foods. The board chose Hollis after a search of five months; he led a rival's frozen division before."),
		articleOf(t, "2024-09-01", "left", "Dav Hollis is to step down as chief executive of Quennell Foods after a profit warning. The board has begun a search for a successor, and the chair runs the group until then."),
		articleOf(t, "2025-02-01", "new", "Ruth Amberley is the new chief executive of Quennell Foods, the board said. Amberley succeeds Hollis, who stepped down after the profit warning, and led a rival's division before."),
		articleOf(t, "2025-08-01", "cakes", "Quennell Foods recalls fish cakes because of small pieces of plastic. Customers get their money back in shops; nobody was hurt, and a machine that cuts haddock was at fault."),
	)
	for i, text := range newsTexts(20) {
		add(t, st, NewHashEmbedder(), articleOf(t, "2025-01-01", fmt.Sprint(i), text))
	}
	r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: "Who is the CEO of Quennell Foods?", Indexes: WordsOnly})
	if got := titles(r)[0]; got != "new" {
		t.Errorf("%q comes first, want new: %v", got, titles(r))
	}
}

func TestMatterByChange(t *testing.T) {
	old := articleOf(t, "2024-03-01", "old", "The ferry from Brack to Hound Island sails four times a day. Orchard Lines runs the ferry, and tickets are 3 crowns.")
	changed := articleOf(t, "2026-02-01", "changed", "The ferry to Hound Island no longer sails: since Monday a bridge has replaced it, Orchard Lines said, and tickets are left over.")
	paint := articleOf(t, "2026-03-01", "paint", "A painter from Brack shows forty watercolours of Hound Island, with cliffs, lambs, huts, a ferry and the wide evening sky above.")
	st := newStore(t)
	add(t, st, NewHashEmbedder(), old, changed, paint)
	for i, text := range newsTexts(20) {
		add(t, st, NewHashEmbedder(), articleOf(t, "2025-01-01", fmt.Sprint(i), text))
	}
	r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: "How often does the ferry to Hound Island sail?", Indexes: WordsOnly})
	if d := cmp.Diff([]string{"changed", "old", "paint"}, titles(r)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestChanges(t *testing.T) {
	st := newStore(t)
	german := articleOf(t, "", "anderswo", "Die Brücke über den Fluss ist jetzt wieder offen, und niemand weiß, wie lange das bleibt.")
	german.Lang = "de"
	add(t, st, NewHashEmbedder(), german,
		articleOf(t, "", "none", "The bridge over the river is open to everyone."),
		articleOf(t, "", "some", "Until now it was closed. It remains so, and it is still guarded; nobody can say when that ends, or what is left then."))
	l := openIndex(t, st, NewHashEmbedder()).lib
	p := newSpeech(seeker{library: l, an: newAnalyzer(), v: l.view(Query{})})
	for slot := range l.chunks {
		want := map[string]int{"none": 0, "some": 6, "anderswo": unknownChanges}[l.records[l.chunks[slot].record].article.Title]
		if got := p.changes(int32(slot)); got != want {
			t.Errorf("changes of %q = %d, want %d", l.chunks[slot].Text, got, want)
		}
	}
}
