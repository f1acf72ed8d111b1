package retrieval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/question"
)

// An Unheld is a name in a query, or a part of one, that stands in no chunk that
// the query may use.
type Unheld struct {
	Name string // as the query writes it
	// Read is the name spelt nearly like it that was searched instead, as a passage
	// writes it; empty where there is none.
	Read string
	// In holds the IDs of the articles found that write it so: nobody else's word for it.
	In []string
}

// readFor is how many of the best passages are asked for the name that was read
// for a misspelt one: where none of them has it, the reading did nothing.
const readFor = 3

// maxUnheld is how many names are told: a pasted page has any number.
const maxUnheld = 5

// unheld returns the first names that the view does not hold, in the order of the
// query. A misspelt word is one if the best passages write what was read instead
// as a name.
func (s seeker) unheld(passages []article.Passage) []Unheld {
	var all []Unheld
	for _, t := range s.terms {
		name := s.spelled(t)
		if !t.misspelt || name == "" {
			continue
		}
		if read, in := s.written(t.forms, passages); read != "" {
			all = append(all, Unheld{name, read, in})
		}
	}
	names := s.r.Names
	if s.asked.German() {
		names = nil
	}
	for _, name := range names {
		part := s.unheldOf(name)
		said := func(u Unheld) bool { return strings.Contains(u.Name, part) }
		if startsUpper(part) && strings.Contains(s.q.Text, name) && !slices.ContainsFunc(all, said) && !spelledOut(part, passages) {
			all = append(all, Unheld{Name: part})
		}
	}
	slices.SortStableFunc(all, func(a, b Unheld) int {
		return strings.Index(s.q.Text, a.Name) - strings.Index(s.q.Text, b.Name)
	})
	told := s.joined(all)
	return told[:min(len(told), maxUnheld)]
}

// joined makes one of misspelt words that stand beside each other in the query.
func (s seeker) joined(all []Unheld) []Unheld {
	var out []Unheld
	for _, u := range all {
		if last := len(out) - 1; last >= 0 && u.Read != "" && out[last].Read != "" && strings.Contains(s.q.Text, out[last].Name+" "+u.Name) {
			out[last].Name += " " + u.Name
			out[last].Read += " " + u.Read
			out[last].In = slices.DeleteFunc(out[last].In, func(id string) bool { return !slices.Contains(u.In, id) })
			continue
		}
		out = append(out, u)
	}
	return out
}

// written returns how the best passages write one of some terms as a name, within
// a sentence and with a capital, and the IDs of all articles found that write it so.
// It is empty where none of the best does.
func (s seeker) written(terms []string, passages []article.Passage) (name string, in []string) {
	for i, p := range passages {
		if i == readFor && name == "" {
			break
		}
		lang := s.an.Language(p.Article.Lang, p.Chunk.Text)
		s.an.EachWord(p.Chunk.Text, lang, func(w analysis.Word) {
			if w.First || !slices.Contains(terms, w.Term) || !startsUpper(w.Written) {
				return
			}
			as := ownerless(w.Written)
			if name == "" {
				name = as
			}
			if as == name && !slices.Contains(in, p.Article.ID) {
				in = append(in, p.Article.ID)
			}
		})
	}
	return name, in
}

// spelledOut reports whether passages have words that begin with the letters of a short
// form, as the Food Standards Agency does with those of the FSA.
func spelledOut(short string, passages []article.Passage) bool {
	short = strings.ReplaceAll(short, ".", "")
	if n := utf8.RuneCountInString(short); n < 3 || n > longestShort || strings.ContainsFunc(short, func(r rune) bool { return !unicode.IsUpper(r) }) {
		return false
	}
	return slices.ContainsFunc(passages, func(p article.Passage) bool {
		var letters strings.Builder
		for w := range strings.FieldsSeq(p.Chunk.Text) {
			w = strings.TrimLeft(w, question.Quotes+"([")
			if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
				letters.WriteRune(r)
			} else if !question.WithinNames(w) && w != "and" && w != "for" {
				letters.WriteByte(' ')
			}
		}
		return strings.Contains(letters.String(), short)
	})
}

// longestShort is how many letters a short form has at most.
const longestShort = 6

// spelled returns a term as the query writes it, "" where only a question before it does.
func (s seeker) spelled(t queryTerm) string {
	for _, w := range s.asked.Words {
		if slices.Contains(t.words, strings.ToLower(w.Text)) || slices.Contains(t.words, w.Low) {
			return ownerless(w.Text)
		}
	}
	return ""
}

// ownerless cuts a possessive ending off.
func ownerless(word string) string {
	return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
}

// unheldOf returns the words of a name of an English query that the view does not
// hold. What tells a name is its last word that is none of the lexicon: of "Satya
// Nadella" the last, of "Quennell Foods" the first. A view that holds that word
// holds the name, maybe without a first name. Where all are words of the lexicon
// ("Orange"), all tell, but for one that begins a sentence. German has capitals for
// every noun.
func (s seeker) unheldOf(name string) string {
	text := analysis.WordForm(name)
	tokens := s.an.Tokens(text, analysis.English)
	terms := make([]*queryTerm, len(tokens))
	coined := false
	for i, token := range tokens {
		at := slices.IndexFunc(s.terms, func(t queryTerm) bool { return t.term == token.Term && t.lang == analysis.English })
		if at < 0 {
			return "" // in another language, or one word of too many
		}
		terms[i] = &s.terms[at]
		coined = coined || !terms[i].known(s.an)
	}
	if !coined && len(terms) == 1 && s.begins(name) {
		return ""
	}
	start, end := 0, 0
	for i, t := range terms {
		switch {
		case coined && t.known(s.an):
		case t.holding > 0:
			start, end = 0, 0
		case end == 0:
			start, end = tokens[i].Start, tokens[i].End
		default:
			end = tokens[i].End
		}
	}
	if coined && start < end {
		start, end = s.whole(text, tokens, start, end)
	}
	return text[start:end]
}

// whole takes into a part of a name the words right beside it: "New York Times" is not
// told as "York".
func (s seeker) whole(name string, tokens []analysis.Token, start, end int) (int, int) {
	for _, t := range slices.Backward(tokens) {
		if t.End <= start && name[t.End:start] == " " && !(t.Start == 0 && s.begins(name)) {
			start = t.Start
		}
	}
	for _, t := range tokens {
		if t.Start >= end && name[end:t.Start] == " " {
			end = t.End
		}
	}
	return start, end
}

// begins reports whether a name begins a sentence of the query, where all words have
// a capital.
func (s seeker) begins(name string) bool {
	q, at := s.asked, strings.Index(s.q.Text, name)
	i := slices.IndexFunc(q.Words, func(w question.Word) bool { return w.Start == at })
	return i >= 0 && q.Opens(i)
}
