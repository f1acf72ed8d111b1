package answer

import (
	"slices"

	"footnote/internal/question"
	"footnote/internal/selection"
	"footnote/retrieval"
)

// sides lets each outlet or time that a question compares speak, the newest
// words of each. It reports false where fewer than two have anything to say.
func (w *writing) sides(found retrieval.Result, cs []selection.Candidate) (bool, error) {
	var quotes []selection.Candidate
	var silent []string
	for _, side := range found.Reading.Sides {
		c, ok := selection.Best(side.Filter, cs)
		switch {
		case ok && !slices.ContainsFunc(quotes, func(o selection.Candidate) bool { return o.Text == c.Text }):
			quotes = append(quotes, c)
		case !ok:
			silent = append(silent, nameOf(side.Filter))
		}
	}
	if len(quotes)+len(silent) < 2 || len(quotes) == 0 {
		return false, nil
	}
	for i, c := range quotes {
		lead := "\n- "
		if i == 0 {
			lead = "\n\n- "
		}
		if err := w.showSide(lead, c); err != nil {
			return true, err
		}
	}
	for _, name := range silent {
		w.ans.Missing = append(w.ans.Missing, "this"+name)
	}
	return true, nil
}

// compare quotes what is told of each of two, where it is asked which is more, and says of which
// nothing is. It reports false where no two are compared.
func (w *writing) compare(found retrieval.Result) (bool, error) {
	quotes, silent, ok := selection.Compare(found)
	if !ok {
		return false, nil
	}
	if err := w.quote(quotes[0], quotes[1:]); err != nil {
		return true, err
	}
	if silent != "" {
		w.ans.Notice = joinText(w.ans.Notice, "What is quoted gives no figure of "+anyOf([]string{silent})+", so the two cannot be compared.")
	}
	if w.ans.Kind == Present {
		w.ans.Earlier = w.earlier(selection.NewestDate(quotes), selection.Candidates(found))
	}
	return true, nil
}

// showSide quotes one of several that are set against each other.
func (w *writing) showSide(lead string, c selection.Candidate) error {
	if err := w.show(lead, introduce(c, false), restsOn(c)); err != nil {
		return err
	}
	cite := newCitation(c.Passage, c.Text)
	cite.N = w.cites.number(cite.ArticleID)
	w.ans.Sides = append(w.ans.Sides, cite)
	return nil
}

func nameOf(f question.Filter) string {
	where := ""
	if len(f.Outlets) > 0 {
		where = " by " + f.Outlets[0]
	}
	return where + spanWords(f.Since, f.Until)
}
