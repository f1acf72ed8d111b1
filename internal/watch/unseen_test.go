package watch

import (
	"context"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
)

// sees makes all who read in the room see these scopes beside the workspace.
func (r *room) sees(scopes ...article.Scope) {
	r.checker.Readers = func(context.Context, string, string) (article.Reader, error) { return scopes, nil }
}

// TestUnseenChange finds changes in quiet hours whose articles, or those of the
// answer before, are not seen any more in the morning.
func TestUnseenChange(t *testing.T) {
	secret := article.ChannelScope("C2")
	for name, tt := range map[string]struct {
		before, now   article.Scope
		leaves        bool
		told, itWas   bool
		answersOnFile int
	}{
		"all is seen":        {secret, secret, false, true, true, 2},
		"the change is not":  {article.Workspace, secret, true, false, false, 1},
		"what it was is not": {secret, article.Workspace, true, true, false, 2},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, nil)
			p := bridge(t)
			shut, opens := p.parts[0].article, p.parts[3].article
			shut.Scope, opens.Scope = tt.before, tt.now
			r.sees(secret)
			run, b := r.noter()
			r.add(shut)
			w := r.watch(p.question)
			if err := r.store.QuietWatch(t.Context(), w.ID, "11:00-13:00 UTC"); err != nil {
				t.Fatal(err)
			}
			r.add(opens)
			run.Round(t.Context())
			if len(b.posted) > 0 {
				t.Fatalf("posted in quiet hours: %s", b.posted[0].Plain())
			}
			if tt.leaves {
				r.sees()
				run.Teller.Readers = r.checker.Readers
			}
			if err := r.store.QuietWatch(t.Context(), w.ID, ""); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				run.Round(t.Context())
			}
			if told := len(b.posted) == 1; told != tt.told || told && strings.Contains(b.posted[0].Plain(), "\nIt was\n") != tt.itWas {
				t.Errorf("told %d times, want it told: %v, and what it was: %v\n%v", len(b.posted), tt.told, tt.itWas, b.posted)
			}
			untold, err := r.store.UntoldAnswers(t.Context())
			if err != nil || len(untold) != 0 {
				t.Errorf("untold for ever: %v, %v", untold, err)
			}
			if all, err := r.store.WatchAnswers(t.Context(), w.ID); err != nil || len(all) != tt.answersOnFile {
				t.Errorf("%d answers are kept, %v; want %d", len(all), err, tt.answersOnFile)
			}
		})
	}
}

// TestUnseenContradiction keeps a note that rests on an article which its
// reader does not see any more when it is to be posted.
func TestUnseenContradiction(t *testing.T) {
	secret := article.ChannelScope("C2")
	for _, leaves := range []bool{false, true} {
		r := newRoom(t, nil)
		p := bridge(t)
		r.sees(secret)
		r.add(p.parts[0].article)
		run, b := r.noter()
		opens := p.parts[3].article
		opens.Scope = secret
		r.now = opens.Published.Time.Add(-time.Hour)
		r.ask(p.question)
		r.add(opens)
		if err := run.compareAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		if kept, err := r.store.Contradictions(t.Context(), r.now.AddDate(-1, 0, 0)); err != nil || len(kept) != 1 {
			t.Fatalf("%d notes are kept, %v", len(kept), err)
		}
		if leaves {
			r.sees()
			run.Teller.Readers = r.checker.Readers
		}
		run.NoteContradicted(t.Context())
		if posted := len(b.posted) == 1; posted == leaves {
			t.Errorf("left %v: posted %v", leaves, b.posted)
		}
		if kept, err := r.store.Contradictions(t.Context(), r.now.AddDate(-1, 0, 0)); err != nil || len(kept) != 0 {
			t.Errorf("left %v: kept for ever: %v, %v", leaves, kept, err)
		}
	}
}

// TestUnseenLibrary watches what the library does not answer, in a channel that is
// shared with another company then: neither what is told nor the history says how
// much the library held, and of which day.
func TestUnseenLibrary(t *testing.T) {
	r := newRoom(t, nil)
	p := bridge(t)
	here := article.ChannelScope("C1")
	r.sees(here)
	other := p.parts[0].article
	other.URL, other.Title, other.Body = "https://post.example/tram", "Tram", "The tram is late."
	r.add(other)
	w := r.watch(p.question)
	r.sees(here, article.Outside)
	run, b := r.noter()
	opens := p.parts[3].article
	opens.Scope = here
	r.add(opens)
	run.Round(t.Context())
	given, err := r.checker.HistoryFor(t.Context(), w, "U1")
	if err != nil || len(given) != 2 || len(b.posted) != 1 {
		t.Fatalf("history %v, %v, posted %v", given, err, b.posted)
	}
	for _, text := range []string{b.posted[0].Plain(), Timeline(given)} {
		if strings.Contains(text, "its one article") || strings.Contains(text, "The newest") || !strings.Contains(text, "open") {
			t.Errorf("told:\n%s", text)
		}
	}
}
