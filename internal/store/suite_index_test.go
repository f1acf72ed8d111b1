package store

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
)

func testChanges(t *testing.T, s *Store) {
	ctx := t.Context()
	if n, err := s.LastChange(ctx); n != 0 || err != nil {
		t.Errorf("LastChange() of a new store = %d, %v, want 0", n, err)
	}
	a, b := entry("https://example.com/1", "one two three", false), entry("https://example.com/2", "two", false)
	save(t, s, a, b, a)
	must(t, s.SaveVectors(ctx, "e", []Vector{
		{ArticleID: a.Article.ID, Revision: 1, N: 0, Values: []float32{1}},
		{ArticleID: a.Article.ID, Revision: 1, N: 1, Values: []float32{1}},
	}))
	must(t, s.SetActiveEmbedder(ctx, "e"))
	must(t, s.Remove(ctx, b.Article.ID))
	want := []Change{
		{1, ArticleSaved, a.Article.ID},
		{2, ArticleSaved, b.Article.ID},
		{3, ArticleEmbedded, a.Article.ID},
		{4, EmbedderChanged, ""},
		{5, ArticleRemoved, b.Article.ID},
	}
	for after := range want {
		got, err := s.Changes(ctx, int64(after), 2)
		must(t, err)
		wantSame(t, fmt.Sprintf("changes after %d", after), got, want[after:min(after+2, len(want))])
	}
	got, err := s.Changes(ctx, 5, 2)
	must(t, err)
	wantSame(t, "changes after the last", len(got), 0)
	if n, err := s.LastChange(ctx); n != 5 || err != nil {
		t.Errorf("LastChange() = %d, %v, want 5", n, err)
	}
}

func testEntries(t *testing.T, s *Store) {
	a, b, c := entry("https://example.com/1", "one two three", true), entry("https://example.com/2", "no vectors", false),
		Entry{Article: article.Article{Title: "No chunks"}}
	a.Chunks[0].Vector = []float32{float32(math.Copysign(0, -1)), math.MaxFloat32}
	a.Chunks[1].Terms = nil
	c.Article.ID = c.Article.NewID()
	save(t, s, a, b, c)
	want := []Entry{stored(a, 1), stored(b, 1), stored(c, 1)}
	slices.SortFunc(want, byID)
	wantSame(t, "entries", entriesOf(t, s, "e"), want)
	for _, e := range entriesOf(t, s, "other") {
		for _, chunk := range e.Chunks {
			if chunk.Vector != nil {
				t.Errorf("a vector of another space: %v", chunk.Vector)
			}
		}
	}

	some, err := s.EntriesOf(t.Context(), "e", []string{a.Article.ID, "absent", c.Article.ID, a.Article.ID})
	must(t, err)
	for i := range some {
		some[i] = withoutTimes(some[i])
	}
	want = slices.DeleteFunc(want, func(e Entry) bool { return e.Article.ID == b.Article.ID })
	wantSame(t, "some entries", some, want)
	none, err := s.EntriesOf(t.Context(), "e", nil)
	if len(none) != 0 || err != nil {
		t.Errorf("EntriesOf(nothing) = %v, %v", none, err)
	}
}

func testEntriesByPage(t *testing.T, s *Store) {
	big := strings.Repeat("x", pageBytes-1)
	var entries []Entry
	for i := range pageArticles + 1 {
		entries = append(entries, entry(fmt.Sprintf("https://example.com/%d", i), fmt.Sprintf("the body of number %d", i), true))
	}
	for i := range 3 {
		e := Entry{Article: article.Article{URL: fmt.Sprintf("https://example.com/big/%d", i), Body: big}}
		e.Article.ID = e.Article.NewID()
		e.Chunks = cutEvery(len(big)/2, big, true)
		entries = append(entries, e)
	}
	save(t, s, entries...)
	want := make(map[string]Entry)
	for _, e := range entries {
		want[e.Article.ID] = stored(e, 1)
	}
	for _, e := range entriesOf(t, s, "e") {
		w := want[e.Article.ID]
		delete(want, e.Article.ID) // so that none comes twice
		if e.Article.Body != w.Article.Body || len(e.Chunks) != len(w.Chunks) {
			t.Errorf("article %s: %d bytes in %d chunks, want %d in %d",
				e.Article.ID, len(e.Article.Body), len(e.Chunks), len(w.Article.Body), len(w.Chunks))
		}
	}
	wantSame(t, "entries left out", len(want), 0)
}

func testActiveEmbedder(t *testing.T, s *Store) {
	ctx := t.Context()
	for i, name := range []string{"", "a", "a", "b"} {
		must(t, s.SetActiveEmbedder(ctx, name))
		got, err := s.ActiveEmbedder(ctx)
		must(t, err)
		wantSame(t, "active embedder", got, name)
		log, err := s.Changes(ctx, 0, 10)
		must(t, err)
		wantSame(t, fmt.Sprintf("lines after call %d", i), len(log), []int{0, 1, 1, 2}[i])
	}
}

func testTrials(t *testing.T, s *Store) {
	ctx := t.Context()
	if _, err := s.Trial(ctx, "a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("trial of a model that was not tried: %v, want ErrNotFound", err)
	}
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	must(t, s.SaveTrial(ctx, Trial{Model: "b", Wrong: 9, Of: 24, At: at}))
	for _, wrong := range []int{2, 0} {
		want := Trial{Model: "a", Wrong: wrong, Of: 24, At: at.Add(time.Duration(wrong) * time.Hour)}
		must(t, s.SaveTrial(ctx, want))
		got, err := s.Trial(ctx, "a")
		must(t, err)
		wantSame(t, "trial", got, want)
	}
}

func testVectors(t *testing.T, s *Store) {
	ctx := t.Context()
	e, f := entry("https://example.com/1", "one two three four five", false), entry("https://example.com/2", "two", true)
	save(t, s, e, f)
	missing, err := s.Unembedded(ctx, "e", 10)
	must(t, err)
	wantSame(t, "unembedded", missing, stored(e, 1).Chunks)
	missing, err = s.Unembedded(ctx, "e", 2)
	must(t, err)
	wantSame(t, "two unembedded", missing, stored(e, 1).Chunks[:2])
	missing, err = s.Unembedded(ctx, "another", 10)
	must(t, err)
	wantSame(t, "unembedded in another space", len(missing), 4)

	var vs []Vector
	for i, c := range stored(e, 1).Chunks {
		e.Chunks[i].Vector = []float32{0, float32(i)}
		vs = append(vs, Vector{c.ArticleID, c.Revision, c.N, c.Start, c.End, e.Chunks[i].Vector})
	}
	must(t, s.SaveVectors(ctx, "e", vs))
	missing, err = s.Unembedded(ctx, "e", 10)
	must(t, err)
	wantSame(t, "unembedded at last", len(missing), 0)
	wantSame(t, "entry", entriesOf(t, s, "e")[indexOf(t, s, e.Article.ID)], stored(e, 1))

	e.Chunks[1].Vector = []float32{9, 9}
	must(t, s.SaveVectors(ctx, "e", []Vector{{ArticleID: e.Article.ID, Revision: 1, N: 1, Values: []float32{9, 9}}}))
	wantSame(t, "replaced", entriesOf(t, s, "e")[indexOf(t, s, e.Article.ID)], stored(e, 1))
	must(t, s.SaveVectors(ctx, "e", nil))
}

// testLateVectors saves vectors of what is no longer as it was embedded.
func testLateVectors(t *testing.T, s *Store) {
	ctx := t.Context()
	old, current := entry("https://example.com/1", "old words", false), entry("https://example.com/1", "new words", false)
	save(t, s, old, current)
	id := current.Article.ID
	late := []Vector{
		{ArticleID: "absent", Revision: 1, Values: []float32{1}},
		{ArticleID: id, Revision: 1, Values: []float32{1}},
		{ArticleID: id, Revision: 3, Values: []float32{1}},
		{ArticleID: id, Revision: 2, N: 1, Values: []float32{1}},
		{ArticleID: id, Revision: 2, Start: 0, End: 5, Values: []float32{1}},
		{ArticleID: id, Revision: 2, Start: 1, End: 9, Values: []float32{1}},
	}
	must(t, s.SaveVectors(ctx, "e", late))
	wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{stored(current, 2)})
	if n, err := s.LastChange(ctx); n != 2 || err != nil {
		t.Errorf("LastChange() = %d, %v, want 2", n, err)
	}
}

func testVectorLengths(t *testing.T, s *Store) {
	ctx := t.Context()
	length := func(want int) {
		t.Helper()
		n, err := s.VectorLength(ctx, "e")
		must(t, err)
		wantSame(t, "vector length", n, want)
	}
	e := entry("https://example.com/1", "one two three", false)
	id := e.Article.ID
	save(t, s, e)
	length(0)
	mixed := []Vector{{ArticleID: id, Revision: 1, N: 0, Values: []float32{1, 2}}, {ArticleID: id, Revision: 1, N: 1, Values: []float32{1}}}
	err := s.SaveVectors(ctx, "e", mixed)
	wantIs(t, "mixed", err, ErrDimension)
	if msg := fmt.Sprint(err); !strings.Contains(msg, "1") || !strings.Contains(msg, "2") {
		t.Errorf("error %q does not name both lengths", msg)
	}
	length(0)
	must(t, s.SaveVectors(ctx, "e", mixed[:1]))
	length(2)
	wantIs(t, "another length", s.SaveVectors(ctx, "e", mixed[1:]), ErrDimension)
	must(t, s.SaveVectors(ctx, "f", mixed[1:]))
	if err := s.SaveVectors(ctx, "f", []Vector{{ArticleID: id, Revision: 1}}); err == nil {
		t.Error("a vector without numbers was saved")
	}
	bad := entry("https://example.com/2", "one", true)
	bad.Chunks[0].Vector = make([]float32, 3)
	_, err = s.Save(ctx, Batch{Embedder: "e", Entries: []Entry{bad}})
	wantIs(t, "Save", err, ErrDimension)
	must(t, s.Remove(ctx, id))
	length(0)
	_, err = s.Save(ctx, Batch{Embedder: "e", Entries: []Entry{bad}})
	must(t, err)
	length(3)
}

func testDropVectors(t *testing.T, s *Store) {
	ctx := t.Context()
	e := entry("https://example.com/1", "one two three", true)
	save(t, s, e)
	must(t, s.SaveVectors(ctx, "f", []Vector{{ArticleID: e.Article.ID, Revision: 1, Values: []float32{1}}}))
	counts, err := s.EmbedderCounts(ctx)
	must(t, err)
	wantSame(t, "counts", counts, map[string]int{"e": 2, "f": 1})
	must(t, s.DropVectors(ctx, "e"))
	must(t, s.DropVectors(ctx, "absent"))
	counts, err = s.EmbedderCounts(ctx)
	must(t, err)
	wantSame(t, "counts without e", counts, map[string]int{"f": 1})
	e.Chunks[0].Vector, e.Chunks[1].Vector = nil, nil
	wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{stored(e, 1)})
}
