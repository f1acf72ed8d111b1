package watch

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// TestNoteStale revises, keeps and removes what answers cite.
func TestNoteStale(t *testing.T) {
	r := newRoom(t, nil)
	page := func(n, body string) article.Article {
		a := article.Article{URL: "https://post.example/" + n, Title: "Page " + n, Body: body, Lang: "en", Published: article.Date{Time: time.Now().Add(-time.Hour)}}
		a.ID = a.NewID()
		return a
	}
	cited := map[string]article.Article{
		"revised": page("1", "The bridge is closed to cars."), "kept": page("2", "The ferry leaves at nine."), "removed": page("3", "The tram is late."),
		"of the samples": page("4", "The lift is stuck."),
	}
	r.now = time.Now()
	for name, a := range cited {
		sample := name == "of the samples" // which are in no store
		if !sample {
			r.add(a)
		}
		quote, err := json.Marshal([]answer.Citation{{N: 1, ArticleID: a.ID, Title: a.Title, Quote: a.Body}})
		if err != nil {
			t.Fatal(err)
		}
		q, _, err := r.store.ClaimQuestion(t.Context(), store.Question{Channel: "C1", TS: name, ThreadTS: name, Text: name, Asked: time.Now()}, "o", time.Minute, time.Now())
		if err == nil {
			err = r.store.FinishQuestion(t.Context(), q.ID, store.Record{Text: a.Body, Outcome: "extracted", Citations: quote, ReplyTS: "17." + q.TS, Shown: answer.Answer{Sample: sample}.Encode()})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	r.now = time.Now()
	b := &board{err: errors.New("reset")}
	run := &Runner{Checker: r.checker, Log: slog.New(slog.DiscardHandler), Teller: &tell.Teller{Poster: b, Ledger: r.store, Readers: r.checker.Readers, Now: r.checker.Now}}
	run.NoteStale(t.Context())
	if len(b.posted) != 0 {
		t.Fatalf("noted though nothing changed: %s", b.posted[0].Plain())
	}
	r.add(page("1", "The bridge is open to cars."))
	r.add(page("2", "The ferry leaves at nine. It is white."))
	if err := r.store.Remove(t.Context(), cited["removed"].ID); err != nil {
		t.Fatal(err)
	}
	r.now = time.Now()
	for range 3 {
		run.NoteStale(t.Context())
		r.now = r.now.Add(2 * lease)
	}
	notes := map[string]string{}
	for _, m := range b.posted {
		if notes[m.Thread] != "" {
			t.Errorf("two notes stand in thread %s", m.Thread)
		}
		notes[m.Thread] = m.Plain()
	}
	if len(notes) != 2 || !strings.Contains(notes["revised"], "no longer in it") || !strings.Contains(notes["removed"], "is gone: “Page 3”") {
		t.Errorf("noted %q", notes)
	}
}

// TestStaleUnseen has articles of a channel change that somebody has left, who asked
// about them: they are told nothing of it, and of the workspace's all.
func TestStaleUnseen(t *testing.T) {
	r := newRoom(t, nil)
	secret := article.ChannelScope("C2")
	page := func(n, body string, scope article.Scope) article.Article {
		return article.Article{URL: "https://post.example/" + n, Title: "Page " + n, Body: body, Lang: "en", Scope: scope, Published: article.Date{Time: time.Now().Add(-time.Hour)}}
	}
	all := []article.Article{
		page("revised", "The bridge is closed to cars.", secret), page("removed", "The tram is late.", secret),
		page("revised", "The bridge is closed to cars.", article.Workspace), page("removed", "The tram is late.", article.Workspace),
	}
	asked := time.Now()
	for i, a := range all {
		a.ID = a.NewID()
		all[i] = a
		r.add(a)
		cited, err := json.Marshal([]answer.Citation{{N: 1, ArticleID: a.ID, Title: a.Title, URL: a.URL, Quote: a.Body}})
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprint(i)
		q, _, err := r.store.ClaimQuestion(t.Context(), store.Question{Channel: "D1", TS: name, ThreadTS: name, User: "U1", Text: name, Asked: asked}, "o", time.Minute, asked)
		if err == nil {
			err = r.store.FinishQuestion(t.Context(), q.ID, store.Record{Text: a.Body, Outcome: "extracted", Citations: cited, ReplyTS: "17." + name})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range all {
		if strings.HasSuffix(a.URL, "removed") {
			if err := r.store.Remove(t.Context(), a.ID); err != nil {
				t.Fatal(err)
			}
			continue
		}
		a.Body = "The bridge is open to cars."
		r.add(a)
	}
	r.sees()
	r.now = time.Now()
	run, b := r.noter()
	for range 2 {
		run.NoteStale(t.Context())
		r.now = r.now.Add(2 * lease)
	}
	var threads []string
	for _, m := range b.posted {
		threads = append(threads, m.Thread)
	}
	if !slices.Equal(threads, []string{"2", "3"}) {
		t.Errorf("notes stand in the threads %v, want those of the workspace's articles", threads)
	}
}
