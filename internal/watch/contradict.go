package watch

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
	"footnote/internal/tell"
	"footnote/retrieval"
)

const (
	// presentKept is how long an answer about a present state is compared with
	// what comes: who finds an older one reads its day and asks again, and what
	// is compared stays a month's questions, however long the bot has served.
	presentKept = 30 * 24 * time.Hour
	// freshAtOnce is how many new articles are held at once.
	freshAtOnce = 200
	// leastStems is how many words a question must have that carry content:
	// "Is it open?" is about anything.
	leastStems = 2
)

// NoteContradicted puts a note into the thread of each answer about a present
// state that a newer article contradicts: what it said, and what the article
// says. There is one for each answer, once. What fails is logged and tried in
// the next round.
func (r *Runner) NoteContradicted(ctx context.Context) {
	if err := r.compareAll(ctx); err != nil {
		r.warn(ctx, "stale compare", 0, err)
	}
	all, err := r.Checker.Store.Contradictions(ctx, r.Checker.Now().Add(-answersKept))
	if err != nil {
		r.warn(ctx, "stale read", 0, err)
		return
	}
	for _, c := range all {
		if err := r.tellContradiction(ctx, c); err != nil {
			r.warn(ctx, "stale note", c.AnswerID, err)
		}
	}
}

// compareAll compares the articles that came since with earlier answers, and
// keeps what is to be posted.
func (r *Runner) compareAll(ctx context.Context) error {
	for {
		fresh, until, err := r.Checker.Store.ArticlesToCompare(ctx, freshAtOnce)
		if err != nil {
			return err
		}
		if len(fresh) > 0 {
			if err := r.compareFresh(ctx, fresh); err != nil {
				return err
			}
		}
		if err := r.Checker.Store.ComparedArticles(ctx, until); err != nil || len(fresh) < freshAtOnce {
			return err
		}
	}
}

func (r *Runner) compareFresh(ctx context.Context, fresh []store.FreshArticle) error {
	answers, err := r.Checker.Store.PresentAnswers(ctx, r.Checker.Now().Add(-presentKept))
	if err != nil || len(answers) == 0 {
		return err
	}
	if r.Checker.Sync != nil {
		if err := r.Checker.Sync(ctx); err != nil {
			return err
		}
	}
	gists := make([]gist, len(fresh))
	for i, f := range fresh {
		gists[i] = gistOf(f)
	}
	var failed []error // of one answer; the others are compared all the same
	for _, a := range answers {
		ids := touching(a, gists)
		if len(ids) == 0 || ctx.Err() != nil {
			continue
		}
		if err := r.compareAnswer(ctx, a, ids); err != nil {
			failed = append(failed, fmt.Errorf("compare answer %d: %w", a.ID, err))
		}
	}
	return errors.Join(append(failed, ctx.Err())...)
}

// A gist is an article as it is compared with many answers.
type gist struct {
	id        string
	seq       int64
	stems     map[string]bool
	sentences [][]word
}

func gistOf(f store.FreshArticle) gist {
	g := gist{id: f.Article.ID, seq: f.Seq, stems: map[string]bool{}}
	add := func(text string) {
		words := read(text)
		for _, w := range words {
			g.stems[w.stem] = true
		}
		g.sentences = append(g.sentences, words)
	}
	add(f.Article.Title)
	for _, span := range analysis.Sentences(f.Article.Body) {
		add(f.Article.Body[span.Start:span.End])
	}
	return g
}

// touching returns the articles that an answer did not see, that are about its
// matter, and that have a sentence that bears on the question. It costs no
// search.
func touching(a store.PresentAnswer, gists []gist) (ids []string) {
	m := newMatter(a.Question)
	if len(m.stems) < leastStems {
		return nil
	}
	words := m.forms()
	for _, g := range gists {
		if g.seq > a.Seq && g.about(words) && slices.ContainsFunc(g.sentences, func(s []word) bool { return m.claimOf(s).bears }) {
			ids = append(ids, g.id)
		}
	}
	return ids
}

// forms returns, for each word of a question that carries content, the stems
// that speak of it: its own and those of its contraries.
func (m matter) forms() (all [][]string) {
	for stem := range m.stems {
		forms := []string{stem}
		for _, c := range contraries {
			if slices.Contains(c[0], stem) {
				forms = append(forms, c[1]...)
			}
			if slices.Contains(c[1], stem) {
				forms = append(forms, c[0]...)
			}
		}
		all = append(all, forms)
	}
	return all
}

// about reports whether an article speaks of all that a question names: half
// of it, which is enough for a sentence, is of another bridge that is closed.
func (g gist) about(words [][]string) bool {
	for _, forms := range words {
		if !slices.ContainsFunc(forms, func(stem string) bool { return g.stems[stem] }) {
			return false
		}
	}
	return true
}

// compareAnswer searches as the answer's reader does, and keeps a note where
// one of those articles contradicts the answer.
func (r *Runner) compareAnswer(ctx context.Context, a store.PresentAnswer, touching []string) error {
	raw, err := r.Checker.Store.ShownAnswer(ctx, a.ID)
	if err != nil {
		return err
	}
	ans, err := answer.Decode(raw)
	if err != nil {
		r.warn(ctx, "stale read", a.ID, err) // it will never be readable
		return nil
	}
	reader, err := r.Checker.Readers.Of(ctx, a.Channel, a.User)
	if err != nil {
		return err
	}
	found, err := r.Checker.Search.Search(ctx, retrieval.Query{Text: a.Question, Reader: reader, K: searched, NoRerank: true, Now: r.Checker.Now()})
	if err != nil {
		return err
	}
	fresh, seen, err := divide(ctx, r.Checker.Store, a.Question, found.Passages, touching, a.Seq)
	if err != nil {
		return err
	}
	said, now, ok := contradicted(a.Question, ans, fresh, seen)
	if !ok {
		return nil
	}
	message, err := json.Marshal(contradictionMessage(a, ans, said, now))
	if err != nil {
		return err
	}
	return r.Checker.Store.Contradict(ctx, a.ID, now.citation.ArticleID, message)
}

// divide returns what those articles say, and what is said by articles that
// were there at a line of the log. What came since and is none of those is
// compared when its turn comes, or is of another matter.
func divide(ctx context.Context, st *store.Store, question string, passages []article.Passage, those []string, seq int64) (fresh, seen []statement, err error) {
	var ids []string
	for _, p := range passages {
		ids = append(ids, p.Article.ID)
	}
	unseen, err := st.SavedAfter(ctx, ids, seq)
	if err != nil {
		return nil, nil, err
	}
	m := newMatter(question)
	for _, s := range append(sentencesOf(passages), m.headlines(passages)...) {
		switch id := s.citation.ArticleID; {
		case slices.Contains(those, id):
			fresh = append(fresh, s)
		case !slices.Contains(unseen, id) && (!s.headline || !m.bears(seen, id)):
			seen = append(seen, s)
		}
	}
	return fresh, seen, nil
}

// contradicted returns what an answer said, and the newest of the fresh
// statements that says something else and is newer than all that the answer
// cites. What the answer itself said nothing of, or what was said by an article
// that it saw, is no contradiction.
func contradicted(question string, ans answer.Answer, fresh, seen []statement) (said, now statement, ok bool) {
	m := newMatter(question)
	own := m.answering(ans)
	claims, all := m.claimsOf(own), m.claims(slices.Concat(own, seen))
	newest := newestDay(ans.Citations)
	if len(claims) == 0 || !newest.Known() {
		return said, now, false
	}
	slices.SortStableFunc(fresh, func(a, b statement) int { return b.citation.Published.Compare(a.citation.Published) })
	for _, s := range fresh {
		if !s.citation.Published.Sure() || s.citation.Published.Compare(newest) <= 0 {
			continue
		}
		c := m.claim(s.text)
		if m.differs(c, claims) && (len(all) == 0 || m.differs(c, all)) {
			last := own[len(own)-1].citation.Published // of what is as new, the first is the answer
			i := slices.IndexFunc(own, func(o statement) bool { return o.citation.Published.Compare(last) == 0 })
			return own[i], s, true
		}
		if m.kind == state && c.bears && c.stance != 0 {
			break // the newest that says whether it is so agrees
		}
	}
	return said, now, false
}

// newestDay returns the newest sure date of what is cited.
func newestDay(cites []answer.Citation) (newest article.Date) {
	for _, c := range cites {
		if c.Published.Sure() && c.Published.Compare(newest) > 0 {
			newest = c.Published
		}
	}
	return newest
}

// answering returns what an answer states that bears on the question, the
// newest last; where nothing does, as in "Orchard owns it.", all it states.
func (m matter) answering(ans answer.Answer) []statement {
	all := statements(ans)
	slices.SortStableFunc(all, func(a, b statement) int { return a.citation.Published.Compare(b.citation.Published) })
	var bears []statement
	for _, s := range all {
		if m.claim(s.text).bears {
			bears = append(bears, s)
		}
	}
	if bears == nil {
		return all
	}
	return bears
}

func (m matter) claimsOf(said []statement) (out []claim) {
	for _, s := range said {
		out = append(out, m.claim(s.text))
	}
	return out
}

// contradictionMessage says what an answer said and what a newer article says.
func contradictionMessage(a store.PresentAnswer, ans answer.Answer, said, now statement) tell.Message {
	before := tell.Sentence{Text: said.text, Citations: []int{1}}
	if ans.Model == "" {
		before.Text = said.attributed()
	}
	said.citation.N, now.citation.N = 1, 2
	title := "A newer article says something else than the answer here"
	return tell.Message{
		Key: NoteKey(a.ID), Channel: a.Channel, Person: a.User, Thread: a.ThreadTS, Summary: title + ": " + a.Question,
		Parts: []tell.Part{
			{Title: title},
			{Title: "The answer was", Sentences: []tell.Sentence{before}, Citations: []answer.Citation{said.citation}},
			{
				Title: "Now", Sentences: []tell.Sentence{{Text: now.attributed(), Citations: []int{2}}}, Citations: []answer.Citation{now.citation},
				Small: "Ask again to hear what holds today.",
			},
		},
	}
}

// attributed returns a statement as a quote, with who said it and when.
func (s statement) attributed() string {
	where := ""
	if s.headline {
		where = ", in a headline"
	}
	return cmp.Or(s.citation.Source, s.citation.Title) + ", " + s.citation.Published.Day() + where + ": " + answer.Quoted(s.text)
}

func (r *Runner) tellContradiction(ctx context.Context, c store.Contradiction) error {
	var m tell.Message
	if err := json.Unmarshal(c.Message, &m); err != nil {
		return fmt.Errorf("read note: %w", err)
	}
	numbers, err := r.Checker.Store.ThreadNumbers(ctx, m.Channel, m.Thread)
	if err != nil {
		return err
	}
	for n, p := range m.Parts {
		for i := range p.Citations { // the JSON form of a date does not tell a guess
			d := &p.Citations[i].Published
			d.Estimated = p.Citations[i].Undated && d.Known()
		}
		m.Parts[n] = tell.Numbering(numbers).Of(p)
	}
	held, err := r.Checker.Store.ClaimStale(ctx, c.AnswerID, "contradicted", lease, r.Checker.Now())
	if err != nil || !held {
		return err
	}
	if err := r.note(ctx, m); err != nil {
		return err
	}
	return r.Checker.Store.ToldStale(ctx, c.AnswerID)
}
