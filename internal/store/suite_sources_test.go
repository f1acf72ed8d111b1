package store

import (
	"testing"
	"time"

	"footnote/internal/article"
)

func testSources(t *testing.T, s *Store) {
	ctx := t.Context()
	feed := Source{URL: "https://example.com/feed", Title: "Feed", Site: "https://example.com", Every: time.Hour}
	a, added, err := s.Subscribe(ctx, feed, "example.com", "", midday)
	must(t, err)
	want := feed
	want.ID, want.Added, want.Next = a.ID, midday, midday
	wantSame(t, "source", a, want)
	if !added {
		t.Error("a new source is said to be there")
	}
	again, added, err := s.Subscribe(ctx, Source{URL: "http://www.example.com/feed/"}, "example.com", "", midday.Add(time.Hour))
	must(t, err)
	wantSame(t, "again", again, a)
	if added {
		t.Error("a source is said to be new twice")
	}
	private := feed
	private.Scope = article.ChannelScope("C")
	b, added, err := s.Subscribe(ctx, private, "example.com", "order", midday)
	must(t, err)
	if !added || b.ID == a.ID || b.Scope != private.Scope {
		t.Errorf("in another scope: %+v, %v", b, added)
	}
	found, err := s.FindSources(ctx, "http://example.com/feed")
	must(t, err)
	all, err := s.Sources(ctx)
	must(t, err)
	wantSame(t, "found", found, all)
	if len(all) != 2 || all[0].ID != a.ID || all[1].ID != b.ID {
		t.Errorf("sources %+v", all)
	}
	must(t, s.Unsubscribe(ctx, b.ID))
	wantIs(t, "unsubscribe again", s.Unsubscribe(ctx, b.ID), ErrNotFound)
	_, err = s.Source(ctx, b.ID)
	wantIs(t, "removed", err, ErrNotFound)
	_, jobs := claimJobs(t, s, Claim{Owner: "o"}, midday)
	if len(jobs) != 1 || jobs[0].Kind != PollKind || jobs[0].Key != "1" {
		t.Errorf("jobs %+v, want one that polls source 1", jobs)
	}
}

func testPoll(t *testing.T, s *Store) {
	ctx := t.Context()
	src, _, err := s.Subscribe(ctx, Source{URL: "https://example.com/feed"}, "example.com", "", midday)
	must(t, err)
	other, _, err := s.Subscribe(ctx, Source{URL: "https://example.com/other"}, "example.com", "", midday.Add(time.Hour))
	must(t, err)
	fetch := func(key string) *Job { j := job("fetch", key, "example.com"); return &j }
	must(t, s.SeeItems(ctx, src.ID, []Item{{Keys: []int64{1, 2}, Job: fetch("a")}, {Keys: []int64{3}}}))
	unseen, err := s.UnseenItems(ctx, src.ID, [][]int64{{2}, {9, 3}, {9}, nil})
	must(t, err)
	wantSame(t, "unseen", unseen, []bool{false, false, true, true})
	unseen, err = s.UnseenItems(ctx, other.ID, [][]int64{{2}})
	must(t, err)
	wantSame(t, "unseen elsewhere", unseen, []bool{true})
	must(t, s.SeeItems(ctx, src.ID, []Item{{Keys: []int64{2, 4}, Job: fetch("b")}, {Keys: []int64{4}, Job: fetch("c")}, {Keys: []int64{-5}, Job: fetch("d")}}))
	must(t, s.SeeItems(ctx, 99, []Item{{Keys: []int64{7}}})) // of no source: nothing

	_, jobs := claimJobs(t, s, Claim{Owner: "o"}, midday)
	if len(jobs) != 1 || jobs[0].Kind != PollKind {
		t.Fatalf("jobs %+v, want the poll first", jobs)
	}
	_, _, err = s.Subscribe(ctx, Source{Scope: article.UserScope("U"), URL: "https://example.com/moved"}, "example.com", "", midday.Add(24*time.Hour))
	must(t, err) // in another scope it is not taken
	src.URL, src.Title, src.Site, src.ETag, src.LastModified = "https://example.com/moved", "T", "https://example.com", `"e"`, "then"
	src.Polled, src.Moved, src.Every, src.Items = midday, midday, time.Hour, 3
	src.Next = midday.Add(time.Hour)
	must(t, s.FinishPoll(ctx, src, Settled{ID: jobs[0].ID, Owner: "o", Again: src.Next}))
	got, err := s.Source(ctx, src.ID)
	must(t, err)
	wantSame(t, "after the poll", got, src)

	var keys []string
	for i := range 3 {
		k, jobs := claimJobs(t, s, Claim{Owner: "o"}, midday.Add(time.Duration(1+i)*time.Second))
		keys = append(keys, k...)
		for _, j := range jobs {
			must(t, s.SaveWork(ctx, Work{Settled: []Settled{{ID: j.ID, Owner: "o"}}}))
		}
	}
	wantSame(t, "jobs of items, each seen once", keys, []string{"a", "d"})

	_, jobs = claimJobs(t, s, Claim{Owner: "o"}, midday.Add(2*time.Hour))
	src.URL = other.URL // taken
	src.Failures, src.Failing, src.Problem, src.Ended = 3, midday, "gone (410)", true
	must(t, s.FinishPoll(ctx, src, Settled{ID: jobs[0].ID, Owner: "o"}))
	src.URL, src.Next = "https://example.com/moved", time.Time{}
	got, err = s.Source(ctx, src.ID)
	must(t, err)
	wantSame(t, "ended", got, src)
	back, added, err := s.Subscribe(ctx, Source{URL: src.URL}, "example.com", "", midday)
	must(t, err)
	if added || back.Ended || back.Failures != 0 || back.Next.IsZero() {
		t.Errorf("subscribed again: %+v, %v", back, added)
	}
}

func testRobots(t *testing.T, s *Store) {
	ctx := t.Context()
	_, err := s.Robots(ctx, "https://example.com")
	wantIs(t, "robots of nobody", err, ErrNotFound)
	for _, r := range []Robots{{404, nil, midday}, {200, []byte("User-agent: *\n\xff"), midday.Add(time.Hour)}} {
		must(t, s.SaveRobots(ctx, "https://example.com", r))
		got, err := s.Robots(ctx, "https://example.com")
		must(t, err)
		if got.Status != r.Status || string(got.Text) != string(r.Text) || !got.Until.Equal(r.Until) {
			t.Errorf("read %+v, want %+v", got, r)
		}
	}
	must(t, s.SaveRobots(ctx, "https://example.org", Robots{200, nil, midday.Add(robotsKept + 2*time.Hour)}))
	_, err = s.Robots(ctx, "https://example.com")
	wantIs(t, "robots of long ago", err, ErrNotFound)
}
