package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"footnote/internal/article"
)

func testFindArticle(t *testing.T, s *Store) {
	e := entry("http://www.Example.com/story/?utm_source=x#top", "one", false)
	f := Entry{Article: article.Article{File: "notes/a.txt", Title: "Notes", Body: "from a file"}}
	save(t, s, e, f, Entry{Article: article.Article{Title: "Neither", Body: "nor"}})
	id, fileID := e.Article.ID, f.Article.NewID()
	for ref, want := range map[string]string{
		id:                                      id,
		id[:4]:                                  id,
		strings.ToUpper(id[:9]):                 id,
		"https://example.com/story":             id,
		"http://example.com:80/story/?fbclid=1": id,
		"notes/a.txt":                           fileID,
		fileID[:8]:                              fileID,
	} {
		a, err := s.FindArticle(t.Context(), ref)
		if err != nil || a.ID != want || a.Body == "" {
			t.Errorf("FindArticle(%q) = article %s, %v, want %s", ref, a.ID, err, want)
		}
	}
	for _, ref := range []string{"", id[:3], id + "0", "https://example.com/other", "a.txt", "%", "____", "zzzz"} {
		_, err := s.FindArticle(t.Context(), ref)
		wantIs(t, fmt.Sprintf("FindArticle(%q)", ref), err, ErrNotFound)
	}
}

func testFindAmbiguous(t *testing.T, s *Store) {
	const url = "https://example.com/1"
	var ids []string
	for i := range 12 {
		e := entry(url, "one", false)
		e.Article.Scope = article.ChannelScope(fmt.Sprint("C", i))
		e.Article.ID = fmt.Sprintf("abcd%012d", i)
		ids = append(ids, save(t, s, e)[0].ID)
		if i != 1 {
			continue
		}
		for _, ref := range []string{url, "abcd"} {
			_, err := s.FindArticle(t.Context(), ref)
			wantIs(t, ref, err, ErrAmbiguous)
			if msg := fmt.Sprint(err); !strings.Contains(msg, ids[0]) || !strings.Contains(msg, ids[1]) {
				t.Errorf("error %q does not name %v", msg, ids)
			}
		}
	}
	_, err := s.FindArticle(t.Context(), url)
	if msg := fmt.Sprint(err); strings.Count(msg, "abcd") != maxNamed || !strings.HasSuffix(msg, "and others") {
		t.Errorf("error %q does not name %d of twelve", msg, maxNamed)
	}
}

func testArticles(t *testing.T, s *Store) {
	for i, d := range []string{"2026-04-25", "", "2026-04-27T10:00:00Z", "2026-04-26"} {
		e := entry(fmt.Sprintf("https://example.com/%d", i), "the body", false)
		e.Article.Published = day(d)
		if i == 3 {
			e.Article.Outlet = "ÜBERMEDIEN"
		}
		save(t, s, e)
	}
	for _, test := range []struct {
		name string
		f    Filter
		want string
	}{
		{"all", Filter{}, "2 3 0 1"},
		{"limit", Filter{Limit: 2}, "2 3"},
		{"since", Filter{Since: day("2026-04-26").Time}, "2 3"},
		{"outlet", Filter{Outlets: []string{"the daily"}}, "2 0 1"},
		{"outlet beyond ASCII", Filter{Outlets: []string{"übermedien"}}, "3"},
		{"outlets", Filter{Outlets: []string{"übermedien", "The Daily"}}, "2 3 0 1"},
		{"nothing", Filter{Outlets: []string{"The Nightly"}}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, a := range listed(t, s, test.f) {
				got = append(got, strings.TrimPrefix(a.URL, "https://example.com/"))
				wantSame(t, "body", a.Body, "")
			}
			wantSame(t, "articles", strings.Join(got, " "), test.want)
		})
	}
	late, early := entry("https://example.com/late", "the body", false), entry("https://example.com/early", "the body", false)
	late.Article.Published, early.Article.Published = day("2026-04-28T23:30:00-05:00"), day("2026-04-30T01:00:00+09:00")
	save(t, s, late, early)
	for since, want := range map[string]int{"2026-04-29": 1, "2026-04-28": 2, "2026-04-30": 1, "2026-05-01": 0} {
		wantSame(t, "since "+since, len(listed(t, s, Filter{Since: day(since).Time})), want)
	}
	wantSame(t, "since an instant", listed(t, s, Filter{Since: day("2026-04-29T04:30:01Z").Time})[0].URL, early.Article.URL)
	wantSame(t, "with body", listed(t, s, Filter{WithBody: true, Limit: 1})[0].Body, "the body")
}

func testArticlesInScope(t *testing.T, s *Store) {
	for _, scope := range []article.Scope{article.Workspace, article.ChannelScope("C1"), article.ChannelScope("C2"), article.UserScope("C1")} {
		e := entry("https://example.com/1", "one", false)
		e.Article.Scope, e.Article.ID = scope, ""
		save(t, s, e)
	}
	e := entry("https://example.com/2", "two", false)
	e.Article.Scope, e.Article.Outlet, e.Article.ID = article.ChannelScope("C2"), "The Nightly", ""
	nightly := save(t, s, e)[0].ID
	for channel, want := range map[string]string{"C1": "The Daily", "C2": "The Daily, The Nightly"} {
		got, err := s.Outlets(t.Context(), article.Reader{article.ChannelScope(channel)})
		wantSame(t, "outlets of "+channel, fmt.Sprint(strings.Join(got, ", "), err), want+"<nil>")
	}
	must(t, s.Remove(t.Context(), nightly))
	for name, test := range map[string]struct {
		reader *article.Reader
		want   int
	}{
		"everything": {nil, 4},
		"workspace":  {&article.Reader{}, 1},
		"a channel":  {&article.Reader{article.ChannelScope("C1")}, 2},
		"two":        {&article.Reader{article.ChannelScope("C1"), article.UserScope("C1")}, 3},
		"elsewhere":  {&article.Reader{article.ChannelScope("C9"), "channel:%"}, 1},
	} {
		got := listed(t, s, Filter{Reader: test.reader})
		wantSame(t, name, len(got), test.want)
		for _, a := range got {
			if test.reader != nil && !test.reader.Sees(a.Scope) {
				t.Errorf("%s: an article in scope %s", name, a.Scope)
			}
		}
	}
}

func testArticlesByPage(t *testing.T, s *Store) {
	const n = 2*pageArticles + 1
	entries := make([]Entry, n)
	for i := range entries {
		entries[i] = entry(fmt.Sprintf("https://example.com/%d", i), "x", false)
		entries[i].Article.Published.Time = day("2026-04-27").Time.AddDate(0, 0, i/3)
	}
	save(t, s, entries...)
	for _, limit := range []int{0, 1, pageArticles, pageArticles + 1, 2 * pageArticles, n, n + 1} {
		seen := make(map[string]bool)
		for _, a := range listed(t, s, Filter{Limit: limit}) {
			seen[a.ID] = true
		}
		want := n
		if limit > 0 {
			want = min(n, limit)
		}
		wantSame(t, fmt.Sprintf("articles with limit %d", limit), len(seen), want)
	}

	big := strings.Repeat("x", pageBytes-1)
	for i := range 3 {
		save(t, s, Entry{Article: article.Article{URL: fmt.Sprintf("https://example.com/big/%d", i), Body: big}})
	}
	wantSame(t, "articles with large bodies", len(listed(t, s, Filter{WithBody: true})), n+3)
}

func testArticlesOfEqualDate(t *testing.T, s *Store) {
	for i := range 3 {
		e := entry(fmt.Sprintf("https://example.com/%d", i), "x", false)
		e.Article.Published = article.Date{}
		save(t, s, e)
	}
	for i, a := range listed(t, s, Filter{}) {
		wantSame(t, "last added first", a.URL, fmt.Sprintf("https://example.com/%d", 2-i))
	}
}

// testUseInLoop writes and reads within every loop a store offers.
func testUseInLoop(t *testing.T, s *Store) {
	save(t, s, entry("https://example.com/1", "one", true), entry("https://example.com/2", "two", true))
	n := 0
	use := func() {
		n++
		save(t, s, entry(fmt.Sprintf("https://example.com/new/%d", n), "new", true))
		if _, err := s.CountArticles(t.Context()); err != nil {
			t.Error(err)
		}
	}
	for _, err := range s.Articles(t.Context(), Filter{}) {
		must(t, err)
		if use(); n > 100 {
			t.Fatal("the loop feeds itself")
		}
	}
	for _, err := range s.Entries(t.Context(), "e") {
		must(t, err)
		if use(); n > 1000 {
			t.Fatal("the loop feeds itself")
		}
		for range s.Entries(t.Context(), "e") {
			break
		}
	}
}

// testCancelled ends the context of every kind of operation and uses the
// store on.
func testCancelled(t *testing.T, s *Store) {
	e := entry("https://example.com/1", "one two three four", true)
	save(t, s, e)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range s.Entries(ctx, "e") {
		if n++; n == 1 {
			must(t, err)
			cancel()
			continue
		}
		wantIs(t, "Entries, the next page", err, context.Canceled)
	}
	wantSame(t, "steps of the loop", n, 2)
	_, err := s.Article(ctx, e.Article.ID)
	wantIs(t, "Article", err, context.Canceled)
	_, err = s.Save(ctx, Batch{Entries: []Entry{e}})
	wantIs(t, "Save", err, context.Canceled)
	for _, err := range s.Articles(ctx, Filter{}) {
		wantIs(t, "Articles", err, context.Canceled)
	}
	for _, err := range s.Entries(ctx, "e") {
		wantIs(t, "Entries", err, context.Canceled)
	}
	cancelMidway(t, s)
	wantSame(t, "entries after", entriesOf(t, s, "e")[indexOf(t, s, e.Article.ID)], stored(e, 1))
}

// cancelMidway ends the context of Save at moments all along a batch: either
// all of it is held, or nothing.
func cancelMidway(t *testing.T, s *Store) {
	const batch = 20
	for round := range 20 {
		var entries []Entry
		for i := range batch {
			entries = append(entries, entry(fmt.Sprintf("https://example.com/%d/%d", round, i), strings.Repeat("word ", 20), true))
		}
		before, err := s.CountArticles(t.Context())
		must(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		done := make(chan error, 1)
		go func() {
			_, err := s.Save(ctx, Batch{Embedder: "e", Entries: entries})
			done <- err
		}()
		for range round {
			_, err := s.LastChange(t.Context()) // takes a while
			must(t, err)
		}
		cancel()
		want := before + batch
		if err := <-done; err != nil {
			if want = before; !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
		after, err := s.CountArticles(t.Context())
		must(t, err)
		wantSame(t, "articles", after, want)
	}
}
