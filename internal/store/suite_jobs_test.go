package store

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"footnote/internal/article"
)

var midday = time.Date(2026, 4, 27, 12, 0, 0, 0, time.UTC)

func job(kind, key, host string) Job {
	return Job{Kind: kind, Key: key, Host: host, Spec: []byte(`{"k":"` + key + `"}`), Due: midday}
}

// claimJobs claims for owner and returns the keys.
func claimJobs(t testing.TB, s *Store, c Claim, now time.Time) (keys []string, jobs []Job) {
	t.Helper()
	if c.Limit == 0 {
		c.Limit = 100
	}
	c.Lease, c.Apart = 10*time.Second, time.Second
	jobs, err := s.ClaimJobs(t.Context(), c, now)
	must(t, err)
	for _, j := range jobs {
		keys = append(keys, j.Key)
	}
	slices.Sort(keys)
	return keys, jobs
}

func testClaimJobs(t *testing.T, s *Store) {
	ctx := t.Context()
	if next, err := s.NextJob(ctx); !next.IsZero() || err != nil {
		t.Errorf("NextJob() of none = %v, %v", next, err)
	}
	later := job("fetch", "later", "c")
	later.Due = midday.Add(time.Minute)
	must(t, s.SaveWork(ctx, Work{Jobs: []Job{job("fetch", "a1", "a"), job("fetch", "a2", "a"), job("fetch", "b1", "b"), later, job("fetch", "a1", "x")}}))

	if next, err := s.NextJob(ctx); !next.Equal(midday) || err != nil {
		t.Errorf("NextJob() = %v, %v, want midday", next, err)
	}
	keys, jobs := claimJobs(t, s, Claim{Owner: "one"}, midday)
	if next, err := s.NextJob(ctx); !next.Equal(midday.Add(time.Second)) || err != nil {
		t.Errorf("NextJob() = %v, %v, want when a host is free", next, err)
	}
	wantSame(t, "one of each host, none before it is due", keys, []string{"a1", "b1"})
	wantSame(t, "the job", jobs[0], Job{ID: jobs[0].ID, Kind: "fetch", Key: "a1", Host: "a", Spec: []byte(`{"k":"a1"}`), Due: midday, Claims: 1})
	keys, _ = claimJobs(t, s, Claim{Owner: "two"}, midday.Add(time.Second-1))
	wantSame(t, "within a second", keys, nil)
	keys, _ = claimJobs(t, s, Claim{Owner: "two", Busy: []string{"a"}}, midday.Add(time.Second))
	wantSame(t, "a busy host", keys, nil)
	keys, _ = claimJobs(t, s, Claim{Owner: "two"}, midday.Add(time.Second))
	wantSame(t, "a second later", keys, []string{"a2"})

	must(t, s.RenewJobs(ctx, "two", 10*time.Second, midday.Add(9*time.Second)))
	keys, jobs = claimJobs(t, s, Claim{Owner: "three"}, midday.Add(11*time.Second))
	wantSame(t, "when the first lease ended", keys, []string{"a1", "b1"})
	if jobs[0].Claims != 2 {
		t.Errorf("claimed %d times, want 2", jobs[0].Claims)
	}
	must(t, s.SaveWork(ctx, Work{Settled: []Settled{{ID: jobs[0].ID, Owner: "one"}, {ID: jobs[1].ID, Owner: "three"}}}))
	must(t, s.ReleaseJobs(ctx, "three"))
	keys, jobs = claimJobs(t, s, Claim{Owner: "four"}, midday.Add(13*time.Second))
	wantSame(t, "one's late word does not end three's job", keys, []string{"a1"})
	if jobs[0].Claims != 2 {
		t.Errorf("claimed %d times, want 2, since one was given back", jobs[0].Claims)
	}
}

func testSettleJobs(t *testing.T, s *Store) {
	ctx := t.Context()
	must(t, s.SaveWork(ctx, Work{Jobs: []Job{job("fetch", "a", "a"), job("fetch", "b", "b"), job("fetch", "c", "c")}}))
	_, jobs := claimJobs(t, s, Claim{Owner: "o"}, midday)
	must(t, s.SaveWork(ctx, Work{Settled: []Settled{
		{ID: jobs[0].ID, Owner: "o", Again: midday.Add(time.Minute), Failed: true, Problem: "slow", Host: "a", Free: midday.Add(2 * time.Minute)},
		{ID: jobs[1].ID, Owner: "o", Aside: true, Problem: "broken"},
		{ID: jobs[2].ID, Owner: "o", Again: midday.Add(time.Hour)},
	}}))
	failed, err := s.FailedJobs(ctx, "", 10)
	must(t, err)
	wantSame(t, "failed, and neither set aside nor done again", failed, []Job{
		{ID: jobs[0].ID, Kind: "fetch", Key: "a", Host: "a", Spec: jobs[0].Spec, Due: midday.Add(time.Minute), Failures: 1, Problem: "slow"},
	})
	failed, err = s.FailedJobs(ctx, "of another order", 10)
	must(t, err)
	wantSame(t, "of an order", failed, nil)
	q, err := s.Queue(ctx, "", midday.Add(time.Minute))
	must(t, err)
	wantSame(t, "queue", q, Queue{Jobs: 1, Longest: 1, Aside: 1, Next: midday.Add(2 * time.Minute)})
	keys, _ := claimJobs(t, s, Claim{Owner: "o"}, midday.Add(time.Minute))
	wantSame(t, "while the host wants rest", keys, nil)
	_, again := claimJobs(t, s, Claim{Owner: "o"}, midday.Add(2*time.Minute))
	must(t, s.RenewJobs(ctx, "o", 2*time.Hour, midday))
	wantSame(t, "again", again, []Job{{ID: jobs[0].ID, Kind: "fetch", Key: "a", Host: "a", Spec: jobs[0].Spec, Due: midday.Add(time.Minute), Claims: 1, Failures: 1, Problem: "slow"}})

	aside, err := s.AsideJobs(ctx, 10)
	must(t, err)
	if len(aside) != 1 || aside[0].Key != "b" || aside[0].Problem != "broken" || aside[0].Aside.IsZero() {
		t.Errorf("set aside %+v, want b", aside)
	}
	if n, err := s.RetryAside(ctx, midday.Add(time.Hour)); n != 1 || err != nil {
		t.Errorf("RetryAside() = %d, %v", n, err)
	}
	keys, jobs = claimJobs(t, s, Claim{Owner: "o"}, midday.Add(time.Hour))
	wantSame(t, "back, and the one that is done again", keys, []string{"b", "c"})
	for _, j := range jobs {
		must(t, s.SaveWork(ctx, Work{Settled: []Settled{{ID: j.ID, Owner: "o", Aside: true, Problem: "broken"}}}))
	}
	if n, err := s.ForgetAside(ctx, time.Now().Add(-time.Hour)); n != 0 || err != nil {
		t.Errorf("ForgetAside(before) = %d, %v", n, err)
	}
	if n, err := s.ForgetAside(ctx, time.Now().Add(time.Hour)); n != 2 || err != nil {
		t.Errorf("ForgetAside(after) = %d, %v", n, err)
	}
}

func testClaimJobsTogether(t *testing.T, s *Store) {
	const hosts, each = 5, 8
	var w Work
	for i := range hosts * each {
		w.Jobs = append(w.Jobs, job("fetch", fmt.Sprint(i), fmt.Sprint("h", i%hosts)))
	}
	must(t, s.SaveWork(t.Context(), w))
	var wg sync.WaitGroup
	var mu sync.Mutex
	claimed := map[int64]int{}
	for worker := range 4 {
		wg.Go(func() {
			for round := range each * 4 {
				jobs, err := s.ClaimJobs(t.Context(), Claim{Owner: fmt.Sprint("w", worker), Limit: 2, Lease: time.Hour}, midday.Add(time.Duration(round)*time.Second))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for _, j := range jobs {
					claimed[j.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(claimed) != hosts*each {
		t.Errorf("%d jobs were claimed, want %d", len(claimed), hosts*each)
	}
	for id, n := range claimed {
		if n != 1 {
			t.Errorf("job %d was claimed %d times at once", id, n)
		}
	}
}

func testOrders(t *testing.T, s *Store) {
	ctx := t.Context()
	order := func(name string, jobs ...Job) bool {
		resumed, err := s.PutOrder(ctx, name, jobs, 10*time.Second, midday)
		must(t, err)
		return resumed
	}
	must(t, s.SaveWork(ctx, Work{Jobs: []Job{job("fetch", "background", "z")}}))
	if order("mine", job("add", "a", "a"), job("add", "b", "b")) {
		t.Error("a new order is said to be resumed")
	}
	keys, _ := claimJobs(t, s, Claim{Owner: "serve"}, midday)
	wantSame(t, "what nobody waits for", keys, []string{"background"})
	_, jobs := claimJobs(t, s, Claim{Owner: "me", Order: "mine", Limit: 1}, midday)
	must(t, s.SaveWork(ctx, Work{Settled: []Settled{{ID: jobs[0].ID, Owner: "me"}}}))
	if !order("mine", job("add", "a", "a"), job("add", "b", "b")) {
		t.Error("an order that was cut off begins again")
	}
	q, err := s.Queue(ctx, "mine", midday)
	must(t, err)
	wantSame(t, "what is left of it", q, Queue{Jobs: 1, Longest: 1, Next: midday})

	must(t, s.RenewOrder(ctx, "mine", 10*time.Second, midday.Add(9*time.Second)))
	keys, _ = claimJobs(t, s, Claim{Owner: "serve"}, midday.Add(18*time.Second))
	wantSame(t, "while it is waited for", keys, []string{"background"})
	keys, jobs = claimJobs(t, s, Claim{Owner: "serve"}, midday.Add(20*time.Second))
	wantSame(t, "when nobody waits any more", keys, []string{"b"})
	must(t, s.SaveWork(ctx, Work{Settled: []Settled{{ID: jobs[0].ID, Owner: "serve"}}}))
	if order("mine", job("add", "a", "a")) {
		t.Error("an order that is done is said to be resumed")
	}
	must(t, s.DropOrder(ctx, "mine"))
	keys, _ = claimJobs(t, s, Claim{Owner: "serve"}, midday.Add(25*time.Second))
	wantSame(t, "what was left of a dropped order", keys, []string{"a"})
}

// testFetches holds that articles and how they were fetched are stored in one
// step with the end of their jobs.
func testFetches(t *testing.T, s *Store) {
	ctx := t.Context()
	must(t, s.SaveWork(ctx, Work{Jobs: []Job{job("fetch", "a", "a")}}))
	_, jobs := claimJobs(t, s, Claim{Owner: "o"}, midday)
	e := entry("https://example.com/1", "one two", true)
	work := Work{
		Settled: []Settled{{ID: jobs[0].ID, Owner: "o"}},
		Jobs:    []Job{job("refresh", e.Article.ID, "a")},
		Fetches: []Fetch{{
			ArticleID: e.Article.ID, URL: "http://example.com/go?1", Via: ViaPage, Also: []string{"http://www.example.com/go?1", "https://example.com/1"},
			TextKey: "k", ETag: `"e"`, LastModified: "then", Checked: midday,
		}},
	}
	bad := e
	bad.Article.Published.Time = time.Date(20260, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := s.Save(ctx, Batch{Embedder: "e", Entries: []Entry{bad}, Work: work}); err == nil {
		t.Fatal("a year of five digits was saved")
	}
	q, err := s.Queue(ctx, "", midday)
	must(t, err)
	wantSame(t, "the job stays when its article is not saved", q.Jobs, 1)

	_, err = s.Save(ctx, Batch{Embedder: "e", Entries: []Entry{e}, Work: work})
	must(t, err)
	got, err := s.Fetch(ctx, e.Article.ID)
	must(t, err)
	want := work.Fetches[0]
	want.Also = nil
	wantSame(t, "fetch", got, want)
	keys, jobs := claimJobs(t, s, Claim{Owner: "o"}, midday.Add(time.Hour))
	wantSame(t, "jobs", keys, []string{e.Article.ID})
	for _, u := range []string{"https://example.com/go?1", "https://www.example.com/1/"} {
		if id, err := s.ArticleAt(ctx, article.Workspace, u); id != e.Article.ID || err != nil {
			t.Errorf("ArticleAt(%s) = %q, %v", u, id, err)
		}
	}
	for _, u := range []string{"https://example.com/1", "https://example.com/go?1"} {
		if id, err := s.ArticleAt(ctx, article.ChannelScope("C"), u); id != "" || err != nil {
			t.Errorf("ArticleAt(%s) in another scope = %q, %v", u, id, err)
		}
	}
	for scope, want := range map[article.Scope]string{article.Workspace: e.Article.ID, article.UserScope("U"): ""} {
		if id, err := s.SameText(ctx, scope, "k"); id != want || err != nil {
			t.Errorf("SameText in %s = %q, %v, want %q", scope, id, err, want)
		}
	}
	gone := work.Fetches[0]
	gone.Gone, gone.Problem = true, "not found (410)"
	must(t, s.SaveWork(ctx, Work{Fetches: []Fetch{gone}, Settled: []Settled{{ID: jobs[0].ID, Owner: "o"}}}))
	must(t, s.SaveWork(ctx, Work{Fetches: []Fetch{gone}}))
	a, err := s.Article(ctx, e.Article.ID)
	must(t, err)
	if a.Gone.IsZero() || a.Revision != 1 {
		t.Errorf("article gone since %v, revision %d, want now and 1", a.Gone, a.Revision)
	}
	must(t, s.SaveWork(ctx, Work{Fetches: work.Fetches}))
	a, err = s.Article(ctx, e.Article.ID)
	must(t, err)
	if !a.Gone.IsZero() {
		t.Error("an article that is there again is still gone")
	}
	if n, err := s.LastChange(ctx); n != 3 || err != nil {
		t.Errorf("LastChange() = %d, %v, want 3: saved, gone, back", n, err)
	}
	must(t, s.Remove(ctx, e.Article.ID))
	_, err = s.Fetch(ctx, e.Article.ID)
	wantIs(t, "fetch of a removed article", err, ErrNotFound)
	if id, err := s.ArticleAt(ctx, article.Workspace, "https://example.com/go?1"); id != "" || err != nil {
		t.Errorf("ArticleAt of a removed article = %q, %v", id, err)
	}
	must(t, s.SaveWork(ctx, Work{Fetches: work.Fetches})) // of an article that is not there: nothing
}

// testHasten holds that what a clock put off for years is done once it is right
// again, and what a schedule put off is not.
func testHasten(t *testing.T, s *Store) {
	ctx, day := t.Context(), 24*time.Hour
	at := func(kind, key, host string, due time.Time) Job { j := job(kind, key, host); j.Due = due; return j }
	ahead := midday.AddDate(3, 0, 0)
	must(t, s.SaveWork(ctx, Work{Jobs: []Job{
		job("fetch", "leased", "a"), at("fetch", "look", "b", midday.Add(60*day)), at("fetch", "far", "c", ahead),
		at(PollKind, "soon", "d", midday.Add(5*day)), at(PollKind, "late", "e", midday.Add(60*day)),
	}}))
	if keys, _ := claimJobs(t, s, Claim{Owner: "one", Limit: 1}, ahead.Add(-day)); !slices.Equal(keys, []string{"leased"}) {
		t.Fatalf("claimed %v", keys)
	}
	_, err := s.PutOrder(ctx, "left", []Job{at("fetch", "ordered", "f", midday)}, time.Minute, ahead)
	must(t, err)
	n, err := s.Hasten(ctx, 8*day, 91*day, time.Hour, midday)
	if n != 2 || err != nil {
		t.Errorf("Hasten() = %d, %v, want 2", n, err)
	}
	if keys, _ := claimJobs(t, s, Claim{Owner: "two"}, midday); !slices.Equal(keys, []string{"far", "late", "leased", "ordered"}) {
		t.Errorf("claimed %v, want what the clock put off", keys)
	}
	if n, err := s.Hasten(ctx, 8*day, 91*day, time.Hour, midday); n != 0 || err != nil {
		t.Errorf("Hasten() again = %d, %v", n, err)
	}
}
