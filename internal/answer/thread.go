package answer

import (
	"encoding/json"
	"slices"
	"strings"

	"footnote/internal/analysis"
	"footnote/internal/prose"
	"footnote/internal/tokens"
	"footnote/prompts"
)

// How much of a thread a model is shown, in tokens: the last turns as they
// were, of those before them the question and the first sentence of the
// answer, which is its verdict. A question leans on the last turns mostly; all
// of a long thread would take the room of the passages.
const (
	threadTokens = 1200
	wholeTurns   = 2
	turnTokens   = 400 // of one turn that is shown as it was
)

// threadOf returns what a model is shown of a thread, oldest first, within
// threadTokens: the oldest turns are left out before any later one.
func threadOf(thread []Turn) []prompts.Turn {
	var out []prompts.Turn
	room := threadTokens
	for i, t := range slices.Backward(thread) {
		turn := prompts.Turn{Question: cutTokens(prose.OneLine(t.Question), turnTokens/2), Answer: withoutMarkers(t.Answer)}
		if i < len(thread)-wholeTurns {
			turn.Answer = firstSentence(turn.Answer)
		}
		turn.Answer = cutTokens(turn.Answer, turnTokens)
		if room -= tokens.Count(turn.Question) + tokens.Count(turn.Answer); room < 0 {
			break
		}
		out = append(out, turn)
	}
	slices.Reverse(out)
	return out
}

func cutTokens(text string, limit int) string {
	short, cut := tokens.Cut(text, limit)
	if cut {
		short += " …"
	}
	return short
}

// withoutMarkers takes the markers out of an answer: they number articles of
// the thread, and a model's passages have numbers of their own.
func withoutMarkers(text string) string {
	return strings.ReplaceAll(prose.Marker.ReplaceAllString(text, ""), " \n", "\n")
}

func firstSentence(text string) string {
	if spans := analysis.Sentences(text); len(spans) > 0 {
		return text[spans[0].Start:spans[0].End]
	}
	return ""
}

// keepNumbers lets the articles that a thread cited keep their numbers, as
// they were first given, and notes what was quoted of them.
func (c *citer) keepNumbers(q Question) {
	for id, n := range q.Numbers {
		c.keep(id, n)
	}
	for _, t := range q.Thread {
		for _, cite := range t.Citations {
			if _, ok := c.numbers[cite.ArticleID]; !ok && cite.N > 0 && cite.ArticleID != "" {
				c.keep(cite.ArticleID, cite.N)
			}
			if c.before == nil {
				c.before = map[string]bool{}
			}
			c.before[cite.ArticleID+" "+cite.Quote] = true
		}
	}
}

// NewTurn returns a turn as it was recorded, with the citations in JSON. Where
// these cannot be read, their articles get new numbers.
func NewTurn(question, text string, citations json.RawMessage) Turn {
	t := Turn{Question: question, Answer: text}
	if json.Unmarshal(citations, &t.Citations) != nil {
		t.Citations = nil
	}
	return t
}

// Elsewhere returns a turn as it is to a conversation that goes on in another thread,
// where articles have numbers of their own.
func (t Turn) Elsewhere() Turn {
	t.Citations = slices.Clone(t.Citations)
	for i := range t.Citations {
		t.Citations[i].N = 0
	}
	return t
}

// Numbered returns all that an answer shows under a number: what it cites, and
// newer and earlier coverage. A thread keeps these for Turn.Citations.
func (ans Answer) Numbered() []Citation { return slices.Concat(ans.Citations, ans.Newer, ans.Earlier) }

// Shown returns all citations that an answer shows.
func (ans Answer) Shown() []Citation {
	all := slices.Concat(ans.Numbered(), ans.Nearest, ans.Sides)
	for _, m := range ans.Timeline {
		all = append(all, m.Citation)
	}
	return all
}
