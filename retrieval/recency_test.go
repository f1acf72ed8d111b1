package retrieval

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/racetest"
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

// among returns an index of some articles among others of no matter, beside which
// their words are rare.
func among(t *testing.T, others int, articles ...article.Article) *Index {
	t.Helper()
	st := newStore(t)
	add(t, st, NewHashEmbedder(), articles...)
	for i, text := range newsTexts(others) {
		add(t, st, NewHashEmbedder(), articleOf(t, "2025-01-01", fmt.Sprint(i), text))
	}
	return openIndex(t, st, NewHashEmbedder())
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
		articles []article.Article
		want     []string
	}{
		{"the newer of two", "Will Orchard close the Sorrel plant?", []article.Article{first, changed}, []string{"changed", "first"}},
		{"a day newer", "Will Orchard close the Sorrel plant?", []article.Article{first, changed, nextDay}, []string{"next day", "changed", "first"}},
		{"another matter stays behind", "Will Orchard close the Sorrel plant?", []article.Article{first, changed, weather}, []string{"changed", "first", "weather"}},
		{"undated is not new", "Will Orchard close the Sorrel plant?", []article.Article{first, changed, undated}, []string{"changed", "undated", "first"}},
		{"only undated", "Will Orchard close the Sorrel plant?", []article.Article{undated}, []string{"undated"}},
		{"the past", "Why did Orchard close the Sorrel plant?", []article.Article{first, changed}, []string{"first", "changed"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := search(t, among(t, 20, tt.articles...), Query{Text: tt.query, Indexes: WordsOnly})
			if d := cmp.Diff(tt.want, titles(r)); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// TestFrameDecides: what tells of the state that is asked for, in other words, decides, and not what is newer and
// only names the same.
func TestFrameDecides(t *testing.T) {
	ix := among(t, 20,
		articleOf(t, "2023-05-04", "bought", "Stonequay Capital owns Pellicano Casa since Tuesday. The investor paid 90 million euros for the furniture chain from Treviso and wants new shops in the north."),
		articleOf(t, "2025-06-10", "sold", "Pellicano Casa changes hands again. Meblonia takes over the furniture chain from Treviso and pays Stonequay Capital 130 million euros for all shares."),
		articleOf(t, "2025-12-02", "recall", "Pellicano Casa recalls 6,200 cots because a side rail may come loose. Parents of small children should bring the model Nido back to the furniture chain, it said."),
	)
	r := search(t, ix, Query{Text: "Who owns Pellicano Casa?", Indexes: WordsOnly})
	if d := cmp.Diff([]string{"sold", "bought", "recall"}, titles(r)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestCosine(t *testing.T) {
	a := termVector{{term: "a", weight: .6}, {term: "c", weight: .8}}
	for _, tt := range []struct {
		b    termVector
		want float64
	}{
		{nil, 0}, {a, 1}, {termVector{{term: "b", weight: 1}}, 0}, {termVector{{term: "b", weight: .6}, {term: "c", weight: .8}}, .64}, {termVector{{term: "c", weight: 1}}, .8},
	} {
		if got := a.cosine(tt.b); got < tt.want-1e-9 || got > tt.want+1e-9 {
			t.Errorf("cosine of %v and %v = %v, want %v", a, tt.b, got, tt.want)
		}
	}
}

// TestMatterLikeness: what is about the matter speaks like all others that match as
// well, and nothing is a witness of itself.
func TestMatterLikeness(t *testing.T) {
	a, b := termVector{{term: "a", weight: 1}}, termVector{{term: "b", weight: 1}}
	m := matter{models: []*telling{{record: 1, terms: a}, {record: 2, terms: b}}, proper: map[string]bool{"a": true}}
	for _, tt := range []struct {
		record      int32
		t           termVector
		want, named float64
	}{
		{9, termVector{{term: "a", weight: .5}, {term: "b", weight: .5}, {term: "c", weight: .5}, {term: "d", weight: .5}}, .5, .5},
		{9, termVector{{term: "a", weight: .6}, {term: "z", weight: .8}}, .3, .5},
		{9, termVector{{term: "b", weight: .6}, {term: "z", weight: .8}}, .3, 0},
		{1, a, 0, 0},
		{2, termVector{{term: "a", weight: .6}, {term: "b", weight: .8}}, .6, 1},
	} {
		like, named, ok := m.likeness(&telling{record: tt.record, terms: tt.t})
		if !ok || math.Abs(like-tt.want) > 1e-9 || math.Abs(named-tt.named) > 1e-9 {
			t.Errorf("likeness of %v in %d = %v, %v, %v, want %v, %v", tt.t, tt.record, like, named, ok, tt.want, tt.named)
		}
	}
	if _, _, ok := (&matter{models: m.models[:1]}).likeness(&telling{record: 1, terms: a}); ok {
		t.Error("the only model has a likeness to others")
	}
}

// TestMatterByName: what matches by a name as well as the articles about the matter,
// and is like none of them, does not come first because it is newer, however large
// the library and rare the name in it.
func TestMatterByName(t *testing.T) {
	sizes := []int{20, 2000}
	if racetest.On {
		sizes = sizes[:1]
	}
	for _, others := range sizes {
		r := search(t, among(t, others,
			articleOf(t, "2023-05-01", "first", "Dav Hollis was named chief executive of Quennell Foods. The board chose Hollis after a search of five months; he led a rival's frozen division before."),
			articleOf(t, "2024-09-01", "left", "Dav Hollis is to step down as chief executive of Quennell Foods after a profit warning. The board has begun a search for a successor, and the chair runs the group until then."),
			articleOf(t, "2025-02-01", "new", "Ruth Amberley is the new chief executive of Quennell Foods, the board said. Amberley succeeds Hollis, who stepped down after the profit warning, and led a rival's division before."),
			articleOf(t, "2025-08-01", "cakes", "Quennell Foods recalls fish cakes because of small pieces of plastic. Customers get their money back in shops; nobody was hurt, and a machine that cuts haddock was at fault."),
		), Query{Text: "Who is the CEO of Quennell Foods?", Indexes: WordsOnly})
		if got := titles(r)[0]; got != "new" {
			t.Errorf("among %d others %q comes first, want new: %v", others, got, titles(r))
		}
	}
}

// TestLead: the lead of a chunk tells of a question by its words, and a little less
// by others that tell how the same thing stands.
func TestLead(t *testing.T) {
	german := articleOf(t, "", "german", "In Brack ist das Angeln verboten. Fishing is allowed elsewhere.")
	german.Lang = "de"
	l := among(t, 20, german,
		articleOf(t, "", "same", "Fishing is allowed in Brack."),
		articleOf(t, "", "opposite", "Fishing has been outlawed in Brack."),
		articleOf(t, "", "phrase", "Brack gives fishing the green light."),
		articleOf(t, "", "none", "Brack held its regatta. The weather was fine. Fishing is allowed there."),
	).lib
	s := seeker{library: l, an: analysis.NewAnalyzer(), v: l.view(Query{})}
	s.terms = l.parse(s.an, "Is fishing allowed in Brack?", s.v)
	m := s.newMatter()
	idf := map[string]float64{}
	all := 0.0
	for _, a := range m.asked {
		idf[a.words[0]] = a.idf
		all += a.idf
	}
	for slot := range l.chunks {
		title := l.records[l.chunks[slot].record].article.Title
		want, ok := map[string]float64{
			"same": 1, "opposite": 1 - .3*idf["allowed"]/all, "phrase": 1 - .3*idf["allowed"]/all,
			"none": idf["brack"] / all, "german": 1,
		}[title]
		if got := m.lead(m.of(int32(slot))); ok && math.Abs(got-want) > 1e-9 {
			t.Errorf("lead of %q = %.3f, want %.3f", title, got, want)
		}
	}
}

// TestTelling: names are told by their capitals inside of sentences.
func TestTelling(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), articleOf(t, "", "Harbour Opens", "Fishing boats left Brack at dawn. Boats from Apple were last. Every apple was sold. In Brack the Apple stand closed."))
	l := openIndex(t, st, NewHashEmbedder()).lib
	got := newSpeech(seeker{library: l, an: analysis.NewAnalyzer(), v: l.view(Query{})}).of(0)
	var names []string
	for _, x := range got.terms {
		if x.proper {
			names = append(names, x.term)
		}
	}
	if d := cmp.Diff([]string{"appl", "brack"}, names); d != "" {
		t.Errorf("names: -want +got\n%s", d)
	}
	for term, want := range map[string]bool{"harbour": true, "open": true, "boat": true, "last": true, "sold": false, "stand": false} {
		if got.leadsWith([]string{term}) != want {
			t.Errorf("the lead has %q: %v, want %v", term, !want, want)
		}
	}
}

// TestMatterLeast: where the models are little like one another, less is asked of
// what is about the matter, and never more than 1.
func TestMatterLeast(t *testing.T) {
	alike := termVector{{term: "a", weight: .6}, {term: "b", weight: .8}}
	for _, tt := range []struct {
		models []*telling
		want   float64
	}{
		{[]*telling{{record: 1, terms: alike}, {record: 2, terms: alike}}, 1},
		{[]*telling{{record: 1, terms: alike}, {record: 2, terms: termVector{{term: "a", weight: .5}, {term: "c", weight: .75}}}}, likeWeight*.3 + frameWeight*frameless - nearMost},
		{[]*telling{{record: 1, terms: alike}}, alone + frameWeight*frameless - nearMost},
	} {
		if got := (&matter{models: tt.models}).least(); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("least among %d models = %v, want %v", len(tt.models), got, tt.want)
		}
	}
}

// TestSpeechSeen counts what a reader sees of some chunks: exactly where they are
// few, and by a part of them where they are many.
func TestSpeechSeen(t *testing.T) {
	const chunks = 1000
	l := &library{chunks: make([]indexed, chunks)}
	list := make([]posting, chunks)
	half, all := &view{visible: make([]bool, chunks), chunks: chunks / 2}, &view{visible: make([]bool, chunks), chunks: chunks}
	for i := range list {
		list[i].slot = int32(i)
		half.visible[i], all.visible[i] = i < chunks/2, true
	}
	for _, tt := range []struct {
		v    *view
		list []posting
		want int
	}{
		{all, list, chunks}, {half, list, chunks / 2}, {half, list[chunks/2:], 0}, {half, list[490:520], 10}, {half, nil, 0}, {all, nil, 0},
	} {
		if got := newSpeech(seeker{library: l, v: tt.v}).seen(tt.list); got != tt.want {
			t.Errorf("%d of %d chunks are seen, want %d", got, len(tt.list), tt.want)
		}
	}
}
