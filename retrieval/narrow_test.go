package retrieval

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/internal/article"
	"footnote/internal/question"
)

// press is a library in which several outlets write of the same things.
func press(t testing.TB) *Index {
	t.Helper()
	st := newStore(t)
	for i, a := range []struct{ outlet, author, day, title, body string }{
		{"The Verge", "Ada Stone", "2026-04-22", "Phone", "The handheld of Norwind has a weak battery, its makers say."},
		{"The Verge", "Ada Stone", "2025-10-02", "Prices", "The prices of Norwind handhelds rise in autumn."},
		{"Wired", "", "2026-04-20", "Battery", "The battery of the handheld lasts all day, Norwind handheld users say."},
		{"Wired", "Bo Lind", "2026-02-01", "Trams", "The trams of Tarnwick are late."},
		{"Wired", "Bo Lind", "", "Notes", "Notes on the Norwind handheld and its battery life."},
		{"Polygon", "", "2026-04-21", "Games", "Norwind handheld battery games battery handheld Norwind."},
		{"Polygon", "", "2026-04-24", "More games", "Norwind handheld battery and more games for it."},
		{"Polygon", "", "2026-04-25", "Even more games", "Norwind handheld battery and even more games for it."},
	} {
		published, err := article.ParseDate(a.day)
		if err != nil {
			t.Fatal(err)
		}
		add(t, st, NewHashEmbedder(), article.Article{
			URL: fmt.Sprint("https://x.example/", i), Outlet: a.outlet, Author: a.author,
			Published: published, Title: a.title, Body: a.body,
		})
	}
	add(t, st, NewHashEmbedder(), article.Article{
		URL: "https://x.example/private", Scope: "channel:C1", Outlet: "Secret Wire", Title: "Private", Body: "The battery of the handheld.",
	})
	return openIndex(t, st, NewHashEmbedder())
}

// wednesday is the day on which the questions of the tests are asked.
var wednesday = time.Date(2026, 4, 29, 15, 4, 5, 0, time.UTC)

// filterText writes the outlets and the days of a filter on one line.
func filterText(f question.Filter) string {
	parts := slices.Clone(f.Outlets)
	if f.Dated() {
		parts = append(parts, f.Since.Format(time.DateOnly)+".."+f.Until.Format(time.DateOnly))
	}
	return strings.Join(parts, ", ")
}

func TestSearchLooksWhereAsked(t *testing.T) {
	ix := press(t)
	tests := []struct {
		query   string
		want    []string // the first passages
		all     bool     // and no others
		dropped string
	}{
		{query: "What did The Verge say about the Norwind handheld?", want: []string{"Phone", "Prices"}, all: true},
		{query: "What did The Verge say about the Norwind handheld last week?", want: []string{"Phone"}, all: true},
		{query: "What did The Verge write about trams?", want: []string{"Trams"}, dropped: "The Verge"},
		{query: "What did The Verge say about handhelds in March 2026?", want: []string{"Phone", "Prices"}, all: true, dropped: "2026-03-01..2026-03-31"},
		{query: "What did Wired say about the battery of the handheld?", want: []string{"Battery", "Notes"}, all: true},
		{query: "What did Wired say about the battery of the handheld in 2026?", want: []string{"Battery"}, all: true},
		{query: "What did Wired say about the battery of the handheld before 2027?", want: []string{"Battery"}, all: true},
		{query: "What did Bo Lind write about the handheld?", want: []string{"Notes"}, all: true},
		{query: "What did Wired say last week?", want: []string{"Battery"}, all: true},
		{query: "What did Wired publish?", want: []string{"Battery", "Trams", "Notes"}, all: true},
		{query: "what's new?", want: []string{"Even more games", "More games", "Phone"}},
		{query: "What did Wired say today?", want: nil, dropped: "2026-04-29..2026-04-29"},
		{query: "Do Wired, The Verge and Polygon agree about the battery of the handheld?", want: []string{"Battery", "Games", "Phone"}},
		{query: "Which articles from Polygon and Wired speak of the Norwind handheld?", want: []string{"Games", "Notes", "More games", "Battery"}},
		{query: "articles on trams by Secret Wire", want: []string{"Trams"}},
	}
	for _, tt := range tests {
		r := search(t, ix, Query{Text: tt.query, Now: wednesday})
		got := titles(r)
		if !tt.all {
			got = got[:min(len(got), len(tt.want))]
		}
		if d := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.query, d)
		}
		if got := filterText(r.Dropped); got != tt.dropped {
			t.Errorf("%s: dropped %q, want %q", tt.query, got, tt.dropped)
		}
	}
}

// TestSearchPrefers: what may be the matter itself only lifts what it names.
func TestSearchPrefers(t *testing.T) {
	ix := press(t)
	for query, want := range map[string]string{
		"Norwind handheld battery on 25 April 2026": "Even more games",
		"Norwind handheld battery on 24 April 2026": "More games",
	} {
		r := search(t, ix, Query{Text: query})
		if len(r.Passages) < 5 || r.Passages[0].Article.Title != want {
			t.Errorf("%s: %v, want %s first and the others", query, titles(r), want)
		}
	}
}

func TestSearchVerbatim(t *testing.T) {
	r := search(t, press(t), Query{Text: "What did The Verge say about the battery?", Verbatim: true})
	if len(r.Passages) < 5 || !r.Reading.Only.IsZero() || r.Reading.Present {
		t.Errorf("%v, read %+v", titles(r), r.Reading)
	}
}

// TestSearchNow: the as-of date is the day that "last week" leans on.
func TestSearchNow(t *testing.T) {
	ix := press(t)
	for _, tt := range []struct {
		q    Query
		want string
	}{
		{Query{Now: wednesday}, "2026-04-20..2026-04-26"},
		{Query{Now: wednesday, AsOf: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)}, "2026-02-23..2026-03-01"},
		{Query{}, ""},
	} {
		tt.q.Text = "any news of last week?"
		if got := filterText(search(t, ix, tt.q).Reading.Only); got != tt.want {
			t.Errorf("last week = %s, want %s", got, tt.want)
		}
	}
}

func TestSearchStrictDates(t *testing.T) {
	ix := press(t)
	asOf := time.Date(2026, 4, 29, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		q    Query
		want bool
	}{
		{Query{}, true},
		{Query{StrictDates: true}, true},
		{Query{AsOf: asOf}, true},
		{Query{AsOf: asOf, StrictDates: true}, false},
	} {
		tt.q.Text = "notes on the life of the battery"
		r := search(t, ix, tt.q)
		found := false
		for _, title := range titles(r) {
			found = found || title == "Notes"
		}
		if found != tt.want {
			t.Errorf("as of %v, strict %v: the undated article is found: %v, want %v", tt.q.AsOf, tt.q.StrictDates, found, tt.want)
		}
	}
}

// TestSearchAfter: an earlier question says where to look, and what for.
func TestSearchAfter(t *testing.T) {
	r := search(t, press(t), Query{Text: "And Wired?", After: []string{"What did The Verge say about the battery of the handheld?"}})
	if d := cmp.Diff([]string{"Battery", "Notes"}, titles(r)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// TestSidesHeard: each outlet of a comparison has a passage among the first,
// however little it has to say.
func TestSidesHeard(t *testing.T) {
	r := search(t, press(t), Query{Text: "Do Polygon and The Verge agree on Norwind handheld battery games?", K: 2})
	if d := cmp.Diff([]string{"Games", "Phone"}, titles(r)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	for i, p := range r.Passages[1:] {
		if p.Score > r.Passages[i].Score {
			t.Errorf("score %v follows %v", p.Score, r.Passages[i].Score)
		}
	}
}

// TestSidesReranked: what a Reranker says does not silence a side, and neither
// does that the newest comes first, if it is a Judge.
func TestSidesReranked(t *testing.T) {
	const asked = "Do Polygon and The Verge agree on Norwind handheld battery games?"
	ix := press(t)
	want := titles(search(t, ix, Query{Text: asked}))
	for _, r := range []Reranker{rerankFunc(byLength), judge{new([]string)}} {
		ix.reranker = r
		if d := cmp.Diff(want, titles(search(t, ix, Query{Text: asked}))); d != "" {
			t.Errorf("%T: -want +got\n%s", r, d)
		}
	}
}

// TestInTurn: what a side has beyond the ranking of all comes after what it
// knows.
func TestInTurn(t *testing.T) {
	slots := func(numbers ...int32) (hits []hit) {
		for _, n := range numbers {
			hits = append(hits, hit{slot: n})
		}
		return hits
	}
	got := inTurn(slots(1, 2, 3, 4), [][]hit{slots(9, 3), slots(2, 1), nil})
	if d := cmp.Diff([]int32{2, 9, 1, 3, 4}, slotsOf(got)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func slotsOf(hits []hit) (slots []int32) {
	for _, h := range hits {
		slots = append(slots, h.slot)
	}
	return slots
}

// TestSearchAfterMuch: a thread is bounded, whatever is handed over.
func TestSearchAfterMuch(t *testing.T) {
	after := slices.Repeat([]string{strings.Repeat("battery ", 10_000)}, 1000)
	r := search(t, press(t), Query{Text: "And Wired?", After: after})
	if len(r.Reading.Asked) > (maxAfter+1)*(maxQuery+1) || len(r.Passages) == 0 {
		t.Errorf("%d bytes asked, %d passages", len(r.Reading.Asked), len(r.Passages))
	}
}
