package answer

import (
	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/internal/selection"
)

// instead quotes, for a sentence that failed twice, the sentence of the passage
// it cites that comes nearest to it: what the model meant to say, in words that
// are true. It counts it; where nothing comes near, or it is quoted already, it
// shows nothing.
func (w *writing) instead(g gate.Gate, failed string) error {
	if prose.Forbidden(prose.Plain(failed)) != "" {
		return nil
	}
	near, ok := g.Nearest(failed)
	if !ok {
		return nil
	}
	p := g.Passage(near.Source)
	if w.cites.quoted(p.Article.ID, near.Quote) {
		return nil
	}
	w.ans.Requoted++
	return w.show("\n- ", introduce(selection.Candidate{Passage: p, Text: near.Quote}, false), []quoted{{p, near.Quote}})
}
