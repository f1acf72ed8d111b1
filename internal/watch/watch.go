// Package watch keeps questions that stand: each is asked again when articles
// come that bear on it, and speaks only when its answer has changed. Checker
// is its entry point. An answer is compared with those before it by what it
// claims, not by its words:
//
//	question → what it asks for: a state, an amount, a time, a name
//	sentence → what it claims of that, if it bears on the question at all
//
// docs/watches.md has the figures.
package watch

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/links"
	"footnote/internal/store"
	"footnote/internal/tell"
	"footnote/retrieval"
)

// A Checker asks standing questions.
type Checker struct {
	Store  *store.Store
	Search answer.Searcher
	// Sync brings what Search searches up to the store; nil where it is.
	Sync func(ctx context.Context) error
	// Answer answers from what a Searcher finds; answer.Answerer's method, with
	// its own Searcher replaced.
	Answer func(ctx context.Context, s answer.Searcher, q answer.Question) (answer.Answer, error)
	// Readers says whose articles may be used at a place.
	Readers tell.Readers
	Now     func() time.Time
	Owner   string // names this worker, and no other
}

// Limits.
const (
	PerPerson  = 20
	PerChannel = 30
	// MaxQuestion bounds a standing question, in characters.
	MaxQuestion = 500
	// lease is how long one check may take.
	lease = 5 * time.Minute
	// searched is how many passages are compared, and may name a new article
	// for the question to be asked again.
	searched = 20
)

// A Change is an answer that is another than the one before.
type Change struct {
	Watch  store.Watch
	Before Given
	Now    answer.Answer
	Since  article.Date // of the article that tells it; unknown where undated
}

// A Given is an answer with the time it was given.
type Given struct {
	At     time.Time
	Answer answer.Answer
}

// ErrLength: a question is empty, or too long to stand.
var ErrLength = fmt.Errorf("a standing question has 1 to %d characters", MaxQuestion)

// Add begins to watch a question and returns its first answer. The error is
// ErrLength, or store.ErrTooMany where there may not be more.
func (c *Checker) Add(ctx context.Context, w store.Watch) (store.Watch, answer.Answer, error) {
	if w.Question == "" || utf8.RuneCountInString(w.Question) > MaxQuestion {
		return w, answer.Answer{}, ErrLength
	}
	var err error
	if w.Checked, err = c.Store.LastChange(ctx); err != nil {
		return w, answer.Answer{}, err
	}
	ans, err := c.ask(ctx, c.Search, w)
	if err != nil {
		return w, ans, err
	}
	first, err := json.Marshal(ans)
	if err != nil {
		return w, ans, err
	}
	w, err = c.Store.AddWatch(ctx, w, first, PerPerson, PerChannel, c.Now())
	return w, ans, err
}

func (c *Checker) ask(ctx context.Context, s answer.Searcher, w store.Watch) (answer.Answer, error) {
	reader, err := c.Readers.Of(ctx, w.Channel, w.User)
	if err != nil {
		return answer.Answer{}, err
	}
	return c.Answer(ctx, s, answer.Question{Text: w.Question, Reader: reader, Now: c.Now(), User: w.User})
}

// Check asks a question again if articles came that bear on it, keeps what it
// answers, and returns a Change where that is another answer; nil where it is
// not, or where another worker is at it. A changed answer of a channel is kept
// as one that is still to be told.
func (c *Checker) Check(ctx context.Context, w store.Watch) (*Change, error) {
	held, err := c.Store.ClaimWatch(ctx, w.ID, c.Owner, lease, c.Now())
	if err != nil || !held {
		return nil, err
	}
	until, err := c.Store.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	if c.Sync != nil {
		if err := c.Sync(ctx); err != nil {
			return nil, err
		}
	}
	change, err := c.compare(ctx, w, until)
	if err != nil {
		return nil, fmt.Errorf("check watch %d: %w", w.ID, err)
	}
	var changed json.RawMessage
	if change != nil {
		if changed, err = json.Marshal(change.Now); err != nil {
			return nil, err
		}
	}
	return change, c.Store.CheckedWatch(ctx, w.ID, c.Owner, until, changed, w.Channel == "", c.Now())
}

// compare looks whether new articles claim something else than what was
// answered and than what older articles say, and asks anew from the new ones
// then. A model is asked only then.
func (c *Checker) compare(ctx context.Context, w store.Watch, until int64) (*Change, error) {
	if until <= w.Checked {
		return nil, nil
	}
	reader, err := c.Readers.Of(ctx, w.Channel, w.User)
	if err != nil {
		return nil, err
	}
	fresh, err := c.Store.NewArticles(ctx, reader, w.Checked, until)
	if err != nil || len(fresh) == 0 {
		return nil, err
	}
	ids := make([]string, len(fresh))
	for i, a := range fresh {
		ids[i] = a.ID
	}
	found, err := c.Search.Search(ctx, retrieval.Query{Text: w.Question, Reader: reader, K: searched, NoRerank: true, Now: c.Now()})
	if err != nil {
		return nil, err
	}
	before, err := c.History(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	said, told, ok := changed(w.Question, before, found.Passages, ids)
	if !ok {
		return nil, nil
	}
	now, err := c.ask(ctx, only{found, said.citation.ArticleID}, w)
	if err != nil {
		return nil, err
	}
	if !cites(now, said.citation.ArticleID) || said.headline && !slices.ContainsFunc(statements(now), told.another) {
		now = said.quoted(w.Question)
	}
	return &Change{Watch: w, Before: before[len(before)-1], Now: now, Since: said.citation.Published}, nil
}

// An only is a Searcher that found what is of one article, whatever is asked.
type only struct {
	found retrieval.Result
	id    string
}

// Search implements answer.Searcher.
func (o only) Search(context.Context, retrieval.Query) (retrieval.Result, error) {
	r := o.found
	r.Passages = nil
	for _, p := range o.found.Passages {
		if p.Article.ID == o.id {
			r.Passages = append(r.Passages, p)
		}
	}
	r.Evidence = 1 // it bears on the question
	return r, nil
}

func cites(ans answer.Answer, id string) bool {
	return slices.ContainsFunc(ans.Citations, func(c answer.Citation) bool { return c.ArticleID == id })
}

// quoted returns an answer that quotes a statement.
func (s statement) quoted(question string) answer.Answer {
	s.citation.N = 1
	sentences := []answer.Sentence{{Text: s.attributed(), Citations: []int{1}, Supported: true}}
	return answer.Answer{
		Question: question, Outcome: answer.Extracted, Text: answer.Text(sentences), Sentences: sentences,
		Citations: []answer.Citation{s.citation}, AsOf: s.citation.Published.String(),
	}
}

// unseen stands in the place of an answer that is not shown.
const unseen = "It rests on articles that cannot be seen here now."

// unanswered stands in the place of what is said where the library does not answer:
// how much it held then, and of which day, is not for everybody who reads it later.
const unanswered = "Not in the library, as far as it could be read here."

// later returns an answer as it is told when it is not the newest any more.
func (g Given) later() Given {
	if g.Answer.Outcome == answer.NotFound {
		g.Answer.Text = unanswered
	}
	return g
}

// HistoryFor returns the history of a watch as a person may see it now where it
// stands: of an answer whose articles they do not see, only when it was given.
func (c *Checker) HistoryFor(ctx context.Context, w store.Watch, person string) ([]Given, error) {
	reader, err := c.Readers.Of(ctx, w.Channel, person)
	if err != nil {
		return nil, err
	}
	given, err := c.History(ctx, w.ID)
	for i := 0; err == nil && i < len(given); i++ {
		given[i] = given[i].later()
		var seen bool
		if seen, err = tell.AllSeen(ctx, c.Store, reader, given[i].Answer.Shown()); !seen {
			given[i].Answer = answer.Answer{Text: unseen}
		}
	}
	return given, err
}

// History returns what a watch answered, oldest first; never nothing. It is for
// who runs Footnote: see HistoryFor.
func (c *Checker) History(ctx context.Context, id int64) ([]Given, error) {
	all, err := c.Store.WatchAnswers(ctx, id)
	if err != nil {
		return nil, err
	}
	given := make([]Given, len(all))
	for i, a := range all {
		given[i].At = a.At
		if err := json.Unmarshal(a.Answer, &given[i].Answer); err != nil {
			return nil, fmt.Errorf("read answer %d of watch %d: %w", a.ID, id, err)
		}
	}
	if len(given) == 0 {
		return nil, fmt.Errorf("watch %d: %w", id, store.ErrNotFound)
	}
	return given, nil
}

// changed returns what of new articles is another answer than those before
// and than what older articles say. Where the answer before was none, whatever
// bears on the question is another. A headline is heard where no sentence is.
func changed(question string, before []Given, passages []article.Passage, fresh []string) (said statement, told told, ok bool) {
	told.matter = newMatter(question)
	told.none = true
	var now []statement
	for _, g := range before {
		told.none = told.none && g.Answer.Outcome == answer.NotFound
		told.old = append(told.old, statements(g.Answer)...)
	}
	for _, s := range append(sentencesOf(passages), told.headlines(passages)...) {
		if slices.Contains(fresh, s.citation.ArticleID) {
			now = append(now, s)
		} else if !s.headline || !told.bears(told.old, s.citation.ArticleID) { // the text says it better
			told.old = append(told.old, s)
		}
	}
	told.claims = told.matter.claims(told.old)
	i := slices.IndexFunc(now, told.another)
	if i < 0 {
		return said, told, false
	}
	return now[i], told, true
}

// A told is what was answered and said of a matter so far.
type told struct {
	matter
	old    []statement
	claims []claim // of these, as far as they bear on the question
	none   bool    // no answer was one
}

// another reports whether a statement is another answer than what was told.
func (t told) another(s statement) bool {
	c := t.claim(s.text)
	return t.none && c.bears && len(t.claims) == 0 || t.differs(c, t.claims) && !older(s, t.old)
}

// claims returns what bears on the question, oldest first.
func (m matter) claims(said []statement) (out []claim) {
	slices.SortStableFunc(said, func(a, b statement) int { return a.citation.Published.Compare(b.citation.Published) })
	for _, s := range said {
		if c := m.claim(s.text); c.bears {
			out = append(out, c)
		}
	}
	return out
}

// older reports whether a statement is of a day before all the others: an old
// article that comes late changes nothing.
func older(s statement, others []statement) bool {
	return s.citation.Published.Sure() && len(others) > 0 && !slices.ContainsFunc(others, func(o statement) bool {
		return o.citation.Published.Compare(s.citation.Published) <= 0
	})
}

// A statement is a sentence, or a headline, and where it is from.
type statement struct {
	text     string
	citation answer.Citation
	headline bool
}

// statements returns what an answer states: the words of a model with the
// newest article that each is from, or what is quoted: a headline is the title of its
// article.
func statements(ans answer.Answer) (out []statement) {
	if ans.Model == "" {
		for _, c := range ans.Citations {
			out = append(out, statement{cmp.Or(c.Quote, c.Title), c, c.Quote == ""})
		}
		return out
	}
	for _, s := range ans.Sentences {
		var newest answer.Citation
		for _, c := range answer.Resting(s.Text, s.Citations, ans.Citations) {
			if newest.N == 0 || c.Published.Compare(newest.Published) > 0 {
				newest = c
			}
		}
		if newest.N != 0 {
			out = append(out, statement{text: s.Text, citation: newest})
		}
	}
	return out
}

// sentencesOf returns the sentences of passages, each with its place.
func sentencesOf(passages []article.Passage) (out []statement) {
	for _, p := range passages {
		a := p.Article
		for _, span := range analysis.Sentences(p.Chunk.Text) {
			text := p.Chunk.Text[span.Start:span.End]
			c := answer.Citation{
				ArticleID: a.ID, Title: a.Name(), Source: a.Outlet, URL: a.URL, Published: a.Published, Undated: !a.Published.Sure(),
				Quote: text, Start: p.Chunk.Start + span.Start, End: p.Chunk.Start + span.End,
				Link: links.ToWords(a.URL, a.Title, p.Chunk.Text, span.Start, span.End),
			}
			if a.URL == "" {
				c.File = a.FileName()
			}
			out = append(out, statement{text: text, citation: c})
		}
	}
	return out
}

// headlines returns the titles of the articles of passages that state something,
// each once: a change is often told there, and the text begins after it. Of a name
// that is asked for, one says nothing in which all words are written large.
func (m matter) headlines(passages []article.Passage) (out []statement) {
	var seen []string
	for _, p := range passages {
		c, title, ok := answer.Headline(p.Article)
		if slices.Contains(seen, p.Article.ID) || !ok || m.kind == name && !slices.ContainsFunc(read(title), word.small) {
			continue
		}
		seen = append(seen, p.Article.ID)
		out = append(out, statement{title, c, true})
	}
	return out
}

// bears reports whether something that an article says bears on the question.
func (m matter) bears(said []statement, articleID string) bool {
	return slices.ContainsFunc(said, func(s statement) bool { return s.citation.ArticleID == articleID && m.claim(s.text).bears })
}

// small reports whether a word that carries content is written small.
func (w word) small() bool { return w.written == w.low && len(analysis.Terms(w.low, "en")) > 0 }
