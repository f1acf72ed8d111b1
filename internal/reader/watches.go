package reader

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
)

// A standing is a standing question with what it answered, newest first.
type standing struct {
	Back                   string
	ID                     int64
	Question, Place, Since string
	Paused                 bool
	Answers                []given // never none
	Picture                *timeline
}

// A given is an answer as it was given at a time.
type given struct {
	N         int    // counted from 1, the oldest
	Day       string // since when it holds
	Noticed   string // when the question was asked
	Gist      string // the first sentence, or what it quotes
	Sentences []string
	NotFound  bool
	Notes     []note
	from      time.Time
}

// A note is a footnote of an answer. Its quote is empty where the answer has the
// words in full, and only begun where it must be told from another of its article.
type note struct {
	Title, Outlet, Day, Quote, Path string
	Again                           bool // of the article of the note above
}

// reminder is how many letters of a quote are shown where the answer has all of it.
const reminder = 40

// private reports whether a place is a direct message: what is asked there is
// shown to nobody.
func private(channel string) bool { return strings.HasPrefix(channel, "D") }

// standing returns the standing questions that may be shown.
func (s *Server) standing(ctx context.Context) ([]standing, error) {
	all, err := s.Store.Watches(ctx)
	if err != nil {
		return nil, err
	}
	var out []standing
	for _, w := range all {
		if private(w.Channel) {
			continue
		}
		q, err := s.standingOf(ctx, w)
		switch {
		case errors.Is(err, store.ErrNotFound): // it was removed meanwhile
		case err != nil:
			return nil, err
		default:
			out = append(out, q)
		}
	}
	return out, nil
}

// standingOf reads what a watch answered; store.ErrNotFound where it is gone.
func (s *Server) standingOf(ctx context.Context, w store.Watch) (standing, error) {
	q := standing{Back: s.Back, ID: w.ID, Question: w.Question, Place: "terminal", Since: when(w.Created), Paused: w.Paused}
	if w.Channel != "" {
		q.Place = s.channel(w.Channel)
	}
	answers, err := s.Store.WatchAnswers(ctx, w.ID)
	if err != nil {
		return q, err
	}
	if len(answers) == 0 {
		return q, store.ErrNotFound
	}
	for i, a := range answers {
		g, err := newGiven(i+1, a)
		if err != nil {
			return q, fmt.Errorf("read answer %d of watch %d: %w", a.ID, w.ID, err)
		}
		q.Answers = append(q.Answers, g)
	}
	q.Picture = newTimeline(q.Answers, wall(time.Now()))
	slices.Reverse(q.Answers)
	return q, nil
}

// newGiven reads an answer. It holds since the newest day it cites, or, where
// it cites none, since it was noticed.
func newGiven(n int, a store.WatchAnswer) (given, error) {
	var ans answer.Answer
	if err := json.Unmarshal(a.Answer, &ans); err != nil {
		return given{}, err
	}
	g := given{N: n, Noticed: when(a.At), NotFound: ans.Outcome == answer.NotFound, from: wall(a.At)}
	var newest article.Date
	for _, c := range ans.Citations {
		c.Published.Estimated = c.Undated && c.Published.Known() // JSON keeps it apart from the date
		if c.Published.Sure() && c.Published.CompareDay(newest) > 0 {
			newest = c.Published
			g.from = newest.Local()
		}
	}
	g.Notes = notes(ans)
	g.Day = g.from.Format("2 Jan 2006")
	for _, said := range ans.Sentences {
		g.Sentences = append(g.Sentences, said.Text)
	}
	if len(g.Sentences) == 0 {
		g.Sentences = []string{ans.Text}
	}
	g.Gist = g.Sentences[0]
	if ans.Outcome == answer.Extracted && len(ans.Citations) > 0 {
		g.Gist = ans.Citations[0].Quote
	}
	return g, nil
}

// wall returns what the clock of the machine shows at an instant, as if it were of
// UTC: so stands the day of an article beside it.
func wall(t time.Time) time.Time { return article.At(t.Local()).Local() }

// notes returns the footnotes of an answer, those of an article together.
func notes(ans answer.Answer) []note {
	cited := slices.SortedStableFunc(slices.Values(ans.Citations), func(a, b answer.Citation) int { return a.N - b.N })
	var out []note
	for i, c := range cited {
		n := note{Title: c.Title, Outlet: c.Source, Day: c.Published.Day(), Quote: c.Quote, Path: quotePath(c)}
		n.Again = i > 0 && c.ArticleID != "" && cited[i-1].ArticleID == c.ArticleID
		if strings.Contains(ans.Text, answer.Quoted(c.Quote)) {
			if n.Quote = ""; n.Again {
				n.Quote = clip(c.Quote, reminder)
			}
		}
		out = append(out, n)
	}
	return out
}

// quotePath returns where the article of a citation is read, with its quote
// marked.
func quotePath(c answer.Citation) string {
	_, directive, ok := strings.Cut(c.Link, ":~:text=")
	if !ok {
		directive = strings.ReplaceAll(url.PathEscape(c.Quote), "-", "%2D")
	}
	return "/read/" + url.PathEscape(c.ArticleID) + "?" + url.Values{"text": {directive}}.Encode() + "#quote"
}

// watch shows one standing question.
func (s *Server) watch(w http.ResponseWriter, r *http.Request) {
	q, err := s.standingNumber(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, err)
		return
	}
	s.write(w, "watch.html", q)
}

// standingNumber returns a standing question by its number, or
// store.ErrNotFound.
func (s *Server) standingNumber(ctx context.Context, number string) (standing, error) {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return standing{}, store.ErrNotFound
	}
	all, err := s.Store.Watches(ctx)
	if err != nil {
		return standing{}, err
	}
	for _, w := range all {
		if w.ID == id && !private(w.Channel) {
			return s.standingOf(ctx, w)
		}
	}
	return standing{}, store.ErrNotFound
}
