package store

import (
	"testing"
	"time"

	"footnote/internal/article"
)

// testArticlesToCompare reads what is new by pages, and never twice.
func testArticlesToCompare(t *testing.T, s *Store) {
	save := func(name, body string) article.Article {
		t.Helper()
		a := article.Article{URL: "https://a.example/" + name, Title: name, Body: body, Scope: article.ChannelScope("C1")}
		a.ID = a.NewID()
		_, err := s.Save(t.Context(), Batch{Entries: []Entry{{Article: a}}})
		must(t, err)
		return a
	}
	page := func(want ...string) {
		t.Helper()
		fresh, until, err := s.ArticlesToCompare(t.Context(), 2)
		must(t, err)
		var got []string
		for _, f := range fresh {
			got = append(got, f.Article.Title)
			if f.Seq > until {
				t.Errorf("%s is of line %d, after %d", f.Article.Title, f.Seq, until)
			}
		}
		if len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
			t.Errorf("to compare: %q, want %q", got, want)
		}
		must(t, s.ComparedArticles(t.Context(), until))
	}
	save("old", "It is so.")
	page() // the first time, nothing is new
	before, err := s.LastChange(t.Context())
	must(t, err)
	save("old", "It is not so.") // a revision is no new article
	a := save("one", "One.")
	save("two", "Two.")
	save("three", "Three.")
	page("one", "two")
	page("three")
	must(t, s.ComparedArticles(t.Context(), before)) // as a slower process may
	page()
	old := article.Article{URL: "https://a.example/old", Scope: a.Scope}
	after, err := s.SavedAfter(t.Context(), []string{old.NewID(), a.ID}, before)
	must(t, err)
	if len(after) != 1 || after[0] != a.ID {
		t.Errorf("saved after: %q, want %q", after, a.ID)
	}
}

// testContradict keeps one note for an answer, until it is told.
func testContradict(t *testing.T, s *Store) {
	a := article.Article{URL: "https://a.example/1", Title: "One", Body: "One."}
	a.ID = a.NewID()
	_, err := s.Save(t.Context(), Batch{Entries: []Entry{{Article: a}}})
	must(t, err)
	shown := []byte(`{"question":"Is it?","kind":"present"}`)
	put := func(thread, ts string, r Record) {
		t.Helper()
		q, _, err := s.ClaimQuestion(t.Context(), Question{Channel: "C1", TS: ts, ThreadTS: thread, User: "U1", Text: "<@B> Is it?", Asked: noon()}, "o", time.Minute, noon())
		must(t, err)
		must(t, s.FinishQuestion(t.Context(), q.ID, r))
	}
	put("1.0", "1.0", Record{ReplyTS: "1.5", Seq: 7, Shown: shown})
	put("1.0", "1.1", Record{ReplyTS: "1.6", Shown: shown}) // leans on the first
	put("2.0", "2.0", Record{ReplyTS: "2.5", Shown: []byte(`{"question":"Was it?","kind":"fact"}`)})
	put("3.0", "3.0", Record{Shown: shown}) // stands nowhere
	put("4.0", "4.0", Record{ReplyTS: "4.5"})
	open, err := s.PresentAnswers(t.Context(), noon())
	must(t, err)
	if len(open) != 1 || open[0].ThreadTS != "1.0" || open[0].Question != "Is it?" || open[0].User != "U1" || open[0].Seq != 7 {
		t.Fatalf("answers about the present: %+v", open)
	}
	if later, err := s.PresentAnswers(t.Context(), noon().Add(time.Second)); err != nil || len(later) != 0 {
		t.Errorf("answers since then: %+v, %v", later, err)
	}
	id := open[0].ID
	must(t, s.Contradict(t.Context(), id, a.ID, []byte(`{"key":"first"}`)))
	must(t, s.Contradict(t.Context(), id, a.ID, []byte(`{"key":"second"}`)))
	open, err = s.PresentAnswers(t.Context(), noon())
	must(t, err)
	due, also := s.Contradictions(t.Context(), noon())
	must(t, also)
	if len(open) != 0 || len(due) != 1 || due[0].AnswerID != id || string(due[0].Message) != `{"key":"first"}` {
		t.Errorf("open %+v, to post %+v", open, due)
	}
	for _, want := range []bool{true, false} {
		held, err := s.ClaimStale(t.Context(), id, "contradicted", time.Minute, noon())
		must(t, err)
		if held != want {
			t.Errorf("claimed: %v, want %v", held, want)
		}
	}
	must(t, s.ToldStale(t.Context(), id))
	due, err = s.Contradictions(t.Context(), noon())
	must(t, err)
	if len(due) != 0 {
		t.Errorf("told, and to post: %+v", due)
	}
}
