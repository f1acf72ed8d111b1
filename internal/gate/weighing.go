package gate

import (
	"regexp"
	"slices"

	"footnote/internal/prose"
)

// A weighing is one sentence as it is held against the cited sources.
type weighing struct {
	g     Gate
	cited []int
	said  map[*lexer]*claim // by the language of the source
	memo  map[[2]int]weighed
}

// weighed is what came of a part of the sentence.
type weighed struct {
	rests  []Rest
	reason string
}

// part returns what the tokens [from, to) of the sentence rest on.
func (w weighing) part(from, to int) weighed {
	key := [2]int{from, to}
	if got, ok := w.memo[key]; ok {
		return got
	}
	var out weighed
	worst := -1
	for _, i := range w.cited {
		rest, reason, found := w.best(i, from, to)
		if found {
			out.rests = append(out.rests, rest)
			continue
		}
		if s := severe(reason); s > worst {
			worst, out.reason = s, reason
		}
	}
	w.memo[key] = out
	return out
}

func severe(reason string) int {
	if s, ok := severity[reason]; ok {
		return s
	}
	return len(severity)
}

// best returns the statement of a source that says most of the part among
// those that say all that must be said, or why there is none.
func (w weighing) best(i, from, to int) (best Rest, reason string, ok bool) {
	src := &w.g.sources[i]
	most, worst := -1, -1
	contrary, cut := false, false
	for _, have := range src.statements {
		if have.instructs {
			continue
		}
		m := match{said: w.said[src.lexer], have: have, src: src, from: from, to: min(to, len(w.said[src.lexer].tokens))}
		why := m.weigh()
		if why == "" && len(m.at) > most {
			most, best, ok = len(m.at), Rest{Source: i, Quote: have.text}, true
			cut = m.excerpt()
		}
		contrary = contrary || why == ReasonContrary && len(m.carry) == 0
		if len(m.carry) > 0 && severe(why) == len(severity) && !(why == ReasonSpeaker && m.takenFrom()) {
			why = ReasonWord // it may speak of something else
		}
		if s := severe(why); why != "" && s > worst {
			worst, reason = s, why
		}
	}
	if ok && contrary && !cut && prose.OneLine(best.Quote) != prose.OneLine(w.said[src.lexer].text) {
		return Rest{}, ReasonContrary, false
	}
	return best, reason, ok
}

// divide returns what the tokens from on rest on, in at most n parts.
func (w weighing) divide(c *claim, from, n int) []Rest {
	if n == 0 {
		return nil
	}
	if from > 0 || n < maxParts {
		if got := w.part(from, len(c.tokens)); got.rests != nil && w.linked(c, from, got.rests) {
			return got.rests
		}
	}
	for _, cut := range c.breaks {
		if cut <= from || c.solid(from, cut)+c.dated(from, cut) < 2 || c.solid(cut, len(c.tokens)) < 2 {
			continue
		}
		got := w.part(from, cut)
		if got.rests == nil || from > 0 && !w.linked(c, from, got.rests) {
			continue
		}
		if restricts[c.tokens[cut].low] && !w.about(c, cut) {
			continue
		}
		if more := w.divide(c, cut, n-1); more != nil && !w.attributes(c, from, cut, got.rests, more) && !w.tears(c, from, cut, got.rests, more) {
			return union(got.rests, more)
		}
	}
	return nil
}

// widestRun is how many tokens apart two words may stand in a passage that
// stand on both sides of a cut, for them to be of one run of words.
const widestRun = 4

// tears reports whether the cut goes through a run of words that a sentence of a
// passage has, on which only what stands behind the cut rests: "the engineer said
// the crack could be repaired | with a splice", of what the carpenter said.
func (w weighing) tears(c *claim, from, cut int, before, behind []Rest) bool {
	if coordinating[c.tokens[cut].low] || c.divided(cut) {
		return false
	}
	last, next := cut-1, cut
	for last > from && c.tokens[last].kind != content && c.tokens[last].kind != name {
		last--
	}
	for next < len(c.tokens)-1 && c.tokens[next].kind != content && c.tokens[next].kind != name {
		next++
	}
	return slices.ContainsFunc(behind, func(r Rest) bool {
		if slices.Contains(before, r) {
			return false
		}
		have := w.g.statement(r)
		return have != nil && slices.ContainsFunc(have.find(c.tokens[last]), func(p int) bool {
			return slices.ContainsFunc(have.find(c.tokens[next]), func(q int) bool {
				return p < q && q-p <= widestRun && have.tokens[p].low == c.tokens[last].low && have.tokens[q].low == c.tokens[next].low
			})
		})
	})
}

// attributes reports whether the cut parts words from who says them, and no
// sentence of a passage holds both: said Tarn, of what somebody else said.
func (w weighing) attributes(c *claim, from, cut int, before, behind []Rest) bool {
	if slices.ContainsFunc(before, func(r Rest) bool { return slices.Contains(behind, r) }) {
		return false
	}
	if restricts[c.tokens[cut].low] { // who denies it
		return false
	}
	return c.onlySpeaks(from, cut) || c.onlySpeaks(cut, c.endOf(cut)) || speaking[c.tokens[cut].stem]
}

// onlySpeaks reports whether tokens say no more than that somebody says it.
func (c *claim) onlySpeaks(from, to int) bool {
	if from < to && c.tokens[from].stem == "accord" {
		return true
	}
	says, named, others := false, false, 0
	for i := from; i < to; i++ {
		switch t := c.tokens[i]; {
		case speaking[t.stem]:
			says = true
			if who := c.subjectsOf(i); !named && len(who) == 1 && who[0].from >= from { // the council, which says so
				named = true
				others -= c.things(who[0])
			}
		case t.kind == content && !lightWords[t.low] || t.kind == figure:
			others++
		}
	}
	return says && others <= 1
}

// things counts the tokens of a span that say something and are no names.
func (c *claim) things(s span) (n int) {
	for _, t := range c.tokens[s.from:s.to] {
		if t.kind == content && !lightWords[t.low] || t.kind == figure {
			n++
		}
	}
	return n
}

// about reports whether what "who" begins at a cut, behind a comma, is told of
// the name before it in the same sentence of a passage.
func (w weighing) about(c *claim, cut int) bool {
	if cut == 0 || !c.divided(cut) {
		return false
	}
	who := c.tokens[cut-1]
	if who.kind != name {
		return true
	}
	rests := w.part(cut, c.endOf(cut)).rests
	return rests == nil || slices.ContainsFunc(rests, func(r Rest) bool {
		s := w.g.statement(r)
		return s != nil && (s.find(who) != nil || s.leans)
	})
}

// endOf returns where the clause ends that begins at a cut.
func (c *claim) endOf(cut int) int {
	for _, k := range c.breaks {
		if k > cut && c.divided(k) {
			return k
		}
	}
	return len(c.tokens)
}

// solid counts the tokens of a part that say something by themselves.
func (c *claim) solid(from, to int) int {
	n := 0
	for _, t := range c.tokens[from:to] {
		if t.kind == content || t.kind == name || t.kind == figure {
			n++
		}
	}
	return n
}

// dated counts the dates of a part.
func (c *claim) dated(from, to int) int {
	n := 0
	for _, t := range c.tokens[from:to] {
		if t.kind == date {
			n++
		}
	}
	return n
}

// linked reports whether a later part, which may lean on the subject of the
// first, rests on words that are about it, and gives no reason of its own.
func (w weighing) linked(c *claim, from int, rests []Rest) bool {
	if causal[c.tokens[from].low] && !slices.ContainsFunc(rests, func(r Rest) bool { return concluding.MatchString(r.Quote) }) {
		return false
	}
	for i, t := range c.tokens[:from] {
		if t.kind != name {
			continue
		}
		for _, r := range rests {
			src, have := w.g.sources[r.Source], w.g.statement(r)
			if src.speaksOf(c.tokens[i], r.Quote) && (have == nil || src.genders.fits(c.tokens[i], have.claim)) {
				return true
			}
		}
		return false
	}
	return true
}

// speaksOf reports whether a statement, or what stands around it, has a name.
func (s *source) speaksOf(t token, quote string) bool {
	if s.title.find(t) != nil || s.acronym(t.low) {
		return true
	}
	for n, have := range s.statements {
		if have.text != quote {
			continue
		}
		if have.find(t) != nil || slices.ContainsFunc(s.before(n), func(o *statement) bool { return o.find(t) != nil }) {
			return true
		}
	}
	return false
}

// concluding matches what a passage draws a conclusion with.
var concluding = regexp.MustCompile(`(?i)\b(?:therefore|thus|hence|so|as a result|because of this|for this reason)\b`)

var causal = setOf(`because since as so due owing thanks therefore`)

// union joins what two parts rest on, each once.
func union(a, b []Rest) []Rest {
	for _, r := range b {
		if !slices.Contains(a, r) {
			a = append(a, r)
		}
	}
	return a
}
