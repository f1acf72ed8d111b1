package extract

import (
	"cmp"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"footnote/internal/article"
	"footnote/internal/dateline"
	"footnote/internal/media"
)

// parseText reads plain text: its front matter if it has any, else the title,
// byline and labelled lines it begins with; the rest is the body.
func parseText(in media.Origin, text string) Draft {
	d, text := newDraft(in, text)
	if said, ok := captions(text); ok {
		d.Body = said
		return d
	}
	lines := withoutTimes(strings.Split(article.UnixLines(text), "\n"))
	lines = d.takeMail(lines)
	lines = d.takeTitle(lines)
	lines = d.takeLabels(lines)
	d.takePrinted(lines)
	d.Body = strings.Join(unwrap(trimBoilerplate(lines)), "\n")
	if strings.TrimSpace(d.Body) == "" { // a headline is all there is
		d.Body = d.Title
	}
	return d
}

// newDraft begins an article of text: with its place, the day in its name, and
// what its front matter says, which is cut off.
func newDraft(in media.Origin, text string) (d Draft, rest string) {
	d = Draft{Article: article.Article{File: in.File, URL: in.URL}}
	d.Published = dateline.InName(filepath.Base(in.File))
	fields, rest := frontMatter(text)
	d.Title, d.Author, d.Outlet, d.Lang = fields["title"], fields["author"], fields["outlet"], fields["lang"]
	if d.URL == "" { // what was fetched may not pass for another page
		d.setURL(fields["url"])
	}
	if s := fields["date"]; s != "" {
		d.setDate(s)
	}
	return d, rest
}

// maxTitleLine bounds a first line that may be a title, in characters: 99 % of
// 326 titles of news have no more.
const maxTitleLine = 160

// maxLabels bounds the lines above a title, and below it, that say what a text is.
const maxLabels = 30

// takeTitle takes the first line as the title if it looks like one: short,
// no sentence, and not all there is.
func (d *Draft) takeTitle(lines []string) []string {
	var first string
	for n := 0; ; n++ {
		lines = dropEmpty(lines)
		if d.Title != "" || len(lines) < 2 || n == maxLabels {
			return lines
		}
		first = strings.TrimSpace(lines[0])
		if !whatItIs.MatchString(first) && !d.takeDate(lines) && !d.takeAddress(first) {
			break
		}
		lines = lines[1:]
	}
	last, _ := utf8.DecodeLastRuneInString(first)
	if utf8.RuneCountInString(first) > maxTitleLine || strings.ContainsRune(".,;:。、，；：।؛،۔", last) || isLabel(first) {
		return lines
	}
	d.Title = first
	return lines[1:]
}

// whatItIs matches a line above the title that says what kind of text follows.
var whatItIs = regexp.MustCompile(`(?i)^(?:for immediate release|exhibit \d+(?:\.\d+)?|(?:press|news|media) release|pressemitteilung|presseinformation|communiqué de presse|` +
	`nota de prensa|comunicado de prensa|comunicato stampa|comunicado de imprensa|persbericht|пресс-релиз|basın bülteni|بيان صحفي|プレスリリース|新闻稿|新聞稿|보도자료)[\s:–—-]*$`)

// dropEmpty cuts the empty lines that lines begin with.
func dropEmpty(lines []string) []string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	return lines
}

var (
	label  = regexp.MustCompile(`(?i)^(title|published|published on|published at|date|author|source|outlet|url|link)\s*:\s*(\S.*)$`)
	byline = regexp.MustCompile(`^[Bb][Yy]:?\s+(\p{Lu}[^.!?:]*(?:\p{Lu}\.[^.!?:]*)*)$`)
)

func isLabel(line string) bool { return label.MatchString(line) || byline.MatchString(line) }

// takeLabels takes the lines under the title that say who wrote the text and
// when, as "By Ada Byron" or "Published: 27 April 2026". A label whose value
// is no date or URL is text, and ends them.
func (d *Draft) takeLabels(lines []string) []string {
	for n := 0; ; n++ {
		lines = dropEmpty(lines)
		if n == maxLabels || len(lines) == 0 || !d.takeDate(lines) && !d.takeLabel(strings.TrimSpace(lines[0])) {
			return lines
		}
		lines = lines[1:]
	}
}

// takeAddress takes a line that is the address of the text.
func (d *Draft) takeAddress(line string) bool {
	if strings.ContainsAny(line, " \t") || !article.IsWebURL(line) {
		return false
	}
	d.URL = cmp.Or(d.URL, line)
	return true
}

// takeDate takes the line that lines begin with, if it only says when the text is from,
// and by whom. One of several such lines heads a part of the text.
func (d *Draft) takeDate(lines []string) bool {
	line := strings.TrimSpace(lines[0])
	date, label := dateLine(line)
	if !date.Known() || label == noLabel && datesParts(date, lines[1:]) {
		return false
	}
	if label == publishedLabel || !d.Published.Sure() {
		d.Published = date
	}
	if m := bylineWithin.FindStringSubmatch(line); m != nil && d.Author == "" {
		d.Author = m[1]
	}
	return true
}

var bylineWithin = regexp.MustCompile(`(?:^|\s)(?i:by|von|par|por|door) (\p{Lu}[\pL\pM.'’-]*(?: (?:\p{Lu}|de |van |von )[\pL\pM.'’-]*){0,4})`)

// takePrinted takes the date that the text begins with, where none is known.
func (d *Draft) takePrinted(lines []string) {
	if date, _ := printed(lines, lines, time.Now()); date.Known() && !d.Published.Sure() {
		d.Published = date
	}
}

func (d *Draft) takeLabel(line string) bool {
	if m := byline.FindStringSubmatch(line); m != nil && utf8.RuneCountInString(line) <= 80 {
		d.Author = m[1]
		return true
	}
	m := label.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	switch key := strings.ToLower(m[1]); key {
	case "title":
		d.Title = m[2]
	case "author":
		d.Author = m[2]
	case "source", "outlet":
		d.Outlet = m[2]
	case "url", "link":
		if !article.IsWebURL(m[2]) {
			return false
		}
		d.URL = cmp.Or(d.URL, m[2])
	default:
		date, err := dateline.Parse(m[2])
		if err != nil {
			return false
		}
		d.Published = date
	}
	return true
}

// Text whose lines all end by this many characters was wrapped by a program
// or a typist; such a line shorter than the other ends where it means to.
const (
	wrapWidth = 100
	wrapShort = 45
)

var listItem = regexp.MustCompile(`^\s*([-*•–▪‣]|\d{1,3}[.)])\s`)

// unwrap joins the lines of paragraphs that were wrapped at a fixed width, so
// that one line is a paragraph. Text with any longer line is left as it is.
func unwrap(lines []string) []string {
	for _, l := range lines {
		if utf8.RuneCountInString(l) > wrapWidth {
			return lines
		}
	}
	var out, paragraph []string
	for _, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" || listItem.MatchString(l) {
			out, paragraph = endParagraph(out, paragraph)
		}
		paragraph = append(paragraph, l)
		if utf8.RuneCountInString(l) < wrapShort {
			out, paragraph = endParagraph(out, paragraph)
		}
	}
	out, _ = endParagraph(out, paragraph)
	return out
}

// endParagraph adds the lines of a paragraph to out, as one, and returns no
// lines for the next.
func endParagraph(out, lines []string) (longer, none []string) {
	if len(lines) == 0 {
		return out, lines
	}
	return append(out, strings.Join(lines, " ")), lines[:0]
}
