package selection

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/retrieval"
)

// mostMoments is how many articles of a topic are told of beside the newest.
const mostMoments = 7

// Moments returns the best sentence of each article, of the best articles or of the
// newest, oldest first and the undated last: one that the article begins with, if that
// speaks of the topic. What tells of older times, or cannot be understood by
// itself, is taken only where an article has nothing else.
func Moments(cs []Candidate, newest bool) []Candidate {
	cs = slices.Clone(cs)
	slices.SortStableFunc(cs, func(a, b Candidate) int { return cmp.Compare(merit(b), merit(a)) })
	if newest {
		slices.SortStableFunc(cs, func(a, b Candidate) int { return ByDate(b.Published(), a.Published()) })
	}
	told := map[string]bool{} // by article
	var said []Candidate
	for _, c := range cs {
		if len(said) <= mostMoments && !told[c.ArticleID()] && !Repeats(c, ofItsTime(c, said)) {
			told[c.ArticleID()] = true
			said = append(said, c)
		}
	}
	slices.SortStableFunc(said, func(a, b Candidate) int { return OldestFirst(a.Passage.Article, b.Passage.Article) })
	return said
}

// Further returns what else the article of a verdict tells best of its matter, if anything.
func Further(verdict Candidate, cs []Candidate) []Candidate {
	more := bestOf(cs, Candidate{}, func(c Candidate) bool {
		return c.ArticleID() == verdict.ArticleID() && !recalls(c) && !firstPerson.MatchString(c.Text) && !Repeats(c, []Candidate{verdict})
	})
	if more.Text == "" {
		return nil
	}
	return []Candidate{more}
}

// WithChosen returns moments, oldest first, with the sentence that answers what is asked of the present for its
// article, be it among them or not.
func WithChosen(found retrieval.Result, said, cs []Candidate) []Candidate {
	chosen := Choose(found, cs)
	said = slices.DeleteFunc(slices.Clone(said), func(c Candidate) bool {
		return c.ArticleID() == chosen.ArticleID() || Repeats(c, []Candidate{chosen})
	})
	said = append(said, chosen)
	slices.SortStableFunc(said, func(a, b Candidate) int { return OldestFirst(a.Passage.Article, b.Passage.Article) })
	return said
}

// firstPerson begins what somebody says of themselves, without whom it tells little.
var firstPerson = regexp.MustCompile(`^["“‘']?(?:I|We|My|Our|You)\b`)

// ofItsTime returns the candidates of about the same date. What an article says
// in nearly the words of one long before is news: it may deny it.
func ofItsTime(c Candidate, others []Candidate) []Candidate {
	d := c.Published()
	return slices.DeleteFunc(slices.Clone(others), func(o Candidate) bool {
		x := o.Published()
		return d.Sure() != x.Sure() || !Fresher(d, x) || !Fresher(x, d)
	})
}

// beginning is how far into an article its beginning goes, in bytes: about
// two sentences.
const beginning = 300

// merit tells sentences that an article begins with from others, and these
// from those that have flaws.
func merit(c Candidate) int {
	at := c.Passage.Chunk.Start + strings.Index(c.Passage.Chunk.Text, c.Text)
	if at < beginning && !prose.Leans(c.Text) && !tellsHistory(c) {
		return 1
	}
	return -flaws(c)
}

// tellsHistory reports whether a sentence tells of a year before the last:
// one year back an article may well have to say what its news is about.
func tellsHistory(c Candidate) bool {
	last := c
	last.Passage.Article.Published.Time = c.Published().Time.AddDate(-1, 0, 0)
	return namesEarlier(last)
}

// flaws counts what keeps a sentence from telling what its article is about.
func flaws(c Candidate) int {
	n := 0
	if recalls(c) {
		n++
	}
	if prose.Leans(c.Text) {
		n++
	}
	return n
}

// A ranked is a sentence with its place among all and how much of them it
// carries.
type ranked struct {
	Candidate
	at     int
	weight float64
}

// Central returns the n sentences of passages that carry most of what is told, in
// their order, none of which repeats another.
func Central(passages []article.Passage, n int) []Candidate {
	all := weigh(passages)
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(b.weight, a.weight) })
	var best []ranked
	var said []Candidate
	for _, s := range all {
		if len(best) == n {
			break
		}
		if !Repeats(s.Candidate, said) {
			best, said = append(best, s), append(said, s.Candidate)
		}
	}
	slices.SortFunc(best, func(a, b ranked) int { return a.at - b.at })
	for i, s := range best {
		said[i] = s.Candidate
	}
	return said
}

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
func weigh(passages []article.Passage) []ranked {
	var all []ranked
	counts := map[string]int{}
	seen := map[string]bool{}
	for _, p := range passages {
		for _, text := range prose.Running(prose.Statements(p)) {
			key := prose.OneLine(strings.ToLower(text))
			if seen[key] || !prose.Quotable(text) {
				continue
			}
			seen[key] = true
			terms := prose.Stems(text, languageOf(p))
			for t := range terms {
				counts[t]++
			}
			all = append(all, ranked{Candidate: Candidate{Passage: p, Text: text, Terms: terms}, at: len(all)})
		}
	}
	place := map[string]int{} // of the next sentence in its article
	for i := range all {
		s := &all[i]
		id := s.ArticleID()
		s.weight = s.carries(counts, place[id])
		place[id]++
	}
	return all
}

func (s ranked) carries(counts map[string]int, place int) float64 {
	// In whole thousandths, so that the order of a map does not matter.
	sum := 0
	for t := range s.Terms {
		if n := counts[t]; n > 1 {
			sum += int(math.Round(1000 * math.Log1p(float64(n))))
		}
	}
	weight := (1 + float64(sum)/1000) / math.Sqrt(float64(max(4, len(s.Terms))))
	weight *= 1 + leadGain/float64(1+place) + titleGain*prose.Share(prose.Stems(s.Passage.Article.Title, languageOf(s.Passage)), s.Terms)
	return weight * math.Pow(flawsLoss, float64(flaws(s.Candidate)))
}
