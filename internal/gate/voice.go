package gate

import (
	"slices"
	"strings"
)

// longestSignature is how many words the line has under which somebody's letter
// stands.
const longestSignature = 6

// voiceOf returns what tells who speaks in a statement that stands in no quotation
// marks: "Tarn:" before what is said in an interview, the signature under a letter,
// or, where the passage says "I", its author and its title. It returns nil where
// nobody speaks but the outlet.
func (s *source) voiceOf(n int) []*claim {
	for k := n; k >= 0; k-- {
		if c := s.statements[k].claim; c.introduced() > 0 {
			return []*claim{c.upTo(c.introduced())}
		}
	}
	for k := n + 1; k < len(s.statements); k++ {
		if c := s.statements[k].claim; c.signs() {
			return []*claim{c}
		}
	}
	if !slices.ContainsFunc(s.statements, func(c *statement) bool { return c.narrated().has(firstPerson) }) {
		return nil
	}
	return []*claim{s.title, s.lexer.claim(s.passage.Article.Author)}
}

// introduced returns the token behind the name that a claim begins with and a
// colon, or 0.
func (c *claim) introduced() int {
	for i, t := range c.tokens {
		if t.kind == content || i > 3 {
			break
		}
		if strings.HasPrefix(c.text[t.end:], ":") && t.kind == name {
			return i + 1
		}
	}
	return 0
}

// upTo returns the words of a claim before a token, as of somebody who speaks.
func (c *claim) upTo(i int) *claim {
	return newLexer(c.lang).claim(c.text[:c.tokens[i-1].end] + " says")
}

// signs reports whether a claim is a signature: a name and where it is from.
func (c *claim) signs() bool {
	if len(c.tokens) == 0 || len(c.tokens) > longestSignature || strings.HasSuffix(strings.TrimSpace(c.text), "?") {
		return false
	}
	names := 0
	for _, t := range c.tokens {
		switch t.kind {
		case name:
			names++
		case content, figure, date:
			return false
		}
	}
	return names >= 2
}

// voiced reports whether those are named as whose words the rests are: wrote Tarn,
// of Tarn's letter.
func (g Gate) voiced(who string, rests []Rest) bool {
	return !slices.ContainsFunc(rests, func(r Rest) bool {
		s, said := &g.sources[r.Source], g.statement(r)
		if said == nil {
			return true
		}
		voices := s.voiceOf(said.n)
		return !slices.ContainsFunc(voices, func(v *claim) bool {
			named := false
			for _, t := range s.lexer.claim(who + " says").tokens {
				if t.kind != name {
					continue
				}
				if v.find(t) == nil {
					return false
				}
				named = true
			}
			return named
		})
	})
}
