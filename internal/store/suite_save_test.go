package store

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/article"
)

func testSave(t *testing.T, s *Store) {
	e := entry("https://example.com/1", "one two three four", true)
	id := e.Article.ID
	e.Article.ID = ""
	wantSame(t, "first save", save(t, s, e), []Saved{{ID: id, Revision: 1, Effect: Created}})
	wantSame(t, "same again", save(t, s, e), []Saved{{ID: id, Revision: 1, Effect: Unchanged}})
	e.Article.Body += " five"
	e.Chunks = cutEvery(10, e.Article.Body, false)
	wantSame(t, "revised", save(t, s, e), []Saved{{ID: id, Revision: 2, Effect: Revised}})

	e.Article.ID = id
	wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{stored(e, 2)})
	hashes, err := s.Hashes(t.Context(), []string{"absent", id})
	must(t, err)
	wantSame(t, "hashes", hashes, map[string]string{id: e.Article.Hash()})
	if n, err := s.CountArticles(t.Context()); n != 1 || err != nil {
		t.Errorf("CountArticles() = %d, %v, want 1", n, err)
	}
	saved, err := s.Save(t.Context(), Batch{})
	if len(saved) != 0 || err != nil {
		t.Errorf("empty batch: %v, %v", saved, err)
	}
}

func testSaveTimes(t *testing.T, s *Store) {
	now := noon()
	s.Now = func() time.Time { return now }
	e := entry("https://example.com/1", "one", false)
	save(t, s, e)
	first, err := s.Article(t.Context(), e.Article.ID)
	must(t, err)
	if first.Added != now || first.Updated != now {
		t.Errorf("added %v, updated %v, want both %v", first.Added, first.Updated, now)
	}

	e.Article = first // with the times it was read with
	e.Article.Body = "two"
	e.Chunks = nil
	now = now.Add(time.Hour)
	save(t, s, e)
	second, err := s.Article(t.Context(), e.Article.ID)
	must(t, err)
	if second.Added != first.Added || second.Updated != now {
		t.Errorf("added %v, updated %v, want %v, %v", second.Added, second.Updated, first.Added, now)
	}

	given := entry("https://example.com/2", "one", false)
	given.Article.Added = time.Date(2020, 1, 2, 3, 4, 5, 6, time.FixedZone("", 3600))
	given.Article.Updated = given.Article.Added.Add(time.Hour)
	save(t, s, given)
	a, err := s.Article(t.Context(), given.Article.ID)
	must(t, err)
	if !a.Added.Equal(given.Article.Added) || !a.Updated.Equal(given.Article.Updated) {
		t.Errorf("added %v, updated %v, want %v, %v", a.Added, a.Updated, given.Article.Added, given.Article.Updated)
	}

	j := job("fetch", "a", "example.com")
	j.Due = time.Time{}
	must(t, s.SaveWork(t.Context(), Work{Jobs: []Job{j}}))
	if _, jobs := claimJobs(t, s, Claim{Owner: "o", Lease: time.Minute}, now); len(jobs) != 1 || jobs[0].Due != now {
		t.Errorf("jobs %+v, want one that is due at %v", jobs, now)
	}
}

func testSaveTwice(t *testing.T, s *Store) {
	a, b := entry("https://example.com/1", "one", true), entry("https://example.com/1", "two", true)
	id := a.Article.ID
	wantSame(t, "saved", save(t, s, a, a, b, b), []Saved{
		{id, 1, Created}, {id, 1, Unchanged}, {id, 2, Revised}, {id, 2, Unchanged},
	})
	wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{stored(b, 2)})
}

func testSaveRefuses(t *testing.T, s *Store) {
	good := entry("https://example.com/good", "good", false)
	save(t, s, good)
	for name, spoil := range map[string]func(*Entry){
		"end outside":  func(e *Entry) { e.Chunks[1].End = 100 },
		"start after":  func(e *Entry) { e.Chunks[1].Start, e.Chunks[1].End = 9, 8 },
		"negative":     func(e *Entry) { e.Chunks[0].Start = -1 },
		"numbering":    func(e *Entry) { e.Chunks[1].N = 0 },
		"year":         func(e *Entry) { e.Article.Published.Time = time.Date(20260, 1, 1, 0, 0, 0, 0, time.UTC) },
		"length":       func(e *Entry) { e.Chunks[1].Vector = []float32{1, 2, 3} },
		"other scope":  func(e *Entry) { e.Article.ID, e.Article.Scope = good.Article.ID, article.UserScope("U1") },
		"same, scoped": func(e *Entry) { *e = good; e.Article.Scope = article.ChannelScope("C1") },
	} {
		t.Run(name, func(t *testing.T) {
			before := entry("https://example.com/before", "stands before it", true)
			e := entry("https://example.com/1", "one two three four", true)
			spoil(&e)
			_, err := s.Save(t.Context(), Batch{Embedder: "e", Entries: []Entry{before, e}})
			if err == nil || strings.ContainsRune(err.Error(), '\n') {
				t.Fatalf("error %v, want one of one line", err)
			}
			wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{stored(good, 1)})
			if n, err := s.LastChange(t.Context()); n != 1 || err != nil {
				t.Errorf("LastChange() = %d, %v, want 1", n, err)
			}
		})
	}
	_, err := s.Save(t.Context(), Batch{Entries: []Entry{entry("https://example.com/1", "one", true)}})
	if err == nil {
		t.Error("a vector of a nameless space was saved")
	}
}

func testSaveTogether(t *testing.T, s *Store) {
	const workers, rounds = 4, 10
	var wg sync.WaitGroup
	var mu sync.Mutex
	effects := make(map[Effect]int)
	for range workers {
		wg.Go(func() {
			for i := range rounds {
				shared := entry(fmt.Sprintf("https://example.com/%d", i), "the same words for all", true)
				saved, err := s.Save(t.Context(), Batch{Embedder: "e", Entries: []Entry{shared}})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				effects[saved[0].Effect]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	wantSame(t, "effects", effects, map[Effect]int{Created: rounds, Unchanged: (workers - 1) * rounds})
	if n, err := s.LastChange(t.Context()); n != rounds || err != nil {
		t.Errorf("LastChange() = %d, %v, want %d", n, err, rounds)
	}
}

func testAnyBytes(t *testing.T, s *Store) {
	const odd = "nul \x00 bad \xff\xfe half \xc3 quote ' \" \\ emoji 🙂 \u2028 end\x00"
	e := entry("https://example.com/\x00\xff", odd, true)
	e.Article.Title, e.Article.Outlet, e.Article.Author, e.Article.Lang, e.Article.File = odd, odd, odd, odd, odd
	e.Article.ID = e.Article.NewID()
	save(t, s, e)
	wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{stored(e, 1)})
	a, err := s.FindArticle(t.Context(), odd)
	must(t, err)
	wantSame(t, "by file", a.ID, e.Article.ID)
	wantSame(t, "by outlet", len(listed(t, s, Filter{Outlets: []string{odd}})), 1)
	wantSame(t, "again", save(t, s, e)[0].Effect, Unchanged)

	e.Article.Body = ""
	e.Chunks = nil
	save(t, s, e)
	revisions, err := s.Revisions(t.Context(), e.Article.ID)
	must(t, err)
	wantSame(t, "revisions", []string{revisions[0].Body, revisions[1].Body}, []string{"", odd})
}

func testLargeBody(t *testing.T, s *Store) {
	body := strings.Repeat("0123456789abcdef", 10<<20/16)
	e := Entry{Article: article.Article{URL: "https://example.com/large", Body: body}}
	e.Chunks = cutEvery(1<<20, body, true)
	save(t, s, e)
	e.Article.ID = e.Article.NewID()
	for got, err := range s.Entries(t.Context(), "e") {
		must(t, err)
		if got.Article.Body != body || len(got.Chunks) != 10 || got.Chunks[9].Text != body[9<<20:] {
			t.Error("the body did not come back as it was")
		}
	}
}

func testDates(t *testing.T, s *Store) {
	instant := article.Date{Time: time.Date(2026, 4, 27, 0, 0, 0, 0, time.UTC)}
	fine := article.Date{Time: time.Date(2026, 4, 27, 0, 0, 0, 1, time.UTC)}
	guess := article.Date{Time: time.Date(2026, 4, 26, 0, 0, 0, 0, time.UTC), DayOnly: true, Estimated: true}
	newestFirst := []article.Date{
		day("9999-12-31T23:59:59.999999999Z"), day("2026-04-26T23:30:00-05:00"), day("2026-04-27T13:00:00+09:30"), fine, instant, guess, day("1969-12-31"), day("1605-01-01"), day("0000-02-29"), {},
	}
	for i := range newestFirst {
		e := entry(fmt.Sprintf("https://example.com/%d", i*7%len(newestFirst)), "x", false)
		e.Article.Published = newestFirst[i*7%len(newestFirst)]
		save(t, s, e)
	}
	var got []article.Date
	for _, a := range listed(t, s, Filter{}) {
		got = append(got, a.Published)
	}
	wantSame(t, "dates", got, newestFirst)
}

// testOtherDay: an article that was kept as an instant of UTC is another revision when it is found
// to have come out on another day, and the same when its clock makes no other.
func testOtherDay(t *testing.T, s *Store) {
	e := entry("https://example.com/1", "the body", false)
	for _, step := range []struct {
		date string
		want Saved
	}{
		{"2023-11-22T04:30:00Z", Saved{e.Article.ID, 1, Created}},
		{"2023-11-22T05:30:00+01:00", Saved{e.Article.ID, 1, Unchanged}},
		{"2023-11-21T23:30:00-05:00", Saved{e.Article.ID, 2, Revised}},
		{"2023-11-21T23:30:00-05:00", Saved{e.Article.ID, 2, Unchanged}},
	} {
		e.Article.Published = day(step.date)
		wantSame(t, step.date, save(t, s, e), []Saved{step.want})
	}
	all, err := s.Revisions(t.Context(), e.Article.ID)
	must(t, err)
	wantSame(t, "days", all[1].Published.Day()+", "+all[0].Published.Day(), "22 Nov 2023, 21 Nov 2023")
}

func testRevisions(t *testing.T, s *Store) {
	var want []article.Article
	for i, body := range []string{"first", "second", "first", "fourth"} {
		e := entry("https://example.com/1", body, true)
		e.Article.Title = fmt.Sprintf("Title %d", i)
		e.Article.Published = article.Date{Time: day("2026-04-27").Time, Offset: time.Duration(i%2) * 3 * time.Hour, DayOnly: i%2 == 0, Estimated: i > 1}
		if i%2 == 1 {
			e.Article.Pages = article.Pages{0, i, i}
		}
		save(t, s, e)
		want = append([]article.Article{stored(e, i+1).Article}, want...)
	}
	got, err := s.Revisions(t.Context(), want[0].ID)
	must(t, err)
	for i := range got {
		if i > 0 && !got[i].Updated.Before(got[i-1].Updated) {
			t.Errorf("revision %d updated %v, not before %v", got[i].Revision, got[i].Updated, got[i-1].Updated)
		}
		want[i].Added, want[i].Updated = got[0].Added, got[i].Updated
	}
	wantSame(t, "revisions", got, want)
	_, err = s.Revisions(t.Context(), "absent")
	wantIs(t, "absent", err, ErrNotFound)
}

func testRemove(t *testing.T, s *Store) {
	e, other := entry("https://example.com/1", "one two three", true), entry("https://example.com/2", "stays", true)
	save(t, s, e, other)
	must(t, s.SaveVectors(t.Context(), "f", []Vector{{ArticleID: e.Article.ID, Revision: 1, Values: []float32{1}}}))
	must(t, s.Remove(t.Context(), e.Article.ID))
	_, err := s.Article(t.Context(), e.Article.ID)
	wantIs(t, "removed article", err, ErrNotFound)
	_, err = s.Revisions(t.Context(), e.Article.ID)
	wantIs(t, "revisions", err, ErrNotFound)
	wantIs(t, "remove again", s.Remove(t.Context(), e.Article.ID), ErrNotFound)
	wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{stored(other, 1)})
	counts, err := s.EmbedderCounts(t.Context())
	must(t, err)
	wantSame(t, "vectors", counts, map[string]int{"e": 1})
	wantSame(t, "added again", save(t, s, e), []Saved{{e.Article.ID, 1, Created}})
	last, err := s.Changes(t.Context(), 3, 10)
	must(t, err)
	wantSame(t, "log", last, []Change{{4, ArticleRemoved, e.Article.ID}, {5, ArticleSaved, e.Article.ID}})
}

func testRechunk(t *testing.T, s *Store) {
	ctx := t.Context()
	e := entry("https://example.com/1", "0123456789abcdefghijklmnopqrst", true)
	save(t, s, e)
	must(t, s.SaveVectors(ctx, "f", []Vector{{ArticleID: e.Article.ID, Revision: 1, N: 0, Values: []float32{7}}}))

	e = stored(e, 1)
	e.Chunks = e.Chunks[:2]
	e.Chunks[0].Vector = nil                                         // same place: keeps its own
	e.Chunks[0].Terms = []byte("new")                                //
	e.Chunks[1].Start, e.Chunks[1].Vector = 5, nil                   // moved: loses its own
	must(t, s.Rechunk(ctx, Batch{Analysis: 2, Entries: []Entry{e}})) // 2 is gone
	want := stored(e, 1)
	want.Chunks[0].Vector = []float32{30, 0}
	wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{want})
	counts, err := s.EmbedderCounts(ctx)
	must(t, err)
	wantSame(t, "vectors", counts, map[string]int{"e": 1, "f": 1})

	e.Chunks[0].Vector, e.Chunks[1].Vector = []float32{1, 1}, []float32{2, 2}
	must(t, s.Rechunk(ctx, Batch{Embedder: "e", Analysis: 2, Entries: []Entry{e}}))
	wantSame(t, "with vectors", entriesOf(t, s, "e"), []Entry{stored(e, 1)})
	log, err := s.Changes(ctx, 2, 10)
	must(t, err)
	wantSame(t, "log", log, []Change{{3, ArticleSaved, e.Article.ID}, {4, ArticleSaved, e.Article.ID}})
	revisions, err := s.Revisions(ctx, e.Article.ID)
	must(t, err)
	wantSame(t, "revisions", len(revisions), 1)
}

func testRechunkRefuses(t *testing.T, s *Store) {
	ctx := t.Context()
	gone, old := stored(entry("https://example.com/1", "gone", true), 1), stored(entry("https://example.com/2", "old", true), 1)
	current := entry("https://example.com/2", "newer", true)
	save(t, s, gone, old, current)
	must(t, s.Remove(ctx, gone.Article.ID))
	last, err := s.LastChange(ctx)
	must(t, err)
	must(t, s.Rechunk(ctx, Batch{Embedder: "e", Analysis: 9, Entries: []Entry{gone, old}}))

	bad := stored(current, 2)
	bad.Chunks[0].End = 6
	if err := s.Rechunk(ctx, Batch{Analysis: 9, Entries: []Entry{bad}}); err == nil {
		t.Error("a chunk outside the body was taken")
	}
	bad = stored(current, 0)
	if err := s.Rechunk(ctx, Batch{Analysis: 9, Entries: []Entry{bad}}); err == nil {
		t.Error("an article without its revision was taken")
	}
	bad = stored(current, 2)
	bad.Chunks[0].Vector = []float32{1, 2, 3}
	save(t, s, entry("https://example.com/3", "of length 2", true))
	wantIs(t, "length", s.Rechunk(ctx, Batch{Embedder: "e", Analysis: 9, Entries: []Entry{bad}}), ErrDimension)
	wantSame(t, "entry", entriesOf(t, s, "e")[indexOf(t, s, current.Article.ID)], stored(current, 2))
	if n, err := s.LastChange(ctx); n != last+1 || err != nil {
		t.Errorf("LastChange() = %d, %v, want %d", n, err, last+1)
	}
}

func indexOf(t *testing.T, s *Store, id string) int {
	t.Helper()
	for i, e := range entriesOf(t, s, "e") {
		if e.Article.ID == id {
			return i
		}
	}
	t.Fatalf("no entry of article %s", id)
	return -1
}

func testOutdated(t *testing.T, s *Store) {
	ctx := t.Context()
	for i, analysis := range []int{1, 2, 3, 1} {
		e := entry(fmt.Sprintf("https://example.com/%d", i), "words of it", false)
		_, err := s.Save(ctx, Batch{Analysis: analysis, Entries: []Entry{e}})
		must(t, err)
	}
	seen := 0
	for {
		old, err := s.Outdated(ctx, 2, 2)
		must(t, err)
		if len(old) == 0 {
			break
		}
		for _, a := range old {
			if seen++; seen > 3 {
				t.Fatal("more than three articles are outdated")
			}
			if a.Body != "words of it" {
				t.Errorf("article %s has the body %q", a.ID, a.Body)
			}
			must(t, s.Rechunk(ctx, Batch{Analysis: 2, Entries: []Entry{{Article: a}}}))
		}
	}
	wantSame(t, "outdated", seen, 3)
}
