package digest

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// A strict Slack takes so many messages and no more.
type strict struct {
	takes  int
	closed bool // and nobody can look there
	posted []tell.Message
}

func (s *strict) Post(_ context.Context, m tell.Message) (string, error) {
	if s.closed {
		return "", tell.ErrClosed
	}
	if s.takes == 0 {
		return "", errors.New("refused")
	}
	s.takes--
	s.posted = append(s.posted, m)
	return "1." + m.Key, nil
}

func (s *strict) Find(context.Context, tell.Message) (string, error) {
	if s.closed {
		return "", tell.ErrClosed
	}
	return "", nil
}

// TestClosed gives up a digest whose channel takes no messages when its time is over.
func TestClosed(t *testing.T) {
	n := newNewsroom(t, store.Digest{})
	n.add("Post", "Own turbines", "Brightmoor will build wind turbines off the coast of Pellow.", 2*time.Hour)
	r := &Runner{
		Ledger: n.store, Maker: n.editor, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return n.now }, Owner: "o",
		Teller: &tell.Teller{Poster: &strict{closed: true}, Ledger: n.store, Readers: members, Now: time.Now, Limit: time.Millisecond},
	}
	if _, err := r.TellNow(t.Context(), n.digest); err == nil {
		t.Fatal("a closed channel takes it")
	}
	n.now = n.now.Add(catchUp + time.Hour)
	seat := func(f func()) bool { f(); return true }
	if resumed, err := r.resume(t.Context(), []store.Digest{n.digest}, seat); err != nil || !resumed {
		t.Fatal(resumed, err)
	}
	n.now = n.now.Add(time.Hour)
	if resumed, err := r.resume(t.Context(), []store.Digest{n.digest}, seat); err != nil || resumed {
		t.Errorf("it is tried again: %v, %v", resumed, err)
	}
}

// TestSilent holds that a silent digest says nothing where there is nothing, and
// tells what there is.
func TestSilent(t *testing.T) {
	for name, tt := range map[string]struct {
		silent, news, told bool
	}{"silent, no news": {true, false, false}, "silent, news": {true, true, true}, "no news": {false, false, true}} {
		n := newNewsroom(t, store.Digest{Silent: tt.silent})
		if tt.news {
			n.add("Post", "Own turbines", "Brightmoor will build wind turbines off the coast of Pellow.", 2*time.Hour)
		}
		slack := &strict{takes: 9}
		r := &Runner{
			Ledger: n.store, Maker: n.editor, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return n.now }, Owner: "o",
			Teller: &tell.Teller{Poster: slack, Ledger: n.store, Readers: members, Now: time.Now},
		}
		if _, err := r.TellNow(t.Context(), n.digest); err != nil || len(slack.posted) > 0 != tt.told {
			t.Errorf("%s: %d messages, %v, want any: %v", name, len(slack.posted), err, tt.told)
		}
	}
}

// TestUnseen makes a digest of which Slack does not take all, shares its channel
// with another company, and goes on with it.
func TestUnseen(t *testing.T) {
	for name, tt := range map[string]struct {
		takes int
		want  []string // the keys and titles posted afterwards
	}{
		"nothing was told":        {0, []string{"digest.1.0 own", "digest.1.1 own"}},
		"the headlines were told": {1, []string{"digest.1.2 own"}},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNewsroom(t, store.Digest{})
			secret := n.add("Ledger", "Secret dam", "The Oller dam broke above Tarnwick on Wednesday evening.", time.Hour)
			own := n.addScoped(article.ChannelScope("C1"), "Post", "Own turbines", "Brightmoor will build wind turbines off the coast of Pellow.", 2*time.Hour)
			slack := &strict{takes: tt.takes}
			r := &Runner{
				Ledger: n.store, Maker: n.editor, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return n.now }, Owner: "o",
				Teller: &tell.Teller{Poster: slack, Ledger: n.store, Readers: members, Now: time.Now, Limit: time.Millisecond},
			}
			if _, err := r.TellNow(t.Context(), n.digest); err == nil {
				t.Fatal("Slack takes it all")
			}
			slack.takes, slack.posted = 9, nil
			n.editor.Readers, r.Teller.Readers = nil, nil // as of another company
			n.now = n.now.Add(time.Hour)
			resumed, err := r.resume(t.Context(), []store.Digest{n.digest}, func(f func()) bool { f(); return true })
			if err != nil || !resumed {
				t.Fatal(resumed, err)
			}
			var got []string
			for _, m := range slack.posted {
				what := m.Key
				if text := m.Summary + m.Plain(); strings.Contains(text, "dam") {
					what += " secret"
				} else if strings.Contains(text, "turbines") {
					what += " own"
				}
				got = append(got, what)
			}
			if strings.Join(got, ", ") != strings.Join(tt.want, ", ") {
				t.Errorf("posted %q, want %q", got, tt.want)
			}
			told, err := n.store.ToldOf(t.Context(), "C1", []string{secret.ID, own.ID})
			if err != nil || !told[own.ID] || told[secret.ID] != (tt.takes > 0) {
				t.Errorf("told %v, %v", told, err)
			}
		})
	}
}
