package answer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/question"
	"footnote/retrieval"
)

// across searches for a question in another language than the articles that have its names: by
// those, by its numbers, by words that both have, and by what it asks for. Only a time or a
// number is told by them, so that else nothing is taken to be found. What was not understood is
// said. It reports false where the question is not in another language.
func (a *Answerer) across(ctx context.Context, q retrieval.Query, found retrieval.Result) (other retrieval.Result, notice string, ok bool, err error) {
	asked := question.Tongue(q.Text)
	var names []string
	var texts strings.Builder
	theirs := ""
	for _, p := range found.Passages {
		text := p.Article.Title + "\n" + p.Chunk.Text
		for _, name := range found.Reading.Names {
			if !strings.Contains(strings.ToLower(text), strings.ToLower(name)) {
				continue
			}
			if theirs == "" {
				theirs = languageOf(p)
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
			texts.WriteString(text + "\n")
			break
		}
	}
	if asked.Code == "" || len(names) == 0 || theirs == asked.Code {
		return found, "", false, nil
	}
	text, kept := understood(q.Text, asked, names, texts.String())
	q.Text = text
	if other, err = a.Search.Search(ctx, q); err != nil {
		return found, "", false, fmt.Errorf("search across languages: %w", err)
	}
	other.Evidence = 0
	if kind := other.Reading.Kind(); kind.Timed() || kind.Counts() {
		other.Evidence = LeastEvidence
	}
	notice = "The question is in " + asked.Name + " and the articles are not: without a model I looked only for " + listed(inQuotes(kept)) + "."
	if other.Evidence > 0 {
		notice += " What is quoted may not be what was asked."
	}
	return other, notice, true, nil
}

// languageOf returns the language of a passage.
func languageOf(p article.Passage) string { return analysis.Language(p.Article.Lang, p.Chunk.Text) }

// understood returns what of a question can be looked for in texts of another language: what it
// asks for, in English, and the words that are kept: names, numbers and what the texts have too.
// It asks how things stand now, for what is older must not be told for the present.
func understood(text string, asked question.Language, names []string, texts string) (as string, kept []string) {
	have := map[string]bool{}
	for _, w := range question.Parse(texts).Words {
		have[w.Low] = true
	}
	var out []string
	named := question.Parse(strings.Join(names, " ")).Words
	for _, w := range question.Parse(text).Words {
		inName := slices.ContainsFunc(named, func(n question.Word) bool { return n.Low == w.Low })
		number := strings.ContainsFunc(w.Low, unicode.IsDigit)
		switch asks := asked.Asks(w.Low); {
		case asks != "":
			out = append(out, asks)
		case inName, number, utf8.RuneCountInString(w.Low) > 3 && have[w.Low] && len(analysis.Terms(w.Low, asked.Code)) > 0:
			out, kept = append(out, w.Text), append(kept, w.Text)
		}
	}
	return asksNow(strings.Join(out, " ")), kept
}

// inQuotes returns texts in quotation marks.
func inQuotes(texts []string) []string {
	var out []string
	for _, t := range texts {
		out = append(out, "“"+t+"”")
	}
	return out
}
