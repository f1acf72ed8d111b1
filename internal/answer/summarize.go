package answer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/selection"
	"footnote/prompts"
	"footnote/retrieval"
)

// A Target is what to summarise: articles, or a topic, or messages, which are
// no part of the library. Exactly one of the three is set.
type Target struct {
	Articles []string // IDs, URLs or files
	Topic    string
	Messages []Message // oldest first

	Since time.Time // of a topic: nothing published before, and nothing undated; zero for no limit
	AsOf  time.Time // of a topic: nothing published after; zero for no limit
	Now   time.Time
	User  string // who pays from their budget; empty for nobody in Slack

	Latest bool // of a topic: how things stand is asked for, and what is newest

	After []string // of a topic: the questions that it leans on, oldest first
}

// A Message is something to summarise that is no part of the library. Nothing
// of it is kept.
type Message struct {
	ID     string // of its own among the messages
	Author string // who wrote it: "ada"
	Place  string // where, if that is to be shown: "#news"
	URL    string // opens it
	At     time.Time
	Body   string
}

// A reading is a passage and what a model is shown of it: its text, or the
// notes taken on it.
type reading struct {
	passage article.Passage
	text    string
}

// A matter is what is to be summarised.
type matter struct {
	kind     prompts.SummaryKind
	topic    string
	asked    string // the day
	readings []reading
	found    retrieval.Result // of a topic
	none     string           // what to say where none speaks of the topic
	more     bool             // what the thread quotes is not to be quoted again
	latest   bool             // the newest is told first, and then what came before
	list     bool             // what there is, is to be quoted one after the other
}

// Summarize summarises a target for a reader. Like Answer it calls on with
// what it is doing and each sentence as it passes the check, and like there
// each sentence rests on words of a passage, or is such words. What the
// library does not hold, or the reader does not see, is an Outcome.
func (a *Answerer) Summarize(ctx context.Context, t Target, r article.Reader, on func(Event) error) (Answer, error) {
	start := time.Now()
	if on == nil {
		on = func(Event) error { return nil }
	}
	a, meter := a.metered(t.User, "summary")
	w := &writing{on: on, outside: slices.Contains(r, article.Outside)}
	w.ans.Kind = Summary
	m, err := a.gather(ctx, w, t, r)
	if err == nil {
		err = a.finishSummary(ctx, w, m)
	}
	if err == nil {
		err = w.handOn(true)
	}
	if err != nil {
		return Answer{}, err
	}
	ans := w.done()
	if len(t.Messages) > 0 {
		for _, c := range ans.all() {
			c.Link = c.URL // a message opens as a whole
		}
	} else {
		a.relink(ctx, r, &ans)
	}
	ans.charge(meter)
	ans.TookMS = time.Since(start).Milliseconds()
	return ans, nil
}

// gather finds what is to be summarised. Where there is nothing, the outcome
// of w is NotFound.
func (a *Answerer) gather(ctx context.Context, w *writing, t Target, r article.Reader) (matter, error) {
	m := matter{asked: askedOn(Question{AsOf: t.AsOf, Now: t.Now})}
	if len(t.Messages) > 0 {
		m.kind = prompts.OfMessages
		m.readings = readMessages(t.Messages, t.Now.Location())
		w.ans.Question = "Summary of " + count(len(t.Messages), "message")
		if len(m.readings) == 0 {
			w.nothing("There is nothing to summarise.")
		}
		return m, nil
	}
	query := retrieval.Query{Text: prose.OneLine(t.Topic), After: t.After, Reader: r, AsOf: t.AsOf, Since: t.Since, Now: t.Now, K: ofTopic}
	if err := w.status("Searching the library"); err != nil {
		return m, err
	}
	if t.Latest {
		query.Text = asksNow(query.Text)
	}
	found, err := a.Search.Search(ctx, query)
	if err != nil {
		return m, fmt.Errorf("search: %w", err)
	}
	m.found = found
	w.ans.Sample, w.ans.Library = found.Sample, Library{Articles: found.Articles, Newest: found.Newest}
	if len(t.Articles) > 0 {
		return a.gatherArticles(ctx, w, m, t.Articles, r)
	}
	m.kind, m.topic = prompts.OfTopic, prose.OneLine(t.Topic)
	w.ans.Question = "Summary of " + m.topic + spanWords(t.Since, t.AsOf)
	m.none = nothingOnTopic(w.ans, t)
	m.readings = onTopic(found)
	if len(m.readings) == 0 {
		w.offTopic(m)
	}
	return m, nil
}

// gatherArticles reads the articles that are named. All must be there: a
// summary of some would pass for one of all.
func (a *Answerer) gatherArticles(ctx context.Context, w *writing, m matter, refs []string, r article.Reader) (matter, error) {
	var names, missing []string
	var all []article.Article
	for _, ref := range refs {
		art, ok, err := a.find(ctx, ref, r)
		switch {
		case err != nil:
			return m, err
		case !ok:
			missing = append(missing, ref)
		case !slices.ContainsFunc(all, func(o article.Article) bool { return o.ID == art.ID }):
			all = append(all, art)
			names = append(names, art.Name())
		}
	}
	if len(missing) > 0 {
		w.ans.Question = "Summary of " + strings.Join(refs, ", ")
		w.nothing("Not in the library: " + strings.Join(missing, ", ") + ".")
		return m, nil
	}
	w.ans.Question = "Summary of " + strings.Join(names, "; ")
	m.kind = prompts.OfArticle
	if len(all) > 1 {
		m.kind = prompts.OfArticles
		slices.SortStableFunc(all, selection.OldestFirst)
	}
	for _, art := range all {
		m.readings = append(m.readings, readingsOf(art)...)
	}
	if len(m.readings) == 0 {
		w.nothing("There is nothing to summarise: the article has no text.")
	}
	return m, nil
}

func (a *Answerer) find(ctx context.Context, ref string, r article.Reader) (article.Article, bool, error) {
	if a.Archive == nil {
		return article.Article{}, false, errors.New("summarise: no archive to read articles from")
	}
	return a.Archive.Find(ctx, ref, r)
}

// nothing ends a summary for which there is nothing, with these words.
func (w *writing) nothing(words string) {
	w.ans.Outcome, w.ans.Kind, w.ans.Text = NotFound, "", words
}

// offTopic ends a summary of a topic of which no article speaks.
func (w *writing) offTopic(m matter) {
	w.ans.Notice = ""
	w.notFound(m.found)
	if w.ans.Library.Articles == 0 && w.outside {
		return
	}
	w.ans.Text = m.none
	if w.ans.Library.Articles > 0 {
		w.ans.Text = joinText(m.none, w.unknown(m.found))
	}
}

// nothingOnTopic says that no article speaks of a topic.
func nothingOnTopic(ans Answer, t Target) string {
	if ans.Library.Articles == 0 {
		return "Not in the library: it holds no article" + spanWords(t.Since, t.AsOf) + "."
	}
	return fmt.Sprintf("Not in the library: none of its %s%s speaks of this.", count(ans.Library.Articles, "article"), spanWords(t.Since, t.AsOf))
}

// readingsOf returns the passages of an article, in order.
func readingsOf(art article.Article) []reading {
	chunks := retrieval.Chunks(art)
	art.Body = ""
	var all []reading
	for _, c := range chunks {
		all = append(all, reading{article.Passage{Chunk: c, Article: art}, c.Text})
	}
	return all
}

// readMessages reads what was said, each of the day that it was in a zone.
func readMessages(ms []Message, zone *time.Location) []reading {
	var all []reading
	for i, m := range ms {
		name := m.Author
		if m.Place != "" {
			name = strings.TrimSpace(name + " in " + m.Place)
		}
		all = append(all, readingsOf(article.Article{
			ID: cmp.Or(m.ID, fmt.Sprint(i)), URL: m.URL, Title: name, Author: m.Author, Published: article.At(m.At.In(zone)), Body: m.Body,
		})...)
	}
	return all
}

// Numbers of passages of a topic: what is searched, and what is read.
const (
	ofTopic     = 60
	readOfTopic = 24
)

// onTopic returns the passages that speak of a topic, the best of them,
// oldest first; none where the library is taken not to know of it.
func onTopic(found retrieval.Result) []reading {
	if found.Evidence < LeastEvidence {
		return nil
	}
	speaks := map[string]bool{}
	for _, c := range selection.OnTopic(found, selection.Candidates(found)) {
		speaks[passageKey(c.Passage)] = true
	}
	var all []reading
	for _, p := range found.Passages {
		if speaks[passageKey(p)] && len(all) < readOfTopic {
			all = append(all, reading{p, p.Chunk.Text})
		}
	}
	slices.SortStableFunc(all, func(a, b reading) int {
		x, y := a.passage, b.passage
		return cmp.Or(selection.OldestFirst(x.Article, y.Article), cmp.Compare(x.Article.ID, y.Article.ID), cmp.Compare(x.Chunk.N, y.Chunk.N))
	})
	return all
}

func passageKey(p article.Passage) string { return fmt.Sprintf("%s:%d", p.Article.ID, p.Chunk.N) }

// finishSummary fills w with the summary of what was gathered, if anything was.
func (a *Answerer) finishSummary(ctx context.Context, w *writing, m matter) error {
	w.seq = m.found.Seq
	if w.ans.Outcome == NotFound {
		return nil
	}
	w.ans.Kind = Summary
	if err := a.summarise(ctx, w, m); err != nil {
		return err
	}
	if w.ans.Outcome != NotFound {
		w.ans.Notice = joinText(readAs(readIn(m.found.Unheld, w.done().Shown())), w.ans.Notice)
	}
	return nil
}

// summarise fills w: by the model, else or then by quotes.
func (a *Answerer) summarise(ctx context.Context, w *writing, m matter) error {
	if a.Model == nil || m.list {
		return w.gist(m)
	}
	w.newest = newestTold(m)
	err := a.condense(ctx, w, m)
	switch {
	case err == nil && w.denied && !w.shown() && m.kind == prompts.OfTopic:
		w.offTopic(m)
		return nil
	case err == nil && w.shown():
		w.ans.Outcome = Answered
		w.noteCut()
		return nil
	case err != nil && (ctx.Err() != nil || errors.Is(err, errShowing)):
		return err
	}
	a.fail(w, err)
	return w.gist(m)
}
