package eval

import (
	"strings"
	"unicode"

	"footnote/internal/answer"
	"footnote/internal/article"
)

// ranks returns the rank of the first passage, within the cutoff, that is
// each item; 0 where none is.
func ranks(items []Item, passages []article.Passage) []int {
	if len(items) == 0 {
		return nil
	}
	texts := make([]string, min(cutoff, len(passages)))
	for i := range texts {
		texts[i] = squeeze(passages[i].Chunk.Text)
	}
	found := make([]int, len(items))
	for i, it := range items {
		fact := squeeze(it.Fact)
		for n, text := range texts {
			if (it.Article == "" || isOf(it.Article, passages[n])) && strings.Contains(text, fact) {
				found[i] = n + 1
				break
			}
		}
	}
	return found
}

// isOf reports whether a passage is of the article that ref names, or stands
// for a near-copy that is.
func isOf(ref string, p article.Passage) bool {
	if names(ref, p.Article) {
		return true
	}
	for _, c := range p.Also {
		if names(ref, article.Article{ID: c.ArticleID, URL: c.URL}) {
			return true
		}
	}
	return false
}

// cites reports whether a citation rests on an item: on words of its article,
// and where it has a fact, on words of that.
func cites(c answer.Citation, it Item) bool {
	if it.Article != "" && !names(it.Article, cited(c)) {
		return false
	}
	quote, fact := squeeze(c.Quote), squeeze(it.Fact)
	return strings.Contains(quote, fact) || quote != "" && strings.Contains(fact, quote)
}

// cited returns what a citation says of its article.
func cited(c answer.Citation) article.Article {
	return article.Article{ID: c.ArticleID, URL: c.URL, Title: c.Title}
}

// names reports whether ref is the article's ID, URL, file or title.
func names(ref string, a article.Article) bool {
	if ref == "" {
		return false
	}
	return ref == a.ID || ref == a.Title || ref == a.File ||
		a.URL != "" && article.CanonicalURL(ref) == article.CanonicalURL(a.URL) ||
		a.ID == article.Article{File: ref}.NewID() // a citation does not say its file
}

// squeeze returns a text without its white space, in which facts are looked
// for, as in MultiHop-RAG.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// holds reports whether a text has one of the accepted answers in it, word by
// word, whatever the case and the punctuation.
func holds(text string, accepted []string) bool {
	text = words(text)
	for _, a := range accepted {
		if w := words(a); w != "  " && strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// words returns the words of a text in lower case, with a space before each
// and after the last; "  " where it has none.
func words(s string) string {
	fields := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return " " + strings.Join(fields, " ") + " "
}
