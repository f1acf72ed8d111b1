package answer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"footnote/internal/llm"
	"footnote/prompts"
)

// An opinion is what a verifier says of a sentence.
type opinion struct {
	given     bool
	supported bool
	rests     []rest // what a supported one rests on
	reason    string // why another one is not supported
}

// decisive are reasons for which the gate holds back that no verifier is asked
// about: the gate is seldom wrong in them, and a reader often overlooks a "will", an
// "if" or an "at least". docs/gate.md has the figures.
var decisive = []string{reasonCertain, reasonCondition, reasonBound}

// doubtful reports whether a verifier can add to a finding: the sentence passed,
// and not as the very words of the passage, or failed for something that words
// alone do not tell. Of a passage that speaks to a model, no verifier is believed.
func (g gate) doubtful(f finding) bool {
	switch {
	case len(f.cited) == 0 || forbidden(f.text) != "":
		return false
	case f.reason == "":
		return !g.cutOut(f)
	case slices.Contains(decisive, f.reason):
		return false
	}
	said := map[*lexer]*claim{}
	for _, i := range f.cited {
		if g.sources[i].instructs {
			return false
		}
		l := g.sources[i].lexer
		if said[l] == nil {
			said[l] = l.claim(f.text)
		}
	}
	if g.strange(said, f.cited) != "" {
		return false // what stands nowhere nobody can find
	}
	_, reason := g.quotations(f.text, f.cited)
	return reason != reasonQuoted
}

// cutOut reports whether a sentence is an excerpt of a statement, word for word,
// without anything that leans on what is left out: who says it, what stands before
// a colon, or since when.
func (g gate) cutOut(f finding) bool {
	if len(f.rests) != 1 {
		return false
	}
	src := &g.sources[f.rests[0].source]
	i := slices.IndexFunc(src.statements, func(s *statement) bool { return s.text == f.rests[0].quote })
	if i < 0 {
		return false
	}
	c, have := src.lexer.claim(f.text), src.statements[i]
	m := match{said: c, have: have, src: src, to: len(c.tokens)}
	if m.weigh() != "" || len(m.carry) > 0 || !m.excerpt() {
		return false
	}
	for i, t := range c.tokens {
		if at := m.when[i]; t.kind == date && (len(at) != 1 || c.low(i-1) != have.low(at[0]-1)) {
			return false
		}
	}
	return strings.Count(f.text, ":") == strings.Count(have.text, ":") && !slices.ContainsFunc(have.tokens, func(t token) bool {
		return speaking[t.stem] && !slices.ContainsFunc(c.tokens, func(o token) bool { return o.stem == t.stem })
	})
}

// heed returns a finding as it is after an opinion.
func (g gate) heed(f finding, o opinion) finding {
	switch {
	case !o.given:
	case !o.supported:
		f.rests, f.reason = nil, o.reason
	case f.reason != "":
		f.rests, f.reason = o.rests, ""
	}
	return f
}

// verifyWords are the words by which a verifier says why a sentence is not
// supported, and the reasons they stand for.
var verifyWords = []struct{ word, reason string }{
	{"number", reasonNumber},
	{"name", reasonName},
	{"date", reasonDate},
	{"denial", reasonContrary},
	{"certainty", reasonCertain},
	{"roles", reasonRoles},
	{"speaker", reasonSpeaker},
	{"condition", reasonCondition},
	{"cause", reasonCause},
	{"past", reasonPast},
	{"more", reasonWord},
	{"topic", reasonTopic},
}

// toVerify asks whether the passages that sentences cite support them. Sentences
// of a passage that speak to a model are left out.
func (g gate) toVerify(fs []finding) []llm.Message {
	var passages []prompts.Numbered
	var sentences []prompts.Claimed
	var read []int
	for i, f := range fs {
		var cited []string
		for _, n := range f.cited {
			read = insert(read, n)
			cited = append(cited, strconv.Itoa(n+1))
		}
		sentences = append(sentences, prompts.Claimed{N: i + 1, Cited: strings.Join(cited, ", "), Text: oneLine(g.stated(f))})
	}
	for _, n := range read {
		src := &g.sources[n]
		p := prompts.Numbered{Passage: numbered(n+1, src.passage)}
		if on := src.passage.Article.Published; on.Sure() {
			p.Date = on.Time.Weekday().String() + ", " + p.Date
		}
		for _, s := range src.statements {
			if !s.instructs {
				p.Statements = append(p.Statements, prompts.Statement{N: s.n + 1, Text: oneLine(s.text)})
			}
		}
		passages = append(passages, p)
	}
	var words []string
	for _, w := range verifyWords {
		words = append(words, w.word)
	}
	return prompts.Verify(passages, sentences, words)
}

// stated returns what a sentence states of the matter: without the day on which
// the passage was published, which the gate knows, and without labels.
func (g gate) stated(f finding) string {
	text := f.text
	for {
		us := g.unframed(text, f.cited)
		i := slices.IndexFunc(us, func(u unframed) bool { return u.dated && !u.event || u.hidden })
		if i < 0 {
			return text
		}
		text = us[i].text
	}
}

// opinionLine matches a line of a verifier's reply.
var opinionLine = regexp.MustCompile(`^\W*(\d{1,3})\**\s*[:.)]\s*(?:((?i:` + prompts.NotSupported + `))\b\W*(\pL*)|((?:\d{1,3}\.\d{1,3}[\s,;.]*)+)$)`)

var statementNumber = regexp.MustCompile(`(\d+)\.(\d+)`)

// opinions reads a verifier's reply about sentences. A sentence of which it says
// nothing that can be read gets none; where no sentence gets any, that is an error.
func (g gate) opinions(reply string, fs []finding) []opinion {
	out := make([]opinion, len(fs))
	for line := range strings.Lines(reply) {
		m := opinionLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		n := atoi(m[1]) - 1
		if n < 0 || n >= len(fs) || out[n].given {
			continue
		}
		o := opinion{given: true, supported: m[2] == ""}
		if !o.supported {
			o.reason = reasonOf(m[3])
		} else if o.rests = g.restsOn(m[4], fs[n].cited); o.rests == nil {
			continue
		}
		out[n] = o
	}
	return out
}

// reasonOf returns the reason that a verifier's word stands for.
func reasonOf(word string) string {
	for _, w := range verifyWords {
		if strings.EqualFold(w.word, word) {
			return w.reason
		}
	}
	return reasonWord
}

// restsOn returns the statements that numbers name, in their order; nil where
// they name one that was not given, or more than a sentence may rest on.
func (g gate) restsOn(numbers string, cited []int) []rest {
	var out []rest
	for _, m := range statementNumber.FindAllStringSubmatch(numbers, -1) {
		n, k := atoi(m[1])-1, atoi(m[2])-1
		if !slices.Contains(cited, n) || k < 0 || k >= len(g.sources[n].statements) || g.sources[n].statements[k].instructs {
			return nil
		}
		r := rest{source: n, quote: g.sources[n].statements[k].text}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	if len(out) > maxParts {
		return nil
	}
	return out
}
