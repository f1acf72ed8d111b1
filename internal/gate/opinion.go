package gate

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/prose"
)

// An Opinion is what a verifier says of a sentence.
type Opinion struct {
	Given     bool
	Supported bool
	Rests     []Rest // what a supported one rests on
	Reason    string // why another one is not supported
}

// decisive are reasons for which the gate holds back that no verifier is asked
// about: the gate is seldom wrong in them, and a reader often overlooks a "will", an
// "if" or an "at least". docs/gate.md has the figures.
var decisive = []string{ReasonCertain, ReasonCondition, reasonBound}

// Doubtful reports whether a verifier can add to a finding: the sentence passed,
// and not as the very words of the passage, or failed for something that words
// alone do not tell. Of a passage that speaks to a model, no verifier is believed.
func (g Gate) Doubtful(f Finding) bool {
	switch {
	case len(f.Cited) == 0 || prose.Forbidden(f.Text) != "":
		return false
	case f.Reason == "":
		return !g.cutOut(f)
	case slices.Contains(decisive, f.Reason):
		return false
	}
	instructs := func(i int) bool { return g.sources[i].instructs }
	if slices.ContainsFunc(f.Cited, instructs) {
		return false
	}
	if g.strange(g.claims(f.Text, f.Cited), f.Cited) != "" && g.reckonings(f) == nil {
		return false // what stands nowhere, and follows from nothing, nobody can find
	}
	_, reason := g.quotations(f.Text, f.Cited)
	return reason != reasonQuoted
}

// cutOut reports whether a sentence is an excerpt of a statement, word for word,
// without anything that leans on what is left out: who says it, what stands before
// a colon, or since when.
func (g Gate) cutOut(f Finding) bool {
	if len(f.Rests) != 1 {
		return false
	}
	src, have := &g.sources[f.Rests[0].Source], g.statement(f.Rests[0])
	if have == nil {
		return false
	}
	c := src.lexer.claim(f.Text)
	m := match{said: c, have: have, src: src, to: len(c.tokens)}
	if m.weigh() != "" || len(m.carry) > 0 || !m.excerpt() {
		return false
	}
	for i, t := range c.tokens {
		if at := m.when[i]; t.kind == date && (len(at) != 1 || c.low(i-1) != have.low(at[0]-1)) {
			return false
		}
	}
	return strings.Count(f.Text, ":") == strings.Count(have.text, ":") && !slices.ContainsFunc(have.tokens, func(t token) bool {
		return speaking[t.stem] && !slices.ContainsFunc(c.tokens, func(o token) bool { return o.stem == t.stem })
	})
}

// Heed returns a finding as it is after an opinion.
func (g Gate) Heed(f Finding, o Opinion) Finding {
	switch {
	case !o.Given:
	case !o.Supported:
		f.Rests, f.Reason = nil, o.Reason
	case f.Reason != "":
		if reason := g.limited(f, o.Rests); reason != "" {
			f.Reason = reason
			return f
		}
		f.Rests, f.Reason = o.Rests, ""
	}
	return f
}

// limited returns why the statements that a verifier names do not carry a sentence: they
// lack what its numbers are reckoned from, or leave nothing open that it calls so; or,
// which readers overlook, one of them speaks of some alone.
func (g Gate) limited(f Finding, rests []Rest) string {
	for _, ways := range g.reckonings(f) {
		if !slices.ContainsFunc(ways, func(r reckoning) bool { return r.restsOn(rests) }) {
			return ReasonNumber
		}
	}
	if g.unfounded(f, rests) {
		return ReasonWord
	}
	for _, r := range rests {
		src, have := &g.sources[r.Source], g.statement(r)
		if have == nil {
			continue
		}
		c := src.lexer.claim(f.Text)
		m := match{said: c, have: have, src: src, to: len(c.tokens)}
		m.cover()
		if reason := m.whole(); reason != "" {
			return reason
		}
	}
	return ""
}

// Stated returns what a sentence states of the matter: without the day on which
// the passage was published, which the gate knows, and without labels.
func (g Gate) Stated(f Finding) string {
	text := f.Text
	for {
		us := g.unframed(text, f.Cited)
		i := slices.IndexFunc(us, func(u unframed) bool { return u.dated && !u.event || u.hidden })
		if i < 0 {
			return text
		}
		text = us[i].text
	}
}

var statementNumber = regexp.MustCompile(`(\d+)\.(\d+)`)

// RestsOn returns the statements that numbers name, in their order; nil where
// they name one that was not given, or more than a sentence may rest on.
func (g Gate) RestsOn(numbers string, cited []int) []Rest {
	var out []Rest
	for _, m := range statementNumber.FindAllStringSubmatch(numbers, -1) {
		n, k := atoi(m[1])-1, atoi(m[2])-1
		if !slices.Contains(cited, n) || k < 0 || k >= len(g.sources[n].statements) || g.sources[n].statements[k].instructs {
			return nil
		}
		r := Rest{Source: n, Quote: g.sources[n].statements[k].text}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	if len(out) > maxParts {
		return nil
	}
	return out
}

// A Line is a statement of a passage as a verifier reads it.
type Line struct {
	N    int // its number in the passage, from 1
	Text string
}

// Lines are the statements of a passage that do not speak to a model.
func (g Gate) Lines(n int) []Line {
	var out []Line
	for _, s := range g.sources[n].statements {
		if !s.instructs {
			out = append(out, Line{N: s.n + 1, Text: prose.OneLine(s.text)})
		}
	}
	return out
}

// unsettled matches what calls something disputed or not known.
var unsettled = regexp.MustCompile(`(?i)(?:\b(?:is|are|was|were|be|been|remain|remains|remained)|['’]s)(?: (?:not|still|yet|now|also|as|so|far|\pL+ly))* ` +
	`(?:disputed|contested|unclear|uncertain|unknown|undecided|unresolved|unsettled|doubtful|controversial|in (?:doubt|dispute)|to be seen|(?:an )?open(?: question| whether|[,;:]|\W*$))|` +
	`\b(?:not|n['’]t) (?:yet )?(?:been )?(?:known|clear|certain|decided|settled|established)\b|\bdisagree\b`)

// By these words a statement leaves something open, or has somebody dispute it; by
// words that deny, too.
var (
	leavesOpen  = setOf(`whether if yet depend disput contest argu deni reject disagre doubt question challeng unclear uncertain unknown undecid unresolv open controversi`)
	toBeSettled = regexp.MustCompile(`(?i)\b(?:will|to) be (?:settled|decided|determined)\b`)
)

// unfounded reports whether a sentence calls something disputed or not known, and none of the
// statements that it rests on leaves anything open; or where there are several, says what
// somebody says: who sums up two sides has one of each.
func (g Gate) unfounded(f Finding, rests []Rest) bool {
	if !unsettled.MatchString(f.Text) {
		return false
	}
	return !slices.ContainsFunc(rests, func(r Rest) bool {
		have := g.statement(r)
		return have == nil || have.has(leavesOpen) || toBeSettled.MatchString(have.text) ||
			slices.ContainsFunc(have.ops, func(o operator) bool { return o.sense == denies }) ||
			len(rests) > 1 && have.has(speaking)
	})
}
