package store

import (
	"testing"
	"time"

	"footnote/internal/article"
)

// answered claims a question of a person and finishes it, and returns its ID.
func answered(t *testing.T, s *Store, ts, person string, asked time.Time) int64 {
	t.Helper()
	q := question(ts)
	q.User, q.Asked, q.ResponseURL, q.Kind = person, asked, "https://hooks.example/1", KindAsk
	q, ok, err := s.ClaimQuestion(t.Context(), q, "a", time.Minute, asked)
	must(t, err)
	wantSame(t, "claimed", ok, true)
	must(t, s.FinishQuestion(t.Context(), q.ID, Record{Text: "answer to " + ts, Outcome: "answered"}))
	return q.ID
}

func testReports(t *testing.T, s *Store) {
	ctx := t.Context()
	id, err := s.SaveAnswer(ctx, record())
	must(t, err)
	_, err = s.SaveAnswer(ctx, record()) // that nobody judges
	must(t, err)
	for _, r := range []Report{
		{AnswerID: id, User: "U1", N: 2, Reason: "old", At: noon()},
		{AnswerID: id, User: "U1", N: 2, Reason: "says otherwise", At: noon().Add(1)},
		{AnswerID: id, User: "U2", N: 1, At: noon()},
	} {
		must(t, s.SaveReport(ctx, r))
	}
	got, err := s.Reports(ctx, id)
	must(t, err)
	wantSame(t, "reports", got, []Report{
		{AnswerID: id, User: "U2", N: 1, At: noon()}, {AnswerID: id, User: "U1", N: 2, Reason: "says otherwise", At: noon().Add(1)},
	})
	wantIs(t, "on no answer", s.SaveReport(ctx, Report{AnswerID: 99, User: "U1", N: 1}), ErrNotFound)
	judged, err := s.Judged(ctx)
	must(t, err)
	if len(judged) != 1 || judged[0].ID != id {
		t.Errorf("judged: %v, want the one that was reported", judged)
	}
	must(t, s.SaveFeedback(ctx, Feedback{AnswerID: id, User: "U3", Value: "down", Reason: "too long", At: noon()}))
	opinions, err := s.Feedback(ctx, id)
	must(t, err)
	wantSame(t, "feedback", opinions, []Feedback{{AnswerID: id, User: "U3", Value: "down", Reason: "too long", At: noon()}})
}

// testKinds holds what a question that is no message's keeps, and for how
// long.
func testKinds(t *testing.T, s *Store) {
	ctx := t.Context()
	share := Question{Channel: "C1", TS: "share.1", User: "U1", Kind: KindShare, Of: 7, ResponseURL: "https://hooks.example/1", Asked: noon()}
	q, _, err := s.ClaimQuestion(ctx, share, "a", time.Minute, noon())
	must(t, err)
	if q.Kind != KindShare || q.Of != 7 || q.ResponseURL != share.ResponseURL {
		t.Errorf("claimed %+v", q)
	}
	must(t, s.SetReply(ctx, q.ID, "5.0"))
	again, ok, err := s.TakeOver(ctx, "b", time.Minute, noon().Add(time.Hour))
	must(t, err)
	wantSame(t, "taken over", ok, true)
	if again.ThreadTS != "5.0" || again.Kind != KindShare || again.ResponseURL != share.ResponseURL {
		t.Errorf("taken over %+v, want it in the thread that its reply begins", again)
	}
	must(t, s.FinishQuestion(ctx, q.ID, Record{Outcome: "answered", Shown: []byte(`{}`)}))
	rec, err := s.AnswerOf(ctx, q.ID)
	must(t, err)
	if rec.ThreadTS != "5.0" || string(rec.Shown) != "{}" {
		t.Errorf("answer %+v", rec)
	}
	held, _, err := s.ClaimQuestion(ctx, share, "a", time.Minute, noon())
	must(t, err)
	wantSame(t, "response_url of what is finished", held.ResponseURL, "")
	_, err = s.AnswerOf(ctx, 99)
	wantIs(t, "answer of nothing", err, ErrNotFound)

	command := Question{Channel: "C1", TS: "cmd.1", User: "U1", Kind: KindArticles, Text: "list", ResponseURL: "https://hooks.example/2"}
	c, _, err := s.ClaimQuestion(ctx, command, "a", time.Minute, noon())
	must(t, err)
	must(t, s.SetReply(ctx, c.ID, "6.0"))
	must(t, s.CloseQuestion(ctx, c.ID))
	held, ok, err = s.ClaimQuestion(ctx, command, "a", time.Minute, noon())
	must(t, err)
	if ok || held.Text != "" || held.ResponseURL != "" || held.ThreadTS != "" {
		t.Errorf("after it was closed: %+v, claimed anew: %v", held, ok)
	}
	_, ok, err = s.TakeOver(ctx, "b", time.Minute, noon().Add(time.Hour))
	must(t, err)
	wantSame(t, "taken over what is closed", ok, false)
	wantIs(t, "close nothing", s.CloseQuestion(ctx, 99), ErrNotFound)
	for id, want := range map[int64]bool{c.ID: true, q.ID: false} { // the share has an answer
		must(t, s.DropQuestion(ctx, id))
		again := command
		if id == q.ID {
			again = share
		}
		_, ok, err = s.ClaimQuestion(ctx, again, "a", time.Minute, noon())
		must(t, err)
		wantSame(t, "claimed after it was dropped", ok, want)
	}
}

// testDrop claims anew what was dropped: not by the event that had claimed it.
func testDrop(t *testing.T, s *Store) {
	ctx := t.Context()
	must(t, s.DropQuestion(ctx, claim(t, s, "1.1", "a").ID))
	q, ok, err := s.ClaimQuestion(ctx, question("1.1"), "a", time.Minute, noon())
	must(t, err)
	wantSame(t, "claimed by an event delivered again", ok || q.ID != 0, false)
	other := question("1.1")
	other.EventID = "another"
	q, ok, err = s.ClaimQuestion(ctx, other, "a", time.Minute, noon())
	must(t, err)
	wantSame(t, "claimed by another event", ok && q.ID != 0, true)
}

func testAnswersTo(t *testing.T, s *Store) {
	ctx := t.Context()
	for i, ts := range []string{"1.1", "1.2", "1.3"} {
		answered(t, s, ts, "U1", noon().Add(time.Duration(i)*time.Hour))
	}
	answered(t, s, "2.1", "U2", noon())
	got, err := s.AnswersTo(ctx, "U1", 2)
	must(t, err)
	if len(got) != 2 || got[0].Text != "answer to 1.3" || got[1].Text != "answer to 1.2" {
		t.Errorf("answers to U1: %+v", got)
	}
	for since, want := range map[time.Duration]int{0: 3, time.Hour: 2, 3 * time.Hour: 0} {
		n, err := s.AskedSince(ctx, "U1", noon().Add(since), 99)
		must(t, err)
		wantSame(t, "asked since "+since.String(), n, want)
	}
	held, _, err := s.ClaimQuestion(ctx, question("1.2"), "a", time.Minute, noon())
	must(t, err)
	n, err := s.AskedSince(ctx, "U1", noon(), held.ID)
	must(t, err)
	wantSame(t, "asked up to the second", n, 2)
}

func testForget(t *testing.T, s *Store) {
	ctx := t.Context()
	mine, theirs := answered(t, s, "1.1", "U1", noon()), answered(t, s, "1.2", "U2", noon())
	rec, err := s.AnswerOf(ctx, theirs)
	must(t, err)
	must(t, s.SaveFeedback(ctx, Feedback{AnswerID: rec.ID, User: "U1", Value: "up"}))
	must(t, s.SaveReport(ctx, Report{AnswerID: rec.ID, User: "U1", N: 1}))
	n, err := s.Forget(ctx, "U1")
	must(t, err)
	wantSame(t, "forgotten", n, 1)
	_, err = s.AnswerOf(ctx, mine)
	wantIs(t, "answer that is forgotten", err, ErrNotFound)
	_, err = s.AnswerOf(ctx, theirs)
	must(t, err)
	judged, err := s.Judged(ctx)
	must(t, err)
	wantSame(t, "opinions left", len(judged), 0)
	for after, asker := range []string{"U1", ""} { // whose limit it counts to for an hour
		must(t, s.ForgetAskers(ctx, noon().Add(time.Duration(after)*time.Second)))
		held, ok, err := s.ClaimQuestion(ctx, question("1.1"), "a", time.Minute, noon())
		must(t, err)
		if ok || held.Text != "" || held.User != asker {
			t.Errorf("claimed anew: %v, still holds %+v, want the asker %q", ok, held, asker)
		}
	}
	kept, _, err := s.ClaimQuestion(ctx, question("1.2"), "a", time.Minute, noon())
	must(t, err)
	wantSame(t, "asker of what is kept", kept.User, "U2")
}

func testExpire(t *testing.T, s *Store) {
	ctx := t.Context()
	old, young := answered(t, s, "1.1", "U1", noon()), answered(t, s, "1.2", "U1", noon().Add(time.Hour))
	n, err := s.Expire(ctx, noon().Add(time.Minute))
	must(t, err)
	wantSame(t, "expired", n, 1)
	_, err = s.AnswerOf(ctx, old)
	wantIs(t, "answer that has expired", err, ErrNotFound)
	_, err = s.AnswerOf(ctx, young)
	must(t, err)
}

func testAdders(t *testing.T, s *Store) {
	ctx := t.Context()
	id := save(t, s, entry("https://example.com/1", "one", false))[0].ID
	must(t, s.NoteAdder(ctx, "U1", []string{id, "absent"}, noon()))
	must(t, s.NoteAdder(ctx, "U1", []string{id}, noon()))
	for person, want := range map[string]bool{"U1": true, "U2": false} {
		has, err := s.HasAdded(ctx, person, id)
		must(t, err)
		wantSame(t, person+" has added", has, want)
	}
	must(t, s.Remove(ctx, id))
	has, err := s.HasAdded(ctx, "U1", id)
	must(t, err)
	wantSame(t, "has added what is removed", has, false)
}

func testCollect(t *testing.T, s *Store) {
	ctx := t.Context()
	for _, step := range []struct{ on, want bool }{{false, false}, {true, true}, {true, true}, {false, false}} {
		must(t, s.Collect(ctx, "C1", "U1", step.on, noon()))
		for channel, want := range map[string]bool{"C1": step.want, "C2": false} {
			on, err := s.Collects(ctx, channel)
			must(t, err)
			wantSame(t, channel+" collects", on, want)
		}
	}
}

func testHearings(t *testing.T, s *Store) {
	ctx := t.Context()
	at := noon().Truncate(time.Second)
	old := Hearing{Owner: "a", Seen: at.Add(-2 * time.Hour), Heard: at.Add(-2 * time.Hour), Links: 2}
	ahead := Hearing{Owner: "ahead", Seen: at.AddDate(4, 0, 0), Heard: at.AddDate(4, 0, 0)}
	must(t, s.NoteHearing(ctx, ahead))
	must(t, s.NoteHearing(ctx, Hearing{Owner: "a", Seen: old.Seen, Links: 1}))
	must(t, s.NoteHearing(ctx, old))
	got, err := s.Hearings(ctx)
	must(t, err)
	wantSame(t, "hearings", got, []Hearing{old})
	next := Hearing{Owner: "b", Seen: at.In(time.FixedZone("", 7200)), Heard: old.Heard, Links: 1, Elsewhere: 2}
	other := Hearing{Owner: "c", Seen: at.Add(-time.Minute), Heard: old.Heard}
	must(t, s.NoteHearing(ctx, next))
	must(t, s.NoteHearing(ctx, other))
	got, err = s.Hearings(ctx)
	must(t, err)
	next.Seen = at
	wantSame(t, "hearings of those that run", got, []Hearing{next, other})
}

func testSpots(t *testing.T, s *Store) {
	ctx := t.Context()
	for i, q := range []Question{
		{Channel: "C1", TS: "1.1", ThreadTS: "1.0"},
		{Channel: "C1", TS: "2.0", ThreadTS: "2.0"},
		{Channel: "D1", TS: "3.0", ThreadTS: "3.0"},
		{Channel: "C1", TS: "1.2", ThreadTS: "1.0"},
		{Channel: "C2", TS: "ask.1", Kind: KindAsk},
	} {
		q.Asked = noon().Add(time.Duration(i) * time.Minute)
		_, _, err := s.ClaimQuestion(ctx, q, "o", time.Minute, q.Asked)
		must(t, err)
	}
	got, err := s.Spots(ctx, noon().Add(time.Minute), 2)
	must(t, err)
	wantSame(t, "spots", got, []Spot{{"C1", "1.0"}, {"D1", "3.0"}})
}

// testFindArticleFor holds that who may not see an article does not learn
// that it is there.
func testFindArticleFor(t *testing.T, s *Store) {
	const url = "https://example.com/1"
	ids := map[article.Scope]string{}
	for _, scope := range []article.Scope{article.Workspace, article.ChannelScope("C1"), article.ChannelScope("C2")} {
		e := entry(url, "one", false)
		e.Article.Scope = scope
		e.Article.ID = e.Article.NewID()
		ids[scope] = save(t, s, e)[0].ID
	}
	secret := ids[article.ChannelScope("C2")]
	for _, test := range []struct {
		reader article.Reader
		ref    string
		want   string // empty for ErrNotFound
	}{
		{nil, url, ids[article.Workspace]},
		{article.Reader{article.Outside, article.ChannelScope("C1")}, url, ids[article.ChannelScope("C1")]},
		{article.Reader{article.Outside}, url, ""},
		{nil, secret, ""},
		{nil, secret[:8], ""},
		{article.Reader{article.ChannelScope("C2")}, secret[:8], secret},
	} {
		got, err := s.FindArticleFor(t.Context(), test.reader, test.ref)
		if test.want == "" {
			wantIs(t, test.ref, err, ErrNotFound)
			continue
		}
		must(t, err)
		wantSame(t, test.ref, got.ID, test.want)
	}
	_, err := s.FindArticleFor(t.Context(), article.Reader{article.ChannelScope("C1")}, url)
	wantIs(t, "two that are seen", err, ErrAmbiguous)
}

func testGuests(t *testing.T, s *Store) {
	ctx := t.Context()
	_, err := s.Guest(ctx, "U1")
	wantIs(t, "who was never noted", err, ErrNotFound)
	for _, guest := range []bool{true, true, false} {
		must(t, s.NoteGuest(ctx, "U1", guest))
		got, err := s.Guest(ctx, "U1")
		must(t, err)
		wantSame(t, "guest", got, guest)
	}
}
