package gate

import "slices"

// light reports whether a token adds nothing to be found: a word that only
// carries the sentence, a report, or a thing that was named before.
func (m *match) light(i int) bool {
	t := m.said.tokens[i]
	if t.kind == name {
		return false
	}
	if i+1 < m.to && m.said.tokens[i+1].kind == figure && bounding[t.low] || measuring[t.stem] && m.figureNear(i) {
		return true
	}
	if (t.low == "most" || t.low == "least") && m.said.low(i-1) == "at" {
		return true
	}
	if i > m.from && m.said.tokens[i-1].kind == figure && m.said.figures[m.said.tokens[i-1].n].Unit == "%" && shareWords[t.stem] {
		return true
	}
	if (t.stem == "remain" || t.stem == "stay") && m.have.has(isMarks) {
		return true
	}
	if narrators[t.low] && m.said.thing(i) && m.have.has(firstPerson) {
		return true
	}
	return lightPhrases[t.stem] || lightWords[t.low] || lightWords[t.stem] || reports[t.stem] ||
		standIns[t.low] && i > 0 && m.said.thing(i) && m.namesSomeone() && !m.meantElsewhere(t)
}

// meantElsewhere reports whether the passage speaks of a union, a court or the
// like, but not near the statement: "we" are others there.
func (m *match) meantElsewhere(t token) bool {
	if !ofItsKind[t.low] || !m.have.has(firstPerson) || m.src.title.find(t) != nil {
		return false
	}
	elsewhere := false
	for n, s := range m.src.statements {
		if s.stems[t.stem] == nil {
			continue
		}
		if n <= m.have.n && n >= m.have.n-antecedentReach {
			return false
		}
		elsewhere = true
	}
	return elsewhere
}

// ofItsKind are stand-ins that tell what kind of body is meant.
var ofItsKind = setOf(`union court museum bank airport party ministry government agency club team council town city`)

// namesSomeone reports whether the statement has a name or a pronoun that "the
// company" may stand for.
func (m *match) namesSomeone() bool {
	return slices.ContainsFunc(m.have.tokens, func(t token) bool {
		return t.kind == name || pronouns[t.low] || standIns[t.low] || firstPerson[t.low]
	})
}

// narrators are words for who writes "I" in an article.
var narrators = setOf(`author blogger writer columnist reviewer critic reporter correspondent`)

// firstPerson are the words by which speakers name themselves and theirs.
var firstPerson = setOf(`i we us our my me`)

// lightPhrases say only that it is so until now.
var lightPhrases = map[string]bool{"so far": true, "to date": true, "until now": true, "up to now": true, "as yet": true, "for now": true, "abl to": true}

// shareWords follow a per cent and add nothing to it.
var shareWords = setOf(`stake share proport portion part hold interest`)

// figureNear reports whether a figure follows a token soon.
func (m *match) figureNear(i int) bool {
	for k := i + 1; k < m.to && k <= i+3; k++ {
		if m.said.tokens[k].kind == figure {
			return true
		}
	}
	return false
}

// bounding words bound the number behind them, which is checked apart.
var bounding = setOf(`about around some roughly approximately nearly almost over above under below minus`)

// measuring are the stems of verbs that only lead to a number.
var measuring = setOf(`cover includ total stand reach amount number compris come`)

// reports are the stems of verbs that only say that something is said.
var reports = setOf(`say tell report state announc note add explain accord declar write mention`)
