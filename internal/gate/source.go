package gate

import (
	"strings"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/prose"
)

// A source is a passage prepared for checking sentences against it.
type source struct {
	passage    article.Passage
	lexer      *lexer
	statements []*statement
	utterances []utterance
	title      *claim
	outlet     map[string]bool // stems of its name
	author     map[string]bool
	beside     map[string]bool            // pairs of names that some passage writes as one, divided by a space
	genders    genders                    // of the names of all passages
	inside     map[string]bool            // stems of names that stand within a sentence
	initials   map[string]bool            // of names of several words
	kinds      map[string]map[string]bool // by the stem of a name, the stems of what is said to bear it
	instructs  bool                       // something in it speaks to a model
}

func newSource(p article.Passage, lexers map[string]*lexer, beside map[string]bool, known genders) source {
	lang := analysis.Language(p.Article.Lang, p.Chunk.Text)
	l := lexers[lang]
	if l == nil {
		l = newLexer(lang)
		lexers[lang] = l
	}
	s := source{
		passage: p, lexer: l, title: l.claim(p.Article.Title), outlet: l.set(p.Article.Outlet), author: l.set(p.Article.Author),
		beside: beside, genders: known, inside: map[string]bool{}, initials: map[string]bool{}, kinds: map[string]map[string]bool{},
		instructs: prose.Instructs(p.Article.Title),
	}
	from := 0
	for _, text := range prose.Sentences(p) {
		from += strings.Index(p.Chunk.Text[from:], text)
		c := &statement{claim: l.claim(text), n: len(s.statements), start: from}
		from += len(text)
		c.instructs = prose.Instructs(text)
		s.instructs = s.instructs || c.instructs
		c.leans = c.has(anaphors) || c.opensWithThing() || c.opensWithSome()
		c.moments = c.dates
		if p.Article.Published.Sure() && lang == "en" {
			c.moments = append(c.moments, leaning(text, p.Article.Published.Local())...)
			c.comeAfter(p.Article.Published.Local())
		}
		s.statements = append(s.statements, c)
		s.note(c.claim)
		for _, t := range c.tokens {
			if t.kind == name && t.start > 0 {
				s.inside[t.stem] = true
			}
		}
		s.noteKinds(c.claim)
	}
	s.note(s.title)
	s.noteKinds(s.title)
	s.listen()
	for _, c := range s.statements {
		known.note(c.narrated())
	}
	return s
}

// note remembers which names stand side by side, and their initials.
func (s *source) note(c *claim) {
	initials := ""
	var run []string
	for i, t := range c.tokens {
		if t.kind != name && !t.upper || i > 0 && c.divided(i) {
			if run = nil; !linking[t.low] {
				initials = ""
			}
			if t.kind != name && !t.upper {
				continue
			}
		}
		for _, before := range run {
			s.beside[before+" "+t.low] = true
		}
		run = append(run, t.low)
		if initials += string(firstRune(t.low)); len(initials) > 1 {
			s.initials[initials] = true
		}
	}
}

// kindReach is how many words before a name say what bears it.
const kindReach = 3

// noteKinds remembers what stands right before a name, or behind it and a
// comma, to say what bears it: the bakery chain Oldmill; Kneadly, a start-up.
func (s *source) noteKinds(c *claim) {
	for i, t := range c.tokens {
		if t.kind != name {
			continue
		}
		for k := i - 1; k >= max(0, i-kindReach) && !c.divided(k+1) && (c.tokens[k].kind == name || s.noteKind(c, t, k)); k-- {
		}
		if i+2 < len(c.tokens) && c.divided(i+1) && articles[c.tokens[i+1].low] {
			for k := i + 2; k < len(c.tokens) && k < i+2+kindReach && !c.divided(k) && s.noteKind(c, t, k); k++ {
			}
		}
	}
}

// noteKind notes the word at k as what bears a name; false where it is none.
func (s *source) noteKind(c *claim, t token, k int) bool {
	if c.tokens[k].kind != content || c.verbal(k) {
		return false
	}
	if s.kinds[t.stem] == nil {
		s.kinds[t.stem] = map[string]bool{}
	}
	s.kinds[t.stem][c.tokens[k].stem] = true
	return true
}

// linking words stand within names: Bank of England.
var linking = setOf(`of the and for de la`)

// antecedentReach is how many statements back a pronoun points at most.
const antecedentReach = 3

// before returns the statements before the nth to which its pronouns may point, in
// their order.
func (s *source) before(n int) []*statement { return s.statements[max(0, n-antecedentReach):n] }

// acronym reports whether a name is the initials of one of the passage's.
func (s *source) acronym(low string) bool { return s.initials[low] }

// set returns the stems of a text.
func (l *lexer) set(text string) map[string]bool {
	set := map[string]bool{}
	for _, t := range l.claim(text).tokens {
		if t.kind != function {
			set[t.stem] = true
		}
	}
	return set
}

// opensWithThing reports whether a sentence begins with "the" and something
// that is no name: what was spoken of before.
func (c *claim) opensWithThing() bool {
	if len(c.tokens) < 2 || c.tokens[0].kind == figure {
		return len(c.tokens) > 1
	}
	if c.tokens[0].low == "one" && c.tokens[1].low != "of" {
		return true
	}
	for i := 1; i < len(c.tokens); i++ { // joined the company
		if standIns[c.tokens[i].low] && c.tokens[i-1].low == "the" {
			return true
		}
	}
	if c.tokens[1].kind != content {
		return false
	}
	return c.tokens[0].low == "the" || standIns[c.tokens[1].low]
}

// quantifiers say how many of those that were named before.
var quantifiers = setOf(`all most some many few half each none both neither several others`)

// opensWithSome reports whether a sentence begins with all or some of what was
// spoken of before: all had paid.
func (c *claim) opensWithSome() bool {
	return len(c.tokens) > 1 && quantifiers[c.tokens[0].low] && c.tokens[1].kind == function && c.tokens[1].low != "of" && c.tokens[1].low != "the"
}
