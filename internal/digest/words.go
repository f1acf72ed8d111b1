package digest

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/links"
	"footnote/internal/prose"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// A Writer puts a story into two or three sentences, each checked against the
// articles it cites, as of now, in the zone of the digest. It returns none where
// it cannot.
type Writer interface {
	Write(ctx context.Context, articles []article.Article, now time.Time) ([]tell.Sentence, []answer.Citation, error)
}

// How much is said of a story.
const (
	maxSentences = 3
	leadDepth    = 8   // sentences of an article that are looked at
	maxQuote     = 400 // bytes; a longer sentence is no summary
)

// Shares of a sentence's terms.
const (
	// repeated is what another sentence has of it from which it says the same,
	// if it has its numbers, too.
	repeated = 0.6
	// related is what the story's other sentences must have of it.
	related = 0.2
)

// What is left of the score of a sentence that cannot be understood by itself, and, where several
// tell a story, of one that has no word of its article's title: ten things to know are about none of them.
const (
	leaning = 0.6
	aside   = 0.4
)

// A candidate is a sentence of a new article.
type candidate struct {
	doc        int
	start, end int // in the article's body
	text       string
	terms      map[string]bool
	score      float64
}

// word sets what is said of a story; nothing where nothing is new.
func (e *Editor) word(ctx context.Context, k *desk, it *item) error {
	said := k.said(it.old)
	if e.Writer != nil {
		articles := make([]article.Article, len(it.fresh))
		for i, at := range it.fresh {
			articles[i] = k.articles[at]
		}
		sentences, cites, err := e.Writer.Write(ctx, articles, k.now)
		if err != nil && ctx.Err() != nil {
			return err
		}
		if err != nil {
			e.Log.Warn("digest write", "err", err)
		}
		it.sentences, it.citations = newOnly(sentences, cites, said)
		if len(it.sentences) > 0 {
			return nil
		}
	}
	it.sentences, it.citations = k.quote(it.fresh, said)
	if k.digest.Kind == store.Weekly {
		k.addBeginning(it)
	}
	return nil
}

// said returns the sentences of articles that were told.
func (k *desk) said(docs []int) (all []candidate) {
	for _, i := range docs {
		all = append(all, k.candidates(i, 1<<20)...)
	}
	return all
}

// newOnly leaves out the sentences of a Writer that were said before, and the
// footnotes that no sentence has then.
func newOnly(sentences []tell.Sentence, cites []answer.Citation, said []candidate) (kept []tell.Sentence, footnotes []answer.Citation) {
	for _, s := range sentences {
		c := candidate{text: s.Text, terms: prose.Stems(s.Text, "")}
		if len(kept) < maxSentences && !c.repeats(said) {
			kept = append(kept, s)
		}
	}
	for _, s := range kept {
		for _, c := range answer.Resting(s.Text, s.Citations, cites) {
			same := func(o answer.Citation) bool { return o.N == c.N && o.Quote == c.Quote }
			if !slices.ContainsFunc(footnotes, same) {
				footnotes = append(footnotes, c)
			}
		}
	}
	slices.SortStableFunc(footnotes, func(a, b answer.Citation) int { return a.N - b.N })
	return kept, footnotes
}

// quote chooses the sentences of new articles that tell a story best, word for
// word: what leads, is near to the rest, and comes from several articles.
func (k *desk) quote(fresh []int, said []candidate) ([]tell.Sentence, []answer.Citation) {
	var all []candidate
	for _, i := range fresh[:min(len(fresh), maxRead)] {
		own := k.candidates(i, leadDepth)
		if more := slices.DeleteFunc(slices.Clone(own), k.isTitle); len(more) > 0 {
			own = more
		}
		all = append(all, own...)
	}
	k.score(all, fresh)
	var chosen []candidate
	for len(chosen) < maxSentences {
		best := -1
		for i, c := range all {
			if c.score > 0 && !c.repeats(said) && !c.repeats(chosen) && (best < 0 || c.apart(chosen) > all[best].apart(chosen)) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		chosen = append(chosen, all[best])
		all[best].score = 0
	}
	return k.cite(chosen)
}

// isTitle reports whether a sentence says no more than the title of its article.
func (k *desk) isTitle(c candidate) bool {
	a := k.articles[c.doc]
	return c.says(candidate{text: a.Title, terms: prose.Stems(a.Title, a.Lang)}, sameWords)
}

// maxRead is how many articles of a story are read for its words, the most
// central ones.
const maxRead = 12

// candidates returns the first n sentences of an article that state something.
func (k *desk) candidates(doc, n int) (out []candidate) {
	a := k.articles[doc]
	end := 0
	for _, text := range prose.Running(prose.Statements(article.Passage{Chunk: article.Chunk{Text: a.Body}})) {
		start := end + strings.Index(a.Body[end:], text)
		end = start + len(text)
		if len(text) > maxQuote || !prose.Quotable(text) || text == strings.TrimSpace(a.Title) {
			continue
		}
		out = append(out, candidate{doc: doc, start: start, end: end, text: text, terms: prose.Stems(text, a.Lang)})
		if len(out) == n {
			break
		}
	}
	return out
}

// score says how well each candidate tells the story: the earlier it stands in
// its article, and the more of it the titles and the other articles have.
func (k *desk) score(all []candidate, fresh []int) {
	titles := map[string]bool{}
	own := map[int]map[string]bool{} // titles, by article
	for _, i := range fresh {
		own[i] = prose.Stems(k.articles[i].Title, k.articles[i].Lang)
		maps.Copy(titles, own[i])
	}
	place, last := 0, -1
	for i := range all {
		c := &all[i]
		if place++; c.doc != last {
			place, last = 0, c.doc
		}
		near := prose.Share(c.terms, titles)
		for _, o := range all {
			if o.doc != c.doc {
				near = max(near, prose.Share(c.terms, o.terms))
			}
		}
		if near < related && place > 0 {
			continue
		}
		c.score = (0.3 + near) / (1 + 0.25*float64(place))
		if prose.Leans(c.text) {
			c.score *= leaning
		}
		if len(fresh) > 1 && prose.Share(own[c.doc], c.terms) == 0 {
			c.score *= aside
		}
	}
}

// apart is a candidate's score beside those chosen: less where its article or
// outlet has spoken.
func (c candidate) apart(chosen []candidate) float64 {
	score := c.score
	for _, o := range chosen {
		if o.doc == c.doc {
			score *= 0.6
		}
	}
	return score
}

// repeats reports whether one of the others says the same: it has most of the
// terms, and every number. A new number is news.
func (c candidate) repeats(others []candidate) bool {
	return slices.ContainsFunc(others, func(o candidate) bool { return c.says(o, repeated) })
}

// says reports whether another says all of it that matters.
func (c candidate) says(o candidate, least float64) bool {
	return prose.Share(c.terms, o.terms) > least && hasNumbers(o.text, c.text)
}

var number = regexp.MustCompile(`\d+(?:[.,]\d+)*`)

// hasNumbers reports whether every number of a text stands in another.
func hasNumbers(have, want string) bool {
	held := number.FindAllString(have, -1)
	for _, n := range number.FindAllString(want, -1) {
		if !slices.Contains(held, n) {
			return false
		}
	}
	return true
}

// signed says who published an article and when. Where that is nobody, its title stands
// above or in the footnote.
func signed(a article.Article) string {
	day := a.Published.Day()
	if a.Outlet == "" {
		return strings.ToUpper(day[:1]) + day[1:]
	}
	return a.Outlet + ", " + day
}

// cite writes quotes with who said them and when, each with its footnote.
func (k *desk) cite(quotes []candidate) (sentences []tell.Sentence, cites []answer.Citation) {
	numbers := map[int]int{}
	for _, q := range quotes {
		a := k.articles[q.doc]
		n, ok := numbers[q.doc]
		if !ok {
			n = len(numbers) + 1
			numbers[q.doc] = n
		}
		sentences = append(sentences, tell.Sentence{
			Text: signed(a) + ": " + answer.Quoted(q.text), Citations: []int{n},
		})
		c := answer.Citation{
			N: n, ArticleID: a.ID, Title: a.Name(), Source: a.Outlet, URL: a.URL, Published: a.Published, Undated: !a.Published.Sure(),
			Quote: q.text, Start: q.start, End: q.end, Link: links.ToWords(a.URL, a.Title, a.Body, q.start, q.end),
		}
		if a.URL == "" {
			c.File = a.FileName()
		}
		cites = append(cites, c)
	}
	slices.SortStableFunc(cites, func(a, b answer.Citation) int { return a.N - b.N })
	return sentences, cites
}
