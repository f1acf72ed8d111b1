package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/article"
)

// title returns what the page is called, without the site's name at either
// end. Of what the page says here and there, a reader knows what stands above
// the article.
func title(h head, x extraction, outlet, pageURL string) string {
	if h.ogTitle == "" && len(h.headlines) == 0 && h.docTitle != "" || h.title == "" && h.ogTitle == "" && h.docTitle != "" {
		return h.docTitle
	}
	var found []string
	if x.title != "" && !h.isCalled(x.title) && !strings.HasPrefix(letters(h.title), letters(x.title)) { // all else is what the site is called
		return article.OneLine(x.title, article.MaxTitle)
	}
	for _, s := range []string{x.read.Title(), x.traf.Title, h.ogTitle, h.title} {
		if s = trimSite(article.OneLine(s, article.MaxTitle), outlet, pageURL); s != "" {
			found = append(found, s)
		}
	}
	for _, s := range found {
		for _, headline := range h.headlines {
			if letters(s) == letters(headline) {
				return s
			}
		}
	}
	for _, s := range found {
		for _, headline := range h.headlines {
			if beside(s, headline) {
				return headline
			}
		}
	}
	if len(found) == 0 && len(h.headlines) > 0 {
		return h.headlines[0]
	}
	return first(found)
}

// beside reports whether a title is a headline of several words or letters, and something
// else behind or before a bar.
func beside(title, headline string) bool {
	if len(letters(headline)) < leastBeside {
		return false
	}
	for _, sep := range titlePart.FindAllStringIndex(title, -1) {
		if letters(title[:sep[0]]) == letters(headline) || letters(title[sep[1]:]) == letters(headline) {
			return true
		}
	}
	return false
}

// leastBeside is how many letters a headline has at least to be found within a title.
const leastBeside = 5

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

var titlePart = regexp.MustCompile(`\s+[|–—·•:»-]{1,2}\s+|\s*[|»]\s*`)

// trimSite cuts the site's name off a title: "Storm hits coast - The Herald".
func trimSite(title, outlet, pageURL string) string {
	names := []string{letters(outlet), letters(article.HostName(pageURL)), letters(firstLabel(article.HostName(pageURL)))}
	for {
		cut := title
		if seps := titlePart.FindAllStringIndex(title, -1); len(seps) > 0 {
			last, head := seps[len(seps)-1], seps[0]
			switch {
			case isName(title[last[1]:], names):
				cut = title[:last[0]]
			case isName(title[:head[0]], names):
				cut = title[head[1]:]
			}
		}
		if cut == title || cut == "" {
			return title
		}
		title = cut
	}
}

func isName(s string, names []string) bool {
	s = letters(s)
	for _, n := range names {
		if n != "" && (s == n || s == "the"+n || "the"+s == n) {
			return true
		}
	}
	return false
}

func firstLabel(host string) string {
	label, _, _ := strings.Cut(host, ".")
	return label
}

// letters returns the letters and digits of s, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// withoutTitle returns the lines of body without the title they may begin
// with.
func withoutTitle(body, title string) []string {
	lines := strings.Split(body, "\n")
	if len(lines) > 1 && title != "" && letters(lines[0]) == letters(title) {
		return lines[1:]
	}
	return lines
}

// headLines is how many lines of a text may stand above the title in it.
const headLines = 4

// withoutHead returns the lines of body without the title they may begin with, what is short
// above it, and lines around it that only say when the text is from. One of several such lines
// heads a part of the text.
func withoutHead(body, title string) []string {
	lines := withoutTitle(body, title)
	for i, l := range lines[:min(len(lines)-1, headLines)] {
		if sentenceLike.MatchString(l) || utf8.RuneCountInString(l) > maxTitleLine {
			break
		}
		if title != "" && letters(l) == letters(title) {
			lines = lines[i+1:]
			break
		}
	}
	for n := 0; n < maxLabels && len(lines) > 1; n++ {
		date, label := dateLine(lines[0])
		if !date.Known() || label == noLabel && datesParts(date, lines[1:]) {
			break
		}
		lines = lines[1:]
	}
	return lines
}

// maxOutlet bounds the name of an outlet: what is longer is its slogan.
const maxOutlet = 60

// noOutlet matches what careless pages give as their site's name.
var noOutlet = regexp.MustCompile(`(?i)^(https?://|copyright|©)`)

// outlet returns who published the page: the name of its site, else its host.
func outlet(siteName string, x extraction, pageURL string) string {
	for _, s := range []string{siteName, x.read.SiteName(), x.traf.Sitename} {
		s, _, _ = strings.Cut(strings.TrimPrefix(article.OneLine(s, article.MaxTitle), "@"), " | ")
		if s != "" && utf8.RuneCountInString(s) <= maxOutlet && !noOutlet.MatchString(s) {
			return s
		}
	}
	return article.HostName(pageURL)
}

var (
	bylineBy   = regexp.MustCompile(`(?i)^\s*(written |posted |words |text |story |veröffentlicht )?(by|von|par|por|di|текст|autor(in)?:|author:)(:\s*|\s+|$)`)
	bylineOnto = regexp.MustCompile(`^By(\p{Lu}\p{Ll})`) // what a page tells apart by its styles
	bylineRest = regexp.MustCompile(`\s*[|•·]\s.*$|\s+[–—-]\s+.*$`)
	// bylineDate matches what is left of a date, without its numbers, or of a button behind a name.
	bylineDate = regexp.MustCompile(`(?i)(^|[\s,]+)(((last )?updated|published|posted|follow|datum)\b.*|([a-z]+day,?\s+)?(january|february|september|october|november|december|sept|oct|nov|dec|monday|tuesday|wednesday|thursday|saturday)|[a-z]+day,?\s+(march|april|may|june|july|august))$`)
	noName     = regexp.MustCompile(`(?i)^(editor|staff writer|.|photo(graph)?s? by .*|.*\bwww\..*)$`)
)

// cutByline returns the names of a byline, or "" where it is more than that.
func cutByline(s string) string {
	s = bylineOnto.ReplaceAllString(bylineBy.ReplaceAllString(article.OneLine(s, article.MaxTitle), ""), "$1")
	s = strings.Trim(bylineDate.ReplaceAllString(bylineRest.ReplaceAllString(s, ""), ""), " ,;:|[]《》")
	if utf8.RuneCountInString(s) > maxOutlet*2 || strings.ContainsFunc(s, unicode.IsDigit) || strings.ContainsAny(s, "@/") || strings.EqualFold(s, "admin") || noName.MatchString(s) {
		return ""
	}
	return s
}

// author returns who wrote the page, as its byline has it, without "By" and
// what follows the names. A byline with a number or an address in it is more
// than that: then trafilatura's, which is cut to names.
func (x extraction) author() string {
	if s := cutByline(x.read.Byline()); s != "" {
		return s
	}
	var names []string
	for name := range strings.SplitSeq(x.traf.Author, "; ") {
		if name = cutByline(name); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
