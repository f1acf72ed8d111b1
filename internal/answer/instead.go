package answer

// leastNear is the share of a sentence's words that a sentence of the passage it
// cites must have to be quoted in its place.
const leastNear = .5

// leastOf is how many words a sentence must have for its nearest to be told.
const leastOf = 3

// instead quotes, for a sentence that failed twice, the sentence of the passage
// it cites that comes nearest to it: what the model meant to say, in words that
// are true. It counts it; where nothing comes near, or it is quoted already, it
// shows nothing.
func (w *writing) instead(g gate, failed string) error {
	if forbidden(plain(failed)) != "" {
		return nil
	}
	src, near, ok := g.nearest(failed)
	if !ok || w.cites.quoted(src.passage.Article.ID, near.text) {
		return nil
	}
	w.ans.Requoted++
	return w.show("\n- ", introduce(candidate{passage: src.passage, text: near.text}, false), []quoted{{src.passage, near.text}})
}

// nearest returns the sentence of the passages that a sentence cites that has
// most of its words, of those that have enough.
func (g gate) nearest(raw string) (*source, *statement, bool) {
	cited, _ := g.markers(g.rounded(raw))
	var source *source
	var near *statement
	most := 0.0
	for _, i := range cited {
		src := &g.sources[i]
		said := src.lexer.claim(plain(raw))
		for _, have := range src.statements {
			if have.instructs || forbidden(have.text) != "" {
				continue
			}
			if has := have.shareOf(said); has >= leastNear && has > most {
				most, source, near = has, src, have
			}
		}
	}
	return source, near, near != nil
}

// shareOf returns which part of the words of another claim a claim has.
func (c *claim) shareOf(other *claim) float64 {
	has, all := 0, 0
	for _, t := range other.tokens {
		if t.kind != content && t.kind != name || lightWords[t.low] || reports[t.stem] {
			continue
		}
		all++
		if c.find(t) != nil {
			has++
		}
	}
	if all < leastOf {
		return 0
	}
	return float64(has) / float64(all)
}
