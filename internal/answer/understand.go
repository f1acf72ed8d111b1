package answer

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// query returns what to search for: the question, after those of its thread
// that it leans on.
func query(q Question) retrieval.Query {
	return retrieval.Query{
		Text: prose.OneLine(q.Text), After: leansOn(q.Text, readThread(q.Thread, q.day())),
		Reader: q.Reader, AsOf: q.AsOf, Now: q.Now, StrictDates: q.StrictDates, K: searched,
	}
}

// day is when a question is asked, or as if.
func (q Question) day() time.Time {
	if !q.AsOf.IsZero() {
		return q.AsOf
	}
	return q.Now
}

// leansOn returns the earlier questions that a question leans on, oldest
// first: the last one, and what that leans on itself. Where a pronoun may
// stand for the answer to the last one, the names in that answer stand behind
// it: "Who bought Quill?", "Orchard did.", "What did they pay?"
func leansOn(text string, thread []askedTurn) []string {
	var after []string
	answered, another := "", len(question.Alone(text).Names) > 0 && !pronoun.MatchString(text)
	for _, turn := range slices.Backward(thread) {
		if !leans(text) {
			break
		}
		if turn.matter == "" { // it only had the answer before it put otherwise
			continue
		}
		if text = turn.matter; after == nil {
			answered = turn.Answer
		}
		after = append(after, text)
		if turn.gist != nil && turn.gist.topic != "" {
			break
		}
	}
	slices.Reverse(after)
	if len(after) > 0 {
		after = nearestOf(after)
	}
	if n := len(after); n > 0 && !another {
		after[n-1] = withAnswer(after[n-1], answered)
	}
	return after
}

// nearestOf returns, of a chain of questions that lean on each other, the last that
// has words of its own, and what leans on it; of the first, which says what they are
// all about, the names: what was asked between is not asked any more.
func nearestOf(chain []string) []string {
	last := 0
	for i, text := range chain {
		if question.OwnWords(text) > 0 {
			last = i
		}
	}
	names := question.Alone(chain[0]).Names
	if between := last > 0 && len(chain) > 2; !between || len(names) == 0 {
		return chain
	}
	return append([]string{strings.Join(names, ", ")}, chain[last:]...)
}

// maxNames is how many names of an answer a pronoun may stand for.
const maxNames = 3

// withAnswer adds the names in the first sentence of an answer to a question
// that asked for a name.
func withAnswer(last, answer string) string {
	if !question.Alone(last).Named {
		return last
	}
	first := firstSentence(introduction.ReplaceAllString(answer, ""))
	var names []string
	for _, name := range question.Alone(first).Names {
		if len(names) < maxNames && !strings.Contains(last, name) {
			names = append(names, name)
		}
	}
	return strings.TrimSpace(last + " " + strings.Join(names, ", "))
}

// introduction is how introduce begins.
var introduction = regexp.MustCompile(`^[^“\n]*: “`)

var (
	// addition opens a question that adds to another.
	addition = regexp.MustCompile(`(?i)^(?:and|but|so|or|also|then|what about|how about|what else|who else|how so|how come)\b`)
	// pronoun stands for what was named before. "It" and "there" stand for
	// nothing in "is it true" and "are there".
	pronoun = regexp.MustCompile(`(?i)\b(?:its?|they|them|theirs?|he|she|him|his|hers?|those|these|this|former|latter|the others?|the same)\b` +
		`|\bthere\W*$|\bthat\W*$|\b(?:is|was|does|did|has|had|can|will|would|of|about|after|before|since|than|for|with|from|by|on|to) that\b`)
	expletive = regexp.MustCompile(`(?i)\bit (?:true|possible|likely|legal|safe|worth|clear|known|takes?)\b|\bthis (?:week|weekend|month|quarter|year|morning|afternoon|evening)\b`)
	verb      = regexp.MustCompile(`(?i)\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b`)
)

// fewTerms is how many content words a question has at most that leans on
// its thread without saying so ("Since when?", "Who says so?").
const fewTerms = 2

// leans reports whether a question cannot be understood without its thread: it
// adds to another, has a pronoun with no name before it, or hardly a word of
// its own.
func leans(text string) bool {
	text = prose.OneLine(text)
	if addition.MatchString(text) {
		return true
	}
	names := question.Alone(text).Names
	if at := pronoun.FindStringIndex(expletive.ReplaceAllString(text, "")); at != nil && !namedBefore(text, names, at[0]) {
		return true
	}
	return len(analysis.Terms(text, "")) <= fewTerms && (len(names) == 0 || !verb.MatchString(text))
}

// hasMatter reports whether a question that adds to another names a matter of its own, and not only
// another name to be put in the place of one, a time or a number: "and the merger?"
func hasMatter(text string) bool {
	r := question.Alone(text)
	kind := r.Kind()
	return question.OwnWords(text) > 0 && len(r.Names) == 0 && !pronoun.MatchString(text) && !kind.Timed() && kind != question.Reason && !kind.Counts()
}

// Leans reports whether a message cannot be understood without what was said
// before it: a question that leans, a correction, or a request to put the answer
// before it otherwise.
func Leans(text string) bool {
	if g, ok := readGist(text, time.Time{}); ok {
		return g.topic == "" && !g.fresh
	}
	_, corrects := corrected(text)
	return corrects || wordingIn(text) != asItIs || leans(text)
}

// namedBefore reports whether a name stands before an offset.
func namedBefore(text string, names []string, at int) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		i := strings.Index(text, n)
		return i >= 0 && i < at
	})
}

// lookedFurther says what of a question's outlets, authors and times was not
// kept to, or "" if all was.
func lookedFurther(dropped question.Filter) string {
	if dropped.IsZero() {
		return ""
	}
	where := ""
	if names := append(slices.Clone(dropped.Outlets), dropped.Authors...); len(names) > 0 {
		where = " by " + strings.Join(names, " or ")
	}
	return "Too little was found" + where + spanWords(dropped.Since, dropped.Until) + ", so this looks further."
}

// spanWords writes a time, either end of which may be open.
func spanWords(since, until time.Time) string {
	first, last := day(since), day(until)
	switch {
	case since.IsZero() && until.IsZero():
		return ""
	case until.IsZero():
		return " since " + first
	case since.IsZero():
		return " up to " + last
	case first == last:
		return " of " + first
	}
	return " from " + first + " to " + last
}

func day(t time.Time) string { return article.Date{Time: t, DayOnly: true}.Day() }
