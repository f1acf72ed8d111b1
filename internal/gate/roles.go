package gate

import (
	"slices"
	"strings"

	"footnote/internal/lexicon"
)

// subject checks that who does it in the sentence does it in the statement: the
// name it begins with must not belong to another clause, where a name of its
// own does it.
func (m *match) subject() string {
	who, behind := m.opening()
	if who < 0 {
		return ""
	}
	own, other, at, first := 0, 0, -1, -1
	for i := behind; i < m.to; i++ {
		if m.at[i] == nil || m.said.tokens[i].kind == name {
			continue
		}
		if m.have.sameClause(m.at[i], m.at[who]) {
			own++
		} else {
			other, at = other+1, m.at[i][0]
			if first < 0 {
				first = at
			}
		}
	}
	if own > 0 || other < 2 {
		return ""
	}
	from, _ := m.have.clauseOf(at)
	_, behindWho := m.have.clauseOf(m.at[who][0])
	for k := min(from, behindWho); k < at; k++ {
		t := m.have.tokens[k]
		if t.kind == name && m.said.find(t) == nil && (k >= from || k < first && m.have.preposition(k) == "" && m.said.tokens[who].kind == name) {
			return ReasonRoles
		}
	}
	return ""
}

// opening returns the token the part begins with, where it names someone or
// something that the statement has, and the first token behind its name.
func (m *match) opening() (who, behind int) {
	who = m.from
	for who < m.to && m.said.tokens[who].kind == function {
		who++
	}
	if who == m.to || m.at[who] == nil || m.said.tokens[who].kind != name && m.said.tokens[who].kind != content {
		return -1, -1
	}
	behind = who + 1
	for at := m.at[who][0]; behind < m.to; behind++ {
		if m.said.tokens[behind].kind == function && behind+1 < m.to && (m.said.tokens[behind].low == "of" || m.said.tokens[behind].low == "the") {
			continue
		}
		next := m.at[behind]
		if next == nil || next[0] <= at || next[0] > at+3 {
			break
		}
		at = next[0]
	}
	return who, behind
}

func (c *claim) sameClause(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			if c.tokens[x].clause == c.tokens[y].clause {
				return true
			}
		}
	}
	return false
}

// roles checks that of two that stand on the two sides of a deed, each stands
// on its own side.
func (m *match) roles() string {
	for v := m.from; v < m.to; v++ {
		if m.said.tokens[v].kind != content || m.at[v] == nil || m.oppo[v] || m.said.thing(v) || !m.said.verbal(v) {
			continue
		}
		for _, hv := range m.at[v] {
			if m.have.verbal(hv) && !m.turnsRound(v, hv) && m.swapped(v, hv) {
				return ReasonRoles
			}
		}
	}
	return ""
}

// verbal reports whether a token looks like a verb.
func (c *claim) verbal(i int) bool {
	low := c.tokens[i].low
	if verbForms[low] {
		return true
	}
	for _, end := range []string{"ed", "ing", "s"} {
		if strings.HasSuffix(low, end) {
			return true
		}
	}
	return strings.Contains(low, " ") || i > 0 && auxiliaries[c.tokens[i-1].low]
}

var auxiliaries = setOf(`to will would may might could can must should shall not did does do never`)

// swapped reports whether two tokens stand around the deed v in the sentence
// as they stand the other way round it at hv in the statement.
func (m *match) swapped(v, hv int) bool {
	from, to := m.said.clauseOf(v)
	if from > m.from && m.said.low(from) == "who" {
		from-- // it was Karroubi who took
	}
	sv, wv := m.said.voice(v), m.have.voice(hv)
	if sv == active && wv != active && m.carriedBefore(v) {
		return true // who did it is not said
	}
	if sv == active && wv == agentless && m.toldBehind(v, hv) {
		return true // it was sold to Carrick, who did not sell it
	}
	if sv == agentless || wv == agentless {
		return false
	}
	flip := sv != wv
	for a := max(from, m.from); a < v; a++ {
		for b := v + 1; b < min(to, m.to); b++ {
			if !m.party(a) || !m.party(b) || shares(m.at[a], m.at[b]) || m.placed(a, b) {
				continue
			}
			if m.allBeyond(m.at[a], hv, !flip) && m.allBeyond(m.at[b], hv, flip) {
				return true
			}
		}
	}
	return false
}

// toldBehind reports whether the name before the deed at v stands behind it in
// the statement.
func (m *match) toldBehind(v, hv int) bool {
	from, _ := m.said.clauseOf(v)
	for a := v - 1; a >= max(from, m.from); a-- {
		if m.said.tokens[a].kind == name {
			return len(m.at[a]) > 0 && m.allBeyond(m.at[a], hv, true)
		}
	}
	return false
}

// placed reports whether b only says where or when it is done to a: they died
// in the flood. It suffers nothing then, unless the statement has a there.
func (m *match) placed(a, b int) bool {
	where := m.said.preposition(b)
	return places[where] && !slices.ContainsFunc(m.at[a], func(k int) bool { return m.have.preposition(k) == where })
}

var places = setOf(`in at near`)

// carriedBefore reports whether the name before the deed at v is not the
// statement's own.
func (m *match) carriedBefore(v int) bool {
	for a := v - 1; a >= m.from && m.said.tokens[a].clause == m.said.tokens[v].clause; a-- {
		if m.said.tokens[a].kind == name {
			return m.carry[a]
		}
	}
	return false
}

// party reports whether a token is someone or something that acts or suffers.
func (m *match) party(i int) bool {
	t := m.said.tokens[i]
	return m.at[i] != nil && !m.oppo[i] && (t.kind == name || t.kind == content && m.said.thing(i))
}

// allBeyond reports whether all tokens stand behind hv, or before it, in its
// clause.
func (m *match) allBeyond(at []int, hv int, behind bool) bool {
	any := false
	for _, k := range at {
		if m.have.tokens[k].clause != m.have.tokens[hv].clause {
			continue
		}
		if any = true; (k > hv) != behind || k == hv {
			return false
		}
	}
	return any
}

func shares(a, b []int) bool {
	return slices.ContainsFunc(a, func(k int) bool { return slices.Contains(b, k) })
}

// A voice says from whose side a deed is told.
type voice uint8

const (
	active    voice = iota
	passive         // was bought by
	agentless       // was bought
)

// voice returns the voice of the deed at v.
func (c *claim) voice(v int) voice {
	if c.tokens[v].flipped {
		return passive
	}
	be := false
	for k := v - 1; k >= 0 && k >= v-3 && c.tokens[k].clause == c.tokens[v].clause; k-- {
		if coordinating[c.low(k)] && (!pastForm(c.low(k-1)) || c.tokens[v].stem == "say") {
			break // was to blame and said
		}
		if c.tokens[k].stem == "be" || c.tokens[k].stem == "be to" {
			be = true
		}
	}
	if !be && strings.HasSuffix(c.tokens[v].low, "ed") && v > 0 && v+2 < len(c.tokens) && c.tokens[v+1].low == "by" &&
		c.tokens[v+2].kind != date && c.tokens[v+2].kind != figure && c.tokens[v-1].kind != function {
		return passive // a consultation organised by the town hall
	}
	if low := c.tokens[v].low; !be || !strings.HasSuffix(low, "ed") && lexicon.Irregular(low) == "" {
		return active
	}
	_, to := c.clauseOf(v)
	for k := v + 1; k+1 < to; k++ {
		if c.tokens[k].low == "by" && c.tokens[k+1].kind != date && c.tokens[k+1].kind != figure {
			return passive
		}
	}
	return agentless
}

// prepositions checks that what goes from something does not go to it.
func (m *match) prepositions() string {
	for i := m.from; i < m.to; i++ {
		if m.at[i] == nil || m.said.tokens[i].kind != name && m.said.leading(i) != "against" {
			continue
		}
		said := m.said.preposition(i)
		ok := len(m.at[i]) == 0
		for _, at := range m.at[i] {
			have := m.have.preposition(at)
			receives := said == "to" && have == "" && m.have.solid(0, at) == 0 && m.givenBefore(i, at)
			ok = ok || !clash(said, have, i > m.from+1 && !m.said.tokens[i].owns) && !receives
		}
		if !ok {
			return ReasonRoles
		}
	}
	return ""
}

// givenBefore reports whether a deed before the name at token i stands in the
// statement, in the same voice, behind its place: what one hands to another, it
// does not get.
func (m *match) givenBefore(i, at int) bool {
	for v := i - 1; v >= m.from; v-- {
		if m.said.tokens[v].kind != content || m.at[v] == nil || !m.said.verbal(v) || m.said.thing(v) {
			continue
		}
		return slices.ContainsFunc(m.at[v], func(hv int) bool { return hv > at && m.have.voice(hv) == m.said.voice(v) })
	}
	return false
}

// clash reports whether a name behind one preposition cannot stand behind
// another; suffers says that it is no subject.
func clash(said, have string, suffers bool) bool {
	switch {
	case said == have:
		return false
	case said == "against":
		return have == "by" || have == "for"
	case have == "against":
		return said == "by" || said == "for"
	case said == "from":
		return have == "to" || have == "into"
	case have == "from":
		return said == "to" || said == "into" || said == "" && suffers
	}
	return false
}

// undergone checks that who does a deed to another in the sentence is not whom the
// statement has it done to by a noun: its purchase of Quill.
func (m *match) undergone() string {
	for v := m.from; v < m.to; v++ {
		if m.at[v] == nil || m.said.voice(v) != active {
			continue
		}
		doer, _ := m.doer(v)
		other, end := m.said.namedBehind(v)
		if doer < m.from || other >= min(end, m.to) {
			continue
		}
		for _, hv := range m.at[v] {
			if m.have.low(hv+1) == "of" && m.behindOf(doer, hv) && m.allBeyond(m.at[other], hv, false) {
				return ReasonRoles
			}
		}
	}
	return ""
}

// behindOf reports whether the statement has the name at token i only behind "of" and hv.
func (m *match) behindOf(i, hv int) bool {
	return m.said.tokens[i].kind == name && len(m.at[i]) > 0 && !slices.ContainsFunc(m.at[i], func(k int) bool {
		return k < hv || m.have.preposition(k) != "of"
	})
}
