package extract

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"footnote/internal/article"
	"footnote/internal/dateline"
)

// The article of a wiki goes on being written: it is as of its last edit, and the day on
// which somebody began it says nothing of what it says now.

// isWiki reports whether a page says that a wiki made it, as MediaWiki, DokuWiki and
// XWiki do.
func (h head) isWiki() bool { return strings.Contains(strings.ToLower(h.generator), "wiki") }

// lastEdit returns when the article of a wiki was edited last, as its data or its last
// lines say.
func (h head) lastEdit(doc *html.Node, lines []string) article.Date {
	all, titled := h.listed(doc)
	for _, said := range [][]string{texts(titled, "dateModified"), texts(all, "dateModified")} {
		if d := theOne(said); d.Known() {
			return d
		}
	}
	for i := len(lines) - 1; i >= 0; i-- {
		if at := dateline.DaysIn(dateline.Digits(lines[i])); len(at) == 1 && editedWords.MatchString(lines[i]) {
			return at[0].Date
		}
	}
	return article.Date{}
}

var editedWords = regexp.MustCompile(`(?i)\b(?:last (?:edited|modified|updated|changed)|zuletzt (?:am|bearbeitet|geändert)|dernière modification|se editó por última vez|ultima modifica)\b`)

// wikiName returns the name of a wiki: where it is a part of the host's, what its tabs
// have behind the title; those who run it sign as somebody else.
func (h head) wikiName(pageURL string) string {
	seps := titlePart.FindAllStringIndex(h.title, -1)
	if !h.isWiki() || len(seps) == 0 {
		return ""
	}
	name := h.title[seps[len(seps)-1][1]:]
	if n := letters(name); n == "" || !strings.Contains(letters(article.HostName(pageURL)), n) {
		return ""
	}
	return name
}
