package gate

import "slices"

// strange returns a reason where the sentence has a number or a name that
// stands nowhere in the cited sources.
func (g Gate) strange(said map[*lexer]*claim, cited []int) string {
	c := said[g.sources[cited[0]].lexer]
	for i, t := range c.tokens {
		if g.stands(c, i, cited) {
			continue
		}
		if t.kind == figure {
			return ReasonNumber
		}
		return ReasonName
	}
	return ""
}

// stands reports whether token i of the sentence stands somewhere in the cited sources,
// if it is a number or a name.
func (g Gate) stands(c *claim, i int, cited []int) bool {
	t := c.tokens[i]
	return t.kind != figure && (t.kind != name || g.titled(c, i) || c.isOffice(i)) ||
		slices.ContainsFunc(cited, func(n int) bool { return g.sources[n].has(c, t) })
}

// isOffice reports whether token i says before a name what office one holds: Mayor Ruiz.
func (c *claim) isOffice(i int) bool {
	return offices[c.tokens[i].low] && i+1 < len(c.tokens) && c.tokens[i+1].kind == name && !c.divided(i+1)
}

// offices are words that stand before names with a capital, and are none.
var offices = setOf(`mayor president minister chancellor premier governor senator councillor judge justice professor captain coach bishop chairman chairwoman commissioner secretary director`)

// titled reports whether a name is part of one that some passage has.
func (g Gate) titled(c *claim, i int) bool {
	for _, k := range []int{i - 1, i + 1} {
		if k >= 0 && k < len(c.tokens) && c.tokens[k].kind == name && g.sources[0].beside[c.tokens[min(i, k)].low+" "+c.tokens[max(i, k)].low] {
			return true
		}
	}
	return false
}

// has reports whether a figure or a name stands anywhere in a source.
func (s *source) has(c *claim, t token) bool {
	if t.kind == name && (s.outlet[t.stem] || s.author[t.stem] || s.acronym(t.low)) {
		return true
	}
	holds := func(have *claim) bool {
		if t.kind == figure {
			return slices.ContainsFunc(have.figures, func(q quantityAt) bool { return q.equal(c.figures[t.n]) })
		}
		return have.find(t) != nil || undone(t.low) != ""
	}
	return holds(s.title) || slices.ContainsFunc(s.statements, func(have *statement) bool { return holds(have.claim) })
}
