package gate

import (
	"regexp"
	"slices"
	"strings"
)

// leastQuoted is how many words stand in quotation marks at least for a
// sentence to be checked as one that quotes: fewer only call something so.
const leastQuoted = 3

// quotations checks a sentence that quotes what somebody said. A cited passage
// must have the quoted words in one piece. Where the rest of the sentence only
// says who speaks, it must be who does so there, and that is all: the sentence
// is decided. Other sentences with quotations are weighed as any other is.
func (g Gate) quotations(text string, cited []int) (rests []Rest, reason string) {
	spoken, around := quotedSpans(text)
	if len(spoken) == 0 {
		return nil, ""
	}
	whose := false
	for _, i := range cited {
		src := &g.sources[i]
		said := src.lexer.claim(around)
		rests = nil
		quotes, theirs := true, true
		for _, span := range spoken {
			u, ok := src.utters(span)
			quotes = quotes && (ok || src.prints(span))
			theirs = theirs && (ok && src.speaks(said, u) || !ok && src.prints(span) && src.writtenBy(said))
			for _, n := range u.statements {
				rests = union(rests, []Rest{{Source: i, Quote: src.statements[n].text}})
			}
		}
		switch {
		case quotes && theirs && tellsSpeaker(said, len(spokenWords(text))):
			return rests, ""
		case quotes:
			whose = true
		}
	}
	switch {
	case !whose:
		return nil, reasonQuoted
	case tellsSpeaker(g.sources[cited[0]].lexer.claim(around), len(spokenWords(text))):
		return nil, ReasonSpeaker
	}
	return nil, ""
}

// writtenBy reports whether the words around a quotation say that the author of
// the passage says it, who says "I" there: whom its title or its author names.
func (s *source) writtenBy(said *claim) bool {
	if !slices.ContainsFunc(s.statements, func(c *statement) bool { return c.narrated().has(firstPerson) }) {
		return false
	}
	named := false
	for _, t := range said.tokens {
		switch {
		case t.kind == function || reports[t.stem] || speaking[t.stem]:
		case t.kind == name && (s.author[t.stem] || s.title.find(t) != nil || s.introduces(t)):
			named = true
		case t.kind == content && narrators[t.low]:
			named = true
		default:
			return false
		}
	}
	return named
}

// introduces reports whether somebody gives this name as theirs in the passage:
// "Imani here", or "Tarn:" before what Tarn says.
func (s *source) introduces(t token) bool {
	return slices.ContainsFunc(s.statements, func(c *statement) bool {
		return slices.ContainsFunc(c.find(t), func(i int) bool {
			return c.low(i+1) == "here" || i < 3 && strings.HasPrefix(c.text[c.tokens[i].end:], ":")
		})
	})
}

// tellsSpeaker reports whether most of a sentence of so many words stands in
// quotation marks, and what stands around says whose words they are.
func tellsSpeaker(around *claim, words int) bool {
	return 2*len(spokenWords(around.text)) < words && (around.named() || len(around.tokens) > 1) && slices.ContainsFunc(around.tokens, func(t token) bool {
		return t.kind == content && (reports[t.stem] || speaking[t.stem])
	})
}

// prints reports whether the passage has these words in one piece, in
// quotation marks or not.
func (s *source) prints(span string) bool {
	want, have := unstopped(spokenWords(span)), unstopped(spokenWords(s.passage.Chunk.Text))
	for at := 0; at+len(want) <= len(have); at++ {
		if slices.Equal(have[at:at+len(want)], want) {
			return true
		}
	}
	return false
}

// unstopped returns words without what ends sentences.
func unstopped(words []string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return w == "." })
}

// speaks reports whether the words around a quotation say that the speaker of
// an utterance says it, and nothing else but what the passage says that one is,
// in its order: the carpenter Reuben Stagg; Gerrit, a picker at the Almere site.
func (s *source) speaks(said *claim, u utterance) bool {
	for _, speaker := range s.speakerOf(u) {
		if s.speaksAs(said, u, speaker) {
			return true
		}
	}
	return false
}

func (s *source) speaksAs(said *claim, u utterance, speaker *claim) bool {
	says := strings.HasSuffix(strings.TrimSpace(strings.TrimRight(said.text, " .")), ":")
	at := -1 // place of the last word of the speaker's
	for _, t := range said.tokens {
		places := speaker.find(t)
		next := slices.IndexFunc(places, func(p int) bool { return p > at })
		switch {
		case t.kind == function:
		case t.kind == content && (reports[t.stem] || speaking[t.stem] || t.low == "said"):
			says = true
		case next >= 0:
			at = places[next]
		case t.kind == content && says && s.askedBefore(t, u):
		default:
			return false
		}
	}
	return says
}

// askedBefore reports whether the sentence before an utterance has a word that
// the sentence around a quotation may take from there, as an interview's
// question: said of customers.
func (s *source) askedBefore(t token, u utterance) bool {
	n := u.statements[0] - 1
	return n >= 0 && s.statements[n].told.find(t) != nil
}

// speakerOf returns what tells who says an utterance: the statements that hold
// it, without it. If they name nobody, what stands before them is put ahead of
// each: the nearest statement that begins with a name whom their "he" or "she"
// fits, or says that somebody spoke; and the title where they have no word of
// it, as in an interview.
func (s *source) speakerOf(u utterance) []*claim {
	var told []*claim
	named, silent := false, true
	for _, n := range u.statements {
		c := s.lexer.afterQuote(s.statements[n].told)
		told = append(told, c)
		named = named || c.named()
		silent = silent && len(c.tokens) == 0
	}
	if named {
		return told
	}
	ahead := []*claim{s.title}
	if !silent {
		if c := s.lastSpeaker(u); c != nil {
			ahead = []*claim{c}
		}
	}
	var out []*claim
	for _, before := range ahead {
		for _, c := range told {
			out = append(out, s.lexer.claim(before.text+" "+c.text))
		}
	}
	return out
}

// afterQuote returns of what stands behind a quotation, and begins with that somebody said
// it, no more than that: said Hagen; Moe called it an understatement.
func (l *lexer) afterQuote(c *claim) *claim {
	if len(c.tokens) == 0 || !speaking[c.tokens[0].stem] {
		return c
	}
	if at := othersSay.FindStringIndex(c.text); at != nil {
		return l.claim(c.text[:at[0]])
	}
	return c
}

// othersSay matches where a sentence goes on with what others do.
var othersSay = regexp.MustCompile(`;|,? (?:while|whereas|but) `)

// lastSpeaker returns the nearest statement before an utterance that tells of
// somebody who may be its speaker, or nil.
func (s *source) lastSpeaker(u utterance) *claim {
	for n := u.statements[0] - 1; n >= 0; n-- {
		c := s.statements[n].told
		who := c.first()
		if who >= 0 && c.tokens[who].start == 0 && !s.inside[c.tokens[who].stem] && (who+1 >= len(c.tokens) || c.tokens[who+1].kind != name) {
			who = -1 // any word may have a capital there
		}
		if who < 0 {
			who = c.namedSpeaker()
		}
		if who >= 0 && !slices.ContainsFunc(u.statements, func(n int) bool { return !s.genders.fits(c.tokens[who], s.statements[n].told) }) {
			return c
		}
	}
	return nil
}

// namedSpeaker returns the token of a name of whom a claim says that they said
// something, or -1.
func (c *claim) namedSpeaker() int {
	for v, t := range c.tokens {
		if interviewing[t.low] {
			for k := v + 1; k < len(c.tokens) && k <= v+4; k++ { // spoke with Professor Dana Whitecalf
				if c.tokens[k].kind == name {
					return k
				}
			}
		}
		if !speaking[t.stem] {
			continue
		}
		for _, who := range c.speakers(v) {
			if c.tokens[who].kind == name {
				return who
			}
		}
	}
	return -1
}

// interviewing are words before whom an article lets speak.
var interviewing = setOf(`spoke talked interviewed asked met`)
