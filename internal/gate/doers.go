package gate

import (
	"slices"
	"strings"

	"footnote/internal/lexicon"
)

// subjects are who or what may do a deed, as spans of tokens of its claim; none where
// the claim does not name them, or names again what was named before: it, the company.
type subjects []span

type span struct{ from, to int }

// doers checks that who does something in the sentence is who does it in the
// statement: "the Greens, who hold five seats, opposed it" has nothing of what the
// Liberals opposed.
func (m *match) doers() string {
	if m.src.lexer.words == nil {
		return ""
	}
	for v := m.from; v < m.to; v++ {
		deeds := m.deeds(v)
		if len(deeds) == 0 {
			continue
		}
		who := m.said.subjectsOf(v)
		if len(who) != 1 || who[0].from < m.from {
			continue
		}
		if !slices.ContainsFunc(deeds, func(hv int) bool { return m.mayDo(who[0], v, hv) }) {
			return ReasonRoles
		}
	}
	return ""
}

// deeds returns where the statement has the deed at token v of the sentence, in the same
// word; of "is" and the like, what stands before that which the sentence has behind it.
func (m *match) deeds(v int) []int {
	if !m.said.tells(v) || m.oppo[v] {
		return nil
	}
	var out []int
	if t := m.said.tokens[v]; !finite[t.low] && !baseBehind[t.low] {
		for _, hv := range m.at[v] {
			if m.have.tokens[hv].stem == m.said.tokens[v].stem && m.have.tells(hv) {
				out = append(out, hv)
			}
		}
		return out
	}
	next := v + 1
	for next < m.to && (m.said.tokens[next].kind == function || m.isOperator(next)) && !m.said.divided(next) {
		next++
	}
	if next >= m.to || m.said.divided(next) || m.said.tells(next) {
		return nil
	}
	for _, p := range m.at[next] {
		for k := p - 1; k >= 0 && m.have.tokens[k].kind == function && !m.have.divided(k+1); k-- {
			if m.have.tells(k) {
				out = append(out, k)
				break
			}
		}
	}
	return out
}

// tells reports whether token i looks like a deed with a subject of its own.
func (c *claim) tells(i int) bool {
	t := c.tokens[i]
	if finite[t.low] || baseBehind[t.low] {
		return i == 0 || i+1 == len(c.tokens) || c.tokens[i-1].kind != name || c.tokens[i+1].kind != name || t.low != "do" // Linhas do Centro
	}
	if t.kind == name || t.kind == figure || t.kind == date || i == 0 {
		return false
	}
	low, before := c.firstWord(i), c.tokens[i-1]
	if finite[low] {
		return true
	}
	if determiners[before.low] && !restricts[before.low] && !joining[before.low] || before.owns || before.low == "to" || plainOperators[low] {
		return false
	}
	switch {
	case pastForm(low) || onlyForm[low]:
		return true
	case strings.HasSuffix(low, "ing"):
		return toBe[before.low]
	case baseBehind[before.low] || before.low == "not":
		return true
	}
	op, operates := operatorStems()[t.stem]
	operates = operates && op.sense > ends
	if !verbForms[low] && lexicon.Irregular(low) == "" && !operates && !speaking[t.stem] {
		next := c.low(i + 1)
		leads := determiners[next] && !joining[next] && next != "of" || next == "to" || next == "that" || strings.Contains(t.stem, " ")
		subject := before.kind == name || before.kind == content && i > 1 && (determiners[c.low(i-2)] || c.tokens[i-2].kind == name)
		return leads && subject && c.inPresent(i) && !c.divided(i+1) && !strings.HasSuffix(before.low, "s")
	}
	plural := strings.HasSuffix(before.low, "s") || pronouns[before.low] || joining[before.low]
	return strings.HasSuffix(low, "s") != plural || restricts[before.low]
}

// onlyForm are verbs whose past looks as their present does.
var onlyForm = setOf(`beat bet bid burst cost cut hit hurt let put quit set shut split spread`)

// subjectsOf returns the subjects of the deed at token v.
func (c *claim) subjectsOf(v int) subjects {
	k := v
	for k > 0 && !c.divided(k) && c.besideDeed(k-1) {
		k--
	}
	switch {
	case k == 0:
		return nil
	case c.divided(k) && speaking[c.tokens[v].stem] && c.speakersBehind(v, len(c.tokens)) != nil: // said Tarn
		return nil
	case c.divided(k):
		return c.beforeMark(k)
	}
	switch before := c.tokens[k-1]; {
	case coordinating[before.low]:
		return c.joinedTo(k - 1)
	case before.low == "who" || before.low == "which" || before.low == "that":
		return c.antecedent(k - 1)
	case there[before.low] || pronouns[before.low] && !determiners[before.low] || quantifiers[before.low]:
		return nil
	}
	return c.phraseTo(k)
}

// besideDeed reports whether token i may stand between a subject and its deed.
func (c *claim) besideDeed(i int) bool {
	t := c.tokens[i]
	switch {
	case finite[t.low] || baseBehind[t.low] || toBe[t.low] || plainOperators[t.low] && !quantifiers[t.low]:
		return true
	case t.low == "since" && i > 0 && finite[c.tokens[i-1].low]: // has since
		return true
	case t.kind == content:
		return strings.HasSuffix(t.low, "ly") || amid[t.low] || undecided[t.stem]
	}
	return t.kind == function && !pronouns[t.low] && !determiners[t.low] && !clauseWords[t.low] && !prepositions[t.low] && !leading[t.low] && !there[t.low] && t.low != "to"
}

// amid are adverbs that stand beside a deed.
var amid = setOf(`now today already currently eventually still yet later then again soon`)

// joinedTo returns the subjects of the deeds to which "and" at token k may join
// another: those before it.
func (c *claim) joinedTo(k int) subjects {
	var out subjects
	for u := k - 1; u > 0 && !strings.ContainsAny(c.gap(u+1), ";:"); u-- {
		if !c.tells(u) || c.besideDeed(u) && u+1 < k && c.tells(u+1) {
			continue
		}
		who := c.subjectsOf(u)
		if who == nil {
			return nil
		}
		out = append(out, who...)
	}
	return out
}

// phraseTo returns the noun phrase that ends before token k, with what tells in it
// which one is meant: the radar that was towed, a petition signed by residents.
func (c *claim) phraseTo(k int) subjects {
	from := k
	for from > 0 && (from == k || !c.divided(from)) {
		t := c.tokens[from-1]
		if coordinating[t.low] && c.toldBefore(from-1) || t.low == "to" && c.tokens[from].kind == content || c.tells(from-1) && !c.restricting(from-1) {
			break
		}
		inner := determiners[t.low] || prepositions[t.low] || leading[t.low] || joining[t.low] || restricts[t.low] || c.tells(from-1)
		if t.kind == function && !inner || clauseWords[t.low] && !restricts[t.low] {
			break
		}
		from--
	}
	return c.namedIn(from, k)
}

// restricting reports whether the deed at token v only tells which one is meant: that
// was towed, signed by residents.
func (c *claim) restricting(v int) bool {
	k := v
	for k > 0 && c.besideDeed(k-1) {
		k--
	}
	return k > 0 && restricts[c.tokens[k-1].low] || pastForm(c.firstWord(v)) && k == v && (prepositions[c.low(v+1)] || leading[c.low(v+1)])
}

// antecedent returns whom "who" at token k stands for: the phrase before it, with what
// that is put beside: Tarn, the chair, who said.
func (c *claim) antecedent(k int) subjects {
	who := c.phraseTo(k)
	for len(who) == 1 && who[0].from > 1 && strings.TrimSpace(c.gap(who[0].from)) == "," {
		from := who[0].from - 1
		if more := c.phraseTo(from + 1); more != nil {
			from = more[0].from
		} else if c.tokens[from].kind != figure {
			break
		}
		who[0].from = from
	}
	return who
}

// beforeMark returns what may be the subject of a deed behind the mark at token k: what
// stands before it, but for what is told of that between commas.
func (c *claim) beforeMark(k int) subjects {
	from := k
	for from > 0 && (from == k || !strings.ContainsAny(c.gap(from), ";:")) {
		from--
		if from > 0 && c.divided(from) && (besides[c.low(from)] || besides[c.low(from+1)]) {
			k = from
		}
	}
	return c.namedIn(from, k)
}

// besides are words that begin, behind a comma, what is told of somebody beside.
var besides = setOf(`who whom whose which`)

// namedIn returns tokens as a subject, if they name somebody.
func (c *claim) namedIn(from, to int) subjects {
	names, things := false, false
	for _, t := range c.tokens[from:to] {
		names = names || t.kind == name
		things = things || t.kind == content && !standIns[t.low]
	}
	if !names && !things {
		return nil
	}
	return subjects{{from, to}}
}

// toldBefore reports whether a deed stands before token k in its clause.
func (c *claim) toldBefore(k int) bool {
	from, _ := c.clauseOf(k)
	for ; from < k; from++ {
		if c.tells(from) {
			return true
		}
	}
	return false
}

// mayDo reports whether the subject of the deed at v in the sentence may be that of
// the deed at hv in the statement: it has a word of it and no other name, or the
// statement names nobody there.
func (m *match) mayDo(s span, v, hv int) bool {
	theirs := m.have.subjectsOf(hv)
	if acts := m.said.voice(v) == active; acts != (m.have.voice(hv) == active) {
		return !acts || !m.namedOnly(s, theirs.has) // who is replaced does not replace
	}
	if len(theirs) == 0 {
		return !m.meansBefore(s, hv) && (speaking[m.have.tokens[hv].stem] || !m.namedOnly(s, func(p int) bool { return p > hv && m.have.tokens[p].clause == m.have.tokens[hv].clause }))
	}
	known, carried := false, false
	for i := s.from; i < s.to; i++ {
		t := m.said.tokens[i]
		if t.kind != name && t.kind != content {
			continue
		}
		carried = carried || m.carry[i] && t.kind == name
		inside := false
		for _, p := range m.at[i] {
			known = true
			inside = inside || theirs.has(p) || p > hv && m.afterColon(hv, p)
		}
		if inside && (t.kind == name || !m.otherName(s, theirs)) {
			return true
		}
	}
	return !known && !(carried && m.namesAnother(theirs))
}

// namedOnly reports whether the statement has the names of a subject, and only at such
// tokens.
func (m *match) namedOnly(s span, such func(int) bool) bool {
	any := false
	for i := s.from; i < s.to; i++ {
		if m.said.tokens[i].kind != name || len(m.at[i]) == 0 {
			continue
		}
		if any = true; slices.ContainsFunc(m.at[i], func(p int) bool { return !such(p) }) {
			return false
		}
	}
	return any
}

func (s subjects) has(i int) bool {
	return slices.ContainsFunc(s, func(h span) bool { return i >= h.from && i < h.to })
}

// meansBefore reports whether the pronoun that does the deed at hv, which opens the
// statement, stands for whom the sentence before it begins with, and not for this
// subject.
func (m *match) meansBefore(s span, hv int) bool {
	k := hv - 1
	for k > 0 && m.have.besideDeed(k) {
		k--
	}
	if k != 0 || !pronouns[m.have.low(0)] || m.have.n == 0 {
		return false
	}
	before := m.src.statements[m.have.n-1]
	who := before.first()
	if who < 0 || strings.Contains(m.src.passage.Chunk.Text[before.start:m.have.start], "\n") || !m.src.genders.fits(before.tokens[who], m.have.claim) {
		return false
	}
	named := false
	for i := s.from; i < s.to; i++ {
		if m.said.tokens[i].kind == name && m.carry[i] {
			named = true
			if at := before.find(m.said.tokens[i]); at != nil {
				return false
			}
		}
	}
	return named
}

// otherName reports whether a subject has a name that the statement has elsewhere, and
// the statement's subjects have one that the sentence lacks: sales in Denmark, in Norway.
func (m *match) otherName(s span, theirs subjects) bool {
	elsewhere := false
	for i := s.from; i < s.to; i++ {
		if m.said.tokens[i].kind == name && len(m.at[i]) > 0 {
			elsewhere = elsewhere || !slices.ContainsFunc(m.at[i], theirs.has)
		}
	}
	return elsewhere && m.anyOf(theirs, func(k int) bool { return m.have.tokens[k].kind == name && m.said.find(m.have.tokens[k]) == nil })
}

// namesAnother reports whether the statement's subjects have a name that the sentence
// lacks, behind no preposition, and no word of it.
func (m *match) namesAnother(theirs subjects) bool {
	return !m.anyOf(theirs, func(k int) bool {
		return standIns[m.have.low(k)] || pronouns[m.have.low(k)] && !determiners[m.have.low(k)]
	}) &&
		m.anyOf(theirs, func(k int) bool {
			t := m.have.tokens[k]
			lead := m.have.leading(k)
			return t.kind == name && !t.owns && (lead == "" || clauseWords[lead])
		})
}

// anyOf reports whether a token of the statement's subjects is such.
func (m *match) anyOf(theirs subjects, such func(int) bool) bool {
	return slices.ContainsFunc(theirs, func(h span) bool {
		for k := h.from; k < h.to; k++ {
			if such(k) {
				return true
			}
		}
		return false
	})
}

// afterColon reports whether a colon stands between two tokens of the statement.
func (m *match) afterColon(a, b int) bool {
	return strings.Contains(m.have.text[m.have.tokens[a].end:m.have.tokens[b].start], ":")
}
