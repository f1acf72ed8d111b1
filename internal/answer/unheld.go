package answer

import (
	"slices"
	"strings"
	"time"

	"footnote/retrieval"
)

// readIn returns names with what was read for them only where an article that is
// shown writes it so: who sees the answer may see that, and it bears on it.
func readIn(names []retrieval.Unheld, shown []Citation) []retrieval.Unheld {
	names = slices.Clone(names)
	for i, n := range names {
		if !slices.ContainsFunc(shown, func(c Citation) bool { return slices.Contains(n.In, c.ArticleID) }) {
			names[i].Read = ""
		}
	}
	return names
}

// sayUnheld tells which names of the question no article has, but for those
// of parts that were told to be missing.
func (w *writing) sayUnheld(names []retrieval.Unheld) error {
	var unheld []string
	for _, n := range names {
		told := slices.ContainsFunc(w.ans.Missing, func(part string) bool { return strings.Contains(part, n.Name) })
		if n.Read == "" && !told {
			unheld = append(unheld, n.Name)
		}
	}
	if len(unheld) == 0 || !w.shown() {
		return nil
	}
	lead := "\n\n"
	if len(w.ans.Missing) > 0 {
		lead = " "
	}
	w.ans.Missing = append(w.ans.Missing, unheld...)
	return w.add(Sentence{Lead: lead, Text: noneMentions(unheld, w.asOf) + "."}, nil)
}

// sayUnheldLinks tells which links of the question lead to no article.
func (w *writing) sayUnheldLinks() error {
	if len(w.unheld) == 0 {
		return nil
	}
	text := "Not in the library: " + strings.Join(w.unheld, ", ") + "."
	if !w.shown() {
		w.ans.Text = text
		return nil
	}
	w.ans.Missing = append(w.ans.Missing, w.unheld...)
	return w.add(Sentence{Lead: "\n\n", Text: text}, nil)
}

// readAs says which names were taken for misspelt, or "" if none was.
func readAs(names []retrieval.Unheld) string {
	var said []string
	for _, n := range names {
		if n.Read != "" {
			said = append(said, "No article mentions “"+n.Name+"”, so it was read as “"+n.Read+"”.")
		}
	}
	return joinText(said...)
}

// unknown says which names of a question without an answer no article has, and
// suggests the question with those that may be meant.
func (w *writing) unknown(found retrieval.Result) string {
	names := readIn(found.Unheld, w.ans.Nearest)
	meant := w.asked
	for _, n := range names {
		if n.Read != "" {
			meant = strings.ReplaceAll(meant, n.Name, n.Read)
		}
	}
	if w.ans.Suggestions = nil; meant != w.asked {
		w.ans.Suggestions = []Suggestion{{Text: meant}}
	}
	return unknownNames(names, w.asOf)
}

// unknownNames says which names of a question without an answer no article has.
func unknownNames(names []retrieval.Unheld, asOf time.Time) string {
	var unheld, meant []string
	for _, n := range names {
		unheld = append(unheld, n.Name)
		if n.Read != "" {
			meant = append(meant, n.Read)
		}
	}
	switch {
	case unheld == nil:
		return ""
	case meant == nil:
		return noneMentions(unheld, asOf) + "."
	}
	return noneMentions(unheld, asOf) + "; did you mean " + anyOf(meant) + "?"
}

func noneMentions(names []string, asOf time.Time) string {
	return "No article" + spanWords(time.Time{}, asOf) + " mentions " + anyOf(names)
}

// anyOf joins names of which no article has any.
func anyOf(names []string) string { return "“" + strings.Join(names, "” or “") + "”" }

// joinText joins the texts that are not empty with a space between.
func joinText(texts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return t == "" }), " ")
}
