package tell

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/article"
)

var errDown = errors.New("down")

// A script is a Poster and a Ledger that say what they are told to, fail at one
// call, and note all calls.
type script struct {
	told   string // where the ledger says that the message stands
	before bool   // whether somebody began
	found  string // where it is found
	down   string // the call that fails
	calls  []string
}

func (s *script) call(name string) error {
	s.calls = append(s.calls, name)
	if name == s.down {
		return errDown
	}
	return nil
}

func (s *script) BeginPost(context.Context, string, time.Time) (string, bool, error) {
	return s.told, s.before, s.call("begin")
}

func (s *script) NoteNumbers(_ context.Context, _, ts string, numbers map[string]int) error {
	return s.call(fmt.Sprint("number ", ts, " ", numbers))
}

func (s *script) EndPost(_ context.Context, _, ts string) error { return s.call("end " + ts) }

func (s *script) Article(context.Context, string) (article.Article, error) {
	return article.Article{}, s.call("look") // everybody's, whether it fails or not
}

func (s *script) Find(context.Context, Message) (string, error) { return s.found, s.call("find") }

func (s *script) Post(context.Context, Message) (string, error) { return "2", s.call("post") }

// TestTell tells a message that stands there, was begun, or neither, while one
// call or none fails.
func TestTell(t *testing.T) {
	m := Message{Key: "k", Parts: []Part{{Citations: []answer.Citation{{N: 3, ArticleID: "a"}}}}}
	for name, tt := range map[string]struct {
		script script
		want   string // the calls
	}{
		"new":                       {script{}, "begin, look, post, number 2 map[a:3], end 2"},
		"told":                      {script{told: "1", before: true}, "begin"},
		"begun, and stands there":   {script{before: true, found: "1"}, "begin, find, number 1 map[a:3], end 1"},
		"begun, and does not stand": {script{before: true}, "begin, find, look, post, number 2 map[a:3], end 2"},
		"not to be begun":           {script{down: "begin"}, "begin"},
		"not to be looked for":      {script{before: true, down: "find"}, "begin, find"},
		"not known who sees it":     {script{down: "look"}, "begin, look"},
		"not to be posted":          {script{down: "post"}, "begin, look, post"},
		"not to be numbered":        {script{down: "number 2 map[a:3]"}, "begin, look, post, number 2 map[a:3]"},
		"not to be noted":           {script{down: "end 2"}, "begin, look, post, number 2 map[a:3], end 2"},
	} {
		s := tt.script
		ts, err := (&Teller{Poster: &s, Ledger: &s, Now: time.Now}).Tell(t.Context(), m)
		if calls := strings.Join(s.calls, ", "); calls != tt.want {
			t.Errorf("%s: %s; want %s", name, calls, tt.want)
		}
		if s.down != "" && !errors.Is(err, errDown) || s.down == "" && (err != nil || ts == "") {
			t.Errorf("%s: %q, %v", name, ts, err)
		}
	}
}

// A slow Poster waits until it may no longer.
type slow struct{ script }

func (s *slow) Post(ctx context.Context, _ Message) (string, error) {
	<-ctx.Done()
	return "", ctx.Err()
}

func TestTellLimit(t *testing.T) {
	s := &slow{}
	_, err := (&Teller{Poster: s, Ledger: s, Now: time.Now, Limit: time.Millisecond}).Tell(t.Context(), Message{})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a call without an end: %v", err)
	}
}

func TestPlain(t *testing.T) {
	day, err := article.ParseDate("2026-04-27")
	if err != nil {
		t.Fatal(err)
	}
	m := Message{Parts: []Part{
		{
			Title: "A dam", Text: "Two outlets.",
			Sentences: []Sentence{{"It broke.", []int{1, 2}}, {"They say so.", nil}},
			Citations: []answer.Citation{
				{N: 1, Title: "Dam breaks.", Source: "Ledger", Published: day, Link: "https://a.example/#:~:text=It", File: "dam.md"},
				{N: 2, Title: "Dam", File: "notes/dam.md"},
				{N: 3, Title: "Note"},
			},
		},
		{},
		{Small: "As of today"},
	}}
	want := `A dam
Two outlets.
It broke. [1][2]
They say so.
  [1] Dam breaks. Ledger, 27 Apr 2026. https://a.example/#:~:text=It
  [2] Dam. undated. notes/dam.md
  [3] Note. undated.

As of today`
	if diff := cmp.Diff(want, m.Plain()); diff != "" {
		t.Errorf("plain (-want +got):\n%s", diff)
	}
}

func TestNumbering(t *testing.T) {
	n := Numbering{}
	first := n.Of(Part{
		Sentences: []Sentence{{"It is open.", []int{1, 3}}}, Citations: []answer.Citation{{N: 1, ArticleID: "a"}, {N: 3, ArticleID: "c"}},
	})
	second := Part{
		Sentences: []Sentence{{"It was closed.", []int{1}}, {"So they say.", []int{2}}}, Citations: []answer.Citation{{N: 1, ArticleID: "b"}, {N: 2, ArticleID: "a", Quote: "q"}},
	}
	if got := n.Of(second); got.Sentences[0].Citations[0] != 3 || got.Sentences[1].Citations[0] != 1 || got.Citations[0].ArticleID != "a" || got.Citations[1].N != 3 {
		t.Errorf("the second part is %+v", got)
	}
	if first.Sentences[0].Citations[0] != 1 || first.Sentences[0].Citations[1] != 2 || second.Sentences[0].Citations[0] != 1 {
		t.Errorf("the first part is %+v, and the second was %+v", first, second)
	}
}
