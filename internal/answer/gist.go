package answer

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"footnote/internal/prose"
	"footnote/prompts"
)

// How much a summary quotes.
const (
	leastGist   = 3 // sentences of one article, if it has as many
	mostGist    = 6
	gistShare   = 4 // one sentence in so many
	gistOfEach  = 2 // sentences of each of several articles
	mostGistAll = 16
	mostMoments = 7 // articles of a topic beside the newest
	mostOfTalk  = 8 // messages of a conversation
)

// gist summarises by quotes, word for word, each with its date and outlet.
func (w *writing) gist(m matter) error {
	w.ans.Outcome = Extracted
	switch m.kind {
	case prompts.OfTopic:
		return w.gistOfTopic(m)
	case prompts.OfMessages:
		return w.tell(inOrder(central(m.readings, mostOfTalk)), false)
	case prompts.OfArticles:
		return w.gistOfEach(m)
	}
	return w.tell(inOrder(central(m.readings, gistLength(m.readings))), true)
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
	var all []ranked
	for len(m.readings) > 0 {
		id := m.readings[0].passage.Article.ID
		n := 1
		for n < len(m.readings) && m.readings[n].passage.Article.ID == id {
			n++
		}
		all = append(all, inOrder(central(m.readings[:n], gistOfEach))...)
		m.readings = m.readings[n:]
	}
	return w.tell(all[:min(len(all), mostGistAll)], false)
}

// gistOfTopic says first how a topic stands by the newest article on it, then
// how it came about, a quote of each article, the oldest first.
func (w *writing) gistOfTopic(m matter) error {
	said := moments(onMatter(candidates(m.found), ofMatter))
	if len(said) == 0 {
		return w.tell(inOrder(central(m.readings, mostOfTalk)), false)
	}
	newest := 0
	for i, c := range said {
		if c.published().Sure() {
			newest = i
		}
	}
	verdict := said[newest]
	if err := w.quoteOnce("\n\n", introduce(verdict, true), verdict); err != nil {
		return err
	}
	for _, c := range slices.Delete(said, newest, newest+1) {
		if err := w.quoteOnce("\n- ", introduce(c, false), c); err != nil {
			return err
		}
	}
	return nil
}

// moments returns the best sentence of each article, of the best articles,
// oldest first and the undated last: one that the article begins with, if that
// speaks of the topic. What tells of older times, or cannot be understood by
// itself, is taken only where an article has nothing else.
func moments(cs []candidate) []candidate {
	cs = slices.Clone(cs)
	slices.SortStableFunc(cs, func(a, b candidate) int { return cmp.Compare(merit(b), merit(a)) })
	told := map[string]bool{} // by article
	var said []candidate
	for _, c := range cs {
		if len(said) <= mostMoments && !told[c.articleID()] && !repeats(c, ofItsTime(c, said)) {
			told[c.articleID()] = true
			said = append(said, c)
		}
	}
	slices.SortStableFunc(said, func(a, b candidate) int { return oldestFirst(a.passage.Article, b.passage.Article) })
	return said
}

// ofItsTime returns the candidates of about the same date. What an article says
// in nearly the words of one long before is news: it may deny it.
func ofItsTime(c candidate, others []candidate) []candidate {
	d := c.published()
	return slices.DeleteFunc(slices.Clone(others), func(o candidate) bool {
		x := o.published()
		return d.Sure() != x.Sure() || !fresher(d, x) || !fresher(x, d)
	})
}

// beginning is how far into an article its beginning goes, in bytes: about
// two sentences.
const beginning = 300

// merit tells sentences that an article begins with from others, and these
// from those that have flaws.
func merit(c candidate) int {
	at := c.passage.Chunk.Start + strings.Index(c.passage.Chunk.Text, c.text)
	if at < beginning && !dependent.MatchString(c.text) && !tellsHistory(c) {
		return 1
	}
	return -flaws(c)
}

// tellsHistory reports whether a sentence tells of a year before the last:
// one year back an article may well have to say what its news is about.
func tellsHistory(c candidate) bool {
	last := c
	last.passage.Article.Published.Time = c.published().Time.AddDate(-1, 0, 0)
	return recalls(last)
}

// flaws counts what keeps a sentence from telling what its article is about.
func flaws(c candidate) int {
	n := 0
	if recalls(c) {
		n++
	}
	if dependent.MatchString(c.text) {
		n++
	}
	return n
}

// quoteOnce shows a quote unless it is cited already.
func (w *writing) quoteOnce(lead, text string, c candidate) error {
	if w.cites.quoted(c.articleID(), c.text) {
		return nil
	}
	return w.show(lead, text, c.rests())
}

// tell shows sentences as a list. Of one article, only the first says whose
// it is.
func (w *writing) tell(said []ranked, one bool) error {
	for i, s := range said {
		lead, text := "\n- ", introduce(s.candidate, false)
		switch {
		case i == 0:
			lead = "\n\n"
		case one:
			text = Quoted(s.text)
		}
		if err := w.quoteOnce(lead, text, s.candidate); err != nil {
			return err
		}
	}
	return nil
}

// A ranked is a sentence with its place among all and how much of them it
// carries.
type ranked struct {
	candidate
	at     int
	weight float64
}

// central returns the n sentences that carry most of what is told, the best
// first, none of which repeats another.
func central(readings []reading, n int) []ranked {
	all := weigh(readings)
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(b.weight, a.weight) })
	var best []ranked
	var said []candidate
	for _, s := range all {
		if len(best) == n {
			break
		}
		if !repeats(s.candidate, said) {
			best, said = append(best, s), append(said, s.candidate)
		}
	}
	return best
}

func inOrder(ss []ranked) []ranked {
	slices.SortFunc(ss, func(a, b ranked) int { return a.at - b.at })
	return ss
}

// dependent begins sentences that cannot be understood by themselves.
var dependent = regexp.MustCompile(`^(?:["“‘']?(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|But|And|So|Also|However|Instead|Meanwhile|Still|Yet|Then|There)\b|["“])`)

// What a sentence gains and loses beside its words. They are set by reading
// the summaries of the sample articles, not by a measure: news leads with what
// matters, and a title says what that is.
const (
	leadGain  = 1.0 // of the first sentence, falling as 1/(1 + its place)
	titleGain = 0.5 // of one that has all words of the title
	flawsLoss = 0.6 // what is left for each of its flaws
)

// weigh returns the sentences with the weight
//
//	Σ log(1 + n(t)) / √|terms|, over the terms t that n(t) > 1 sentences have,
//
// after SumBasic (Nenkova and Vanderwende, MSR-TR-2005-101), which takes the
// mean of the words' probabilities: the root favours sentences that say more.
func weigh(readings []reading) []ranked {
	var all []ranked
	counts := map[string]int{}
	seen := map[string]bool{}
	for _, r := range readings {
		for _, text := range prose.Statements(r.passage) {
			key := prose.OneLine(strings.ToLower(text))
			if seen[key] || !quotable(text) {
				continue
			}
			seen[key] = true
			terms := prose.Stems(text, languageOf(r.passage))
			for t := range terms {
				counts[t]++
			}
			all = append(all, ranked{candidate: candidate{passage: r.passage, text: text, terms: terms}, at: len(all)})
		}
	}
	place := map[string]int{} // of the next sentence in its article
	for i := range all {
		s := &all[i]
		id := s.articleID()
		s.weight = s.carries(counts, place[id])
		place[id]++
	}
	return all
}

func (s ranked) carries(counts map[string]int, place int) float64 {
	// In whole thousandths, so that the order of a map does not matter.
	sum := 0
	for t := range s.terms {
		if n := counts[t]; n > 1 {
			sum += int(math.Round(1000 * math.Log1p(float64(n))))
		}
	}
	weight := (1 + float64(sum)/1000) / math.Sqrt(float64(max(4, len(s.terms))))
	weight *= 1 + leadGain/float64(1+place) + titleGain*prose.Share(prose.Stems(s.passage.Article.Title, languageOf(s.passage)), s.terms)
	return weight * math.Pow(flawsLoss, float64(flaws(s.candidate)))
}
