package answer

import (
	"slices"

	"footnote/internal/prose"
	"footnote/internal/selection"
	"footnote/prompts"
)

// How much a summary quotes.
const (
	leastGist   = 3 // sentences of one article, if it has as many
	mostGist    = 6
	gistShare   = 4 // one sentence in so many
	gistOfEach  = 2 // sentences of each of several articles
	mostGistAll = 16
	mostOfTalk  = 8 // messages of a conversation
)

// gist summarises by quotes, word for word, each with its date and outlet.
func (w *writing) gist(m matter) error {
	w.ans.Outcome = Extracted
	switch m.kind {
	case prompts.OfTopic:
		return w.gistOfTopic(m)
	case prompts.OfMessages:
		return w.tell(selection.Central(passagesOf(m.readings), mostOfTalk), false)
	case prompts.OfArticles:
		return w.gistOfEach(m)
	}
	return w.tell(selection.Central(passagesOf(m.readings), gistLength(m.readings)), true)
}

// gistLength is how many sentences of an article are quoted.
func gistLength(readings []reading) int {
	n := 0
	for _, r := range readings {
		n += len(prose.Statements(r.passage))
	}
	return min(mostGist, max(leastGist, n/gistShare))
}

func (w *writing) gistOfEach(m matter) error {
	var all []selection.Candidate
	for len(m.readings) > 0 {
		id := m.readings[0].passage.Article.ID
		n := 1
		for n < len(m.readings) && m.readings[n].passage.Article.ID == id {
			n++
		}
		all = append(all, selection.Central(passagesOf(m.readings[:n]), gistOfEach)...)
		m.readings = m.readings[n:]
	}
	return w.tell(all[:min(len(all), mostGistAll)], false)
}

// gistOfTopic says first how a topic stands by the newest article on it, then
// how it came about, a quote of each article, the oldest first; where it is asked what is new
// or what there is, the newest first.
func (w *writing) gistOfTopic(m matter) error {
	all := selection.Candidates(m.found)
	if m.more {
		all = slices.DeleteFunc(all, w.cites.toldBefore)
	}
	said := selection.Moments(selection.OnTopic(m.found, all), m.latest)
	if m.latest && !m.more && len(all) > 0 {
		said = selection.WithChosen(m.found, said, all)
	}
	switch {
	case len(said) == 0 && m.more:
		w.aside(noticeNoMore)
		return nil
	case len(said) == 0:
		return w.tell(selection.Central(passagesOf(m.readings), mostOfTalk), false)
	}
	newest := lastSaid(said)
	verdict := said[newest]
	if err := w.quoteOnce("\n\n", introduce(verdict, !m.more), verdict); err != nil {
		return err
	}
	said = slices.Delete(said, newest, newest+1)
	if m.latest {
		slices.SortStableFunc(said, func(a, b selection.Candidate) int { return selection.ByDate(b.Published(), a.Published()) })
		said = slices.Concat(selection.Further(verdict, all), said)
	}
	for _, c := range said {
		if err := w.quoteOnce("\n- ", introduce(c, false), c); err != nil {
			return err
		}
	}
	return nil
}

// lastSaid returns the place of the newest moment, of those that are dated if any is.
func lastSaid(said []selection.Candidate) (last int) {
	for i, c := range said {
		if c.Published().Sure() {
			last = i
		}
	}
	return last
}

// quoteOnce shows a quote unless it is cited already.
func (w *writing) quoteOnce(lead, text string, c selection.Candidate) error {
	if w.cites.quoted(c.ArticleID(), c.Text) {
		return nil
	}
	return w.show(lead, text, restsOn(c))
}

// tell shows sentences as a list. Of one article, only the first says whose
// it is.
func (w *writing) tell(said []selection.Candidate, one bool) error {
	for i, c := range said {
		lead, text := "\n- ", introduce(c, false)
		switch {
		case i == 0:
			lead = "\n\n"
		case one:
			text = Quoted(c.Text)
		}
		if err := w.quoteOnce(lead, text, c); err != nil {
			return err
		}
	}
	return nil
}
