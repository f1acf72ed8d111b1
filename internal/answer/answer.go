package answer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/budget"
	"footnote/internal/llm"
	"footnote/internal/question"
	"footnote/internal/selection"
	"footnote/retrieval"
)

// A Searcher ranks passages; retrieval's indexes are one.
type Searcher interface {
	Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error)
}

// An Answerer answers questions. It is safe for concurrent use.
type Answerer struct {
	Search  Searcher
	Model   llm.Generator // nil where none is configured: answers are quoted
	Archive Archive       // nil where only passages can be read
	Verify  Trials        // how the model does as a verifier of its own sentences; nil where the gate alone decides
	Purse   *budget.Purse // pays for the model; nil where nothing is counted
	Record  Record        // nil where every answer is made anew
	Edition string        // what wrote the record: the version of the program
	Context int           // how many tokens the model reads; 0 for the least
	Log     *slog.Logger
}

// Numbers of passages: what a model is given, and what quotes are chosen from.
const (
	searched    = 20
	givenToRead = 8
	nearest     = 3
)

// LeastEvidence is the Result.Evidence below which the library is taken not
// to hold an answer.
const LeastEvidence = 0.5

// leastOtherwise is the evidence that is enough where a sentence says what is asked in other
// words.
const leastOtherwise = 0.1

// NoticeUndated is in Answer.Notice where an answer about the present rests on
// nothing that is dated.
const NoticeUndated = "Nothing dated in the library speaks of this, so how things stand now is not known."

// Words a reader must see, in Answer.Notice.
const (
	noticeUnavailable = "No model answered, so this is quoted from the articles."
	noticeBrokenOff   = "The model broke off, so this ends in words quoted from the articles."
	noticeCut         = "The model reached the limit of its reply, so this may be incomplete."
	noticeLong        = "The model wrote more than it was asked for, so what came after this is left out."
	noticeUnsupported = "Nothing the model wrote stood in the passages, so this is quoted from the articles."
	noticeSpent       = "The budget for models is spent for today, so this is quoted from the articles. The next day begins at midnight in UTC."
	noticePersonSpent = "Your budget for models is spent for today, so this is quoted from the articles. The next day begins at midnight in UTC."
)

// noticeAlone is said where a question that adds to its thread was read without it.
const noticeAlone = "Nothing tells of this together with what was asked before, so it was read by itself."

// numberless stands above what is quoted where a number was asked for and nothing that was found gives it.
const numberless = "No article that was found gives the number asked for. Nearest to it:"

// Answer answers q. It calls on, if not nil, with what it is doing and with
// each sentence as it passes the check; an error of on ends the answer and is
// wrapped in the one returned. That nothing was found is an Outcome, not an error.
func (a *Answerer) Answer(ctx context.Context, q Question, on func(Event) error) (Answer, error) {
	start := time.Now()
	if on == nil {
		on = func(Event) error { return nil }
	}
	ans, ok, err := a.recall(ctx, q, on)
	if err == nil && !ok {
		ans, err = a.anew(ctx, q, on)
	}
	ans.TookMS = time.Since(start).Milliseconds()
	return ans, err
}

// anew answers a question whatever the record holds.
func (a *Answerer) anew(ctx context.Context, q Question, on func(Event) error) (Answer, error) {
	a, meter := a.metered(q.User, "answer")
	w := &writing{on: on, asked: q.Text, asOf: q.AsOf, day: q.day(), outside: slices.Contains(q.Reader, article.Outside)}
	w.cites.keepNumbers(q)
	if err := w.status("Searching the library"); err != nil {
		return Answer{}, err
	}
	key := a.key(q)
	q.Text = question.Typed(q.Text)
	told, plain, done, err := a.heed(ctx, w, q)
	if err == nil && !done {
		err = a.search(ctx, w, told, plain)
	}
	if err == nil {
		err = w.handOn(true)
	}
	if err != nil {
		return Answer{}, err
	}
	ans := w.done()
	ans.Question = w.asked
	a.relink(ctx, q.Reader, &ans)
	ans.charge(meter)
	if !w.failed && !ans.Sample && !ans.Aside {
		ans.Key, ans.Seq = key, w.seq
	}
	return ans, nil
}

// search fills w with the answer to a question, as a model is told it, from what
// is found for it as it is to be searched for.
func (a *Answerer) search(ctx context.Context, w *writing, told, plain Question) error {
	found, notice, err := a.seek(ctx, query(plain))
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	w.seq = found.Seq
	w.ans = Answer{
		Question: plain.Text, Sample: found.Sample,
		Library: Library{Articles: found.Articles, Newest: found.Newest},
	}
	if err := a.write(ctx, w, told, plain, found); err != nil {
		return err
	}
	if err := w.sayMissing(); err != nil {
		return err
	}
	unheld := readIn(found.Unheld, w.done().Shown())
	if err := w.sayUnheld(unheld); err != nil {
		return err
	}
	if w.ans.Outcome != NotFound {
		w.ans.Notice = joinText(lookedFurther(found.Dropped), readAs(unheld), notice, w.ans.Notice)
	} else if !w.ans.Aside {
		w.ans.Text = joinText(w.ans.Text, notice)
	}
	return w.sayUnheldLinks()
}

// seek searches for a question; where too little is found, with words spelt otherwise, or by the names in
// one that is in another language than the articles; by itself where
// it adds a matter of its own that nothing tells of what its thread is about: "and the merger?"
// after a question about a match. The notice says which.
func (a *Answerer) seek(ctx context.Context, q retrieval.Query) (found retrieval.Result, notice string, err error) {
	found, err = a.Search.Search(ctx, q)
	if err != nil {
		return found, "", err
	}
	if text, says := respelt(q.Text); says != "" && !enough(found) {
		as := q
		as.Text = text
		if other, err := a.Search.Search(ctx, as); err != nil || enough(other) {
			return other, says, err
		}
	}
	if !enough(found) {
		if other, says, ok, err := a.across(ctx, q, found); ok || err != nil {
			return other, says, err
		}
	}
	if len(q.After) == 0 || !hasMatter(q.Text) || found.Evidence >= LeastEvidence && selection.UnheldPart(found, selection.Candidates(found)) == "" {
		return found, "", nil
	}
	q.After, q.Text = nil, asksNow(q.Text)
	own, err := a.Search.Search(ctx, q)
	if err != nil || own.Evidence < LeastEvidence || !selection.InTitle(own) {
		return found, "", err
	}
	return own, noticeAlone, nil
}

// asksNow returns some words as a question for how things stand.
func asksNow(text string) string { return strings.TrimRight(text, " ?.!") + " now?" }

// enough reports whether what was found is taken to hold an answer.
func enough(found retrieval.Result) bool {
	return len(found.Passages) > 0 && (found.Evidence >= LeastEvidence || found.Evidence >= leastOtherwise && selection.SaysOtherwise(found))
}

// write fills w: by the model, which is told one question, else or then by quotes for another, which
// is that as it was searched for.
func (a *Answerer) write(ctx context.Context, w *writing, told, plain Question, found retrieval.Result) error {
	if a.Model == nil {
		if done, err := a.answerParts(ctx, w, plain, found); done || err != nil {
			return err
		}
	}
	if !enough(found) {
		w.notFound(found)
		return nil
	}
	w.ans.Kind = kindOf(found)
	if a.Model == nil {
		return w.extract(found)
	}
	w.newest = newestOn(found)
	err := a.generate(ctx, w, told, found)
	switch {
	case err == nil && !w.shown() && w.reworded:
		w.failed = true
		w.aside(noticeUnchecked)
		return nil
	case err == nil && w.denied && !w.shown():
		w.notFound(found)
		return nil
	case err == nil && w.shown():
		w.ans.Outcome = Answered
		w.ans.Earlier = w.olderThanCited(found)
		w.noteWritten()
		w.noteCut()
		return nil
	}
	if err != nil && (ctx.Err() != nil || errors.Is(err, errShowing)) {
		return err
	}
	a.fail(w, err)
	if w.reworded && !w.shown() {
		w.ans.Notice = ""
		w.aside(noticeUnreached)
		return nil
	}
	if !w.shown() {
		if done, err := a.answerParts(ctx, w, plain, found); done || err != nil {
			return err
		}
	}
	return w.extract(found)
}

// noteCut says that the model had more to say, or may have had.
func (w *writing) noteCut() {
	switch {
	case w.long:
		w.ans.Notice = joinText(w.ans.Notice, noticeLong)
	case w.cut:
		w.ans.Notice = joinText(w.ans.Notice, noticeCut)
	}
}

// fail notes that the model did not do its work, and why, nil where nothing
// that it wrote passed.
func (a *Answerer) fail(w *writing, err error) {
	w.failed = true
	if !w.shown() {
		w.ans.Model = ""
	}
	switch {
	case err == nil:
		w.ans.Notice = noticeUnsupported
		return
	case errors.Is(err, budget.ErrPersonSpent):
		w.ans.Notice = noticePersonSpent
		return
	case errors.Is(err, budget.ErrSpent):
		w.ans.Notice = noticeSpent
		return
	case errors.Is(err, llm.ErrBrokenOff):
		w.ans.Notice = noticeBrokenOff
	default:
		w.ans.Notice = noticeUnavailable
	}
	a.Log.Warn("answer model", "model", a.Model.Name(), "shown", len(w.ans.Sentences), "err", err)
}

// kindOf says what shape the answer to a question takes.
func kindOf(found retrieval.Result) Kind {
	switch r := found.Reading; {
	case r.Bare && found.Dropped.IsZero():
		return News
	case r.Timeline:
		return Timeline
	case len(r.Sides) > 1:
		return Sides
	default:
		return stateOf(r)
	}
}

// stateOf tells a question about the present from others.
func stateOf(r question.Reading) Kind {
	if r.Present {
		return Present
	}
	return Fact
}

// writing is an answer as it is made.
type writing struct {
	on      func(Event) error
	asked   string // the question, as it was put
	ans     Answer
	cites   citer
	asOf    time.Time // of the question; zero for now
	day     time.Time // when it is asked, or as if
	outside bool      // somebody reads who does not see the workspace
	seq     int64     // the last change of the library that was seen
	unheld  []string  // links of the question to what the library does not hold

	reworded bool // an answer is to be put otherwise, by the model
	denied   bool // the model said that the passages do not answer
	failed   bool // the model did not do its work
	cut      bool // its reply reached the limit
	long     bool // it went on beyond what is shown
	most     int  // how many sentences are shown at most, where that is more than mostWritten

	handed int        // how many sentences were handed on
	rests  [][]quoted // what each sentence rests on
	newest *newest    // what must decide; nil where anything may

	numberless           bool   // nothing that was found gives the number that is asked for
	turned               string // what is told the other way round than it was asked
	verdict, verdictLead string // a bare "No." that waits for the sentence it stands or falls with
}

// errShowing marks an error of the caller's on.
var errShowing = errors.New("show answer")

// status hands on what is being done.
func (w *writing) status(words string) error {
	if err := w.on(Event{Status: words}); err != nil {
		return fmt.Errorf("%w: %w", errShowing, err)
	}
	return nil
}

func (w *writing) shown() bool { return len(w.ans.Sentences) > 0 }

// show adds a sentence that rests on these quotes and hands it on.
func (w *writing) show(lead, text string, rests []quoted) error {
	s := Sentence{Lead: lead, Text: text, Supported: true}
	if !w.shown() {
		s.Lead = strings.TrimLeft(lead, " \n")
	}
	for _, r := range rests {
		s.Citations = insert(s.Citations, w.cites.cite(r.passage, r.quote))
	}
	return w.add(s, rests)
}

// add adds a sentence and what it rests on, and hands it on.
func (w *writing) add(s Sentence, rests []quoted) error {
	w.ans.Sentences, w.rests = append(w.ans.Sentences, s), append(w.rests, rests)
	return w.handOn(false)
}

// handOn hands on the sentences that were not yet. One that begins the answer as
// an item of a list waits for a second item: alone it is no list.
func (w *writing) handOn(ended bool) error {
	all := w.ans.Sentences
	if w.handed == 0 && len(all) > 0 && isItem(all[0]) {
		next := slices.IndexFunc(all[1:], func(s Sentence) bool { return strings.Contains(s.Lead, "\n") })
		switch {
		case next < 0 && !ended:
			return nil
		case next < 0 || !isItem(all[1+next]):
			all[0].Lead = ""
		}
	}
	for ; w.handed < len(all); w.handed++ {
		s := all[w.handed]
		if err := w.on(Event{Sentence: &s}); err != nil {
			return fmt.Errorf("%w: %w", errShowing, err)
		}
	}
	return nil
}

func isItem(s Sentence) bool { return strings.HasSuffix(s.Lead, "- ") }

// A quoted is a passage and the words of it that carry a sentence.
type quoted struct {
	passage article.Passage
	quote   string
}

// published returns when the article of a quote was published.
func (q quoted) published() article.Date { return q.passage.Article.Published }

// restsOn returns what a sentence rests on that quotes a candidate: its words, and
// those that they stand under.
func restsOn(c selection.Candidate) []quoted {
	all := []quoted{{c.Passage, c.Text}}
	if c.Under != "" {
		all = append(all, quoted{c.Passage, c.Under})
	}
	return all
}

// notFound ends the answer with what the library holds instead: the articles that
// hold most of what is asked, in title and passages.
func (w *writing) notFound(found retrieval.Result) {
	w.ans.Outcome, w.ans.Kind = NotFound, ""
	holds := selection.HeldBy(found)
	for _, n := range found.Unheld {
		for _, id := range n.In {
			holds[id] += 2 // it writes what may be meant; the rest are shares
		}
	}
	passages := slices.Clone(found.Passages)
	slices.SortStableFunc(passages, func(p, q article.Passage) int {
		return cmp.Compare(holds[q.Article.ID], holds[p.Article.ID])
	})
	var c citer
	for _, p := range passages {
		if !c.cites(p.Article.ID) && len(c.citations) < nearest {
			c.cite(p, "")
		}
	}
	w.ans.Nearest = c.citations
	w.ans.Text = notFoundText(w.ans, w.asOf)
	if w.ans.Library.Articles == 0 && w.outside {
		w.ans.Text = noneOutside
	}
	if w.ans.Library.Articles > 0 {
		w.ans.Text = joinText(w.ans.Text, w.unknown(found))
	}
}

// noneOutside is said where a guest, or somebody of another company, reads: that is
// not to say whether the library holds anything.
const noneOutside = "Not in the library, as far as it may be read here."

func notFoundText(ans Answer, asOf time.Time) string {
	switch {
	case ans.Library.Articles == 0 && asOf.IsZero():
		return "Not in the library: it holds no article yet."
	case ans.Library.Articles == 0:
		return "Not in the library: it holds no article" + spanWords(time.Time{}, asOf) + "."
	}
	return NoneAnswers(ans.Library)
}

// NoneAnswers says that no article of a library answers, as the text begins of an answer that
// was not found.
func NoneAnswers(held Library) string {
	text := fmt.Sprintf("Not in the library: none of its %s answers this.", count(held.Articles, "article"))
	if held.Articles == 1 {
		text = "Not in the library: its one article does not answer this."
	}
	if held.Newest.Known() {
		text += " The newest is from " + held.Newest.Day() + "."
	}
	return text
}

// count writes a number with its noun: "1 article", "1,240 articles".
func count(n int, noun string) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if n != 1 {
		noun += "s"
	}
	return s + " " + noun
}

// done returns the finished answer. Its lists are never nil, so that they are
// lists in JSON too.
func (w *writing) done() Answer {
	ans := w.ans
	ans.Citations = append([]Citation{}, w.cites.citations...)
	ans.Sentences = append([]Sentence{}, ans.Sentences...)
	ans.Earlier = append([]Citation{}, ans.Earlier...)
	ans.Nearest = append([]Citation{}, ans.Nearest...)
	ans.AsOf = w.cites.newest().String()
	if ans.Outcome != NotFound {
		ans.Text = Text(ans.Sentences)
		if ans.Kind == Present && ans.AsOf == "" {
			ans.Notice = strings.TrimSpace(ans.Notice + " " + NoticeUndated)
		}
	}
	return ans
}

// Text returns sentences with their markers as one plain text.
func Text(sentences []Sentence) string {
	var b strings.Builder
	for _, s := range sentences {
		b.WriteString(s.Lead + s.Text)
		if len(s.Citations) > 0 {
			b.WriteString(" " + Markers(s.Citations))
		}
	}
	return b.String()
}

// Markers writes citation numbers as they stand in a text: "[1][3]".
func Markers(ns []int) string {
	var b strings.Builder
	for _, n := range ns {
		fmt.Fprintf(&b, "[%d]", n)
	}
	return b.String()
}
