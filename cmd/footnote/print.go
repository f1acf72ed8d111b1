package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"footnote/internal/answer"
	"footnote/internal/article"
)

// printAnswer writes an answer for a terminal: the text, the footnotes, newer
// and older coverage apart, and how it was made.
func printAnswer(w io.Writer, ans answer.Answer) {
	if ans.Notice != "" {
		fmt.Fprintf(w, "%s\n\n", clean(ans.Notice))
	}
	fmt.Fprintf(w, "%s\n", clean(ans.Text))
	printFootnotes(w, "", ans.Text, slices.SortedStableFunc(slices.Values(ans.Citations), func(a, b answer.Citation) int { return a.N - b.N }))
	printFootnotes(w, "Newer, perhaps about this", ans.Text, ans.Newer)
	printFootnotes(w, "Earlier coverage", ans.Text, ans.Earlier)
	printFootnotes(w, "Nearest articles", ans.Text, unnumbered(ans.Nearest))
	if ans.Outcome == answer.NotFound && !ans.Aside {
		fmt.Fprint(w, "\nAdd an article with: footnote add URL|FILE|FOLDER\n")
	}
	if parts := colophon(ans); len(parts) > 0 {
		fmt.Fprintf(w, "\n%s\n", strings.Join(parts, " · "))
	}
}

// printFootnotes writes citations under a text. A quote that stands in it is not told
// again; of several in one article the others begin, to tell which is which.
func printFootnotes(w io.Writer, heading, text string, cs []answer.Citation) {
	if len(cs) == 0 {
		return
	}
	fmt.Fprintln(w)
	if heading != "" {
		fmt.Fprintln(w, heading)
	}
	for i, c := range cs {
		if first := slices.IndexFunc(cs, func(o answer.Citation) bool { return o.ArticleID == c.ArticleID }); first < i {
			continue // its quotes stand under the first
		}
		mark := "-"
		if c.N > 0 {
			mark = fmt.Sprintf("[%d]", c.N)
		}
		fmt.Fprintf(w, "%s %s\n", mark, clean(strings.Join(nonEmpty(c.Title, c.Source, c.Published.Day(), alsoIn(c), ifGone(c)), " · ")))
		for j, q := range cs[i:] {
			if q.ArticleID == c.ArticleID {
				printQuote(w, q.QuoteUnder(text, j > 0), q)
			}
		}
	}
}

// unnumbered returns citations without their numbers, for a list that no text
// points to.
func unnumbered(cs []answer.Citation) []answer.Citation {
	cs = slices.Clone(cs)
	for i := range cs {
		cs[i].N = 0
	}
	return cs
}

// alsoIn names the other outlets that print the story of a citation.
func alsoIn(c answer.Citation) string {
	if len(c.Also) == 0 {
		return ""
	}
	return "also in " + strings.Join(c.Also, ", ")
}

// ifGone says of a citation whose page is gone that it is.
func ifGone(c answer.Citation) string {
	if !c.Gone {
		return ""
	}
	return "no longer online"
}

func printQuote(w io.Writer, told string, c answer.Citation) {
	var parts []string
	if told != "" {
		parts = append(parts, clean(answer.Quoted(told)))
	}
	if c.Page > 0 && c.Quote != "" {
		parts = append(parts, fmt.Sprintf("(p. %d)", c.Page))
	}
	if len(parts) > 0 {
		fmt.Fprintf(w, "    %s\n", strings.Join(parts, " "))
	}
	fmt.Fprintf(w, "    %s\n", clean(cmp.Or(c.Link, inLibrary(c))))
}

// inLibrary says how to read an article that has no page to open.
func inLibrary(c answer.Citation) string {
	show := "footnote articles show " + c.ArticleID
	if c.Quote != "" {
		show += fmt.Sprintf(" --at %d-%d", c.Start, c.End)
	}
	return show
}

// colophon says how an answer was made.
func colophon(ans answer.Answer) []string {
	var parts []string
	if d, err := article.ParseDate(ans.AsOf); err == nil && d.Known() {
		parts = append(parts, "As of "+d.Day())
	}
	switch {
	case ans.Outcome == answer.NotFound:
	case ans.Model != "":
		parts = append(parts, "written by "+ans.Model+", checked against the passages")
	default:
		parts = append(parts, "quoted from the articles, without a model")
	}
	if ans.Withheld > 0 {
		held := fmt.Sprintf("%d of the model's sentences held back: not supported by what they cite", ans.Withheld)
		if ans.Requoted > 0 {
			held += fmt.Sprintf(", %d quoted from there instead", ans.Requoted)
		}
		parts = append(parts, held)
	}
	if words := costWords(ans); words != "" {
		parts = append(parts, words)
	}
	if ans.Sample {
		parts = append(parts, "from the sample library, because yours holds no article yet")
	}
	return parts
}

// costWords says what an answer took: "1240 tokens, 0.0012 USD". A cost that
// is not known is not named.
func costWords(ans answer.Answer) string {
	n := ans.Usage.Input + ans.Usage.Output
	if n == 0 {
		return ""
	}
	words := fmt.Sprintf("%d tokens", n)
	if ans.Cost != nil {
		words += ", " + strconv.FormatFloat(*ans.Cost, 'f', -1, 64) + " " + ans.Currency
	}
	return words
}

func nonEmpty(parts ...string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

// clean drops what an article could make a terminal do: control characters
// other than line breaks.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, s)
}
