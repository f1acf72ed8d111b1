package answer

import (
	"context"
	"fmt"
	"slices"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/selection"
	"footnote/retrieval"
)

// A Suggestion is a question that the library answers, on the matter of one
// that was answered; or of one that was not, what may have been meant.
type Suggestion struct {
	Text      string `json:"text"`       // the question, which leans on no other
	Title     string `json:"title"`      // of the article that answers it; empty where that is not known
	ArticleID string `json:"article_id"` // its first citation is of this one
}

// How many suggestions are made, and of how many articles that is tried: each
// try costs a search and an answer in quotes.
const (
	maxSuggestions = 3
	maxSuggested   = 6
)

// longestTitle is how many characters a title has at most that is asked about.
const longestTitle = 200

// Suggest returns at most three questions on the matter of q that q's reader
// can have answered: each is about an article that q's search finds and
// neither ans nor q's thread has used. ask writes the question about an article.
// Asked for themselves and answered in quotes, they lead to that article first,
// and to words that ans and the thread do not say. No model is asked. An error
// comes with those that were found before it.
func (a *Answerer) Suggest(ctx context.Context, q Question, ans Answer, ask func(article.Article) string) ([]Suggestion, error) {
	if ans.Outcome == NotFound {
		return nil, nil
	}
	s := suggesting{answerer: a, question: q, ask: ask, so: newThreadSoFar(q, ans)}
	for _, about := range matters(q) {
		found, err := unranked{a.Search}.Search(ctx, query(about))
		if err != nil {
			return s.out, fmt.Errorf("search: %w", err)
		}
		for _, c := range further(found) {
			if len(s.out) == maxSuggestions || s.tries == maxSuggested {
				return s.out, nil
			}
			if err := s.try(ctx, c.Passage.Article); err != nil {
				return s.out, err
			}
		}
	}
	return s.out, nil
}

// matters returns the questions on whose matter there may be more to ask: this
// one, and that which its thread began with.
func matters(q Question) []Question {
	out := []Question{q}
	if len(q.Thread) > 0 {
		first := q
		first.Text, first.Thread = q.Thread[0].Question, nil
		out = append(out, first)
	}
	return out
}

// suggesting is suggestions as they are made.
type suggesting struct {
	answerer *Answerer
	question Question
	ask      func(article.Article) string
	so       threadSoFar
	tries    int
	out      []Suggestion
}

// try adds the question about an article if it is one to suggest.
func (s *suggesting) try(ctx context.Context, of article.Article) error {
	text := s.ask(of)
	if s.so.used[of.ID] || s.so.asked[sameWords(text)] || s.so.says(of) || !askable(of.Title) || leans(text) {
		return nil
	}
	s.so.used[of.ID] = true
	s.tries++
	says, ok, err := s.answerer.leadsTo(ctx, s.question, text, of)
	if err == nil && ok && !selection.Repeats(says, s.so.said) {
		s.so.said = append(s.so.said, says)
		s.out = append(s.out, Suggestion{Text: text, Title: of.Title, ArticleID: of.ID})
	}
	return err
}

// unranked searches without a Reranker, which may be a model: what may be asked
// next takes many searches.
type unranked struct{ Searcher }

// Search implements Searcher.
func (u unranked) Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error) {
	q.NoRerank = true
	return u.Searcher.Search(ctx, q)
}

// further returns what passages say on the matter of a question, the likeliest
// to answer it first.
func further(found retrieval.Result) []selection.Candidate {
	if found.Reading.Bare {
		return selection.Leads(found)
	}
	return selection.OnMatter(selection.Candidates(found))
}

// askable reports whether a question may be about a title: who presses it asks
// a model in these words.
func askable(title string) bool {
	return prose.HasWord(title) && len([]rune(title)) <= longestTitle && prose.Forbidden(title) == "" && title == prose.VisibleOnly(title)
}

// leadsTo answers a question in quotes and returns what it says first; ok
// reports whether that is of the article, and nothing of the question stays
// open.
func (a *Answerer) leadsTo(ctx context.Context, q Question, text string, of article.Article) (says selection.Candidate, ok bool, err error) {
	quoting := Answerer{Search: unranked{a.Search}, Log: a.Log}
	ans, err := quoting.anew(ctx, Question{Text: text, Reader: q.Reader, AsOf: q.AsOf, Now: q.Now, StrictDates: q.StrictDates}, func(Event) error { return nil })
	if err != nil {
		return selection.Candidate{}, false, err
	}
	if ans.Outcome != Extracted || ans.Sentences[0].Citations == nil || ans.Notice != "" || ans.Missing != nil || len(ans.Citations) == 0 || ans.Citations[0].ArticleID != of.ID {
		return selection.Candidate{}, false, nil
	}
	return selection.Candidate{Text: ans.Citations[0].Quote, Terms: prose.BaseForms(ans.Citations[0].Quote, of.Lang)}, true, nil
}

// threadSoFar is what a thread has asked, used and said.
type threadSoFar struct {
	asked map[string]bool // questions, as sameWords writes them
	used  map[string]bool // articles, by ID
	said  []selection.Candidate
}

// newThreadSoFar returns what the thread of a question, it and its answer have told.
func newThreadSoFar(q Question, ans Answer) threadSoFar {
	t := threadSoFar{asked: map[string]bool{}, used: map[string]bool{}}
	for _, turn := range append(slices.Clone(q.Thread), Turn{Question: q.Text, Answer: ans.Text, Citations: ans.Shown()}) {
		t.asked[sameWords(turn.Question)] = true
		t.say(withoutMarkers(turn.Answer))
		for _, c := range turn.Citations {
			t.used[c.ArticleID] = true
			t.say(c.Quote)
		}
	}
	return t
}

// says reports whether a title has no word that something said has not.
func (t *threadSoFar) says(a article.Article) bool {
	title := prose.BaseForms(a.Title, a.Lang)
	return slices.ContainsFunc(t.said, func(c selection.Candidate) bool { return prose.Share(title, c.Terms) == 1 })
}

// say notes what the sentences of a text say.
func (t *threadSoFar) say(text string) {
	for _, span := range analysis.Sentences(text) {
		s := text[span.Start:span.End]
		t.said = append(t.said, selection.Candidate{Text: s, Terms: prose.BaseForms(s, analysis.Language("", s))})
	}
}
