package selection

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// TellsNumber returns what reports whether a candidate has the number that is asked for, of what it is
// asked of; nil where no number is asked for.
func TellsNumber(found retrieval.Result) func(Candidate) bool {
	a := newAsked(found)
	if !a.kind.Counts() {
		return nil
	}
	return func(c Candidate) bool { return a.hasNumber(c.Text) && a.ofSame(c) }
}

// WithNumber returns the verdict where it tells the number that is asked for, if one is; else what stands
// beside it and does; else, if the verdict has no number at all, or says much less of what is asked, the most likely of the other candidates on the
// matter that tells it, of the newest article that does where the present is asked for. It reports false where
// nothing tells it.
func WithNumber(found retrieval.Result, verdict Candidate, more, cs []Candidate) (best Candidate, ok bool) {
	tells := TellsNumber(found)
	if tells == nil || tells(verdict) {
		return verdict, true
	}
	if i := slices.IndexFunc(more, tells); i >= 0 {
		return more[i], true
	}
	for _, c := range OfArticlesOn(OnMatter(cs)) {
		newer := found.Reading.Present && ByDate(c.Published(), best.Published()) > 0
		if tells(c) && (!ok || newer) {
			best, ok = c, true
		}
	}
	if !ok || newAsked(found).hasNumber(verdict.Text) && best.signs.asks < verdict.signs.asks+leastPart {
		return verdict, ok
	}
	return best, true
}

// numberWords say that a number is asked for, and not of what.
var numberWords = regexp.MustCompile(`^(?:cost|price|pay|paid|fee|fare|rate|wage|salari|budget|amount|number|worth|charg|expens|money|kost|preis)`)

// byHowMuch asks for a difference, which may be a share of something.
var byHowMuch = regexp.MustCompile(`(?i)\bby how (?:much|many)\b|\bhow much (?:more|less|higher|lower|dearer|cheaper)\b|\b(?:go|going|gone|went) (?:up|down)\b|\b(?:ris|increas|fall|drop|cut)\w*\b`)

// hasNumber reports whether a text has a number of the kind that is asked for, if only in words.
func (a asked) hasNumber(text string) bool {
	if a.kind == question.Money && byHowMuch.MatchString(a.reading.Text) && (sharePattern.MatchString(text) || moneyPattern.MatchString(text)) {
		return true
	}
	if a.kind == question.Money && free.MatchString(text) {
		return true
	}
	return a.answers(strings.ReplaceAll(text, "-", " ")) // sixty-nine
}

// free matches a price of nothing.
var free = regexp.MustCompile(`(?i)\b(?:(?:pays?|paid|costs?) nothing|free of charge|for free|(?:is|are|was|were|be|becomes?|became|made|stays?) (?:now )?free|gratis|kostenlos)\b`)

// sharePattern matches a share of something.
var sharePattern = regexp.MustCompile(`(?i)\d ?%|\b(?:per ?cent|half|thirds?|quarters?|(?:one|two|three|four) in (?:two|three|four|five|ten|twenty)|majority)\b`)

// itself is in what tells of the matter of an article without naming it.
var itself = regexp.MustCompile(`(?i)\b(?:the|its|their|die|der|das|ihre?|seine?) (?:\pL+ )?(?:costs?|price|bill|total|sum|figure|budget|fees?|fares?|order|deal|project|works?|plan|scheme|kosten|preis|auftrag|summe)\b`)

// ofSame reports whether a sentence with a number is about what one is asked of: it has one of the
// words for that, or another for it, or the sentence before it has, or the title where it only says
// "the cost"; or it names what the question does.
func (a asked) ofSame(c Candidate) bool {
	if len(a.names) > 0 && !c.named {
		return false
	}
	things, title := false, prose.BaseForms(c.Passage.Article.Title, languageOf(c.Passage))
	bySelf := itself.MatchString(c.Text)
	for i, t := range a.terms {
		if a.asks[i] == 0 || numberWords.MatchString(t) {
			continue
		}
		things = true
		holds := func(phrase []string) bool { return holdsAll(c.Terms, phrase) }
		if a.among(c.Terms, t) || c.before[t] || bySelf && a.among(title, t) || slices.ContainsFunc(a.kin[i], holds) {
			return true
		}
	}
	if len(a.names) == 0 {
		return !things
	}
	return bySelf || a.namedIn(c.Terms) || !things && a.namedIn(c.before)
}
