package gate

import (
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/prose"
)

// A Gate lets a model's sentence pass only if the passages it cites hold what
// it says.
type Gate struct {
	sources []source // by the number a model cites them, less one
	lexers  map[string]*lexer
}

// New returns a gate over passages, cited by their place from 1.
func New(passages []article.Passage) Gate {
	g := Gate{lexers: map[string]*lexer{}}
	beside, known := map[string]bool{}, genders{}
	for _, p := range passages {
		g.sources = append(g.sources, newSource(p, g.lexers, beside, known))
	}
	return g
}

// Passage returns the passage that is cited as n+1; n must be the place of one.
func (g Gate) Passage(n int) article.Passage { return g.sources[n].passage }

// A Finding is what the gate says of one sentence.
type Finding struct {
	Text   string // without markers and control marks
	Cited  []int  // what its markers name, as places of passages, from 0
	Rests  []Rest // what it rests on; empty where held back
	Reason string // why it was held back; empty where it passed
}

// A Rest is the exact words a sentence rests on.
type Rest struct {
	Source int // the place of its passage, from 0
	Quote  string
}

// statement returns the statement that is the words of a rest, nil where none is: a
// rest may be several statements next to each other.
func (g Gate) statement(r Rest) *statement {
	statements := g.sources[r.Source].statements
	i := slices.IndexFunc(statements, func(s *statement) bool { return s.text == r.Quote })
	if i < 0 {
		return nil
	}
	return statements[i]
}

// Check judges one sentence with its markers.
func (g Gate) Check(raw string) Finding {
	raw = g.rounded(raw)
	cited, unknown := g.markers(raw)
	f := Finding{Text: prose.Plain(raw), Cited: cited}
	switch f.Reason = prose.Forbidden(f.Text); {
	case f.Reason != "":
	case len(cited) == 0 && unknown:
		f.Reason = "its marker names no passage"
	case len(cited) == 0:
		f.Text, f.Rests, f.Reason = g.attribute(f.Text)
	default:
		f.Text, f.Rests, f.Reason = g.framed(f.Text, cited)
	}
	return f
}

// maxParts is into how many parts a sentence is divided at most, each of which
// rests on a sentence of its own.
const maxParts = 3

// Support finds the sentences of the cited sources that say what a sentence
// says: one that says all of it, or one for each of its parts.
func (g Gate) Support(text string, cited []int) ([]Rest, string) {
	if rests := g.verbatim(text, cited); rests != nil {
		return rests, ""
	}
	if rests, reason := g.quotations(text, cited); rests != nil || reason != "" {
		return rests, reason
	}
	reason := ReasonTopic
	said := g.claims(text, cited)
	if reason := g.strange(said, cited); reason != "" {
		return nil, reason
	}
	w := weighing{g: g, cited: cited, said: said, memo: map[[2]int]weighed{}}
	c := said[g.sources[cited[0]].lexer]
	whole := w.part(0, len(c.tokens))
	if whole.rests != nil {
		return whole.rests, ""
	}
	if whole.reason != "" {
		reason = whole.reason
	}
	if len(said) > 1 || !divisible[reason] {
		return nil, reason
	}
	if rests := w.divide(c, 0, maxParts); rests != nil {
		return rests, ""
	}
	if rests := g.insertion(c, cited); rests != nil {
		return rests, ""
	}
	return nil, reason
}

// claims takes a sentence apart as each language of the cited sources does.
func (g Gate) claims(text string, cited []int) map[*lexer]*claim {
	said := map[*lexer]*claim{}
	for _, i := range cited {
		if l := g.sources[i].lexer; said[l] == nil {
			said[l] = l.claim(text)
		}
	}
	return said
}

// verbatim returns the sentence of a cited source that a sentence is, or those next to
// each other that it is together, as a quotation of several is one.
func (g Gate) verbatim(text string, cited []int) []Rest {
	for _, i := range cited {
		s := &g.sources[i]
		for n, have := range s.statements {
			if !strings.HasPrefix(text, prose.OneLine(have.text)) {
				continue
			}
			for _, last := range s.statements[n:] {
				quote := s.passage.Chunk.Text[have.start : last.start+len(last.text)]
				line := prose.OneLine(quote)
				if last.instructs || !strings.HasPrefix(text, line) || strings.Contains(quote, "\n") {
					break
				}
				if line == text {
					return []Rest{{Source: i, Quote: quote}}
				}
			}
		}
	}
	return nil
}

// insertion returns what a sentence rests on that has another put into it
// between commas: "The plant, which employs 1,150 people, stays." Both the
// sentence without it and its beginning with it must stand.
func (g Gate) insertion(c *claim, cited []int) []Rest {
	commas := []int{}
	for i := 1; i < len(c.tokens); i++ {
		if strings.HasPrefix(c.gap(i), ",") {
			commas = append(commas, i)
		}
	}
	if len(commas) != 2 || c.solid(0, commas[0]) == 0 || c.solid(commas[0], commas[1]) == 0 || c.solid(commas[1], len(c.tokens)) == 0 {
		return nil
	}
	open, end := c.tokens[commas[0]-1].end, c.tokens[commas[1]-1].end
	without, _ := g.Support(c.text[:open]+c.text[end+1:], cited)
	if without == nil {
		return nil
	}
	with, _ := g.Support(c.text[:end], cited)
	if with == nil {
		return nil
	}
	return union(without, with)
}

// divisible are the reasons for which a sentence may still stand in parts:
// no sentence of the passages has all of it.
var divisible = map[string]bool{ReasonTopic: true, ReasonName: true, ReasonNumber: true, ReasonDate: true, ReasonWord: true}

// attribute finds the one source that carries a sentence which names none.
func (g Gate) attribute(text string) (shown string, rests []Rest, reason string) {
	for i := range g.sources {
		if shown, rests, reason := g.framed(text, []int{i}); reason == "" {
			return shown, rests, ""
		}
	}
	return text, nil, "it names no passage and none carries it"
}
