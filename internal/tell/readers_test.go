package tell

import (
	"context"
	"errors"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
)

// A wall takes what is posted.
type wall map[string]Message

func (w wall) Post(_ context.Context, m Message) (string, error) {
	w[m.Key] = m
	return "1." + m.Key, nil
}

func (w wall) Find(context.Context, Message) (string, error) { return "", nil }

// TestSeen tells messages that cite an article to those who see it now, and to
// those who do not.
func TestSeen(t *testing.T) {
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	put := func(scope article.Scope) string {
		a := article.Article{Title: "Dam breaks " + string(scope), Body: "The dam broke.", Scope: scope}
		a.ID = a.NewID()
		if _, err := st.Save(t.Context(), store.Batch{Entries: []store.Entry{{Article: a}}}); err != nil {
			t.Fatal(err)
		}
		return a.ID
	}
	all, own, theirs, gone := put(article.Workspace), put(article.ChannelScope("C1")), put(article.ChannelScope("C2")), put(article.UserScope("U1"))
	if err := st.Remove(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	down := errors.New("down")
	members := func(_ context.Context, channel, person string) (article.Reader, error) {
		return article.Reader{article.ChannelScope(channel), article.UserScope(person)}, nil
	}
	for name, tt := range map[string]struct {
		cites   []string
		readers Readers
		want    error
	}{
		"the workspace's":               {[]string{all}, members, nil},
		"the channel's":                 {[]string{all, own}, members, nil},
		"another channel's":             {[]string{all, theirs}, members, ErrUnseen},
		"removed":                       {[]string{gone}, members, ErrUnseen},
		"without Slack":                 {[]string{own}, nil, nil},
		"the workspace's without Slack": {[]string{all}, nil, ErrUnseen},
		"Slack is down":                 {[]string{all}, func(context.Context, string, string) (article.Reader, error) { return nil, down }, down},
		"nothing cited":                 {nil, func(context.Context, string, string) (article.Reader, error) { return nil, down }, nil},
	} {
		m := Message{Key: name, Channel: "C1", Person: "U1"}
		for _, id := range tt.cites {
			m.Parts = append(m.Parts, Part{Citations: []answer.Citation{{ArticleID: id}}})
		}
		w := wall{}
		teller := &Teller{Poster: w, Ledger: st, Readers: tt.readers, Now: time.Now}
		for range 2 {
			if _, err := teller.Tell(t.Context(), m); !errors.Is(err, tt.want) || (err == nil) != (len(w) == 1) {
				t.Errorf("%s: %v, want %v; %d posted", name, err, tt.want, len(w))
			}
		}
		teller.Readers = func(context.Context, string, string) (article.Reader, error) { return nil, down }
		if _, err := teller.Tell(t.Context(), m); tt.want == nil && err != nil {
			t.Errorf("%s: it stands there, and then: %v", name, err)
		}
	}
}
