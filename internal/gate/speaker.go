package gate

import "slices"

// speaker checks that who is said to say something is who says it.
func (m *match) speaker() string {
	for i := m.from; i < m.to; i++ {
		t := m.said.tokens[i]
		if !speaking[t.stem] || t.kind == name {
			continue
		}
		who := m.said.speakers(i)
		if len(who) == 0 {
			continue
		}
		said := false
		for k, w := range m.have.tokens {
			if !speaking[w.stem] && !opinions[w.stem] {
				continue
			}
			theirs := m.have.speakers(k)
			if len(theirs) == 0 || m.have.says(k-3, k, speakers) || m.have.says(k+1, k+2, speakers) {
				if m.speaksElsewhere(who, k) || m.noPerson(who, k) {
					return ReasonSpeaker
				}
				return "" // he said
			}
			said = true
			if slices.ContainsFunc(who, func(s int) bool { return m.speaksFor(s, k, theirs) }) {
				return ""
			}
		}
		if said {
			return ReasonSpeaker
		}
		for _, s := range who {
			if m.said.tokens[s].kind == name && !m.src.outlet[m.said.tokens[s].stem] && !m.src.author[m.said.tokens[s].stem] && t.stem != "expect" && m.at[i] == nil {
				return ReasonSpeaker
			}
		}
	}
	return ""
}

// speaksFor reports whether who is said to speak, at token s, may be those whom the
// statement has speak with the verb at v: it names them so there, or it names nobody
// and the sentence's word for them is no name of the statement's own.
func (m *match) speaksFor(s, v int, theirs []int) bool {
	t := m.said.tokens[s]
	switch {
	case s < m.from || s >= m.to:
		return shares(m.have.find(t), theirs)
	case shares(m.at[s], theirs) || m.leadsTo(s, v) || m.src.outlet[t.stem]:
		return true
	}
	unnamed := m.carry[s] || m.light(s) || m.at[s] == nil && t.kind != name
	return unnamed && !m.speaksItself(theirs)
}

// leadsTo reports whether who is said to speak, at token s, stands before the verb
// at v in the statement, with nobody else of its own between but in what is told of
// them: Sarpong, who led the trial, warned.
func (m *match) leadsTo(s, v int) bool {
	return slices.ContainsFunc(m.at[s], func(at int) bool {
		if at >= v || m.have.leading(at) != "" && m.have.low(at-2) != "according" {
			return false
		}
		relative := false
		for k := at + 1; k < v; k++ {
			relative = relative || restricts[m.have.low(k)]
			if t := m.have.tokens[k]; t.kind == name && !relative && m.said.find(t) == nil && m.have.leading(k) == "" {
				return false
			}
		}
		return true
	})
}

// speakers are the pronouns for who speaks.
var speakers = setOf(`he she they it who we i you one those others some`)

// noPerson reports whether "he" or "she" speaks in the statement, with the verb at
// v, and those who are said to speak are not what the passage calls anybody: an
// office.
func (m *match) noPerson(who []int, v int) bool {
	if !m.have.says(v-2, v, persons) && !m.have.says(v+1, v+2, persons) {
		return false
	}
	return !slices.ContainsFunc(who, func(s int) bool {
		t := m.said.tokens[s]
		if t.kind != content || narrators[t.low] || len(m.at[s]) > 0 {
			return true
		}
		for _, kinds := range m.src.kinds {
			if kinds[t.stem] {
				return true
			}
		}
		return false
	})
}

var persons = setOf(`he she`)

// speaksElsewhere reports whether the statement has those who are said to speak,
// but behind the verb at v, before which it has a pronoun: she said that the
// contractor did.
func (m *match) speaksElsewhere(who []int, v int) bool {
	if v == 0 || genderOf[m.have.low(v-1)] == unknown && m.have.low(v-1) != "they" {
		return false
	}
	if len(who) == 0 {
		return false
	}
	return !slices.ContainsFunc(who, func(s int) bool {
		return m.carry[s] || len(m.at[s]) == 0 || slices.ContainsFunc(m.at[s], func(at int) bool { return at <= v })
	})
}

// speaksItself reports whether these tokens name who speaks, and not again who
// was named before: the company.
func (m *match) speaksItself(theirs []int) bool {
	return slices.ContainsFunc(theirs, func(k int) bool { return m.have.tokens[k].kind == name }) &&
		!slices.ContainsFunc(theirs, func(k int) bool { return standIns[m.have.tokens[k].low] })
}

// speaking are the stems of verbs with which someone says something.
var speaking = setOf(`say tell report state announc note add explain accord declar write claim alleg warn argu think believ estim admit deni call find conclud reckon insist maintain suggest repli respond answer confirm object`)

// speakers returns the tokens that name who speaks with the verb at v: those
// before it in the sentence, or behind "according to".
func (c *claim) speakers(v int) []int {
	var out []int
	if c.tokens[v].stem == "accord" {
		_, to := c.clauseOf(v)
		for k := v + 1; k < to; k++ {
			if c.tokens[k].kind == name || c.tokens[k].kind == content {
				out = append(out, k)
			}
		}
		return out
	}
	from, to := c.clauseOf(v)
	behind := c.speakersBehind(v, to)
	if from == v && behind != nil {
		return behind // said Tarn
	}
	for from > 0 && v-from < 4 { // Tarn, the chair, said
		before, _ := c.clauseOf(from - 1)
		if c.solid(from, v) > 0 && from-before > longestTitleOf {
			break
		}
		from = before
	}
	for k := from; k < v; k++ {
		if c.tokens[k].kind == name || c.tokens[k].kind == content {
			out = append(out, k)
		}
	}
	if len(out) == 0 {
		return behind
	}
	return out
}

// longestTitleOf is how many words what somebody is may have, between commas
// before the name.
const longestTitleOf = 5

// speakersBehind returns the tokens right behind a verb that name who speaks,
// before the token to; nil where they name nobody.
func (c *claim) speakersBehind(v, to int) []int {
	var out []int
	named := false
	for k := v + 1; k < to && k <= v+5 && (c.tokens[k].kind == name || c.tokens[k].kind == content || determiners[c.tokens[k].low]); k++ {
		if c.tokens[k].kind != function {
			out = append(out, k)
		}
		named = named || c.tokens[k].kind == name
	}
	if !named {
		return nil
	}
	return out
}
