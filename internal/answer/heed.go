package answer

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/question"
)

// What is said where a message asks for what cannot be done.
const (
	noticeNoTopic    = "Say what to summarise: a topic, or the URL of an article."
	noticeNoAnswer   = "There is no answer before this to put otherwise: please ask that in its thread."
	noticeDoubted    = "Each sentence above rests on the words in its footnote: please open them. If another article says otherwise, add it with /articles add URL and ask again."
	noticeSource     = "What an answer rests on stands in its footnotes: the outlet, the day and the words. The title opens the article there."
	noticeNoMore     = "The library says no more of this than stands above."
	noticeWhichOne   = "Which one do you mean? Please name it."
	noticeNotShorter = "Without a model I quote the articles word for word, so I cannot shorten that. The first quote is the one that answers best."
	noticeNotIn      = "Without a model I quote the articles word for word, so I cannot translate that."
	noticeNotPut     = "Without a model I quote the articles word for word, so I cannot put that otherwise."
	noticeUnreached  = "No model can do that just now, so the answer above stands as it is."
	noticeUnchecked  = "What the model made of that does not pass the check against the articles, so the answer above stands as it is."
)

// heed does what a message asks for that is no plain question, and reports
// whether that ends the answer: a summary, of a topic or of articles that it
// links to, or a word about what it asks. Else it returns the question as a model
// is told it, without links, and as it is to be searched for: as a correction
// means it, or that of an answer which is to be put otherwise.
func (a *Answerer) heed(ctx context.Context, w *writing, q Question) (told, plain Question, done bool, err error) {
	q, done, err = a.followLinks(ctx, w, q)
	if done || err != nil {
		return q, q, done, err
	}
	plain = q
	thread := readThread(q.Thread, q.day())
	if as := wordingAfter(q.Text, thread, q.day()); as != asItIs {
		text, before := matterOf(thread)
		switch {
		case text == "":
			return q, q, false, nil
		case a.Model == nil:
			w.aside(map[wording]string{shorten: noticeNotShorter, translate: noticeNotIn, rephrase: noticeNotPut}[as])
			return q, q, true, nil
		}
		w.reworded = true
		plain.Text, plain.Thread = text, q.Thread[:len(before)]
		return q, plain, false, nil
	}
	if notice := remarkOn(q.Text); notice != "" && slices.ContainsFunc(q.Thread, func(t Turn) bool { return len(t.Citations) > 0 }) {
		w.aside(notice)
		return q, q, true, nil
	}
	var last *gistOf
	if n := len(thread); n > 0 {
		last = thread[n-1].gist
	}
	g, ok := gistAfter(q.Text, last, q.day())
	if topic := bare(q.Text); !ok && len(thread) == 0 && wordingIn(q.Text) == asItIs && isName(topic) {
		done, err := a.gistOf(ctx, w, q, gistOf{topic: topic, named: topic, fresh: true}, nil)
		if err != nil || done && w.ans.Outcome != NotFound {
			return q, q, done, err
		}
		w.ans.Outcome, w.ans.Nearest, w.ans.Text = "", nil, "" // a headline may still tell of it
	}
	if ok {
		if g.topic == "" && len(thread) == 0 && (g.fresh || !g.since.IsZero()) {
			plain.Text = "What's new" + spanWords(g.since, g.until) + "?"
			return q, plain, false, nil
		}
		done, err := a.gistOf(ctx, w, q, g, thread)
		return q, q, done, err
	}
	if len(thread) == 0 && wordingIn(q.Text) != asItIs {
		w.aside(noticeNoAnswer)
		return q, q, true, nil
	}
	if whatElse.MatchString(q.Text) {
		plain.Text, plain.Thread = "What's new?", nil
		return q, plain, false, nil
	}
	if text, ok := corrected(q.Text); ok && len(thread) > 0 {
		if otherOne.MatchString(text) && a.Model == nil {
			w.aside(noticeWhichOne)
			return q, q, true, nil
		}
		plain.Text = text
	}
	plain.Text = inForm.ReplaceAllString(prose.OneLine(plain.Text), "")
	return q, plain, false, nil
}

// isName reports whether a message is one word, or a name alone: what is new about it is told.
func isName(text string) bool {
	if !isTopic(text) {
		return false
	}
	names := question.Alone(text).Names
	return len(strings.Fields(text)) == 1 || len(names) == 1 && names[0] == text
}

// whatElse asks for what there is beside what a thread told.
var whatElse = regexp.MustCompile(`(?i)^(?:and |ok,? |so )*(?:what(?:'s|’s|s| is)? else(?:'s| is)? new|anything else new|any other news|what other news is there|what else happened|was gibt es sonst neues)\W*$`)

// aside ends the answer with words about what was asked: nothing was searched for.
func (w *writing) aside(words string) {
	w.ans.Outcome, w.ans.Kind, w.ans.Text, w.ans.Aside = NotFound, "", words, true
}

// gistOf summarises what the library says of a topic. It reports false where the
// request names no more than outlets and times, and so asks for what there is.
func (a *Answerer) gistOf(ctx context.Context, w *writing, q Question, g gistOf, thread []askedTurn) (done bool, err error) {
	t := Target{Topic: g.topic, Since: g.since, AsOf: q.AsOf, Now: q.Now, User: q.User, Latest: g.fresh}
	if !g.until.IsZero() {
		t.AsOf = g.until
	}
	if g.topic == "" {
		var before []askedTurn
		t.Topic, before = matterOf(thread)
		t.After = leansOn(t.Topic, before)
	}
	if t.Topic == "" {
		w.aside(noticeNoTopic)
		return true, nil
	}
	recent := g.fresh && t.Since.IsZero() && t.AsOf.IsZero() && !t.Now.IsZero()
	if recent {
		t.Since = t.Now.UTC().Add(-freshSpan)
	}
	m, err := a.gather(ctx, w, t, q.Reader)
	if err != nil || m.found.Reading.Bare {
		return false, err
	}
	none, limited := w.ans.Outcome == NotFound, !t.Since.IsZero() || !g.until.IsZero()
	if (g.loose || g.list || g.fresh) && limited && (none || recent && articlesIn(m.readings) < leastFresh) {
		near := t
		t.Since, t.AsOf = time.Time{}, q.AsOf
		w.ans.Outcome, w.ans.Nearest = "", nil
		wide, err := a.gather(ctx, w, t, q.Reader)
		switch {
		case err != nil:
			return false, err
		case w.ans.Outcome != NotFound && none:
			w.ans.Notice = lookedFurther(question.Filter{Since: near.Since, Until: g.until})
			if recent {
				w.ans.Notice = "Nothing since " + day(near.Since) + " tells of this; what came before it is told, the newest first."
			}
		case w.ans.Outcome == NotFound && !none:
			wide, w.ans.Outcome, w.ans.Nearest, w.ans.Text = m, "", nil, ""
		}
		m = wide
	}
	m.more, m.latest, m.list = g.more && len(thread) > 0, g.list || g.fresh, g.each
	if err := a.finishSummary(ctx, w, m); err != nil || g.also == "" || !w.shown() {
		return true, err
	}
	return true, a.answerBeside(ctx, w, q, g)
}

// leastFresh is how many articles of the last days tell what is new; where there are fewer, those before
// them are told of too.
const leastFresh = 3

func articlesIn(readings []reading) int {
	ids := map[string]bool{}
	for _, r := range readings {
		ids[r.passage.Article.ID] = true
	}
	return len(ids)
}

// answerBeside answers below a summary what is asked beside it, as the next
// question of the thread would be. What the summary says is not told again.
func (a *Answerer) answerBeside(ctx context.Context, w *writing, q Question, g gistOf) error {
	q.Thread = append(slices.Clone(q.Thread), Turn{Question: g.topic, Answer: Text(w.ans.Sentences), Citations: w.cites.citations})
	q.Text = g.also + "?"
	silent := func(Event) error { return nil }
	next := &writing{on: silent, asOf: w.asOf, outside: w.outside}
	next.cites.keepNumbers(q)
	if err := a.search(ctx, next, q, q); err != nil {
		return err
	}
	w.failed = w.failed || next.failed
	w.ans.Usage.Add(next.ans.Usage)
	w.ans.Withheld, w.ans.Requoted = w.ans.Withheld+next.ans.Withheld, w.ans.Requoted+next.ans.Requoted
	if next.ans.Outcome == NotFound {
		w.ans.Missing = append(w.ans.Missing, g.also)
		return w.sayMissing()
	}
	w.ans.Missing = append(w.ans.Missing, next.ans.Missing...)
	if !strings.Contains(w.ans.Notice, next.ans.Notice) {
		w.ans.Notice = joinText(w.ans.Notice, next.ans.Notice)
	}
	lead, told := "\n\n", samenessOf(w.ans.Sentences)
	for i, s := range next.ans.Sentences {
		if told[sameness(s.Text)] {
			continue
		}
		s.Lead, lead = cmp.Or(lead, s.Lead), ""
		s.Citations = nil
		for _, r := range next.rests[i] {
			s.Citations = insert(s.Citations, w.cites.cite(r.passage, r.quote))
		}
		if err := w.add(s, next.rests[i]); err != nil {
			return err
		}
	}
	return nil
}

// linkIn matches a web address in a message.
var linkIn = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"“”]+`)

// onlyLinks is what may stand beside links that are all that a message is about.
var onlyLinks = regexp.MustCompile(`(?i)^(?:(?:` + politely + `(?:` + summing + `|` + sums + `|read|look at|see|check)|please|what(?:'s|’s| is| does)?|about|this|that|the|article|articles|story|` +
	`link|page|piece|post|say|says|in|here|is|it|and|or|fyi|thoughts|bitte|fasse?|zusammen|zusammenfassen|diese[ns]?|artikel|was|steht)\b|[^\pL\d])*$`)

// mostLinks is how many links of a message are read.
const mostLinks = 10

// followLinks reads the links of a message. Where it has little else, the articles
// they lead to are summarised. Else the question is about them: a link to an
// article gives way to its title, and one to none is told.
func (a *Answerer) followLinks(ctx context.Context, w *writing, q Question) (Question, bool, error) {
	var held, missing []string
	titled := q.Text
	if a.Archive == nil || !linkIn.MatchString(q.Text) {
		return q, false, nil
	}
	beside := q.Text
	for _, raw := range linkIn.FindAllString(q.Text, mostLinks) {
		link := strings.TrimRight(raw, ".,;:!?)]'*_~")
		art, ok, err := a.find(ctx, link, q.Reader)
		if err != nil {
			return q, false, err
		}
		name := ""
		if ok {
			name = "“" + strings.Trim(Quoted(art.Name()), "“”") + "”"
			held = append(held, link)
			beside = withoutTitle(beside, art)
		} else if !slices.Contains(missing, link) {
			missing = append(missing, link)
		}
		titled = strings.Replace(titled, link, name, 1)
		beside = strings.Replace(beside, link, "", 1)
	}
	switch {
	case onlyLinks.MatchString(prose.OneLine(beside)):
		m, err := a.gather(ctx, w, Target{Articles: append(held, missing...), Now: q.Now, AsOf: q.AsOf, User: q.User}, q.Reader)
		if err == nil {
			err = a.finishSummary(ctx, w, m)
		}
		return q, true, err
	case len(held) == 0 && len(analysis.Terms(titled, "")) == 0:
		w.nothing("Not in the library: " + strings.Join(missing, ", ") + ".")
		return q, true, nil
	}
	q.Text, w.unheld = prose.OneLine(titled), missing
	return q, false, nil
}

// withoutTitle leaves an article's title out of the words beside its link.
func withoutTitle(text string, art article.Article) string {
	if art.Title == "" {
		return text
	}
	return strings.Replace(text, art.Title, "", 1)
}
