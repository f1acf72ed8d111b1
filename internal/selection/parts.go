package selection

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// leastPart is the share of a part's own words that a sentence must hold to
// answer it.
const leastPart = .5

// opening is what a question begins with that adds to another.
var opening = regexp.MustCompile(`(?i)^(?:and|but|so|or|also|then)\s+`)

// UnheldPart returns the words of a question that leans on others, if no sentence on
// the matter holds any that are its own: what is quoted is about what it leans on.
// Where a time or a number is asked for, it may be told in other words. It is empty
// where there is nothing to say.
func UnheldPart(found retrieval.Result, cs []Candidate) string {
	leans, own := ownWords(found.Reading)
	kind := question.Alone(own).Kind()
	f, asks := foundFor(found, own)
	if !leans || !asks || question.OwnWords(own) < leastOwn || kind.Timed() || kind.Counts() {
		return ""
	}
	a := newAsked(f)
	for _, c := range ofShare(cs, 0) {
		for i, t := range a.terms {
			if a.asks[i] > 0 && c.Terms[t] {
				return ""
			}
		}
	}
	return strings.Trim(opening.ReplaceAllString(prose.OneLine(own), ""), " ?.,;")
}

// leastOwn is how many words of its own a question has at least of which it can be
// said that nothing speaks of them: "Is that still true?" asks of what it leans on.
const leastOwn = 1

// foundFor returns what was found, read for one part of the question: with its
// own terms and names, and the names of the other parts.
func foundFor(found retrieval.Result, part string) (retrieval.Result, bool) {
	named := prose.Stems(strings.Join(found.Reading.Names, " "), "en")
	own := prose.Stems(part, "en")
	reading, terms, asks := question.Alone(part), map[string]float64{}, false
	for t, idf := range found.Terms {
		if own[t] || named[t] {
			terms[t] = idf
		}
		asks = asks || own[t] && !named[t]
	}
	reading.Names, reading.Present = found.Reading.Names, reading.Present || found.Reading.Present
	found.Reading, found.Terms = reading, terms
	return found, asks
}

// AnswerPart returns what answers one of several things that are asked together, of what was found
// for it: what would answer it alone, a quote of a passage, if it tells of it; else the best
// sentence that does, or the newest if the present is asked for. Only articles on the matter of all
// that is asked are heard; where it leans on what was asked before it, first those that answered that.
func AnswerPart(all, found retrieval.Result, p article.Passage, quote string, before []string) (best Candidate, ok bool) {
	leans, own := ownWords(found.Reading)
	if f, asks := foundFor(found, own); asks {
		found = f
	}
	matter := OnMatter(Candidates(all))
	a, cs, about := newAsked(found), Candidates(found), articlesOf(matter)
	// What leans on a deed, "and how much did it pay?", a sentence answers best that tells of the deed.
	ofDeed := func(c Candidate) bool {
		return leans && (a.kind.Counts() || a.kind.Timed()) && slices.ContainsFunc(matter, func(o Candidate) bool {
			return o.Text == c.Text && o.ArticleID() == c.ArticleID()
		})
	}
	newer := func(c Candidate) bool {
		return found.Reading.Present && ByDate(c.Published(), best.Published()) > 0
	}
	most := -1
	for _, c := range cs {
		alone, again := c.Text == quote && c.ArticleID() == p.Article.ID, leans && slices.Contains(before, c.ArticleID())
		if !alone && !about[c.ArticleID()] || !answersAll(a, c, alone || leans) {
			continue
		}
		rank := 0
		if alone {
			rank++
		}
		if again {
			rank += 2
		}
		if ofDeed(c) {
			rank += 2
		}
		if rank > most || rank == most && newer(c) {
			best, ok, most = c, true, rank
		}
	}
	if ok && most == 0 && a.kind != question.Any {
		if c := Choose(found, cs); c.named && c.signs.kind > 0 && newer(c) {
			best = c // what is newer may say it in other words
		}
	}
	return best, ok
}

// answersAll reports whether a sentence holds half of what a part asks, of
// what the question names, and the kind of thing it asks for. A number or a time may be
// told in other words where loosely is set.
func answersAll(a asked, c Candidate, loosely bool) bool {
	loosely = loosely && (a.kind.Counts() || a.kind.Timed()) && c.signs.matter >= leastPart
	if len(a.names) > 0 && !c.named || c.signs.asks+c.signs.akin < leastPart && !loosely {
		return false
	}
	return c.signs.kind > 0 || a.kind == question.Name && a.opensWithName(c.Text) || a.kind == question.Any || a.kind == question.Reason || a.kind.Timed() && lasts.MatchString(c.Text)
}

// opensWithName reports whether a sentence begins with a name that the question has not.
func (a asked) opensWithName(text string) bool {
	first := strings.ToLower(openingName.FindString(text))
	return first != "" && !a.words[first] && !gate.English().Knows(gate.EnglishStem(first))
}

var openingName = regexp.MustCompile(`^\p{Lu}\pL{2,}`)
